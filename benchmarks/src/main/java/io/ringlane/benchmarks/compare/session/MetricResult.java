package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.Fork;
import io.ringlane.benchmarks.compare.stats.Judgement;
import io.ringlane.benchmarks.compare.stats.Side;

/**
 * One row of the verdict.
 *
 * @param key null where no fork gave a figure
 */
public record MetricResult(CaseLog log, Metric.Key key, Judgement judgement) {

    /** The benchmark, its parameters and, for a counter, its name. */
    public String name() {
        return key == null || key.name().isEmpty() ? log.benchmark().toString() : log.benchmark() + " " + key.name();
    }

    /** Names this metric across sessions. */
    public String id() {
        return log.benchmark().benchmark() + " " + log.benchmark().paramText() + " "
                + (key == null ? "" : key.label() + " " + key.unit());
    }

    /** Forks of each side that count. */
    public long forks() {
        return key == null
                ? 0
                : Block.FORKS_A_SIDE
                        * log.series(key).blocks().stream()
                                .filter(Block::isWhole)
                                .count();
    }

    /** A side's geometric mean over the blocks that count; NaN without any. */
    public double figure(final Side side) {
        if (key == null) {
            return Double.NaN;
        }
        return Math.exp(log.series(key).blocks().stream()
                .filter(Block::isWhole)
                .flatMap(block -> block.forks().stream())
                .filter(fork -> fork.side() == side)
                .mapToDouble(Fork::score)
                .map(Math::log)
                .average()
                .orElse(Double.NaN));
    }
}
