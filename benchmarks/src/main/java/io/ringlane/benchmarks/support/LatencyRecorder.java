package io.ringlane.benchmarks.support;

import io.ringlane.cloud.plot.PercentileChart;
import io.ringlane.cloud.report.LatencyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.runner.IterationType;

/**
 * Latencies of one fork: percentiles of each iteration as {@link Gauges}, and all measured ones as an HdrHistogram log, if
 * the system property {@value #FOLDER_PROPERTY} names a folder for it.
 *
 * <p>One thread records at a time, and none while an iteration ends.
 */
public final class LatencyRecorder {

    /** Where logs go; {@code scripts/bench} sets it, and forks inherit it. */
    public static final String FOLDER_PROPERTY = "ringlane.bench.latency";

    private static final long HIGHEST_NS = 10_000_000_000L;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final Histogram iteration = new Histogram(HIGHEST_NS, 3);
    private final Histogram all = new Histogram(HIGHEST_NS, 3);

    /** One latency; whatever is above 10 s counts as 10 s. */
    public void record(final long ns) {
        iteration.recordValue(Math.min(ns, HIGHEST_NS));
    }

    /** Behind each iteration; warm-up leaves no trace. */
    public void endIteration(final IterationParams params) {
        if (params.getType() == IterationType.MEASUREMENT && iteration.getTotalCount() > 0) {
            for (final double percentile : PERCENTILES) {
                Gauges.record(
                        "latency.p" + PercentileChart.name(percentile),
                        iteration.getValueAtPercentile(percentile),
                        "ns",
                        AggregationPolicy.AVG);
            }
            all.add(iteration);
        }
        iteration.reset();
    }

    /** Behind the last iteration: writes the log, named after benchmark and parameters. */
    public void endTrial(final BenchmarkParams params) {
        final String folder = System.getProperty(FOLDER_PROPERTY);
        if (folder == null || all.getTotalCount() == 0) {
            return;
        }
        final StringBuilder name = new StringBuilder(shortName(params.getBenchmark()));
        for (final String key : params.getParamsKeys()) {
            name.append(',').append(key).append('=').append(params.getParam(key));
        }
        final Path file =
                Path.of(folder).resolve(name + "," + ProcessHandle.current().pid() + ".hlog");
        try {
            Files.createDirectories(file.getParent());
            LatencyLog.write(file, "latency in nanoseconds", 1, all);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortName(final String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }
}
