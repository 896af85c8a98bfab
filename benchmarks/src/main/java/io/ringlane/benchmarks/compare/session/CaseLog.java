package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.ForkResult;
import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.Direction;
import io.ringlane.benchmarks.compare.stats.Screen;
import io.ringlane.benchmarks.compare.stats.Series;
import io.ringlane.benchmarks.compare.stats.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that was run of one benchmark, or of the control. */
public final class CaseLog {

    /** Blocks without a figure after which the benchmark is given up: it will not get better. */
    private static final int MOST_DEAD_BLOCKS = 2;

    private final BenchmarkCase benchmark;
    private final boolean isControl;
    private final int threads;
    private final List<BlockLog> blocks = new ArrayList<>();
    private final List<BlockLog> setAside = new ArrayList<>();
    private String failure;

    CaseLog(final BenchmarkCase benchmark, final boolean isControl, final int threads) {
        this.benchmark = benchmark;
        this.isControl = isControl;
        this.threads = threads;
    }

    /** The benchmark and its parameters. */
    public BenchmarkCase benchmark() {
        return benchmark;
    }

    /** Whether both sides ran the base. */
    public boolean isControl() {
        return isControl;
    }

    int threads() {
        return threads;
    }

    /** The blocks that count. */
    public List<BlockLog> blocks() {
        return List.copyOf(blocks);
    }

    /** Blocks that do not count and, as far as that was allowed, were run again: a fork died, or one side's disagreed. */
    public List<BlockLog> setAside() {
        return List.copyOf(setAside);
    }

    /** What the first fork that died said; null if none did. */
    public String failure() {
        return failure;
    }

    void fail(final String reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    void add(final BlockLog block) {
        noteFailures(block);
        blocks.add(block);
    }

    void replace(final int index, final BlockLog block) {
        noteFailures(block);
        setAside.add(blocks.set(index, block));
    }

    /**
     * Takes out what still disagrees; {@link Screen} says why that favours no verdict. It would where forks of one side come in
     * two speeds, as a compiler can make them: such a benchmark shows as dots in two clusters.
     */
    void setDisturbedAside() {
        final List<Integer> indexes = blocksToRepeat();
        for (int i = indexes.size() - 1; i >= 0; i--) {
            setAside.add(blocks.remove((int) indexes.get(i)));
        }
    }

    /** Whether several forks of a side died, and none of the other: that is hardly the machine's doing. */
    public boolean diesOnlyOn(final Side side) {
        final List<ForkLog> dead = Stream.concat(blocks.stream(), setAside.stream())
                .flatMap(block -> block.forks().stream())
                .filter(fork -> !fork.outcome().isAlive())
                .toList();
        return dead.size() > 1 && dead.stream().allMatch(fork -> fork.side() == side);
    }

    private void noteFailures(final BlockLog block) {
        block.forks().stream()
                .filter(fork -> !fork.outcome().isAlive())
                .forEach(fork -> fail(fork.side() + ": " + fork.outcome().failure()));
    }

    boolean isHopeless() {
        return blocks.size() >= MOST_DEAD_BLOCKS
                && blocks.stream()
                        .noneMatch(block -> block.forks().stream()
                                .allMatch(fork -> fork.outcome().isAlive()));
    }

    List<Integer> blocksToRepeat() {
        final List<Metric.Key> keys = metrics();
        return keys.isEmpty() ? List.of() : Screen.toRepeat(blocksOf(keys.get(0)));
    }

    /** The benchmark's own scores and the counters that have a direction and never were zero. */
    public List<Metric.Key> metrics() {
        final Optional<ForkResult> first = results(blocks).findFirst();
        if (first.isEmpty()) {
            return List.of();
        }
        return first.get().metrics().stream()
                .map(Metric::key)
                .filter(key -> key.direction() != Direction.NONE)
                .filter(key -> key.name().isEmpty() || isAlwaysAboveZero(key))
                .toList();
    }

    private boolean isAlwaysAboveZero(final Metric.Key key) {
        return results(blocks)
                .flatMap(result -> result.metrics().stream())
                .filter(metric -> metric.key().equals(key))
                .allMatch(metric -> metric.score() > 0);
    }

    private static Stream<ForkResult> results(final List<BlockLog> blocks) {
        return blocks.stream()
                .flatMap(block -> block.forks().stream())
                .map(ForkLog::outcome)
                .filter(ForkOutcome::isAlive)
                .map(ForkOutcome::result);
    }

    /** One metric's blocks. */
    public Series series(final Metric.Key key) {
        return new Series(key.direction(), blocksOf(key));
    }

    private List<Block> blocksOf(final Metric.Key key) {
        return blocks.stream().map(block -> block.block(key)).toList();
    }

    /** Bytes an operation, of every fork of a side that ran. */
    double[] allocated(final Side side) {
        return Stream.concat(blocks.stream(), setAside.stream())
                .flatMap(block -> block.forks().stream())
                .filter(fork -> fork.side() == side && fork.outcome().isAlive())
                .mapToDouble(fork -> fork.outcome().result().allocatedBytes())
                .toArray();
    }
}
