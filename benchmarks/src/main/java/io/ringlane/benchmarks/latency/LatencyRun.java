package io.ringlane.benchmarks.latency;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;

/** A {@link Pair} in a {@link Layout}, at one rate after another. The caller's thread is the first instance. */
final class LatencyRun implements AutoCloseable {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    /** A run that took this much longer than planned did not keep its rate, and says nothing about it. */
    private static final double MOST_STRETCH = 1.02;

    private static final long STEADY_PART_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int STEADY_PARTS = 5; // in a row, each as fast as the one before
    private static final double STEADY_SHARE = 0.05;
    private static final long STEADY_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);

    private final Layout layout;
    private final Idle idle;
    private final Pair pair;
    private final Thread secondThread;
    private volatile boolean isClosed;
    private volatile Throwable failure;

    /**
     * What came of a rate.
     *
     * @param latencyNs from when each frame was due
     * @param stretch how much longer than planned it took, as a factor
     */
    record Outcome(Histogram latencyNs, double stretch) {

        /** Whether frames were sent at the rate asked for. */
        boolean keptRate() {
            return stretch <= MOST_STRETCH;
        }
    }

    LatencyRun(final Layout layout, final Idle idle, final boolean isRoundTrip) {
        this.layout = layout;
        this.idle = idle;
        pair = new Pair(isRoundTrip, idle.worker());
        secondThread = new Thread(this::runSecond, "second instance");
        secondThread.setDaemon(true);
        switch (layout) {
            case ONE -> {}
            case PAIR -> secondThread.start();
            case WORKER -> pair.start();
        }
    }

    private void runSecond() {
        final IdleStrategy strategy = idle.instance();
        try {
            while (!isClosed) {
                strategy.idle(pair.turn() + secondAndWorker());
            }
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private int secondAndWorker() {
        final int work = pair.secondTurn();
        return work == 0 ? 0 : work + pair.turn();
    }

    /** One turn of everything that the caller's thread does but sending; returns the work done. */
    int turn() {
        if (failure != null) {
            throw new IllegalStateException("the second instance failed", failure);
        }
        int work = 0;
        switch (layout) {
            case ONE -> work = pair.turn() + secondAndWorker();
            case PAIR -> {}
            case WORKER -> work = pair.secondTurn();
        }
        return work + pair.receiveAnswers();
    }

    /** One frame at a time, each due when the last has ended: the latency of an idle plane. */
    Outcome ping(final long durationNs) {
        pair.reset();
        final IdleStrategy strategy = idle.instance();
        final long endNs = pair.nowNs() + durationNs;
        long nowNs = pair.nowNs();
        while (nowNs - endNs < 0) {
            if (pair.send(1, nowNs, 0) != 1) {
                throw new IllegalStateException("no frame to send, though none is on its way");
            }
            drain(strategy);
            nowNs = pair.nowNs();
        }
        return new Outcome(pair.latencies(), 1);
    }

    /** A frame each so many nanoseconds, in bursts where several are due; what is due late is late for all that follow. */
    Outcome load(final double framesPerSecond, final long durationNs) {
        pair.reset();
        final IdleStrategy strategy = idle.instance();
        final double intervalNs = 1e9 / framesPerSecond;
        final long frames = Math.max(1, (long) (durationNs / intervalNs));
        final long startNs = pair.nowNs();
        long next = 0;
        while (next < frames) {
            final long due = Math.min(frames, (long) ((pair.nowNs() - startNs) / intervalNs) + 1);
            int work = 0;
            if (due > next) {
                work = pair.send(
                        (int) Math.min(Pair.BURST, due - next), startNs + (long) (next * intervalNs), intervalNs);
                next += work;
            }
            strategy.idle(work + turn());
        }
        final double stretch = (pair.nowNs() - startNs) / (frames * intervalNs);
        drain(strategy);
        return new Outcome(pair.latencies(), stretch);
    }

    /**
     * Overloads it until the rate that comes through no longer grows: compiled code, clocks and caches need a while.
     *
     * @param leastNs at least so long
     * @return that rate, frames a second
     */
    double becomeSteady(final long leastNs) {
        final long startNs = pair.nowNs();
        double before = saturate(STEADY_PART_NS);
        double now = saturate(STEADY_PART_NS);
        int steady = 0;
        while (pair.nowNs() - startNs < leastNs
                || steady < STEADY_PARTS && pair.nowNs() - startNs < leastNs + STEADY_LIMIT_NS) {
            before = now;
            now = saturate(STEADY_PART_NS);
            steady = Math.abs(now / before - 1) < STEADY_SHARE ? steady + 1 : 0;
        }
        return now;
    }

    /** Sends whenever it can; returns the frames a second that ended. */
    private double saturate(final long durationNs) {
        final long before = pair.received();
        final long startNs = pair.nowNs();
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            pair.send(Pair.BURST, nowNs, 0);
            turn();
            nowNs = pair.nowNs();
        }
        final double rate = (pair.received() - before) * 1e9 / (nowNs - startNs);
        drain(idle.instance());
        return rate;
    }

    /** Sends frames that are due now; returns how many. */
    int sendNow(final int limit) {
        return pair.send(limit, pair.nowNs(), 0);
    }

    long sent() {
        return pair.sent();
    }

    long received() {
        return pair.received();
    }

    private void drain(final IdleStrategy strategy) {
        final long startNs = pair.nowNs();
        while (pair.received() != pair.sent()) {
            strategy.idle(turn());
            if (pair.nowNs() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("of " + pair.sent() + " frames " + pair.received() + " arrived");
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            secondThread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pair.close();
    }
}
