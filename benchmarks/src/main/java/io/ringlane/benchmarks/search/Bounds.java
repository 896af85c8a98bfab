package io.ringlane.benchmarks.search;

import java.util.function.Function;

/**
 * The relevant bounds among the loads tried: the lowest one that is an upper bound, and the highest lower bound below it.
 *
 * @param lower step, or {@link #NONE}
 * @param upper step, or {@link #NONE}
 */
record Bounds(int lower, int upper) {

    /** No such bound. */
    static final int NONE = -1;

    /** The bounds if this says which loads are which. */
    static Bounds of(final TrialLog log, final Function<Integer, Verdict> verdicts) {
        int lower = NONE;
        for (final int step : log.steps()) {
            final Verdict verdict = verdicts.apply(step);
            if (verdict == Verdict.UPPER) {
                return new Bounds(lower, step);
            }
            lower = verdict == Verdict.LOWER ? step : lower;
        }
        return new Bounds(lower, NONE);
    }

    boolean hasLower() {
        return lower != NONE;
    }

    boolean hasUpper() {
        return upper != NONE;
    }

    /** Steps between the bounds; as if far apart where one is missing. */
    int gap() {
        return hasLower() && hasUpper() ? upper - lower : Integer.MAX_VALUE;
    }
}
