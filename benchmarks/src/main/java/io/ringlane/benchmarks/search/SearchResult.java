package io.ringlane.benchmarks.search;

import java.util.List;

/**
 * What a search found, and every trial it took.
 *
 * @param goals in the order they were given
 * @param maxReceiveRate packets a second that came through at the highest load that could be offered: the mean of the last
 *     trials there; NaN if none was good for anything
 * @param maxOfferedLoad that load: the maximum, unless trials there were void
 * @param trials in the order they ran, void ones and outdated ones included
 * @param firstFresh index of the first trial that counts; above 0 if the system changed so much that the search began anew
 * @param restarts how often it began anew
 * @param isOverturned whether trials made after the bounds were proven contradicted one of them, too late to begin anew: the
 *     bounds are what the time given says, and no longer what the system does
 * @param elapsedNs how long it took
 */
public record SearchResult(
        List<GoalResult> goals,
        double maxReceiveRate,
        double maxOfferedLoad,
        List<Trial> trials,
        int firstFresh,
        int restarts,
        boolean isOverturned,
        long elapsedNs) {

    /** Copies the lists. */
    public SearchResult {
        goals = List.copyOf(goals);
        trials = List.copyOf(trials);
    }

    /** Trials in which the generator did not keep its schedule. */
    public long voidTrials() {
        return trials.stream().filter(trial -> trial.tally().isVoid()).count();
    }

    /** Whether a trial had no say in the result: void, or from before the system changed. */
    public boolean isDiscarded(final Trial trial) {
        return trial.tally().isVoid() || trial.index() < firstFresh;
    }
}
