package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.ForkResult;
import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A machine like the noisy ones that gates run on: forks of a benchmark differ by 2 to 6 % (standard deviation), one in
 * fifty is 1.8 times as slow, and the whole machine slows down or speeds up through the session. Every choice is the
 * seed's.
 */
final class SimulatedForks implements Forks {

    private static final double LEAST_DEVIATION = 0.02;
    private static final double MOST_DEVIATION = 0.06;
    private static final double OUTLIER = 1.8;
    private static final double FIGURE_NS = 50;

    private final Random random;
    private final Map<BenchmarkCase, Double> deviations = new HashMap<>();
    private final Map<String, Double> slowdowns = new HashMap<>();
    private double outlierShare = 0.02;
    private double deadShare;
    private double driftAFork;
    private boolean isHeadBroken;
    private double slowHeadShare;
    private double fixedDeviation = Double.NaN;
    private int forks;

    SimulatedForks(final long seed) {
        random = new Random(seed);
        driftAFork = random.nextGaussian() * 0.0005; // some 5 % over a session of a hundred forks
    }

    /** Benchmarks named so are slower in HEAD. */
    SimulatedForks slower(final String name, final double ratio) {
        slowdowns.put(name, ratio);
        return this;
    }

    SimulatedForks outliers(final double share) {
        outlierShare = share;
        return this;
    }

    SimulatedForks dead(final double share) {
        deadShare = share;
        return this;
    }

    /** A steady change of speed from fork to fork, as a logarithm. */
    SimulatedForks drift(final double aFork) {
        driftAFork = aFork;
        return this;
    }

    SimulatedForks deviation(final double all) {
        fixedDeviation = all;
        return this;
    }

    /** A share of HEAD's forks runs 1.8 times as long, and none of BASE's for that reason. */
    SimulatedForks slowHead(final double share) {
        slowHeadShare = share;
        return this;
    }

    SimulatedForks brokenHead() {
        isHeadBroken = true;
        return this;
    }

    /** Benchmarks by name. */
    static List<BenchmarkCase> cases(final String... names) {
        final List<BenchmarkCase> cases = new ArrayList<>();
        for (final String name : names) {
            cases.add(new BenchmarkCase("io.example.Benchmark." + name, Map.of()));
        }
        return cases;
    }

    @Override
    public ForkOutcome probe(final Side side, final BenchmarkCase one) {
        return side == Side.HEAD && isHeadBroken ? ForkOutcome.dead("java.lang.Error") : outcome(1);
    }

    @Override
    public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads) {
        final double deviation = Double.isNaN(fixedDeviation)
                ? deviations.computeIfAbsent(
                        one, name -> LEAST_DEVIATION + (MOST_DEVIATION - LEAST_DEVIATION) * random.nextDouble())
                : fixedDeviation;
        if (random.nextDouble() < deadShare) {
            return ForkOutcome.dead("java.lang.OutOfMemoryError: Java heap space");
        }
        final String method = one.benchmark().substring(one.benchmark().lastIndexOf('.') + 1);
        final double slowdown = side == Side.HEAD ? slowdowns.getOrDefault(method, 1.0) : 1;
        final double outlier =
                random.nextDouble() < outlierShare + (side == Side.HEAD ? slowHeadShare : 0) ? OUTLIER : 1;
        return outcome(
                FIGURE_NS * slowdown * outlier * Math.exp(driftAFork * forks++ + deviation * random.nextGaussian()));
    }

    private static ForkOutcome outcome(final double score) {
        return ForkOutcome.of(new ForkResult(List.of(new Metric("avgt", "", "ns/op", score)), 1, 0));
    }
}
