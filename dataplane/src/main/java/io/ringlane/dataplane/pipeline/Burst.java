package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.dataplane.nic.CardQueue;

/**
 * The packets a worker looks at together, an array for each thing that a loop needs: first what was taken from a queue, then,
 * from index 0 on, what is left of it; or packets that waited together. One a worker, its thread only.
 */
final class Burst {

    /** Most packets in it. */
    static final int SIZE = Pipeline.BURST;

    /** In place of a bell: the packet is not delivered straight. */
    static final int NOT_STRAIGHT = -1;

    final long[] descriptors = new long[SIZE];
    final int[] wires = new int[SIZE]; // layer-2 lengths without FCS that are charged
    final int[] records = new int[SIZE];
    final long[] states = new long[SIZE]; // of the flow records, with the packet's own route
    final int[] bells = new int[SIZE]; // of the receive queue, or NOT_STRAIGHT
    final long[] freed = new long[SIZE]; // what was posted where the packet is now, or CardQueue.NONE_POSTED

    /** Hands a packet that just entered, and whose flow is known, to the stages where it may wait. */
    void enter(final int packet, final int port, final Transit into) {
        into.enter(descriptors[packet], wires[packet], records[packet], states[packet], port);
    }

    /** Pushes the frames that were exchanged for the first {@code count} packets, of which {@code delivered} are delivered. */
    void pushFreed(final FrameStack free, final int count, final int delivered) {
        if (delivered == count) {
            free.push(freed, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (freed[i] != CardQueue.NONE_POSTED) {
                free.push(Descriptor.frame(freed[i]));
            }
        }
    }
}
