package io.ringlane.dataplane.worker;

import io.ringlane.core.time.TimingWheel;
import org.agrona.concurrent.IdleStrategy;

/**
 * Spins, then yields, then sleeps: a worker that has had nothing to do for about a millisecond must not eat a core.
 *
 * <p>While frames wait for a time it never sleeps past it, less the kernel's usual lateness, so a path delay stays exact.
 * Asleep it wakes at a doorbell or a command.
 */
final class BackOff implements IdleStrategy {

    private static final int SPINS = 100;
    private static final int YIELDS = 1_000; // about 0.7 us each
    private static final long MAX_SLEEP_NS = 10_000_000;
    private static final long WAKE_UP_LATENESS_NS = 200_000;

    private final Worker worker;
    private int idles;

    BackOff(final Worker worker) {
        this.worker = worker;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            idles = 0;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        idles++;
        if (idles <= SPINS) {
            Thread.onSpinWait();
        } else if (idles <= SPINS + YIELDS) {
            Thread.yield();
        } else {
            sleep();
        }
    }

    private void sleep() {
        final long nextNs = worker.nextNs();
        long limitNs = MAX_SLEEP_NS;
        if (nextNs != TimingWheel.NOTHING_DUE) {
            limitNs = Math.min(limitNs, nextNs - worker.nowNs() - WAKE_UP_LATENESS_NS);
        }
        if (limitNs <= 0 || worker.hasActiveQueues()) {
            Thread.yield();
        } else {
            worker.doorbells().await(limitNs);
        }
    }

    @Override
    public void reset() {
        idles = 0;
    }
}
