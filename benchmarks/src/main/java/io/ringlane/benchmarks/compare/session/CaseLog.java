package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkResult;
import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.Direction;
import io.ringlane.benchmarks.compare.stats.Fisher;
import io.ringlane.benchmarks.compare.stats.Screen;
import io.ringlane.benchmarks.compare.stats.Series;
import io.ringlane.benchmarks.compare.stats.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that was run of one benchmark, or of the control. */
public final class CaseLog {

    /** Blocks without a figure after which the benchmark is given up: it will not get better. */
    private static final int MOST_DEAD_BLOCKS = 2;

    /** Deaths of one side alone that are hardly chance: two blocks of HEAD have four forks. */
    private static final int LEAST_DEAD_FORKS = 3;

    /** By Fisher's test: nine deaths of fourteen forks and none of as many are at 0.0003. */
    private static final double LEVEL_OF_DEATHS = 0.0005;

    private final BenchmarkCase benchmark;
    private final boolean isControl;
    private final int threads;
    private final List<BlockLog> blocks = new ArrayList<>();
    private final List<BlockLog> setAside = new ArrayList<>();
    private String failure;
    private boolean isBroken;
    private boolean isScreened;

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

    /** The blocks that count, once all has run. */
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

    /** HEAD did not even start, several times, and BASE did. */
    void breakOnHead(final String reason) {
        isBroken = true;
        fail(reason);
    }

    /** Whether HEAD runs it not once and BASE does, or HEAD's forks die so much more often that it is not the machine's doing. */
    public boolean isBrokenOnHead() {
        final int dead = deadForks(Side.HEAD);
        final int all = forks(Side.HEAD);
        final int deadBase = deadForks(Side.BASE);
        final int allBase = forks(Side.BASE);
        return isBroken
                || dead == all && dead >= LEAST_DEAD_FORKS && allBase - deadBase >= LEAST_DEAD_FORKS
                || Fisher.pMore(dead, all, deadBase, allBase) <= LEVEL_OF_DEATHS;
    }

    private int forks(final Side side) {
        return (int) everyFork().filter(fork -> fork.side() == side).count();
    }

    private int deadForks(final Side side) {
        return (int) everyFork()
                .filter(fork -> fork.side() == side && !fork.outcome().isAlive())
                .count();
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
     * Takes out what still disagrees, once no more is run; {@link Screen} says why that favours no verdict. It would where forks
     * of HEAD alone come in two speeds, which {@link io.ringlane.benchmarks.compare.stats.SlowForks} is for.
     */
    void setDisturbedAside() {
        final List<Integer> indexes = blocksToRepeat();
        for (int i = indexes.size() - 1; i >= 0; i--) {
            setAside.add(blocks.remove((int) indexes.get(i)));
        }
        isScreened = true;
    }

    /** Whether several forks of a side died, and none of the other: that is hardly the machine's doing. */
    public boolean diesOnlyOn(final Side side) {
        return deadForks(side) > 1
                && Arrays.stream(Side.values()).allMatch(other -> other == side || deadForks(other) == 0);
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

    /** What is judged by its blocks: the benchmark's own scores, and counters with a direction that no fork had at zero. */
    public List<Metric.Key> metrics() {
        return keys().filter(key -> key.name().isEmpty() || isAlwaysAboveZero(key))
                .toList();
    }

    /** Counters with a direction that are zero, or missing, in some fork: no ratio can be taken of them. */
    List<Metric.Key> countersWithZeros() {
        return keys().filter(key -> !key.name().isEmpty() && !isAlwaysAboveZero(key))
                .toList();
    }

    private Stream<Metric.Key> keys() {
        return results(null)
                .flatMap(result -> result.metrics().stream())
                .map(Metric::key)
                .filter(key -> key.direction() != Direction.NONE)
                .distinct();
    }

    private boolean isAlwaysAboveZero(final Metric.Key key) {
        return results(null)
                .allMatch(result -> result.metrics().stream()
                        .anyMatch(metric -> metric.key().equals(key) && metric.score() > 0));
    }

    /** A counter's figures on a side, of every fork that ran and has it. */
    double[] figures(final Side side, final Metric.Key key) {
        return results(side)
                .flatMap(result -> result.metrics().stream())
                .filter(metric -> metric.key().equals(key))
                .mapToDouble(Metric::score)
                .filter(Double::isFinite)
                .toArray();
    }

    private Stream<ForkLog> everyFork() {
        return Stream.concat(blocks.stream(), setAside.stream()).flatMap(block -> block.forks().stream());
    }

    /** Of every fork that ran, on a side or, with null, on both. */
    private Stream<ForkResult> results(final Side side) {
        return everyFork()
                .filter(fork ->
                        (side == null || fork.side() == side) && fork.outcome().isAlive())
                .map(fork -> fork.outcome().result());
    }

    /** One metric's blocks, those that the screen finds disturbed so far apart from the rest. */
    public Series series(final Metric.Key key) {
        final Set<Integer> disturbed = isScreened ? Set.of() : Set.copyOf(blocksToRepeat());
        final List<Block> counted = new ArrayList<>();
        final List<Block> aside =
                new ArrayList<>(setAside.stream().map(block -> block.block(key)).toList());
        for (int i = 0; i < blocks.size(); i++) {
            (disturbed.contains(i) ? aside : counted).add(blocks.get(i).block(key));
        }
        return new Series(key.direction(), counted, aside);
    }

    private List<Block> blocksOf(final Metric.Key key) {
        return blocks.stream().map(block -> block.block(key)).toList();
    }

    /** Bytes an operation, of every fork of a side that ran. */
    double[] allocated(final Side side) {
        return results(side).mapToDouble(ForkResult::allocatedBytes).toArray();
    }
}
