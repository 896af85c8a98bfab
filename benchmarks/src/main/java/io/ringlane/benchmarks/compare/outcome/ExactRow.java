package io.ringlane.benchmarks.compare.outcome;

/**
 * One exact comparison.
 *
 * @param name of the scenario or benchmark
 * @param detail the figures, or why there are none
 */
public record ExactRow(String name, Kind kind, State state, String detail) {

    /** What was compared. */
    public enum Kind {
        /** Of a scenario under the virtual clock. */
        OUTCOME,
        /** Bytes an operation. */
        ALLOCATION,
        /** A counter of the benchmark's own that is zero in some forks. */
        COUNTER
    }

    /** How the two sides relate. */
    public enum State {
        /** Equal. */
        SAME,
        /** Another outcome: neither better nor worse, but not the same program. */
        CHANGED,
        /** Worse: allocates more, or a counter of something good fell to zero. */
        REGRESSED,
        /** Better. */
        IMPROVED,
        /** One side has nothing to compare. */
        NOT_COMPARED
    }
}
