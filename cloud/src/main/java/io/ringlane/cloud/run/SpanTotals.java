package io.ringlane.cloud.run;

import io.ringlane.dataplane.counter.DropReason;
import java.util.Map;
import java.util.TreeMap;

/** What became of a flow's packets in a part of a run. */
final class SpanTotals {

    private long deliveredBytes;
    private long deliveredPackets;
    private long droppedPackets;
    private final Map<String, Long> drops = new TreeMap<>();

    void add(final long bytes, final long packets, final long[] dropsByReason) {
        deliveredBytes += bytes;
        deliveredPackets += packets;
        for (int reason = 0; reason < dropsByReason.length; reason++) {
            if (dropsByReason[reason] != 0) {
                drops.merge(DropReason.of(reason).label(), dropsByReason[reason], Long::sum);
                droppedPackets += dropsByReason[reason];
            }
        }
    }

    /** Layer-2 bytes without FCS. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    long deliveredPackets() {
        return deliveredPackets;
    }

    long droppedPackets() {
        return droppedPackets;
    }

    /** By reason, sorted. */
    Map<String, Long> drops() {
        return drops;
    }
}
