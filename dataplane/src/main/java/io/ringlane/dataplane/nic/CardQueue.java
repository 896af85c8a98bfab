package io.ringlane.dataplane.nic;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.ring.DescriptorRing;

/**
 * The card's side of a {@link QueuePair}: what the worker polls, completes and fills. The owning worker's thread only.
 */
public final class CardQueue {

    /** Most packets that can be {@linkplain #gather gathered}, a power of two. */
    public static final int MAX_GATHERED = 32;

    private static final long EMPTY = -1;

    private final QueuePair pair;
    private final VirtualFunction function;
    private final int index;
    private final int bell;
    private final DescriptorRing transmitSubmission;
    private final DescriptorRing transmitCompletion;
    private final DescriptorRing receiveSubmission;
    private final DescriptorRing receiveCompletion;
    private final CapPoint[] inbound;
    private final CapPoint[] inboundInsideCard;
    private final long[] gathered = new long[MAX_GATHERED];
    private final int[] packets = new int[MAX_GATHERED];
    private int gatheredCount;
    private long gatheredBytes;
    private boolean hasUnpublished;
    private long transmittedPackets;
    private long transmittedBytes;
    private long receivedPackets;
    private long receivedBytes;
    private int idleTurns;

    /** The function's inbound caps must be set: the queue keeps them at hand. */
    CardQueue(final QueuePair pair, final VirtualFunction function, final int index) {
        this.pair = pair;
        this.function = function;
        this.index = index;
        this.bell = pair.bell();
        this.inbound = function.inbound(false);
        this.inboundInsideCard = function.inbound(true);
        this.transmitSubmission = pair.transmitSubmission;
        this.transmitCompletion = pair.transmitCompletion;
        this.receiveSubmission = pair.receiveSubmission;
        this.receiveCompletion = pair.receiveCompletion;
    }

    /** The function this queue belongs to. */
    public VirtualFunction function() {
        return function;
    }

    /** As {@link VirtualFunction#inbound}. */
    public CapPoint[] inbound(final boolean insideCard) {
        return insideCard ? inboundInsideCard : inbound;
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
        if (receiveCompletion.room(1) == 0) {
            return -1;
        }
        final long posted = receiveSubmission.pollOr(EMPTY);
        if (posted == EMPTY) {
            return -1;
        }
        receiveCompletion.stage(descriptor);
        receivedPackets++;
        receivedBytes += wireLengthBytes;
        return Descriptor.frame(posted);
    }

    /**
     * Sets a packet of the present burst aside, to be delivered with the others for this queue.
     *
     * @param packet the burst's number for it
     * @return packets gathered before it; after 0, the caller remembers the queue
     */
    public int gather(final long descriptor, final int packet, final int wireLengthBytes) {
        final int count = gatheredCount;
        gathered[count & MAX_GATHERED - 1] = descriptor;
        packets[count & MAX_GATHERED - 1] = packet;
        gatheredCount = count + 1;
        gatheredBytes += wireLengthBytes;
        return count;
    }

    /** Packets gathered. */
    public int gatheredCount() {
        return gatheredCount;
    }

    /** Layer-2 bytes without FCS of the packets gathered. */
    public long gatheredBytes() {
        return gatheredBytes;
    }

    /** The burst's number of gathered packet {@code i}. */
    public int gatheredPacket(final int i) {
        return packets[i];
    }

    /** Forgets what was gathered. */
    public void clearGathered() {
        gatheredCount = 0;
        gatheredBytes = 0;
    }

    /**
     * Exchanges all gathered packets for posted free frames; visible at {@link #publishReceived()}.
     *
     * @param freeFrames receives the free frames' descriptors, from index 0 on
     * @return packets delivered, from the first on; the others are overruns, see {@link #deliver}, and still gathered
     */
    public int deliverGathered(final long[] freeFrames) {
        final int delivered = receiveSubmission.poll(freeFrames, 0, receiveCompletion.room(gatheredCount));
        receiveCompletion.stage(gathered, 0, delivered);
        receivedPackets += delivered;
        receivedBytes += gatheredBytes; // the caller takes back what was not delivered
        return delivered;
    }

    /** Takes a gathered packet's bytes back from the counters: it was not delivered. */
    public void uncount(final int wireLengthBytes) {
        receivedBytes -= wireLengthBytes;
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

    /** Number of the queue's doorbell. */
    public int bell() {
        return bell;
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
