package io.ringlane.benchmarks.datapath;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.VirtualFunction;
import org.agrona.concurrent.Agent;

/**
 * A worker that does nothing but move bursts: from each transmit ring in turn into the receive ring of the next receiver.
 * Both rings' owners are checked and all completions made, as every card queue does; no frame is looked into. One thread.
 */
final class RingForwarder implements Agent {

    private final CardQueue[] transmits;
    private final CardQueue[] receives;
    private final long[] descriptors = new long[Datapath.MAX_BURST];
    private final long[] free = new long[Datapath.MAX_BURST];
    private int next;
    private long dropped;

    /** Takes a burst of frames from the region for good. */
    RingForwarder(final FrameRegion region, final VirtualFunction[] senders, final VirtualFunction[] receivers) {
        transmits = queues(senders);
        receives = queues(receivers);
        final int first = region.allocate(free.length);
        for (int i = 0; i < free.length; i++) {
            free[i] = Descriptor.of(first + i, 0);
        }
    }

    private static CardQueue[] queues(final VirtualFunction[] functions) {
        final CardQueue[] queues = new CardQueue[functions.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = functions[i].cardQueue(0);
        }
        return queues;
    }

    @Override
    public int doWork() {
        int work = 0;
        for (final CardQueue from : transmits) {
            final int count = from.pollTransmit(descriptors, descriptors.length);
            if (count != 0) {
                from.completeTransmit(free, count);
                carry(count);
                work += count;
            }
        }
        return work;
    }

    private void carry(final int count) {
        final CardQueue to = receives[next];
        next = next + 1 == receives.length ? 0 : next + 1;
        int overruns = 0;
        for (int i = 0; i < count; i++) {
            final int posted = to.deliver(descriptors[i], Descriptor.lengthBytes(descriptors[i]));
            overruns += posted < 0 ? 1 : 0;
            free[i] = posted < 0 ? descriptors[i] : Descriptor.of(posted, 0); // an overrun's frame is the next free one
        }
        dropped += overruns;
        to.publishReceived();
    }

    /** Frames for which a receiver had posted none. */
    long droppedFrames() {
        return dropped;
    }

    @Override
    public String roleName() {
        return "ring-forwarder";
    }
}
