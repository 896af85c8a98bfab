package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.compare.stats.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a session's forks: in each round one block of every benchmark and one of the control, so that a slow hour hits all
 * alike; then the disturbed blocks again, at most two in five of a benchmark; what is disturbed even then does not count.
 * Then all is looked at, and what is undecided runs as many blocks more, the control beside it, up to the plan's most.
 */
public final class Schedule {

    private static final int REPEAT_PASSES = 2;
    private static final int PROBES_OF_HEAD = 3;

    /** Told what runs. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Before each fork.
         *
         * @param number of this fork, from 1
         * @param planned forks in all, without blocks that may have to be repeated or added
         */
        void onFork(int number, int planned, String what);

        /**
         * Before blocks that were not planned, because some benchmarks are undecided.
         *
         * @param forks of each side that they have then
         */
        default void onMore(List<BenchmarkCase> undecided, int forks) {}
    }

    private final Forks forks;
    private final LookPlan plan;
    private final SequentialJudge judge;
    private final Listener listener;
    private int forksRun;
    private int forksPlanned;

    /** @param judge of the same plan, of this session alone */
    public Schedule(final Forks forks, final LookPlan plan, final SequentialJudge judge, final Listener listener) {
        this.forks = forks;
        this.plan = plan;
        this.judge = judge;
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
        if (logs.stream().allMatch(log -> log.failure() != null && !log.isBrokenOnHead())) {
            throw new IOException("no benchmark runs: " + logs.get(0).failure());
        }
        if (control != null) {
            final ForkOutcome probe = forks.probe(Side.BASE, control);
            logs.add(new CaseLog(control, true, threadsOf(probe)));
        }
        List<CaseLog> running =
                logs.stream().filter(log -> log.failure() == null).toList();
        for (int look = 0; look < plan.looks() && running.stream().anyMatch(log -> !log.isControl()); look++) {
            if (look > 0) {
                listener.onMore(
                        running.stream()
                                .filter(log -> !log.isControl())
                                .map(CaseLog::benchmark)
                                .toList(),
                        plan.blocksAt(look) * Block.FORKS_A_SIDE);
            }
            final int before = look == 0 ? 0 : plan.blocksAt(look - 1);
            runRounds(running, before, plan.blocksAt(look));
            repeat(running, plan.blocksAt(look) - before);
            judge.look(logs);
            running = logs.stream()
                    .filter(log -> log.failure() == null || !log.blocks().isEmpty())
                    .filter(log -> log.isControl() ? judge.isControlOpen() : judge.isOpen(log) && !log.isHopeless())
                    .toList();
        }
        logs.forEach(CaseLog::setDisturbedAside);
        return logs;
    }

    private void runRounds(final List<CaseLog> running, final int from, final int to)
            throws IOException, InterruptedException {
        forksPlanned += running.size() * (to - from) * 2 * Block.FORKS_A_SIDE;
        for (int round = from; round < to; round++) {
            for (int i = 0; i < running.size(); i++) {
                if (!running.get(i).isHopeless()) {
                    running.get(i).add(block(running.get(i), round + i));
                }
            }
        }
    }

    /** A benchmark that does not even start is not run; HEAD is asked more than once before it is blamed for that. */
    private CaseLog probed(final BenchmarkCase one) throws IOException, InterruptedException {
        final ForkOutcome base = forks.probe(Side.BASE, one);
        ForkOutcome head = forks.probe(Side.HEAD, one);
        for (int i = 1; i < PROBES_OF_HEAD && base.isAlive() && !head.isAlive(); i++) {
            head = forks.probe(Side.HEAD, one);
        }
        final CaseLog log = new CaseLog(one, false, Math.max(threadsOf(base), threadsOf(head)));
        if (!base.isAlive()) {
            log.fail(Side.BASE + ": " + base.failure());
        } else if (!head.isAlive()) {
            log.breakOnHead(Side.HEAD + ": " + head.failure());
        }
        return log;
    }

    private static int threadsOf(final ForkOutcome probe) {
        return probe.isAlive() ? probe.result().threads() : 1;
    }

    private void repeat(final List<CaseLog> logs, final int blocks) throws IOException, InterruptedException {
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
