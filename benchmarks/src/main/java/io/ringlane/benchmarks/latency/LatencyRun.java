package io.ringlane.benchmarks.latency;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;

/** A {@link Pair} in a {@link Layout}, at one rate after another. The caller's thread is the first instance. */
final class LatencyRun implements AutoCloseable {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    /** A run that took this much longer than planned did not keep its rate, and says nothing about it. */
    private static final double MOST_STRETCH = 1.02;

    /** A rate is too high if half of the frames are late by this part of a trial: a stall is caught up with, that is not. */
    private static final int MOST_BEHIND = 100;

    private static final int HALVINGS = 7; // to within a hundredth of the saturated rate
    private static final int ATTEMPTS = 3;

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
    private int turn() {
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
     * The most frames a second that are sent as they are due and arrive: a short bisection, below what it carries when it is
     * saturated. A rough one; {@code scripts/search} does it properly.
     */
    double estimate(final long trialNs) {
        double low = 0;
        double high = saturate(trialNs);
        for (int i = 0; i < HALVINGS; i++) {
            final double rate = (low + high) / 2;
            if (keepsUp(rate, trialNs)) {
                low = rate;
            } else {
                high = rate;
            }
        }
        return low > 0 ? low : high;
    }

    /** Who is too slow falls behind every time; who was taken off a core does not. */
    private boolean keepsUp(final double rate, final long trialNs) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (load(rate, trialNs).latencyNs().getValueAtPercentile(50) < trialNs / MOST_BEHIND) {
                return true;
            }
        }
        return false;
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
