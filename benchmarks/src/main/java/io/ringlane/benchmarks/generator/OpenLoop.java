package io.ringlane.benchmarks.generator;

import io.ringlane.benchmarks.datapath.Datapath;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.benchmarks.search.Measurer;
import io.ringlane.benchmarks.search.Tally;
import io.ringlane.core.time.ClockGaps;
import java.util.function.LongSupplier;

/**
 * Offers a constant load to a test bed, whatever the bed makes of it.
 *
 * <p>By the schedule, frame <i>n</i> is due <i>n</i> / load after the start. What is due goes into the sender's queue, which
 * holds {@value #QUEUE_FRAMES} frames ahead of the transmit ring; the queue is a count, frames are stamped as they leave it. A
 * frame that is due while the queue is full is refused, and lost. At the end the queue is emptied and what is on its way
 * awaited.
 *
 * <p>A generator that was away must not make up for it: what it would send in one go is another load than the intended one.
 * If it did not look at its schedule for longer than half the queue lasts (and longer than any visit takes), what fell due
 * meanwhile is never offered: a hole. A
 * trial with more than {@value #TOLERANCE} of its frames in holes is void.
 */
public final class OpenLoop implements Measurer {

    /**
     * A quarter of what a transmit ring of an ENA device can be told to hold. Half of it lasts longer than a core's timer
     * interrupts at the loads that one core carries, so that these cost throughput, as they should, and not frames.
     */
    static final int QUEUE_FRAMES = 4096;

    /** Share of the intended frames that may go unoffered. Holes do not change the load around them, they shorten the trial. */
    static final double TOLERANCE = 0.01;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long PATIENCE_NS = NANOS_PER_SECOND;

    private final Testbed bed;
    private final Placement placement;
    private final LongSupplier nanoClock;

    // of the present trial
    private long framesPerSecond;
    private long holeNs;
    private long dueFrames;
    private long queuedFrames;
    private long refusedFrames;
    private long missedFrames;
    private long longestHoleNs;
    private boolean isRingFull;

    /** @param bed {@linkplain Testbed#start started} if the placement has two threads */
    public OpenLoop(final Testbed bed, final Placement placement, final LongSupplier nanoClock) {
        this.bed = bed;
        this.placement = placement;
        this.nanoClock = nanoClock;
    }

    /**
     * @throws IllegalArgumentException if so many frames cannot be counted: keep load times nanoseconds under 2^63
     * @throws IllegalStateException if frames vanish: neither received nor counted as dropped within a second
     */
    @Override
    public Tally measure(final double load, final long durationNs) {
        begin(load, durationNs);
        final long sentBefore = bed.sentFrames();
        final long receivedBefore = bed.receivedFrames();
        final long startNs = nanoClock.getAsLong();
        long lastNs = 0; // since the start, as all times of the loop
        while (lastNs < durationNs) {
            final long nowNs = Math.min(durationNs, nanoClock.getAsLong() - startNs);
            fallDue(nowNs, nowNs - lastNs);
            lastNs = nowNs;
            visit();
        }
        settle();
        final long received = bed.receivedFrames() - receivedBefore;
        final long offered = dueFrames - missedFrames;
        final long handedOver = bed.sentFrames() - sentBefore;
        if (handedOver != offered - refusedFrames || received > handedOver) {
            throw new IllegalStateException("of " + dueFrames + " frames " + missedFrames + " were missed, "
                    + refusedFrames + " refused, " + handedOver + " handed over and " + received + " received");
        }
        return new Tally(
                dueFrames, offered, refusedFrames, received, longestHoleNs, missedFrames > TOLERANCE * dueFrames);
    }

    private void begin(final double load, final long durationNs) {
        framesPerSecond = Math.max(1, Math.round(load));
        if (framesPerSecond > Long.MAX_VALUE / durationNs) {
            throw new IllegalArgumentException("a load of " + framesPerSecond + " packets a second for " + durationNs
                    + " ns is too much to count");
        }
        holeNs = Math.max(ClockGaps.THRESHOLD_NS, QUEUE_FRAMES / 2 * NANOS_PER_SECOND / framesPerSecond);
        dueFrames = 0;
        queuedFrames = 0;
        refusedFrames = 0;
        missedFrames = 0;
        longestHoleNs = 0;
        isRingFull = false;
    }

    /** Queues what has fallen due since the last look. */
    private void fallDue(final long nowNs, final long awayNs) {
        final long due = nowNs * framesPerSecond / NANOS_PER_SECOND;
        final long count = due - dueFrames;
        dueFrames = due;
        if (awayNs > holeNs) {
            missedFrames += count;
            longestHoleNs = Math.max(longestHoleNs, awayNs);
            return;
        }
        queuedFrames += count;
        if (queuedFrames > QUEUE_FRAMES) {
            overflow(queuedFrames - QUEUE_FRAMES);
        }
    }

    private void overflow(final long frames) {
        queuedFrames -= frames;
        if (placement == Placement.ONE_THREAD || isRingFull) {
            refusedFrames += frames;
        } else {
            missedFrames += frames;
        }
    }

    private void visit() {
        for (int i = 0; i < placement.burstsAVisit() && queuedFrames != 0; i++) {
            final int limit = (int) Math.min(queuedFrames, Datapath.MAX_BURST);
            final int count = bed.send(limit);
            queuedFrames -= count;
            isRingFull = count < limit;
            if (isRingFull) {
                break;
            }
        }
        bed.turn();
        bed.drain();
    }

    /** Until the queue is empty and everything sent has ended. */
    private void settle() {
        final long startNs = nanoClock.getAsLong();
        while (queuedFrames != 0 || bed.sentFrames() != bed.receivedFrames() + bed.droppedFrames()) {
            visit();
            if (nanoClock.getAsLong() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("a second after the trial " + queuedFrames + " frames are queued, "
                        + bed.sentFrames() + " sent, " + bed.receivedFrames() + " received and " + bed.droppedFrames()
                        + " dropped");
            }
        }
    }
}
