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
 * the start, though not the same ones.
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
    private static final int FEW = 4;

    private final FrameRegion region;
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
    private int polled; // receive side's: by the latest poll, and not posted again
    private final Doorbells doorbells;
    private final int bell;

    @SuppressWarnings("unused") // through ARMED
    private boolean armed = true;

    QueuePair(
            final FrameRegion region,
            final Doorbells doorbells,
            final int bell,
            final int transmitSlots,
            final int receiveSlots,
            final int firstFrame,
            final int transmitFrames,
            final int receiveFrames,
            final int owner) {
        this.region = region;
        this.maxFrameBytes = region.maxFrameBytes();
        this.doorbells = doorbells;
        this.bell = bell;
        this.transmitSlots = transmitSlots;
        this.receiveSlots = receiveSlots;
        transmit = new ExchangeRing(transmitSlots);
        receive = new ExchangeRing(receiveSlots);
        owned = new FrameStack(transmitFrames + receiveFrames);
        for (int frame = firstFrame; frame < firstFrame + transmitFrames + receiveFrames; frame++) {
            region.setOwner(frame, owner);
        }
        for (int frame = firstFrame + transmitFrames - 1; frame >= firstFrame; frame--) {
            owned.push(frame);
        }
        int rest = firstFrame + transmitFrames;
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
        final int frame = owned.pop();
        if (frame != NO_FRAME) {
            return frame;
        }
        reclaim();
        return owned.pop();
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
        return taken;
    }

    /** Returns a frame taken and not sent. */
    public void give(final int frame) {
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
            final int own = withoutRefused(burst);
            owned.push(completed, 0, own);
            count += own;
        } while (burst == completed.length);
        return count;
    }

    /** Leaves out what was not this side's to send: whose it is now only the card knows. */
    private int withoutRefused(final int burst) {
        long flags = 0;
        for (int i = 0; i < burst; i++) {
            flags |= completed[i];
        }
        if (Descriptor.flags(flags) == 0) {
            return burst;
        }
        int own = 0;
        for (int i = 0; i < burst; i++) {
            if (Descriptor.flags(completed[i]) == 0) {
                completed[own++] = completed[i];
            }
        }
        return own;
    }

    /**
     * Queues a frame; the card learns of it at the next {@link #flush()}.
     *
     * @param lengthBytes layer-2 length without FCS, {@code 14} to the region's longest frame
     * @return false if the transmit ring is full; the frame is still the caller's
     * @throws IllegalArgumentException for a length no frame can have
     */
    public boolean transmit(final int frame, final int lengthBytes) {
        if (lengthBytes < MIN_FRAME_BYTES || lengthBytes > maxFrameBytes) {
            throw lengthOutOfRange(lengthBytes);
        }
        if (Integer.compareUnsigned(frame, region.allocatedFrames()) >= 0) {
            throw noSuchFrame(frame);
        }
        return queued(submit(Descriptor.of(frame, lengthBytes)));
    }

    /**
     * Sends a burst: queues it and everything queued before it, and tells the card, as {@link #flush()} does.
     *
     * @param descriptors frames with their lengths, see {@link Descriptor#of(int, int)}; the card drops one whose length no
     *     frame can have, counted as a bad descriptor
     * @return frames taken, from the first on; fewer than {@code count} means that the ring is full, and the rest are still
     *     the caller's
     * @throws IllegalArgumentException for a frame that does not exist; nothing was queued
     */
    public int transmit(final long[] descriptors, final int offset, final int count) {
        checkFrames(descriptors, offset, count);
        if (transmit.room() < count) {
            reclaim();
        }
        final int taken = transmit.submit(descriptors, offset, count);
        if (taken != count) {
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
        if (Integer.compareUnsigned(frame, region.allocatedFrames()) >= 0) {
            throw noSuchFrame(frame);
        }
        if (wireLengthBytes < lengthBytes || wireLengthBytes > 65535) {
            throw new IllegalArgumentException(
                    "wire length " + wireLengthBytes + " is outside " + lengthBytes + " to 65535 bytes");
        }
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
        if (transmit.submit(descriptor)) {
            return true;
        }
        reclaim(); // completed slots are free slots
        return transmit.submit(descriptor);
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
        polled = 0;
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
        polled = receive.collect(descriptors, offset, limit);
        return polled;
    }

    /**
     * Gives the card a free frame to deliver into; it learns of it at {@link #publishPosts()}.
     *
     * @return false if the ring is full; the frame is still the caller's
     * @throws IllegalArgumentException for a frame that does not exist
     */
    public boolean post(final int frame) {
        if (Integer.compareUnsigned(frame, region.allocatedFrames()) >= 0) {
            throw noSuchFrame(frame);
        }
        polled = 0;
        return receive.submit(Descriptor.of(frame, 0));
    }

    /**
     * Gives the card free frames to deliver into, and shows them and those posted before.
     *
     * @param descriptors descriptors of the frames, as {@link #poll} gave them
     * @return frames taken, from the first on; fewer than {@code count} means that the ring is full, and the rest are still
     *     the caller's
     * @throws IllegalArgumentException for a frame that does not exist; nothing was posted
     */
    public int post(final long[] descriptors, final int offset, final int count) {
        checkFrames(descriptors, offset, count);
        polled = 0;
        final int taken = receive.submit(descriptors, offset, count);
        receive.publish();
        return taken;
    }

    /**
     * Posts the frames of the latest {@link #poll} again, all of them, and shows them to the card: the shortest way back for
     * who has only looked at them, and kept or transmitted none.
     *
     * @return frames posted; 0 if they have been already, or anything was posted since
     */
    public int repost() {
        final int count = polled;
        polled = 0;
        receive.resubmit(count);
        receive.publish();
        return count;
    }

    private void checkFrames(final long[] descriptors, final int offset, final int count) {
        final int frames = region.allocatedFrames();
        if (count <= FEW && offset >= 0 && offset <= descriptors.length - FEW) {
            // Without a loop, whose end nobody can predict; of what lies beyond the count nothing is said.
            final int d0 = count > 0 ? Descriptor.frame(descriptors[offset]) : 0;
            final int d1 = count > 1 ? Descriptor.frame(descriptors[offset + 1]) : 0;
            final int d2 = count > 2 ? Descriptor.frame(descriptors[offset + 2]) : 0;
            final int d3 = count > 3 ? Descriptor.frame(descriptors[offset + 3]) : 0;
            if ((d0 | d1 | d2 | d3) >= 0 && Math.max(Math.max(d0, d1), Math.max(d2, d3)) < frames) {
                return;
            }
        }
        for (int i = offset; i < offset + count; i++) {
            if (Integer.compareUnsigned(Descriptor.frame(descriptors[i]), frames) >= 0) {
                throw noSuchFrame(Descriptor.frame(descriptors[i]));
            }
        }
    }

    private IllegalArgumentException noSuchFrame(final int frame) {
        return new IllegalArgumentException(
                "frame " + frame + " does not exist; there are " + region.allocatedFrames() + ", from 0");
    }

    /** Shows the card the posted frames. */
    public int publishPosts() {
        return receive.publish();
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
