package io.ringlane.benchmarks.search;

/** Why a goal has no regular result. */
public enum Shortfall {
    /** The system carried the highest load of the search: there is no upper bound. */
    MAX_LOAD_CARRIED("carried the maximum load"),
    /** The system lost more than it may at the lowest load of the search: there is no lower bound. */
    MIN_LOAD_LOSSY("lost too much at the minimum load"),
    /** The generator could not offer what the search wanted to try: the system may carry more. */
    GENERATOR_LIMIT("the generator could not offer more"),
    /** Time ran out before the bounds were proven and near each other. */
    OUT_OF_TIME("not found in the time given");

    private final String label;

    Shortfall(final String label) {
        this.label = label;
    }

    /** The reason as a sentence's end. */
    public String label() {
        return label;
    }
}
