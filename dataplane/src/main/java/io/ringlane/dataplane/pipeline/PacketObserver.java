package io.ringlane.dataplane.pipeline;

/** Learns what became of every packet, on the thread of the worker that saw its end. For accounts and digests. */
public interface PacketObserver {

    /** What {@link #onPacket} gets as the outcome of a delivered packet; else it is a drop reason's ordinal. */
    int DELIVERED = -1;

    /**
     * A packet's end.
     *
     * @param timeNs when, on the data plane's clock
     * @param port index of the port it entered through
     * @param tag what the sender wrote into the frame's metadata
     * @param lengthBytes layer-2 length on the wire without FCS
     * @param outcome {@link #DELIVERED} or the ordinal of a {@link io.ringlane.dataplane.counter.DropReason}
     */
    void onPacket(long timeNs, int port, long tag, int lengthBytes, int outcome);
}
