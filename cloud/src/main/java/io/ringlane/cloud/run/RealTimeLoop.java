package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.time.ClockGaps;
import io.ringlane.core.time.NanoClock;
import java.util.function.LongToIntFunction;

/**
 * The instances' side of a run against the wall clock: fires sources when they are due and drains receivers, beside the
 * workers, until what was sent has ended.
 *
 * <p>One thread does both, so that two cores carry one worker and all instances. A turn allocates nothing, and is a method
 * of its own so that the code compiled while warming up serves the measured time too.
 */
final class RealTimeLoop {

    private static final long DRAIN_NS = 200_000_000L;
    private static final int PROGRESS_EVERY = 4096;

    /** Packets that workers move while one may be written or read: they leave its bytes alone. */
    private static final int MOVED_FOR_ONE = 8;

    private final NanoClock clock;
    private final Source[] sources;
    private final LongToIntFunction receiver;
    private final Workers workers;
    private final long startNs;
    private final long endNs;
    private final RunObserver observer;
    private final ClockGaps gaps;
    private long nowNs;
    private long lastArrivalNs;
    private boolean isDraining;
    private String shortfall;
    private long lastTaskNs;

    /** What moves the packets that sources send. */
    interface Workers {

        /** Moves packets, if nobody else does; returns the work done, about one a packet. */
        int turn();

        /** How long {@link #turn} has been so far at what may take long, beside moving packets. */
        long taskNs();

        /** Throws if a worker failed. */
        void checkHealth();
    }

    /**
     * A loop that begins at once; sources that start before {@code startNs} warm up.
     *
     * @param receiver drains every receiver, given the time, and says how many frames arrived
     * @param startNs when the measured time starts
     */
    RealTimeLoop(
            final NanoClock clock,
            final Source[] sources,
            final LongToIntFunction receiver,
            final Workers workers,
            final long startNs,
            final long durationNs,
            final RunObserver observer) {
        this.clock = clock;
        this.sources = sources;
        this.receiver = receiver;
        this.workers = workers;
        this.startNs = startNs;
        this.endNs = startNs + durationNs;
        this.observer = observer;
        this.nowNs = clock.nanoTime();
        this.lastArrivalNs = nowNs;
        this.gaps = new ClockGaps(nowNs);
    }

    /**
     * Runs to the end.
     *
     * @return why the run proves nothing, or null
     */
    String run() {
        int turns = 0;
        while (nowNs < endNs || nowNs - Math.max(lastArrivalNs, endNs) < DRAIN_NS) {
            turn();
            if (++turns % PROGRESS_EVERY == 0) {
                workers.checkHealth();
                observer.onProgress(Math.max(0, Math.min(nowNs, endNs) - startNs), endNs - startNs);
            }
            if (!isDraining && nowNs >= endNs) {
                isDraining = true;
                observer.onPhase(RunObserver.Phase.DRAINING);
                shortfall = Shortfall.of(sources, nowNs);
            }
        }
        workers.checkHealth();
        return shortfall;
    }

    private void turn() {
        int work = 0;
        boolean hasCalled = false;
        if (shortfall == null) { // what was due just before the end, too; but not the backlog of a void run
            for (final Source source : sources) {
                if (source.nextNs() <= nowNs) {
                    work += source.send(nowNs);
                    hasCalled |= source.makesCalls();
                }
            }
        }
        nowNs = clock.nanoTime();
        if (hasCalled) { // which takes as long as it takes, and is no absence
            gaps.resume(nowNs);
        } else {
            gaps.look(nowNs, work);
        }
        final int moved = workers.turn();
        final long taskNs = workers.taskNs();
        final int received = receiver.applyAsInt(nowNs);
        if (received != 0) {
            lastArrivalNs = nowNs;
        }
        if (work + moved + received == 0) {
            Thread.onSpinWait();
        }
        nowNs = clock.nanoTime();
        gaps.look(nowNs, moved / MOVED_FOR_ONE + received, taskNs - lastTaskNs);
        lastTaskNs = taskNs;
    }

    /** When this thread was off its core. */
    ClockGaps gaps() {
        return gaps;
    }
}
