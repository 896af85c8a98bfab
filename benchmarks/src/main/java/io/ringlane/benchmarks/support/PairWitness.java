package io.ringlane.benchmarks.support;

import org.openjdk.jmh.results.AggregationPolicy;

/**
 * Whether the two cores were near while an iteration of two threads ran, taken before and after it, while neither runs.
 * Prints both and records the farther one as the gauge {@value #GAUGE}; only iterations that were near on both sides are
 * worth a comparison.
 */
public final class PairWitness {

    /** Round trip of a cache line, in nanoseconds; the worse of before and after. */
    public static final String GAUGE = "cores.roundTrip";

    private CoreDistance before;

    /** Ahead of an iteration. */
    public void before() {
        before = CoreDistance.measure();
    }

    /** Behind it. */
    public void after() {
        final CoreDistance after = CoreDistance.measure();
        System.out.printf("[cores before: %s; after: %s] ", before, after);
        Gauges.record(GAUGE, Math.max(before.roundTripNs(), after.roundTripNs()), "ns", AggregationPolicy.MAX);
    }
}
