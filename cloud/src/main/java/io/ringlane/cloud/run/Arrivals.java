package io.ringlane.cloud.run;

import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.METADATA_BYTES;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.nic.FrameHandler;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;

/** Hands what ports receive to the meters of its flows. One thread; allocates nothing while traffic runs. */
final class Arrivals implements FrameHandler {

    private static final int RECEIVE_LIMIT = 256;

    private final FlowMeter[] meters;
    private final Listener listener; // null for nobody
    private List<VirtualFunction> ports;
    private VirtualFunction receiving;
    private long nowNs;

    /** Hears of every frame that was metered. */
    @FunctionalInterface
    interface Listener {

        /** @param offset where the frame begins in {@code memory} */
        void onFrame(long tag, VirtualFunction at, byte[] memory, int offset);
    }

    /**
     * @param meters by flow, as tags number them
     * @param ports where frames arrive
     * @param listener null for nobody
     */
    Arrivals(final FlowMeter[] meters, final List<VirtualFunction> ports, final Listener listener) {
        this.meters = meters;
        this.ports = ports;
        this.listener = listener;
    }

    /** From now on frames arrive at these ports. */
    void setPorts(final List<VirtualFunction> present) {
        ports = present;
    }

    /** Drains every port's queues, up to a burst each. */
    int receiveAll(final long atNs) {
        int count = 0;
        for (int port = 0; port < ports.size(); port++) {
            count += receive(port, atNs);
        }
        return count;
    }

    /** Drains one port's queues, up to a burst each. */
    int receive(final int port, final long atNs) {
        nowNs = atNs;
        receiving = ports.get(port);
        int count = 0;
        for (int queue = 0; queue < receiving.queueCount(); queue++) {
            count += receiving.queuePair(queue).receive(this, RECEIVE_LIMIT);
        }
        return count;
    }

    @Override
    public void onFrame(final byte[] memory, final int offset, final int lengthBytes, final long descriptor) {
        final int metadata = offset - METADATA_BYTES;
        final long tag = Bytes.getLong(memory, metadata + TAG_OFFSET);
        if (tag == FrameTag.NONE) {
            return;
        }
        final boolean hasWaited = (Descriptor.flags(descriptor) & Descriptor.WAITED) != 0;
        meters[FrameTag.flow(tag)].onArrival(
                tag,
                lengthBytes,
                Bytes.getLong(memory, metadata + INTENDED_OFFSET),
                hasWaited ? Bytes.getLong(memory, metadata + DUE_OFFSET) : nowNs,
                nowNs);
        if (listener != null) {
            listener.onFrame(tag, receiving, memory, offset);
        }
    }
}
