package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.PacketParser;

/**
 * Tells a {@link FlowObserver} what each flow has sent: when the flow's route changes, when it is forgotten, and for all
 * flows whenever asked. Between those a packet costs nothing more, as records count anyway.
 *
 * <p>Remembers what was told, 16 bytes a record. One thread.
 */
final class FlowAccounts {

    private static final int CHUNK_SHIFT = 15;
    private static final int CHUNK_WORDS = 2 << CHUNK_SHIFT;

    private final FlowTable flows;
    private final RouteCache routes;
    private final FlowObserver observer;
    private final long[][] told; // packets and bytes, by record
    private final long[] keys = new long[PacketParser.KEY_WORDS];

    /** Begins from what the flows have sent so far. */
    FlowAccounts(final FlowTable flows, final RouteCache routes, final FlowObserver observer) {
        this.flows = flows;
        this.routes = routes;
        this.observer = observer;
        this.told = new long[(flows.maxRecords() >>> CHUNK_SHIFT) + 1][];
        for (int record = 1; record < flows.recordLimit(); record++) {
            if (flows.isFlow(record)) {
                final long[] words = flows.words(record);
                final int base = FlowTable.base(record);
                final long[] chunk = chunk(record);
                chunk[index(record)] = packets(words, base);
                chunk[index(record) + 1] = words[base + FlowRecordLayout.BYTES];
            }
        }
    }

    /** Tells of every flow among some records. */
    void settle(final int firstRecord, final int endRecord) {
        for (int record = firstRecord; record < endRecord; record++) {
            if (flows.isFlow(record)) {
                settle(record, 0, 0);
            }
        }
    }

    /**
     * Tells of one flow.
     *
     * @param laterPackets packets that the record counts already and that are not to be told yet
     * @param laterBytes their bytes
     */
    void settle(final int record, final int laterPackets, final long laterBytes) {
        final long state = flows.words(record)[FlowTable.base(record) + FlowRecordLayout.STATE];
        settle(record, laterPackets, laterBytes, routes.get(FlowRecordLayout.route(state)));
    }

    /** As {@link #settle(int, int, long)}, of packets that took another way than the record's. */
    void settle(final int record, final int laterPackets, final long laterBytes, final Route route) {
        final long[] words = flows.words(record);
        final int base = FlowTable.base(record);
        final long[] chunk = chunk(record);
        final int index = index(record);
        final long packets = packets(words, base) - laterPackets;
        final long bytes = words[base + FlowRecordLayout.BYTES] - laterBytes;
        final long morePackets =
                packets - chunk[index] & FlowRecordLayout.SENT_MASK; // the record's count has wrapped once
        if (morePackets != 0) {
            final long moreBytes = bytes - chunk[index + 1];
            chunk[index] = packets;
            chunk[index + 1] = bytes;
            flows.copyKey(record, keys, 0);
            if (observer.onSent(route, keys, morePackets, moreBytes)) {
                words[base + FlowRecordLayout.DROPS] = FlowRecordLayout.outdated(words[base + FlowRecordLayout.DROPS]);
            }
        }
    }

    /** Tells of a flow that ends; its record will be another's. */
    void end(final int record) {
        settle(record, 0, 0);
        final long[] chunk = chunk(record);
        chunk[index(record)] = 0;
        chunk[index(record) + 1] = 0;
    }

    private long[] chunk(final int record) {
        final int number = record >>> CHUNK_SHIFT;
        if (told[number] == null) {
            told[number] = new long[CHUNK_WORDS];
        }
        return told[number];
    }

    private static int index(final int record) {
        return (record & (1 << CHUNK_SHIFT) - 1) << 1;
    }

    private static long packets(final long[] words, final int base) {
        return words[base + FlowRecordLayout.PACKETS] >>> FlowRecordLayout.IN_FLIGHT_BITS;
    }
}
