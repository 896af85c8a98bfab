package io.ringlane.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A bounded first-in first-out ring of 63-bit descriptors whose slots say themselves whether they are full: the top bit
 * of a slot is the phase, and flips every lap, as in a network card's completion queue. The consumer watches the slot
 * it wants next and never the producer's tail, so one line crosses between the cores where {@link DescriptorRing}
 * moves two.
 *
 * <pre>
 *   slot, 8 bytes        63 62                                    0
 *                        +-+--------------------------------------+
 *                        |P| descriptor                           |    P = 1 in laps 0, 2, 4 ...; a new ring is all 0
 *                        +-+--------------------------------------+
 * </pre>
 *
 * The first slot of a burst is stored last, with the release, so a burst is seen whole or not at all. Room comes back
 * through the consumer's head, which the producer looks at when its credit is used up.
 * <p>
 * Threads: {@code offer}, {@code stage} and {@code publish} by the producer, {@code poll} and {@code pollOr} by the
 * consumer, {@link #sizeSlots()}, {@link #isEmpty()} and {@link #capacitySlots()} by anyone. Ordering as in
 * {@link DescriptorRing}. Allocates nothing after construction.
 */
public final class PhaseRing extends RingCursors {
    private static final VarHandle SLOT =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final long PHASE = Long.MIN_VALUE;

    private final long[] slots;
    private final int phaseShift; // brings the lap's lowest bit of a count to the phase bit

    /**
     * @param capacitySlots slots, a power of two from 1 to 2^30; 8 bytes each
     * @throws IllegalArgumentException if it is not; the message names the nearest power of two
     */
    public PhaseRing(final int capacitySlots) {
        super(capacitySlots);
        slots = new long[capacitySlots];
        phaseShift = Long.numberOfLeadingZeros(capacitySlots);
    }

    /**
     * Puts one descriptor in and publishes it, with everything staged before it. Producer only.
     *
     * @param descriptor 0 or more
     * @return whether it was taken; if not, the ring is full and nothing changed
     * @throws IllegalArgumentException if the descriptor has its top bit set; nothing changed
     */
    public boolean offer(final long descriptor) {
        if (!stage(descriptor)) {
            return false;
        }
        publish();
        return true;
    }

    /**
     * Moves up to {@code count} descriptors into the ring and publishes them at once, with everything staged before
     * them. Producer only.
     *
     * @param src descriptors, 0 or more each
     * @param offset first index to take, in elements
     * @param count descriptors offered, 0 to {@code src.length - offset}
     * @return descriptors accepted, from the first on, 0 to {@code count}; fewer than {@code count} means that the ring
     *     filled, which is normal. At 0 nothing changed, and what is staged stays staged
     * @throws IndexOutOfBoundsException if offset and count leave the array; nothing changed
     * @throws IllegalArgumentException if one to be accepted has its top bit set; nothing changed
     */
    public int offer(final long[] src, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, src.length);
        final long tail = stagedTail;
        final int room = headLimit - tail >= count ? count : refreshRoom(tail, count);
        if (room == 0) {
            return 0;
        }
        checkAll(src, offset, room); // before any store: a slot written and not published would look full later
        final long[] slots = this.slots;
        final int shift = phaseShift;
        final long published = this.tail;
        for (int i = tail == published ? 1 : 0; i < room; i++) {
            final long count64 = tail + i;
            slots[(int) count64 & (slots.length - 1)] = src[offset + i] | (~count64 << shift & PHASE);
        }
        if (tail == published) {
            stagedFirst = src[offset] | (~tail << shift & PHASE);
        }
        stagedTail = tail + room;
        publish();
        return room;
    }

    /**
     * Writes one descriptor that stays invisible until {@link #publish()} or the next successful offer. Producer only.
     *
     * @param descriptor 0 or more
     * @return whether it was taken; if not, the ring (staged slots counted) is full and nothing changed
     * @throws IllegalArgumentException if the descriptor has its top bit set; nothing changed
     */
    public boolean stage(final long descriptor) {
        if (descriptor < 0) {
            throw topBitSet(descriptor);
        }
        final long tail = stagedTail;
        if (tail == headLimit && refreshRoom(tail, 1) == 0) {
            return false;
        }
        final long slot = descriptor | (~tail << phaseShift & PHASE);
        if (tail == this.tail) {
            stagedFirst = slot; // held back: the consumer stops in front of it, whatever lies behind
        } else {
            final long[] slots = this.slots;
            slots[(int) tail & (slots.length - 1)] = slot;
        }
        stagedTail = tail + 1;
        return true;
    }

    /**
     * Makes everything staged visible at once. Producer only; without staged slots it does nothing.
     *
     * @return descriptors published, 0 to the capacity
     */
    public int publish() {
        final long first = tail;
        final long staged = stagedTail;
        if (first == staged) {
            return 0;
        }
        final long[] slots = this.slots;
        SLOT.setRelease(slots, (int) first & (slots.length - 1), stagedFirst); // the slots behind it are stored already
        tailSetRelease(staged); // for sizeSlots() only
        return (int) (staged - first);
    }

    /**
     * Takes the oldest descriptor. Consumer only.
     *
     * @param emptyValue what to return from an empty ring; any negative value is never a descriptor
     * @return the descriptor, or {@code emptyValue}
     */
    public long pollOr(final long emptyValue) {
        final long head = this.head;
        final long[] slots = this.slots;
        final long slot = (long) SLOT.getAcquire(slots, (int) head & (slots.length - 1));
        if ((slot ^ ~head << phaseShift) < 0) {
            return emptyValue; // still the phase of the lap before
        }
        headSetRelease(head + 1);
        return slot & ~PHASE;
    }

    /**
     * Moves up to {@code limit} descriptors out of the ring, oldest first. Consumer only.
     *
     * @param dst where to; at and behind {@code offset + limit} it stays as it is
     * @param offset first index to write, in elements
     * @param limit most descriptors to take, 0 to {@code dst.length - offset}
     * @return descriptors taken, 0 to {@code limit}; fewer than {@code limit} means that the ring ran empty
     * @throws IndexOutOfBoundsException if offset and limit leave the array; nothing changed
     */
    public int poll(final long[] dst, final int offset, final int limit) {
        Objects.checkFromIndexSize(offset, limit, dst.length);
        final long head = this.head;
        final long[] slots = this.slots;
        final int shift = phaseShift;
        int taken = 0;
        while (taken < limit) {
            final long count64 = head + taken;
            final long slot = (long) SLOT.getAcquire(slots, (int) count64 & (slots.length - 1));
            if ((slot ^ ~count64 << shift) < 0) {
                break;
            }
            dst[offset + taken++] = slot & ~PHASE;
        }
        if (taken != 0) {
            headSetRelease(head + taken);
        }
        return taken;
    }

    /**
     * How many published descriptors wait. Any thread; exact when neither side moves, else a value that was true of
     * some recent moment give or take what moved meanwhile.
     *
     * @return 0 to the capacity; staged descriptors do not count
     */
    public int sizeSlots() {
        return publishedSlots();
    }

    /**
     * Whether no published descriptor waits. Any thread; for the consumer {@code false} is certain, for the producer
     * {@code true} is.
     */
    public boolean isEmpty() {
        final long head = headAcquire();
        final long slot = (long) SLOT.getAcquire(slots, (int) head & (slots.length - 1));
        return (slot ^ ~head << phaseShift) < 0;
    }

    private static void checkAll(final long[] src, final int offset, final int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= src[offset + i];
        }
        if (bits < 0) {
            throw topBitSet(bits);
        }
    }

    private static IllegalArgumentException topBitSet(final long descriptor) {
        return new IllegalArgumentException(
                "a descriptor's top bit is the ring's phase and must be 0, but is set in " + descriptor);
    }
}
