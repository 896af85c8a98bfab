package io.ringlane.dataplane.nic;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.ring.DescriptorRing;

/**
 * The card's side of a {@link QueuePair}: what the worker polls, completes and fills. The owning worker's thread only.
 */
public final class CardQueue {

    private static final int STASH_SLOTS = 32;

    private final QueuePair pair;
    private final VirtualFunction function;
    private final int index;
    private final DescriptorRing transmitSubmission;
    private final DescriptorRing transmitCompletion;
    private final DescriptorRing receiveSubmission;
    private final DescriptorRing receiveCompletion;
    private final long[] posted = new long[STASH_SLOTS]; // free frames taken from the receive submission ring
    private int postedCount;
    private boolean hasUnpublished;
    private long transmittedPackets;
    private long transmittedBytes;
    private long receivedPackets;
    private long receivedBytes;
    private int idleTurns;

    CardQueue(final QueuePair pair, final VirtualFunction function, final int index) {
        this.pair = pair;
        this.function = function;
        this.index = index;
        this.transmitSubmission = pair.transmitSubmission;
        this.transmitCompletion = pair.transmitCompletion;
        this.receiveSubmission = pair.receiveSubmission;
        this.receiveCompletion = pair.receiveCompletion;
    }

    /** The function this queue belongs to. */
    public VirtualFunction function() {
        return function;
    }

    /** Index among the function's queues. */
    public int index() {
        return index;
    }

    /** Takes up to {@code limit} submitted descriptors. */
    public int pollTransmit(final long[] descriptors, final int limit) {
        return transmitSubmission.poll(descriptors, 0, limit);
    }

    /** Whether nothing is submitted. */
    public boolean isTransmitEmpty() {
        return transmitSubmission.isEmpty();
    }

    /**
     * Gives free frames for those taken, and shows them to the instance.
     *
     * @param freeFrames descriptors of free frames, from index 0 on
     * @throws IllegalStateException if the instance already has more frames than it ever owned: one was doubled
     */
    public void completeTransmit(final long[] freeFrames, final int count) {
        if (transmitCompletion.offer(freeFrames, 0, count) != count) {
            throw new IllegalStateException("frame doubled: the completion ring of " + function + " queue " + index
                    + " holds more frames than the port owns");
        }
    }

    /**
     * Exchanges a full frame for a posted free one; visible at {@link #publishReceived()}.
     *
     * @param wireLengthBytes layer-2 length without FCS, for the counters
     * @return the free frame, or -1 if none is posted or the completion ring is full: an overrun, nothing changed
     */
    public int deliver(final long descriptor, final int wireLengthBytes) {
        if (postedCount == 0) {
            postedCount = receiveSubmission.poll(posted, 0, STASH_SLOTS);
            if (postedCount == 0) {
                return -1;
            }
        }
        if (!receiveCompletion.stage(descriptor)) {
            return -1;
        }
        receivedPackets++;
        receivedBytes += wireLengthBytes;
        return Descriptor.frame(posted[--postedCount]);
    }

    /** Whether this is the first delivery since {@link #publishReceived()}: the caller then remembers the queue. */
    public boolean markUnpublished() {
        final boolean first = !hasUnpublished;
        hasUnpublished = true;
        return first;
    }

    /** Shows delivered frames to the instance. */
    public void publishReceived() {
        hasUnpublished = false;
        receiveCompletion.publish();
    }

    /** Counts a burst taken from the queue; bytes on the wire without FCS. */
    public void onTransmitted(final int packets, final long bytes) {
        transmittedPackets += packets;
        transmittedBytes += bytes;
    }

    /** Packets taken from the queue. */
    public long transmittedPackets() {
        return transmittedPackets;
    }

    /** Layer-2 bytes without FCS taken from the queue. */
    public long transmittedBytes() {
        return transmittedBytes;
    }

    /** Packets delivered to the queue. */
    public long receivedPackets() {
        return receivedPackets;
    }

    /** Layer-2 bytes without FCS delivered to the queue. */
    public long receivedBytes() {
        return receivedBytes;
    }

    /** Free frames the card holds for this queue. */
    public int postedFrames() {
        return postedCount;
    }

    /** Number of the queue's doorbell. */
    public int bell() {
        return pair.bell();
    }

    /** Asks the sender to ring; look at the ring once more afterwards. */
    public void arm() {
        pair.arm();
    }

    /** Silences the bell again; false if the sender was faster and rang it. */
    public boolean disarm() {
        return pair.disarm();
    }

    /** Turns in a row that found the queue empty. */
    public int countIdleTurn() {
        return ++idleTurns;
    }

    /** The queue was busy. */
    public void resetIdleTurns() {
        idleTurns = 0;
    }
}
