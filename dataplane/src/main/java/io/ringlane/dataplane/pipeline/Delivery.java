package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/** Puts packets into receive queues, and shows them to the instances once a turn. One a worker, its thread only. */
final class Delivery {

    private final FrameRegion region;
    private final long routerMacInWireOrder;
    private CardQueue[] queues = new CardQueue[0]; // of this worker, by bell
    private int[] unpublished = new int[0]; // bells
    private int unpublishedCount;

    Delivery(final FrameRegion region, final long routerMacInWireOrder) {
        this.region = region;
        this.routerMacInWireOrder = routerMacInWireOrder;
    }

    /** Sets the worker's queues, by bell; between turns. */
    void setQueues(final CardQueue[] byBell) {
        queues = byBell;
        unpublished = Arrays.copyOf(unpublished, byBell.length);
    }

    /**
     * Exchanges a packet for a posted free frame.
     *
     * @param entry of the indirection table
     * @return the free frame, or {@link io.ringlane.core.frame.FrameLayout#NO_FRAME} for an overrun, which is counted
     */
    int deliver(
            final long descriptor,
            final int wire,
            final VirtualFunction egress,
            final int entry,
            final boolean rewritesMacs) {
        if (rewritesMacs) {
            rewriteMacs(Descriptor.frame(descriptor), egress);
        }
        final CardQueue queue = egress.receiveQueue(entry);
        final int freed = queue.deliver(descriptor, wire);
        if (freed == NO_FRAME) {
            egress.counters().onReceiveOverrun();
        } else if (queue.markUnpublished()) {
            unpublished[unpublishedCount++] = queue.bell();
        }
        return freed;
    }

    /** Shows instances what they received this turn. */
    void publish() {
        for (int i = 0; i < unpublishedCount; i++) {
            queues[unpublished[i]].publishReceived();
        }
        unpublishedCount = 0;
    }

    private void rewriteMacs(final int frame, final VirtualFunction egress) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final long source = routerMacInWireOrder;
        Bytes.putLong(memory, data, egress.macInWireOrder() | source << 48);
        Bytes.putInt(memory, data + 8, (int) (source >>> 16));
    }
}
