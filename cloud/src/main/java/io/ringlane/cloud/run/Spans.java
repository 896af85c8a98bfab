package io.ringlane.cloud.run;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.PacketObserver;

/**
 * What became of the packets of each flow, by spans of time that follow each other. One thread writes; constant time and
 * memory.
 */
final class Spans {

    private final long startNs;
    private final long[] edgesNs; // from startNs, ascending
    private final long[][] deliveredBytes; // by flow and span
    private final long[][] deliveredPackets;
    private final long[][][] drops; // by flow, span and reason
    private int span; // that time has come to; -1 before the first edge

    /**
     * @param startNs what edges count from
     * @param edgesNs where spans begin and end, in ascending order
     * @param flows those that are counted; higher numbers are not
     */
    Spans(final long startNs, final long[] edgesNs, final int flows) {
        this.startNs = startNs;
        this.edgesNs = edgesNs;
        this.deliveredBytes = new long[flows][edgesNs.length];
        this.deliveredPackets = new long[flows][edgesNs.length];
        this.drops = new long[flows][edgesNs.length][DropReason.count()];
        this.span = -1;
    }

    void onPacket(final long timeNs, final int flow, final int lengthBytes, final int outcome) {
        if (flow >= drops.length) {
            return;
        }
        final long atNs = timeNs - startNs;
        while (span >= 0 && atNs < edgesNs[span]) {
            span--; // a packet whose end is told after a later one's
        }
        while (span + 1 < edgesNs.length && atNs >= edgesNs[span + 1]) {
            span++;
        }
        if (span < 0) {
            return;
        }
        if (outcome == PacketObserver.DELIVERED) {
            deliveredBytes[flow][span] += lengthBytes;
            deliveredPackets[flow][span]++;
        } else {
            drops[flow][span][outcome]++;
        }
    }

    /** Adds up what ended from one edge to another. */
    void addTo(final SpanTotals totals, final int flow, final long fromNs, final long toNs) {
        for (int i = 0; i < edgesNs.length; i++) {
            if (edgesNs[i] >= fromNs && edgesNs[i] < toNs) {
                totals.add(deliveredBytes[flow][i], deliveredPackets[flow][i], drops[flow][i]);
            }
        }
    }
}
