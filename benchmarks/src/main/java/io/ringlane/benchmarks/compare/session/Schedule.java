package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a session's forks: in each round one block of every benchmark and one of the control, so that a slow hour hits all
 * alike; then the disturbed blocks again, at most two in five of a benchmark; what is disturbed even then does not count.
 */
public final class Schedule {

    private static final int REPEAT_PASSES = 2;

    /** Told what runs. */
    public interface Listener {

        /**
         * Before each fork.
         *
         * @param number of this fork, from 1
         * @param planned forks in all, without blocks that may have to be repeated
         */
        void onFork(int number, int planned, String what);
    }

    private final Forks forks;
    private final int blocks;
    private final Listener listener;
    private int forksRun;
    private int forksPlanned;

    /** @param blocks of each benchmark, 1 or more */
    public Schedule(final Forks forks, final int blocks, final Listener listener) {
        this.forks = forks;
        this.blocks = blocks;
        this.listener = listener;
    }

    /**
     * Runs everything.
     *
     * @param cases one or more
     * @param control the benchmark of the A/A control; null for none
     * @return the benchmarks in order, then the control
     * @throws IOException if BASE runs none of them, which no revision is to blame for
     */
    public List<CaseLog> run(final List<BenchmarkCase> cases, final BenchmarkCase control)
            throws IOException, InterruptedException {
        final List<CaseLog> logs = new ArrayList<>();
        for (final BenchmarkCase one : cases) {
            logs.add(probed(one));
        }
        if (logs.stream().allMatch(log -> failsOn(Side.BASE, log))) {
            throw new IOException("no benchmark runs: " + logs.get(0).failure());
        }
        if (control != null) {
            final ForkOutcome probe = forks.probe(Side.BASE, control);
            logs.add(new CaseLog(control, true, threadsOf(probe)));
        }
        final List<CaseLog> running =
                logs.stream().filter(log -> log.failure() == null).toList();
        forksPlanned = running.size() * blocks * 2 * Block.FORKS_A_SIDE;
        for (int round = 0; round < blocks; round++) {
            for (int i = 0; i < running.size(); i++) {
                if (!running.get(i).isHopeless()) {
                    running.get(i).add(block(running.get(i), round + i));
                }
            }
        }
        repeat(running);
        running.forEach(CaseLog::setDisturbedAside);
        return logs;
    }

    /** A benchmark that does not even start is not tried again. */
    private CaseLog probed(final BenchmarkCase one) throws IOException, InterruptedException {
        int threads = 1;
        String failure = null;
        for (final Side side : Side.values()) {
            final ForkOutcome probe = forks.probe(side, one);
            threads = Math.max(threads, threadsOf(probe));
            if (!probe.isAlive() && failure == null) {
                failure = side + ": " + probe.failure();
            }
        }
        final CaseLog log = new CaseLog(one, false, threads);
        if (failure != null) {
            log.fail(failure);
        }
        return log;
    }

    private static boolean failsOn(final Side side, final CaseLog log) {
        return log.failure() != null && log.failure().startsWith(side.name());
    }

    private static int threadsOf(final ForkOutcome probe) {
        return probe.isAlive() ? probe.result().threads() : 1;
    }

    private void repeat(final List<CaseLog> logs) throws IOException, InterruptedException {
        final int most = (2 * blocks + 4) / 5;
        final int[] left = new int[logs.size()];
        Arrays.fill(left, most);
        for (int pass = 0; pass < REPEAT_PASSES; pass++) {
            for (int i = 0; i < logs.size(); i++) {
                final CaseLog log = logs.get(i);
                for (final int index : log.isHopeless() ? List.<Integer>of() : log.blocksToRepeat()) {
                    if (left[i]-- > 0) {
                        forksPlanned += 2 * Block.FORKS_A_SIDE;
                        log.replace(index, block(log, index + i));
                    }
                }
            }
        }
    }

    private BlockLog block(final CaseLog log, final int number) throws IOException, InterruptedException {
        final List<ForkLog> done = new ArrayList<>();
        for (final Side side : Block.order(number)) {
            listener.onFork(
                    ++forksRun,
                    forksPlanned,
                    log.isControl() ? "control " + log.benchmark() : side + " " + log.benchmark());
            final ForkOutcome outcome = forks.run(log.isControl() ? Side.BASE : side, log.benchmark(), log.threads());
            done.add(new ForkLog(forksRun, side, outcome));
        }
        return new BlockLog(done);
    }
}
