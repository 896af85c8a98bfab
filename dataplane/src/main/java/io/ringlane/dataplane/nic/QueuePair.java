package io.ringlane.dataplane.nic;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;
import static io.ringlane.core.frame.FrameLayout.WIRE_LENGTH_OFFSET;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.ring.ExchangeRing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One queue pair of a virtual function: a ring each way, in whose slots the card leaves an answer to each descriptor, as a
 * network card writes its completions over what it was given.
 *
 * <pre>
 *   instance                                    card
 *   transmit(frame) == transmit ring ==>  takes the frame,
 *   take()          &lt;== transmit ring ==  gives a free one for it
 *   post(frame)     == receive ring  ==>  takes the free frame,
 *   receive(...)    &lt;== receive ring  ==  gives a full one for it
 * </pre>
 *
 * <p>Frame exchange: handing a frame over always returns another, so the instance owns as many frames at the end as at
 * the start, though not the same ones. What is handed over must be in the instance's hands: a frame taken or polled, and
 * not handed over since. So a frame is nowhere twice, and no instance can disturb another's frames, or the worker, by handing
 * over one twice, or another's; it can by writing to memory that is not its own, which nobody looks at.
 *
 * <p>Threads: the transmit methods belong to one thread of the instance and the receive methods to one (the same one or
 * another); the card's side is {@link CardQueue}. Nothing blocks and nothing allocates.
 */
public final class QueuePair {

    private static final VarHandle ARMED;

    static {
        try {
            ARMED = MethodHandles.lookup().findVarHandle(QueuePair.class, "armed", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long EMPTY = -1;
    private static final int MIN_FRAME_BYTES = 14;
    private static final int RECLAIM_BURST = 32;

    private final FrameRegion region;
    private final int borrower; // the function's instance, as the region knows it
    private final int maxFrameBytes;
    private final int transmitSlots;
    private final int receiveSlots;
    final ExchangeRing transmit;
    final ExchangeRing receive;

    private final FrameStack owned; // transmit side's
    private final long[] completed = new long[RECLAIM_BURST]; // transmit side's
    private long refusedFrames; // transmit side's
    private long stops; // transmit side's
    private boolean isStopped; // transmit side's
    private int looked; // receive side's: frames looked at, and not posted again
    private final Doorbells doorbells;
    private final int bell;

    @SuppressWarnings("unused") // through ARMED
    private boolean armed = true;

    /** @param borrower number of the instance in {@link FrameRegion#lend}, 1 or more; the same for all pairs of a function */
    QueuePair(
            final FrameRegion region,
            final int borrower,
            final Doorbells doorbells,
            final int bell,
            final int transmitSlots,
            final int receiveSlots,
            final int transmitFrames,
            final int receiveFrames) {
        this.region = region;
        this.borrower = borrower;
        this.maxFrameBytes = region.maxFrameBytes();
        this.doorbells = doorbells;
        this.bell = bell;
        this.transmitSlots = transmitSlots;
        this.receiveSlots = receiveSlots;
        transmit = new ExchangeRing(transmitSlots);
        receive = new ExchangeRing(receiveSlots);
        owned = new FrameStack(transmitFrames + receiveFrames);
        final int first = region.allocate(transmitFrames + receiveFrames);
        for (int frame = first + transmitFrames - 1; frame >= first; frame--) {
            owned.push(frame);
        }
        int rest = first + transmitFrames;
        for (final int end = rest + receiveFrames; rest < end; rest++) {
            if (!receive.submit(Descriptor.of(rest, 0))) {
                owned.push(rest);
            }
        }
        receive.publish();
    }

    // ---------------------------------------------------------------- transmit side

    /**
     * A free frame to fill; it is the caller's until transmitted, or {@link #give given back}.
     *
     * @return a frame, or {@link io.ringlane.core.frame.FrameLayout#NO_FRAME} when all are on their way
     */
    public int take() {
        if (owned.size() == 0) {
            reclaim();
        }
        final int frame = owned.pop();
        if (frame != NO_FRAME) {
            region.lend(frame, borrower);
        }
        return frame;
    }

    /**
     * Takes free frames in one go.
     *
     * @param descriptors receives descriptors of the frames; set their lengths before {@link #transmit(long[], int, int)}
     * @return frames taken, fewer than {@code count} when the others are on their way
     */
    public int take(final long[] descriptors, final int offset, final int count) {
        if (owned.size() < count) {
            reclaim();
        }
        final int taken = Math.min(owned.size(), count);
        owned.pop(descriptors, offset, taken);
        lend(descriptors, offset, taken);
        return taken;
    }

    /**
     * Returns a frame taken and not sent.
     *
     * @throws IllegalArgumentException for a frame that the instance does not have
     */
    public void give(final int frame) {
        takeBack(frame);
        owned.push(frame);
    }

    /** Free frames at hand without a look at the transmit ring. */
    public int available() {
        return owned.size();
    }

    /** Moves completed frames to the free ones; {@link #take} does it when it runs out. */
    public int reclaim() {
        int count = 0;
        int burst;
        do {
            burst = transmit.collect(completed, 0, completed.length);
            owned.push(completed, 0, burst);
            count += burst;
        } while (burst == completed.length);
        return count;
    }

    /**
     * Queues a frame; the card learns of it at the next {@link #flush()}.
     *
     * @param lengthBytes layer-2 length without FCS, {@code 14} to the region's longest frame
     * @return false if the transmit ring is full; the frame is still the caller's
     * @throws IllegalArgumentException for a length no frame can have, or a frame that the instance does not have
     */
    public boolean transmit(final int frame, final int lengthBytes) {
        if (lengthBytes < MIN_FRAME_BYTES || lengthBytes > maxFrameBytes) {
            throw lengthOutOfRange(lengthBytes);
        }
        takeBack(frame);
        return queued(submit(Descriptor.of(frame, lengthBytes)));
    }

    /**
     * Sends a burst: queues it and everything queued before it, and tells the card, as {@link #flush()} does.
     *
     * @param descriptors frames with their lengths, see {@link Descriptor#of(int, int)}; the card drops one whose length no
     *     frame can have, counted as a bad descriptor
     * @return frames taken, from the first on; fewer than {@code count} means that the ring is full, and the rest are still
     *     the caller's
     * @throws IllegalArgumentException for a frame that the instance does not have; nothing was queued
     */
    public int transmit(final long[] descriptors, final int offset, final int count) {
        takeBack(descriptors, offset, count);
        if (transmit.room() < count) {
            reclaim();
        }
        final int taken = transmit.submit(descriptors, offset, count);
        if (taken != count) {
            lend(descriptors, offset + taken, count - taken);
            refused(count - taken);
        } else if (count != 0) {
            isStopped = false;
        }
        flush();
        return taken;
    }

    /**
     * Queues a frame whose capture was cut short: caps and counters charge the wire length.
     *
     * @param lengthBytes bytes present
     * @param wireLengthBytes layer-2 length without FCS, {@code lengthBytes} to 65535
     * @return as {@link #transmit(int, int)}
     */
    public boolean transmitTruncated(final int frame, final int lengthBytes, final int wireLengthBytes) {
        if (lengthBytes < MIN_FRAME_BYTES || lengthBytes > maxFrameBytes) {
            throw lengthOutOfRange(lengthBytes);
        }
        if (wireLengthBytes < lengthBytes || wireLengthBytes > 65535) {
            throw new IllegalArgumentException(
                    "wire length " + wireLengthBytes + " is outside " + lengthBytes + " to 65535 bytes");
        }
        takeBack(frame);
        Bytes.putShort(region.memory(frame), region.metadata(frame) + WIRE_LENGTH_OFFSET, wireLengthBytes);
        return queued(submit(Descriptor.of(frame, lengthBytes, Descriptor.TRUNCATED)));
    }

    /**
     * Shows the card everything queued since the last flush, and rings the doorbell if it listens.
     *
     * @return frames shown
     */
    public int flush() {
        final int count = transmit.publish();
        if (count != 0) {
            ringIfArmed();
        }
        return count;
    }

    private void ringIfArmed() {
        // Orders the tail before the look at the bell; the card arms the bell before its last look at the tail.
        VarHandle.fullFence();
        if ((boolean) ARMED.getOpaque(this) && disarm()) {
            doorbells.ring(bell);
        }
    }

    private boolean submit(final long descriptor) {
        if (transmit.submit(descriptor) || reclaim() != 0 && transmit.submit(descriptor)) {
            return true; // at the second try if there were completed slots, which are free slots
        }
        region.lend(Descriptor.frame(descriptor), borrower);
        return false;
    }

    private boolean queued(final boolean taken) {
        if (taken) {
            isStopped = false;
        } else {
            refused(1);
        }
        return taken;
    }

    private void refused(final int frames) {
        refusedFrames += frames;
        if (!isStopped) {
            isStopped = true;
            stops++;
        }
    }

    /** How often the transmit ring became full to its sender; read as {@link #refusedFrames()}. */
    public long stops() {
        return stops;
    }

    /** Frames that a full transmit ring refused, each time it did. Exact for the transmit side, recent for others. */
    public long refusedFrames() {
        return refusedFrames;
    }

    /** Frames queued that the card has not taken yet. */
    public int transmitBacklog() {
        return transmit.submittedSlots();
    }

    private IllegalArgumentException lengthOutOfRange(final int lengthBytes) {
        return new IllegalArgumentException(
                "frame length " + lengthBytes + " is outside " + MIN_FRAME_BYTES + " to " + maxFrameBytes + " bytes");
    }

    // ---------------------------------------------------------------- receive side

    /**
     * Hands received frames to {@code handler}, oldest first, and posts each again once the handler returned. If the
     * handler throws, that frame is posted all the same, later ones stay received, and the exception passes through.
     *
     * @param limit most frames to hand over
     * @return frames handed over
     */
    public int receive(final FrameHandler handler, final int limit) {
        int handled = 0;
        repost();
        try {
            while (handled < limit) {
                final long descriptor = receive.collectOr(EMPTY);
                if (descriptor == EMPTY) {
                    break;
                }
                handled++;
                final int frame = Descriptor.frame(descriptor);
                try {
                    handler.onFrame(
                            region.memory(frame), region.data(frame), Descriptor.lengthBytes(descriptor), descriptor);
                } finally {
                    receive.submit(Descriptor.of(frame, 0)); // into the slot just freed
                }
            }
        } finally {
            receive.publish();
        }
        return handled;
    }

    /**
     * Takes received descriptors; their frames are the caller's until {@link #post posted} (or transmitted, with another
     * frame posted for each).
     *
     * @return descriptors taken, 0 to {@code limit}; elements beyond them, up to the limit, may change too
     */
    public int poll(final long[] descriptors, final int offset, final int limit) {
        repost();
        final int taken = receive.collect(descriptors, offset, limit);
        lend(descriptors, offset, taken);
        return taken;
    }

    /**
     * Shows received descriptors without giving their frames away: the shortest way for who only reads them. They can be read
     * until they are {@linkplain #repost posted again}, and neither transmitted nor posted otherwise.
     *
     * @return descriptors shown, 0 to {@code limit}; elements beyond them, up to the limit, may change too
     */
    public int look(final long[] descriptors, final int offset, final int limit) {
        repost();
        looked = receive.collect(descriptors, offset, limit);
        return looked;
    }

    /**
     * Gives the card a free frame to deliver into; it learns of it at {@link #publishPosts()}.
     *
     * @return false if the ring is full; the frame is still the caller's
     * @throws IllegalArgumentException for a frame that the instance does not have
     */
    public boolean post(final int frame) {
        takeBack(frame);
        repost();
        if (receive.submit(Descriptor.of(frame, 0))) {
            return true;
        }
        region.lend(frame, borrower);
        return false;
    }

    /**
     * Gives the card free frames to deliver into, and shows them and those posted before.
     *
     * @param descriptors descriptors of the frames, as {@link #poll} gave them
     * @return frames taken, from the first on; fewer than {@code count} means that the ring is full, and the rest are still
     *     the caller's
     * @throws IllegalArgumentException for a frame that the instance does not have; nothing was posted
     */
    public int post(final long[] descriptors, final int offset, final int count) {
        takeBack(descriptors, offset, count);
        repost();
        final int taken = receive.submit(descriptors, offset, count);
        lend(descriptors, offset + taken, count - taken);
        receive.publish();
        return taken;
    }

    /**
     * Posts the frames of the latest {@link #look} again and shows them to the card; whatever else is done on the receive side
     * does it first.
     *
     * @return frames posted; 0 if they have been already
     */
    public int repost() {
        final int count = looked;
        if (count != 0) {
            looked = 0;
            receive.resubmit(count);
            receive.publish();
        }
        return count;
    }

    /** Shows the card the posted frames. */
    public int publishPosts() {
        return receive.publish();
    }

    // ---------------------------------------------------------------- loans

    private void lend(final long[] descriptors, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            region.lend(Descriptor.frame(descriptors[i]), borrower);
        }
    }

    /** All of them or none. */
    private void takeBack(final long[] descriptors, final int offset, final int count) {
        for (int i = offset; i < offset + count; i++) {
            if (!isTakenBack(Descriptor.frame(descriptors[i]))) {
                lend(descriptors, offset, i - offset);
                throw notYours(Descriptor.frame(descriptors[i]));
            }
        }
    }

    private void takeBack(final int frame) {
        if (!isTakenBack(frame)) {
            throw notYours(frame);
        }
    }

    private boolean isTakenBack(final int frame) {
        return Integer.compareUnsigned(frame, region.allocatedFrames()) < 0 && region.takeBack(frame, borrower);
    }

    private IllegalArgumentException notYours(final int frame) {
        return new IllegalArgumentException(
                Integer.compareUnsigned(frame, region.allocatedFrames()) >= 0
                        ? "frame " + frame + " does not exist; there are " + region.allocatedFrames() + ", from 0"
                        : "frame " + frame
                                + " is not the instance's to hand over: handed over already, or never taken");
    }

    // ---------------------------------------------------------------- both

    /** The region the frames live in. */
    public FrameRegion region() {
        return region;
    }

    /** Slots of the transmit ring. */
    public int transmitSlots() {
        return transmitSlots;
    }

    /** Slots of the receive ring. */
    public int receiveSlots() {
        return receiveSlots;
    }

    /** Bell number, which is the card's index of this queue. */
    int bell() {
        return bell;
    }

    /** Card side: from now on the sender rings. The card looks at the ring once more afterwards. */
    void arm() {
        ARMED.setOpaque(this, true);
        VarHandle.fullFence();
    }

    /** Silences the bell; true for the one side that did. */
    boolean disarm() {
        return (boolean) ARMED.compareAndSet(this, true, false);
    }
}
