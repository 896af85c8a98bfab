package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.Block;
import java.util.List;

/** The forks of one block, in order. */
public record BlockLog(List<ForkLog> forks) {

    /** Copies the list. */
    public BlockLog {
        forks = List.copyOf(forks);
    }

    /** The figures of one metric. */
    public Block block(final Metric.Key key) {
        return new Block(forks.stream().map(fork -> fork.fork(key)).toList());
    }
}
