package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.stats.Side;
import java.io.IOException;

/** Where forks come from: processes, or a simulation. */
public interface Forks {

    /** Whether a benchmark runs on a side, and on how many threads. */
    ForkOutcome probe(Side side, BenchmarkCase one) throws IOException, InterruptedException;

    /** One fork that counts. */
    ForkOutcome run(Side side, BenchmarkCase one, int threads) throws IOException, InterruptedException;
}
