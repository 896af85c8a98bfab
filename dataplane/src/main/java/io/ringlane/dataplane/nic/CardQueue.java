package io.ringlane.dataplane.nic;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.ring.ExchangeRing;

/**
 * The card's side of a {@link QueuePair}: what the worker polls, completes and fills. The owning worker's thread only.
 */
public final class CardQueue {

    /** What {@link #deliverTentatively} returns for an overrun: no descriptor. */
    public static final long NONE_POSTED = -1;

    private static final int TENTATIVE_SHIFT = 40; // a burst is below 2^40 bytes by far

    private final QueuePair pair;
    private final VirtualFunction function;
    private final int index;
    private final int bell;
    private final ExchangeRing transmit;
    private final ExchangeRing receive;
    private final CapPoint[] inbound;
    private final CapPoint[] inboundInsideCard;
    private long tentative; // packets above TENTATIVE_SHIFT, bytes below: one addition a packet
    private int lastTentativeBytes;
    private boolean isShort;
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
        this.transmit = pair.transmit;
        this.receive = pair.receive;
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

    /**
     * How many submitted descriptors can be {@linkplain #exchangeTransmitted exchanged} now.
     *
     * @return 0 to {@code limit}
     */
    public int transmitBacklog(final int limit) {
        return transmit.available(limit);
    }

    /**
     * Takes submitted descriptors, gives the instance free frames for them, and shows it those.
     *
     * @param freeFrames descriptors of free frames, from index 0 on
     * @param descriptors receives the submitted ones, from index 0 on
     * @param count at most what {@link #transmitBacklog} found
     */
    public void exchangeTransmitted(final long[] freeFrames, final long[] descriptors, final int count) {
        transmit.exchange(freeFrames, descriptors, count);
        transmit.publishExchanged();
    }

    /** Whether nothing is submitted. */
    public boolean isTransmitEmpty() {
        return transmit.available(1) == 0;
    }

    /**
     * Exchanges a full frame for a posted free one; visible at {@link #publishReceived()}.
     *
     * @param wireLengthBytes layer-2 length without FCS, for the counters
     * @return the free frame, or -1 if none is posted: an overrun, nothing changed
     */
    public int deliver(final long descriptor, final int wireLengthBytes) {
        final long posted = receive.exchangeOr(descriptor, NONE_POSTED);
        if (posted == NONE_POSTED) {
            return -1;
        }
        receivedPackets++;
        receivedBytes += wireLengthBytes;
        return Descriptor.frame(posted);
    }

    /**
     * Exchanges a full frame of the present burst for a posted free one, subject to what the caller finds once it knows all
     * that the burst has for this queue: then it {@linkplain #confirm confirms} or {@linkplain #withdraw withdraws} them.
     *
     * @param wireLengthBytes layer-2 length without FCS
     * @return the free frame's descriptor, or {@link #NONE_POSTED}; counted as tentative either way
     */
    public long deliverTentatively(final long descriptor, final int wireLengthBytes) {
        tentative += (1L << TENTATIVE_SHIFT) + wireLengthBytes;
        lastTentativeBytes = wireLengthBytes;
        final long posted = receive.exchangeOr(descriptor, NONE_POSTED);
        if (posted == NONE_POSTED) {
            isShort = true;
        }
        return posted;
    }

    /** Whether a tentative delivery found no frame. */
    public boolean isShort() {
        return isShort;
    }

    /** Packets delivered tentatively, those among them for which no frame was posted. */
    public int tentativePackets() {
        return (int) (tentative >>> TENTATIVE_SHIFT);
    }

    /** Layer-2 bytes without FCS of the packets delivered tentatively. */
    public long tentativeBytes() {
        return tentative & (1L << TENTATIVE_SHIFT) - 1;
    }

    /** Layer-2 bytes without FCS of the last packet delivered tentatively. */
    public int lastTentativeBytes() {
        return lastTentativeBytes;
    }

    /** Counts the tentative deliveries, for each of which a frame was posted, and shows them to the instance. */
    public void confirm() {
        receivedPackets += tentativePackets();
        receivedBytes += tentativeBytes();
        tentative = 0;
        receive.publishExchanged();
    }

    /** Takes the latest tentative delivery back. */
    public void withdraw(final long freeFrame) {
        receive.takeBack(freeFrame);
    }

    /** Forgets the tentative deliveries: all of them are withdrawn. */
    public void forget() {
        isShort = false;
        tentative = 0;
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
        receive.publishExchanged();
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
