package io.ringlane.dataplane.pipeline;

/**
 * Packets of a burst that wait at their flows' caps, until the loop that charges these has seen the whole burst. One a worker, its
 * thread only.
 */
final class HeldAtFlowCap {

    private final long[] descriptors = new long[Burst.SIZE];
    private final int[] wires = new int[Burst.SIZE];
    private final int[] records = new int[Burst.SIZE];
    private final long[] states = new long[Burst.SIZE];
    private final long[] departures = new long[Burst.SIZE];

    /** Keeps a packet; {@code departureNs} is when the cap lets it go. */
    void put(
            final int index,
            final long descriptor,
            final int wire,
            final int record,
            final long state,
            final long departureNs) {
        descriptors[index] = descriptor;
        wires[index] = wire;
        records[index] = record;
        states[index] = state;
        departures[index] = departureNs;
    }

    /** Has the first {@code count} packets wait, in order; {@code port} is where they entered. */
    void hold(final int count, final int port, final Passage passage, final long nowNs) {
        for (int i = 0; i < count; i++) {
            passage.transit.enter(descriptors[i], wires[i], records[i], states[i], port);
            passage.hold(nowNs, departures[i], departures[i] - nowNs, Pipeline.WAIT_FLOW_CAP);
        }
    }
}
