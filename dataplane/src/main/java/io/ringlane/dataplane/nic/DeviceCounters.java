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

    /** All counters by name, in the driver's order. See {@link PortCounters} for who may read. */
    public static Map<String, Long> read(final VirtualFunction function) {
        final Map<String, Long> counters = new LinkedHashMap<>();
        switch (function.card().model()) {
            case ENA -> ena(function, counters);
            default -> ixgbevf(function, counters);
        }
        return counters;
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
        for (int i = 0; i < function.queueCount(); i++) {
            final CardQueue queue = function.cardQueue(i);
            counters.put("queue_" + i + "_tx_cnt", queue.transmittedPackets());
            counters.put("queue_" + i + "_tx_bytes", queue.transmittedBytes());
            counters.put("queue_" + i + "_tx_queue_stop", function.queuePair(i).stops());
            counters.put("queue_" + i + "_rx_cnt", queue.receivedPackets());
            counters.put("queue_" + i + "_rx_bytes", queue.receivedBytes());
        }
    }

    private static void ixgbevf(final VirtualFunction function, final Map<String, Long> counters) {
        counters.put("rx_packets", function.receivedPackets());
        counters.put("tx_packets", function.counters().sentPackets());
        counters.put("rx_bytes", function.receivedBytes());
        counters.put("tx_bytes", function.sentBytes());
        long busy = 0;
        for (int i = 0; i < function.queueCount(); i++) {
            busy += function.queuePair(i).refusedFrames();
        }
        counters.put("tx_busy", busy);
        for (int i = 0; i < function.queueCount(); i++) {
            final CardQueue queue = function.cardQueue(i);
            counters.put("tx_queue_" + i + "_packets", queue.transmittedPackets());
            counters.put("tx_queue_" + i + "_bytes", queue.transmittedBytes());
        }
        for (int i = 0; i < function.queueCount(); i++) {
            final CardQueue queue = function.cardQueue(i);
            counters.put("rx_queue_" + i + "_packets", queue.receivedPackets());
            counters.put("rx_queue_" + i + "_bytes", queue.receivedBytes());
        }
    }
}
