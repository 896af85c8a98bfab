package io.ringlane.cloud.run;

import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.INTENDED_OFFSET;
import static io.ringlane.core.frame.FrameLayout.METADATA_BYTES;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.nic.FrameHandler;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.List;

/** Hands what the instances receive to the meters of its flows. One thread; allocates nothing while traffic runs. */
final class Arrivals implements FrameHandler {

    private static final int RECEIVE_LIMIT = 256;

    private final FlowMeter[] meters;
    private final QueuePair[][] queues; // by instance
    private long nowNs;

    /** @param meters by flow, as tags number them */
    Arrivals(final FlowMeter[] meters, final List<Instance> instances) {
        this.meters = meters;
        this.queues = new QueuePair[instances.size()][];
        for (final Instance instance : instances) {
            final QueuePair[] own = new QueuePair[instance.port().queueCount()];
            for (int queue = 0; queue < own.length; queue++) {
                own[queue] = instance.port().queuePair(queue);
            }
            queues[instance.index()] = own;
        }
    }

    /** Drains every instance's queues, up to a burst each. */
    int receiveAll(final long atNs) {
        int count = 0;
        for (int instance = 0; instance < queues.length; instance++) {
            count += receive(instance, atNs);
        }
        return count;
    }

    /** Drains one instance's queues, up to a burst each. */
    int receive(final int instance, final long atNs) {
        nowNs = atNs;
        int count = 0;
        for (final QueuePair queue : queues[instance]) {
            count += queue.receive(this, RECEIVE_LIMIT);
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
    }
}
