package io.ringlane.benchmarks.compare.jmh;

import java.util.List;

/**
 * What a fork reported.
 *
 * @param metrics the benchmark's own score first
 * @param threads that the benchmark ran on
 * @param allocatedBytes an operation; NaN where JMH does not say. What the harness itself allocates counts as nothing
 */
public record ForkResult(List<Metric> metrics, int threads, double allocatedBytes) {

    /** Copies the list. */
    public ForkResult {
        metrics = List.copyOf(metrics);
    }

    /** The benchmark's own score. */
    public Metric primary() {
        return metrics.get(0);
    }
}
