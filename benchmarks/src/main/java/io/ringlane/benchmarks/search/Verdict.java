package io.ringlane.benchmarks.search;

/** What trials say about a load. */
enum Verdict {
    /** The system carries it: a lower bound of what it can. */
    LOWER,
    /** The system does not carry it: an upper bound. */
    UPPER,
    /** Too few trials, or too much at odds. */
    UNDECIDED
}
