package io.ringlane.dataplane.nic;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.ring.ExchangeRing;

/**
 * The card's side of a {@link QueuePair}: what the worker polls, completes and fills. The owning worker's thread only.
 */
public final class CardQueue {

    /** What {@link #deliverTentatively} returns for an overrun: no descriptor. */
    public static final long NONE_POSTED = -1;

    private static final int CARD = 0;
    private static final int TENTATIVE_SHIFT = 40; // a burst is below 2^40 bytes by far

    private final QueuePair pair;
    private final VirtualFunction function;
    private final int index;
    private final int bell;
    private final FrameRegion region;
    private final int owner;
    private int foreignTransmits;
    private final ExchangeRing transmit;
    private final ExchangeRing receive;
    private final CapPoint[] inbound;
    private final CapPoint[] inboundInsideCard;
    private long tentative; // packets above TENTATIVE_SHIFT, bytes below: one addition a packet
    private int lastTentativeBytes;
    private boolean isShort;
    private volatile boolean isUp; // the function's, at hand
    private boolean hasUnpublished;
    private long transmittedPackets;
    private long transmittedBytes;
    private long receivedPackets;
    private long receivedBytes;
    private int idleTurns;

    /** @param caps the caps of the function, which the queue keeps at hand */
    CardQueue(final QueuePair pair, final VirtualFunction function, final int index, final FunctionCaps caps) {
        this.pair = pair;
        this.function = function;
        this.index = index;
        this.bell = pair.bell();
        this.region = pair.region();
        this.owner = owner(function.portIndex());
        this.inbound = caps.inbound();
        this.inboundInsideCard = caps.inboundInsideCard();
        this.transmit = pair.transmit;
        this.receive = pair.receive;
        this.isUp = function.isUp(); // which stays as it is until the function has the queue, see VirtualFunction.open
    }

    /** The instance's side. */
    QueuePair pair() {
        return pair;
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
     * The number under which {@link FrameRegion#owner} knows the instance behind a port; 0 is the card's side, all workers
     * together.
     */
    static int owner(final int portIndex) {
        return portIndex + 1;
    }

    /**
     * Looks at submitted descriptors and takes over their frames; {@link #completeTransmit} gives others for them.
     *
     * <p>A frame that is not the instance's to send, because it has sent it already or never had it, goes back to it in the
     * same slot; so whatever an instance does, nobody else's frame is in two places.
     *
     * @param descriptors receives what was submitted, from index 0 on
     * @param limit most to take, at most 32
     * @return how many there are; 0 to {@code limit}
     */
    public int pollTransmit(final long[] descriptors, final int limit) {
        final int count = transmit.peek(descriptors, limit);
        final FrameRegion region = this.region;
        final int own = owner;
        int foreign = 0;
        for (int i = 0; i < count; i++) {
            final int frame = Descriptor.frame(descriptors[i]);
            if (region.owner(frame) == own) {
                region.setOwner(frame, CARD);
            } else {
                foreign |= 1 << i;
            }
        }
        foreignTransmits = foreign;
        return count;
    }

    /**
     * Which of the descriptors polled last name a frame that is not the instance's to send, a bit each; those must not be
     * looked at any further.
     */
    public int foreignTransmits() {
        return foreignTransmits;
    }

    /**
     * Gives the instance free frames for those polled last, and shows it those.
     *
     * @param answers descriptors of free frames, from index 0 on; where the frame was foreign, it is that, {@link
     *     Descriptor#REFUSED}
     * @param count as polled
     */
    public void completeTransmit(final long[] answers, final int count) {
        final FrameRegion region = this.region;
        final int own = owner;
        final int foreign = foreignTransmits;
        for (int i = 0; i < count; i++) {
            if ((foreign & 1 << i) == 0) {
                region.setOwner(Descriptor.frame(answers[i]), own);
            }
        }
        transmit.answer(answers, count);
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
        final long posted = exchange(descriptor);
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
        final long posted = exchange(descriptor);
        if (posted == NONE_POSTED) {
            isShort = true;
        }
        return posted;
    }

    /** A posted frame that is not the instance's, because it posted it twice, is none: the queue stops there. */
    private long exchange(final long descriptor) {
        final long posted = receive.exchangeOr(descriptor, NONE_POSTED);
        if (posted == NONE_POSTED) {
            return NONE_POSTED;
        }
        if (region.owner(Descriptor.frame(posted)) != owner) {
            receive.takeBack(posted);
            return NONE_POSTED;
        }
        region.setOwner(Descriptor.frame(posted), CARD);
        region.setOwner(Descriptor.frame(descriptor), owner);
        return posted;
    }

    /** Whether every tentative delivery found a frame, and the function may receive them. */
    public boolean isReady() {
        return !isShort && isUp;
    }

    /** The function goes up or down; control. */
    void setUp(final boolean value) {
        isUp = value;
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

    /** Counts the tentative deliveries, for each of which a frame was posted; visible at {@link #publishReceived()}. */
    public void confirm() {
        receivedPackets += tentativePackets();
        receivedBytes += tentativeBytes();
        tentative = 0;
    }

    /**
     * Takes the latest tentative delivery back.
     *
     * @param descriptor what was delivered
     * @param freeFrame what was posted for it
     */
    public void withdraw(final long descriptor, final long freeFrame) {
        region.setOwner(Descriptor.frame(descriptor), CARD);
        region.setOwner(Descriptor.frame(freeFrame), owner);
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
