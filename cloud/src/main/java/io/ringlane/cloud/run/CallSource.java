package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;

/** Something that happens at times among those at which frames are due, and sends none. */
abstract class CallSource implements Source {

    @Override
    public final boolean isWarmUp() {
        return false;
    }

    @Override
    public final boolean makesCalls() {
        return true;
    }

    @Override
    public final long backlog(final long nowNs) {
        return 0;
    }

    @Override
    public final long sentPackets() {
        return 0;
    }

    @Override
    public final long sentBytes() {
        return 0;
    }
}
