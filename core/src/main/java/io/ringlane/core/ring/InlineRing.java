package io.ringlane.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded first-in first-out ring of small frames that travel inside their slots, as in the low-latency mode of an
 * ENA device: the bytes arrive on the line that says that they arrived. One round trip of a small frame costs about
 * half of what a descriptor and a frame elsewhere cost; larger frames need {@link DescriptorRing}.
 *
 * <pre>
 *   slot, 64 or 128 bytes   Source: own layout
 *     0        1            4                                   64 or 128
 *     +-+------+------------+------------------------------------+
 *     |P|length| reserved 0 | frame, then whatever lay there     |    P = 1 in laps 0, 2, 4 ...; a new ring is all 0
 *     +-+------+------------+------------------------------------+
 *     bit 7, bits 6-0: frame length in bytes, 1 to 60 or 124
 * </pre>
 *
 * Phase and length share one byte so that a single release store publishes a slot, and a byte because array views of
 * wider types have no release store from Java 22 on. The first slot of a burst is published last, so a burst is seen
 * whole or not at all. A minimal Ethernet frame is 60 bytes without its check sequence: one 64-byte slot.
 * <p>
 * Alignment: slots begin {@value #BASE_OFFSET_BYTES} bytes into the array. An array's bytes begin 16 bytes into the
 * object, so slots keep to their cache lines when the object starts on one, as objects of half a G1 region (512 KiB in
 * a heap below 4 GiB) and more do. A smaller ring lands where the collector puts it: still correct, but a slot may
 * straddle two lines, which costs latency.
 * <p>
 * Threads: {@code offer}, {@code stage} and {@code publish} by the producer, {@code poll} and {@code drain} by the
 * consumer, {@link #sizeSlots()}, {@link #isEmpty()} and the sizes by anyone. Allocates nothing after construction.
 */
public final class InlineRing extends RingCursors {
    /** Bytes of a slot ahead of the frame. */
    public static final int HEADER_BYTES = 4;

    static final int BASE_OFFSET_BYTES = 48;

    private static final VarHandle BYTE =
            MethodHandles.arrayElementVarHandle(byte[].class).withInvokeExactBehavior();
    private static final int PHASE = 0x80;
    private static final int LENGTH_MASK = 0x7f;

    private final byte[] memory;
    private final int slotShift;
    private final int phaseShift; // brings the lap's lowest bit of a count to the header's phase bit
    private final int maxFrameBytes;

    /** What a {@link InlineRing#drain} calls for each frame. */
    @FunctionalInterface
    public interface FrameHandler {
        /**
         * One frame, in place. The bytes are the consumer's until this returns; copy what must outlive it.
         *
         * @param memory the ring's array; only the frame's bytes may be read, none may be written
         * @param offset the frame's first byte
         * @param lengthBytes the frame's length, 1 to {@link InlineRing#maxFrameBytes()}
         */
        void onFrame(byte[] memory, int offset, int lengthBytes);
    }

    /**
     * @param capacitySlots slots, a power of two from 1 to 2^30 / slotBytes
     * @param slotBytes 64 or 128, one cache line or two
     * @throws IllegalArgumentException if either is not; the message names the nearest good value
     */
    public InlineRing(final int capacitySlots, final int slotBytes) {
        super(capacitySlots);
        if (slotBytes != 64 && slotBytes != 128) {
            throw new IllegalArgumentException("slotBytes must be 64 or 128, but is " + slotBytes + "; the nearest is "
                    + (slotBytes < 96 ? 64 : 128));
        }
        if (capacitySlots > MAX_CAPACITY_SLOTS / slotBytes) {
            throw new IllegalArgumentException("capacitySlots of " + slotBytes + " bytes must be at most "
                    + MAX_CAPACITY_SLOTS / slotBytes + ", but is " + capacitySlots);
        }
        memory = new byte[BASE_OFFSET_BYTES + capacitySlots * slotBytes];
        slotShift = Integer.numberOfTrailingZeros(slotBytes);
        phaseShift = Integer.numberOfTrailingZeros(capacitySlots);
        maxFrameBytes = slotBytes - HEADER_BYTES;
    }

    /**
     * The longest frame a slot holds.
     *
     * @return 60 or 124 bytes
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Copies one frame in and publishes it, with everything staged before it. Producer only.
     *
     * @param src holds the frame; the caller's again when this returns
     * @param offset the frame's first byte
     * @param lengthBytes the frame's length, 1 to {@link #maxFrameBytes()}
     * @return whether it was taken; if not, the ring is full and nothing changed
     * @throws IllegalArgumentException if the length is out of range; nothing changed
     * @throws IndexOutOfBoundsException if the frame leaves the array; nothing changed
     */
    public boolean offer(final byte[] src, final int offset, final int lengthBytes) {
        if (!stage(src, offset, lengthBytes)) {
            return false;
        }
        publish();
        return true;
    }

    /**
     * Copies up to {@code count} frames in and publishes them at once, with everything staged before them. Producer
     * only.
     *
     * @param src holds the frames
     * @param offsets where each begins in {@code src}
     * @param lengthsBytes how long each is, 1 to {@link #maxFrameBytes()}
     * @param count frames offered, taken from index 0 of both
     * @return frames accepted, from the first on, 0 to {@code count}
     * @throws IllegalArgumentException if a length is out of range; the frames ahead of it are staged, none published
     * @throws IndexOutOfBoundsException if a frame leaves the array; likewise
     */
    public int offer(final byte[] src, final int[] offsets, final int[] lengthsBytes, final int count) {
        int accepted = 0;
        while (accepted < count && stage(src, offsets[accepted], lengthsBytes[accepted])) {
            accepted++;
        }
        if (accepted != 0) {
            publish();
        }
        return accepted;
    }

    /**
     * Copies one frame in; it stays invisible until {@link #publish()} or the next successful offer. Producer only.
     *
     * @param src holds the frame; the caller's again when this returns
     * @param offset the frame's first byte
     * @param lengthBytes the frame's length, 1 to {@link #maxFrameBytes()}
     * @return whether it was taken; if not, the ring (staged slots counted) is full and nothing changed
     * @throws IllegalArgumentException if the length is out of range; nothing changed
     * @throws IndexOutOfBoundsException if the frame leaves the array; nothing changed that a consumer can see
     */
    public boolean stage(final byte[] src, final int offset, final int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > maxFrameBytes) {
            throw lengthOutOfRange(lengthBytes);
        }
        final long tail = stagedTail;
        if (tail == headLimit && refreshRoom(tail, 1) == 0) {
            return false;
        }
        final byte[] memory = this.memory;
        final int slot = slotOffset(tail);
        System.arraycopy(src, offset, memory, slot + HEADER_BYTES, lengthBytes);
        final int header = lengthBytes | phase(tail);
        if (tail == this.tail) {
            stagedFirst = header; // held back: the consumer stops in front of it, whatever lies behind
        } else {
            memory[slot] = (byte) header;
        }
        stagedTail = tail + 1;
        return true;
    }

    /**
     * Makes everything staged visible at once. Producer only; without staged slots it does nothing.
     *
     * @return frames published, 0 to the capacity
     */
    public int publish() {
        final long first = tail;
        final long staged = stagedTail;
        if (first == staged) {
            return 0;
        }
        BYTE.setRelease(memory, slotOffset(first), (byte) stagedFirst); // all bytes behind it are stored already
        tailSetRelease(staged); // for sizeSlots() only
        return (int) (staged - first);
    }

    /**
     * Copies the oldest frame out. Consumer only.
     *
     * @param dst where to; bytes behind the frame stay as they are
     * @param offset where the frame's first byte goes
     * @return the frame's length in bytes, 0 when the ring is empty
     * @throws IndexOutOfBoundsException if the frame does not fit; it stays the oldest
     */
    public int poll(final byte[] dst, final int offset) {
        final long head = this.head;
        final byte[] memory = this.memory;
        final int slot = slotOffset(head);
        final int header = (byte) BYTE.getAcquire(memory, slot);
        if (((header ^ phase(head)) & PHASE) != 0) {
            return 0; // still the phase of the lap before
        }
        final int lengthBytes = header & LENGTH_MASK;
        System.arraycopy(memory, slot + HEADER_BYTES, dst, offset, lengthBytes);
        headSetRelease(head + 1); // bytes read first, then the slot is handed back
        return lengthBytes;
    }

    /**
     * Shows up to {@code limit} frames to the handler, oldest first, and hands their slots back at the end. Consumer
     * only. If the handler throws, the frame it was given counts as taken, later ones stay, and the exception passes.
     *
     * @param handler called once a frame; must not call this ring
     * @param limit most frames to take, 0 or more
     * @return frames taken, 0 to {@code limit}
     */
    public int drain(final FrameHandler handler, final int limit) {
        final long head = this.head;
        final byte[] memory = this.memory;
        int taken = 0;
        try {
            while (taken < limit) {
                final int slot = slotOffset(head + taken);
                final int header = (byte) BYTE.getAcquire(memory, slot);
                if (((header ^ phase(head + taken)) & PHASE) != 0) {
                    break;
                }
                taken++;
                handler.onFrame(memory, slot + HEADER_BYTES, header & LENGTH_MASK);
            }
        } finally {
            if (taken != 0) {
                headSetRelease(head + taken);
            }
        }
        return taken;
    }

    /**
     * How many published frames wait. Any thread; exact when neither side moves, else a value that was true of some
     * recent moment give or take what moved meanwhile.
     *
     * @return 0 to the capacity; staged frames do not count
     */
    public int sizeSlots() {
        return publishedSlots();
    }

    /**
     * Whether no published frame waits. Any thread; for the consumer {@code false} is certain, for the producer
     * {@code true} is.
     */
    public boolean isEmpty() {
        final long head = headAcquire();
        return (((byte) BYTE.getAcquire(memory, slotOffset(head)) ^ phase(head)) & PHASE) != 0;
    }

    private int slotOffset(final long count) {
        return BASE_OFFSET_BYTES + (((int) count & (capacitySlots - 1)) << slotShift);
    }

    private int phase(final long count) {
        return (int) (~count >>> phaseShift & 1) << 7;
    }

    private IllegalArgumentException lengthOutOfRange(final int lengthBytes) {
        return new IllegalArgumentException(
                "lengthBytes must be from 1 to " + maxFrameBytes + ", but is " + lengthBytes);
    }
}
