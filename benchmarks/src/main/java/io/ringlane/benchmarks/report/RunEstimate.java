package io.ringlane.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long a run of JMH will take: for every benchmark and set of parameters, its forks' iterations and what a fork costs
 * beside them.
 *
 * @param trials benchmarks times sets of parameters
 * @param forks JVMs started
 * @param seconds altogether
 */
record RunEstimate(int trials, int forks, double seconds) {

    /** To start a JVM, set the benchmark up and tear it down; the mean over the suites of this module on two cores. */
    private static final double FORK_SECONDS = 1.0;

    /** Of a benchmark that takes one shot an iteration, and does not say how long, neither by a parameter nor by JMH's time. */
    private static final double SHOT_SECONDS = 0.5;

    /** The parameter in which some say it. */
    private static final String SHOT_MILLIS = "millis";

    /** A shot with what is made before it and judged after it, as seen of the limiters' suite. */
    private static final double SHOT_OVERHEAD = 2.2;

    /** Of the benchmarks that are chosen. */
    static RunEstimate of(final Selection selection) {
        final Options options = selection.options();
        int trials = 0;
        int forks = 0;
        double seconds = 0;
        for (final BenchmarkListEntry benchmark : selection.benchmarks()) {
            final int sets = selection.params(benchmark).values().stream()
                    .mapToInt(List::size)
                    .reduce(1, (a, b) -> a * b);
            final int forksEach =
                    options.getForkCount().orElse(benchmark.getForks().orElse(Defaults.MEASUREMENT_FORKS));
            trials += sets;
            forks += sets * forksEach;
            seconds += sets * forksEach * (FORK_SECONDS + iterationSeconds(benchmark, options));
        }
        return new RunEstimate(trials, forks, seconds);
    }

    private static double iterationSeconds(final BenchmarkListEntry benchmark, final Options options) {
        final boolean isShot = benchmark.getMode() == Mode.SingleShotTime;
        final int warmups = options.getWarmupIterations()
                .orElse(benchmark
                        .getWarmupIterations()
                        .orElse(isShot ? Defaults.WARMUP_ITERATIONS_SINGLESHOT : Defaults.WARMUP_ITERATIONS));
        final int measured = options.getMeasurementIterations()
                .orElse(benchmark
                        .getMeasurementIterations()
                        .orElse(isShot ? Defaults.MEASUREMENT_ITERATIONS_SINGLESHOT : Defaults.MEASUREMENT_ITERATIONS));
        if (isShot) {
            return (warmups + measured) * shotSeconds(benchmark, options);
        }
        return warmups
                        * seconds(options.getWarmupTime()
                                .orElse(benchmark.getWarmupTime().orElse(Defaults.WARMUP_TIME)))
                + measured
                        * seconds(options.getMeasurementTime()
                                .orElse(benchmark.getMeasurementTime().orElse(Defaults.MEASUREMENT_TIME)));
    }

    private static double shotSeconds(final BenchmarkListEntry benchmark, final Options options) {
        final String[] declared = benchmark.getParams().orElse(Map.of()).get(SHOT_MILLIS);
        if (declared == null) {
            return benchmark.getMeasurementTime().hasValue()
                    ? seconds(benchmark.getMeasurementTime().get())
                    : SHOT_SECONDS;
        }
        final String millis = options.getParameter(SHOT_MILLIS)
                .orElse(List.of(declared))
                .iterator()
                .next();
        return SHOT_OVERHEAD * Integer.parseInt(millis) / 1e3;
    }

    private static double seconds(final TimeValue time) {
        return time.convertTo(TimeUnit.MILLISECONDS) / 1e3;
    }

    /** {@code 142 sets of parameters, 284 forks, about 19 min}. */
    @Override
    public String toString() {
        final long minutes = Math.round(seconds / 60);
        return "%d benchmarks with their parameters, %d forks, about %s"
                .formatted(trials, forks, minutes < 2 ? Math.round(seconds) + " s" : minutes + " min");
    }
}
