package io.ringlane.benchmarks.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Figures beside a benchmark's own, one value an iteration, which JMH reports as secondary results: a percentile, an error
 * of a rate, how far the cores were apart. JMH's own counters will not do, as it adds them up over iterations.
 *
 * <p>A benchmark calls {@link #record} in the iteration; {@code -prof io.ringlane.benchmarks.support.Gauges}, which {@code
 * scripts/bench} gives, puts the values into the results. Without it they are forgotten.
 *
 * <p>Threads: any may record.
 */
public final class Gauges implements InternalProfiler {

    private static final Map<String, Gauge> LATEST = new ConcurrentSkipListMap<>();

    private record Gauge(double value, String unit, AggregationPolicy over) {}

    /** For JMH. */
    public Gauges() {}

    /**
     * Sets this iteration's value.
     *
     * @param name as it appears in the results, for instance {@code latency.p99}
     * @param over what the figures of several iterations become: their average, or the worst of them
     */
    public static void record(final String name, final double value, final String unit, final AggregationPolicy over) {
        LATEST.put(name, new Gauge(value, unit, over));
    }

    @Override
    public String getDescription() {
        return "Figures that the benchmarks of Ringlane record beside their own";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmark, final IterationParams iteration) {
        LATEST.clear();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            final BenchmarkParams benchmark, final IterationParams iteration, final IterationResult result) {
        final List<Result<?>> results = new ArrayList<>();
        LATEST.forEach((name, gauge) -> results.add(new ScalarResult(name, gauge.value, gauge.unit, gauge.over)));
        return results;
    }
}
