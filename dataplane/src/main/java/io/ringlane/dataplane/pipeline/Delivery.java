package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.WorkerQueues;
import java.util.Arrays;

/** Puts packets into receive queues, and shows them to the instances once a turn. One a worker, its thread only. */
final class Delivery {

    private final FrameRegion region;
    private final long routerMacInWireOrder;
    private WorkerQueues all;
    private CardQueue[] queues = new CardQueue[0]; // of this worker, by bell, as far as it is known here
    private int[] unpublished = new int[0]; // bells
    private int unpublishedCount;

    Delivery(final FrameRegion region, final long routerMacInWireOrder) {
        this.region = region;
        this.routerMacInWireOrder = routerMacInWireOrder;
    }

    /** Sets the worker's queues; before it runs. */
    void setQueues(final WorkerQueues value) {
        all = value;
    }

    /** Gets to know the queues of a function of this worker, of which one is given; before a packet goes there. */
    void learn(final CardQueue queue) {
        final int bell = queue.bell();
        if (bell >= queues.length || queues[bell] == null) {
            queues = all.snapshot();
            unpublished = Arrays.copyOf(unpublished, queues.length);
        }
    }

    /** A queue of this worker that it knows. */
    CardQueue queue(final int bell) {
        return queues[bell];
    }

    /**
     * Exchanges a packet for a posted free frame.
     *
     * @param entry of the indirection table
     * @param rewriting the packet's route if it changes headers, else null
     * @return the free frame, or {@link io.ringlane.core.frame.FrameLayout#NO_FRAME} for an overrun, which is counted
     */
    int deliver(
            final long descriptor,
            final int wire,
            final VirtualFunction egress,
            final int entry,
            final Route rewriting) {
        if (rewriting != null) {
            rewrite(descriptor, rewriting);
        }
        final CardQueue queue = egress.receiveQueue(entry);
        final int freed = queue.deliver(descriptor, wire);
        if (freed == NO_FRAME) {
            egress.counters().onReceiveOverrun();
        } else {
            remember(queue);
        }
        return freed;
    }

    /** Sees to it that the queue is published. */
    void remember(final CardQueue queue) {
        if (queue.markUnpublished()) {
            learn(queue);
            unpublished[unpublishedCount++] = queue.bell();
        }
    }

    /** Shows instances what they received this turn. */
    void publish() {
        for (int i = 0; i < unpublishedCount; i++) {
            queues[unpublished[i]].publishReceived();
        }
        unpublishedCount = 0;
    }

    /**
     * Writes the router's MAC and the port's, as the last router on the way does, and whatever else the route changes.
     *
     * @param descriptor of a packet whose headers were parsed
     */
    void rewrite(final long descriptor, final Route route) {
        final int frame = Descriptor.frame(descriptor);
        final VirtualFunction egress = route.egress();
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final Translation translation = route.translation();
        if (translation != null) {
            translation.apply(
                    memory,
                    data + EthernetLayout.HEADER_BYTES,
                    Descriptor.lengthBytes(descriptor) - EthernetLayout.HEADER_BYTES);
        }
        final long source = routerMacInWireOrder;
        Bytes.putLong(memory, data, egress.macInWireOrder() | source << 48);
        Bytes.putInt(memory, data + 8, (int) (source >>> 16));
    }
}
