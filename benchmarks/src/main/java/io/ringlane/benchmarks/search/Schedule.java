package io.ringlane.benchmarks.search;

/** How the generator kept the schedule of a trial. Only where it did, the trial says something about the system. */
public enum Schedule {
    /** What was not offered when it was due is within the tolerance. */
    KEPT,
    /** The generator was not running for a part of the trial; the same load may go well the next time. */
    DISTURBED,
    /** The generator was there and could not offer so much. */
    OUT_OF_REACH
}
