package io.ringlane.cloud.scenario;

/** The most that a scenario's quantities may be. */
final class Limits {

    /** Thirty times the largest instance there is: beyond it somebody's unit slipped. */
    static final long MOST_BITS_PER_SECOND = 100_000_000_000_000L;

    static final long MOST_PACKETS_PER_SECOND = 100_000_000_000L;

    static final long MOST_DURATION_NS = 366L * 86_400 * 1_000_000_000;

    private Limits() {}
}
