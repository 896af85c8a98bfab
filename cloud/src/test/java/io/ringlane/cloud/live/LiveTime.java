package io.ringlane.cloud.live;

import io.ringlane.core.time.VirtualClock;

/** Lets time pass in a live region on a virtual clock. */
final class LiveTime {

    private LiveTime() {}

    /** Does all that is due, each at its time. */
    static void pass(LiveRegion live, VirtualClock clock, long ns) {
        long untilNs = clock.nanoTime() + ns;
        live.turn();
        while (live.nextNs() <= untilNs) {
            clock.advanceTo(Math.max(clock.nanoTime(), live.nextNs()));
            live.turn();
        }
        clock.advanceTo(untilNs);
        live.turn();
    }
}
