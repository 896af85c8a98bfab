package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.dataplane.counter.PortCounters;

/** Answers packets that are too long for their path: ICMP "fragmentation needed" and ICMPv6 "packet too big". */
final class MtuReplies {

    private final FrameRegion region;
    private final long routerMac;
    private final PortCounters counters = new PortCounters();

    MtuReplies(final FrameRegion region, final long routerMac) {
        this.region = region;
        this.routerMac = routerMac;
    }

    int build(final int refused, final int refusedBytes, final int reply, final long senderMac, final int mtuBytes) {
        return 0;
    }

    PortCounters counters() {
        return counters;
    }
}
