package io.ringlane.cloud.live;

import io.ringlane.core.time.NanoClock;

/**
 * Up to when it is known who has sent: the present, or an earlier time while workers still have something to tell. What is
 * idle by this clock has been so in truth. Any thread.
 */
final class IdleClock implements NanoClock {

    private static final long PRESENT = Long.MAX_VALUE;

    private final NanoClock clock;
    private volatile long heldNs = PRESENT;

    IdleClock(NanoClock clock) {
        this.clock = clock;
    }

    @Override
    public long nanoTime() {
        long held = heldNs;
        return held == PRESENT ? clock.nanoTime() : held;
    }

    /** Stands at a time until it is told another. */
    void hold(long atNs) {
        heldNs = atNs;
    }

    /** Goes with the present again. */
    void release() {
        heldNs = PRESENT;
    }
}
