package io.ringlane.dataplane.nic;

import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function's counters under the names its driver shows them with: {@code ethtool -S} of ena 2.17
 * ({@code ena_ethtool.c}) or of ixgbevf ({@code ixgbevf/ethtool.c}). Only counters that count something here appear.
 */
public final class DeviceCounters {

    private DeviceCounters() {}

    /** All counters by name since the last reset, in the driver's order. See {@link PortCounters} for who may read. */
    public static Map<String, Long> read(final VirtualFunction function) {
        final Map<String, Long> counters = new LinkedHashMap<>();
        switch (function.card().model()) {
            case ENA -> ena(function, counters);
            default -> ixgbevf(function, counters);
        }
        return counters;
    }

    /** Counters of what no driver has a name for, under ours: packets beyond the allowance through a gateway. Readers as of {@link #read}. */
    public static Map<String, Long> readOwn(final VirtualFunction function) {
        final DropReason gateway = DropReason.GATEWAY_ALLOWANCE_EXCEEDED;
        return Map.of(gateway.label(), function.counters().cappedPackets(gateway));
    }

    private static void ena(final VirtualFunction function, final Map<String, Long> counters) {
        final PortCounters port = function.counters();
        counters.put("tx_packets", port.sentPackets());
        counters.put("tx_bytes", function.sentBytes());
        counters.put("rx_packets", function.receivedPackets());
        counters.put("rx_bytes", function.receivedBytes());
        counters.put("tx_drops", port.droppedPackets());
        counters.put("rx_overruns", port.receiveOverruns());
        for (final DropReason allowance : new DropReason[] {
            DropReason.BW_IN_ALLOWANCE_EXCEEDED, DropReason.BW_OUT_ALLOWANCE_EXCEEDED, DropReason.PPS_ALLOWANCE_EXCEEDED
        }) {
            counters.put(allowance.label(), port.cappedPackets(allowance));
        }
        final DropReason untracked = DropReason.CONNTRACK_ALLOWANCE_EXCEEDED; // of connections that this port opens
        counters.put(untracked.label(), port.droppedPackets(untracked));
        final DropReason linkLocal = DropReason.LINKLOCAL_ALLOWANCE_EXCEEDED;
        counters.put(linkLocal.label(), port.cappedPackets(linkLocal));
        for (int i = 0; i < function.queueCount(); i++) {
            final String queue = "queue_" + i;
            final QueueCounts counted = function.counted(i);
            counters.put(queue + "_tx_cnt", counted.sentPackets());
            counters.put(queue + "_tx_bytes", counted.sentBytes());
            counters.put(queue + "_tx_queue_stop", counted.stops());
            counters.put(queue + "_rx_cnt", counted.receivedPackets());
            counters.put(queue + "_rx_bytes", counted.receivedBytes());
        }
    }

    private static void ixgbevf(final VirtualFunction function, final Map<String, Long> counters) {
        counters.put("rx_packets", function.receivedPackets());
        counters.put("tx_packets", function.counters().sentPackets());
        counters.put("rx_bytes", function.receivedBytes());
        counters.put("tx_bytes", function.sentBytes());
        long busy = 0;
        for (int i = 0; i < function.queueCount(); i++) {
            busy += function.counted(i).refusedFrames();
        }
        counters.put("tx_busy", busy);
        for (int i = 0; i < function.queueCount(); i++) {
            counters.put("tx_queue_" + i + "_packets", function.counted(i).sentPackets());
            counters.put("tx_queue_" + i + "_bytes", function.counted(i).sentBytes());
        }
        for (int i = 0; i < function.queueCount(); i++) {
            counters.put("rx_queue_" + i + "_packets", function.counted(i).receivedPackets());
            counters.put("rx_queue_" + i + "_bytes", function.counted(i).receivedBytes());
        }
    }
}
