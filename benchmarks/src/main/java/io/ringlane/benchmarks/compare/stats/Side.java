package io.ringlane.benchmarks.compare.stats;

/** Which of the two revisions a fork ran. In an A/A control both are the base. */
public enum Side {
    /** What is compared against; A in a block's order. */
    BASE('A'),
    /** What is judged; B in a block's order. */
    HEAD('B');

    private final char letter;

    Side(final char letter) {
        this.letter = letter;
    }

    /** A or B. */
    public char letter() {
        return letter;
    }
}
