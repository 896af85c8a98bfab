package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.EventDigest;
import io.ringlane.dataplane.pipeline.PacketObserver;

/** What became of every packet, by flow and reason, and the digest of it all. One a worker. */
public final class Ledger implements PacketObserver {

    private final EventDigest digest = new EventDigest();
    private final long[][] drops;
    private final long[] delivered;
    private final boolean[] isFresh;
    private boolean anyFresh;
    private volatile Spans spans;

    /** @param flows flows that tags name */
    public Ledger(final int flows) {
        drops = new long[flows][DropReason.count()];
        delivered = new long[flows];
        isFresh = new boolean[flows];
    }

    @Override
    public void onPacket(final long timeNs, final int port, final long tag, final int lengthBytes, final int outcome) {
        digest.onPacket(timeNs, port, tag, lengthBytes, outcome);
        final int flow = FrameTag.flow(tag);
        final Spans watched = spans;
        if (watched != null) {
            watched.onPacket(timeNs, flow, lengthBytes, outcome);
        }
        if (outcome == DELIVERED) {
            delivered[flow]++;
            isFresh[flow] = true;
            anyFresh = true;
        } else {
            drops[flow][outcome]++;
        }
    }

    /** Counts by spans of time too, from now on. Before traffic. */
    void watch(final Spans byTime) {
        spans = byTime;
    }

    /** What was counted by spans of time; null if nothing was. */
    Spans spans() {
        return spans;
    }

    /** Whether anything was delivered since {@link #takeFresh} last found nothing; for a caller on the same thread. */
    boolean anyFresh() {
        return anyFresh;
    }

    /** Whether something of a flow was delivered since the last call for it. */
    boolean takeFresh(final int flow) {
        final boolean fresh = isFresh[flow];
        isFresh[flow] = false;
        return fresh;
    }

    void clearFresh() {
        anyFresh = false;
    }

    /** Everything that became of packets, in order. */
    public EventDigest digest() {
        return digest;
    }

    /** Packets of a flow delivered. */
    public long delivered(final int flow) {
        return delivered[flow];
    }

    /** Packets of a flow dropped for a reason. */
    public long dropped(final int flow, final DropReason reason) {
        return drops[flow][reason.ordinal()];
    }
}
