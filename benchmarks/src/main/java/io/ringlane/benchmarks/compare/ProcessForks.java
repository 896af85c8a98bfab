package io.ringlane.benchmarks.compare;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.ForkRunner;
import io.ringlane.benchmarks.compare.jmh.JmhJar;
import io.ringlane.benchmarks.compare.session.Forks;
import io.ringlane.benchmarks.compare.stats.Side;
import java.io.IOException;

/** Forks as processes of the two sides' jars. */
record ProcessForks(JmhJar base, JmhJar head, ForkRunner runner) implements Forks {

    @Override
    public ForkOutcome probe(final Side side, final BenchmarkCase one) throws IOException, InterruptedException {
        return runner.probe(jarOf(side), one);
    }

    @Override
    public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads)
            throws IOException, InterruptedException {
        return runner.run(jarOf(side), one, threads);
    }

    private JmhJar jarOf(final Side side) {
        return side == Side.BASE ? base : head;
    }
}
