package io.ringlane.core.ring;

import io.ringlane.core.memory.Longs;
import java.util.Objects;

/**
 * A bounded first-in first-out ring of {@code long} descriptors from one producer to one consumer.
 * <p>
 * Any {@code long} may be carried; the ring gives none a meaning. Neither side waits: a full ring refuses, an empty one
 * yields nothing. A burst costs one release store however long it is, and the other side's line is touched only when
 * the last known room or fill does not cover the burst.
 * <p>
 * Threads: {@code offer}, {@code stage} and {@code publish} by the producer, {@code poll} and {@code pollOr} by the
 * consumer, {@link #sizeSlots()}, {@link #isEmpty()} and {@link #capacitySlots()} by anyone. Ordering: what the
 * producer wrote before an offer (the frame's bytes too) is visible after the poll that takes the descriptor; what the
 * consumer read before it polls again is read before the slot is reused. Allocates nothing after construction.
 */
public final class DescriptorRing extends RingCursors {
    private final long[] slots;

    /**
     * @param capacitySlots slots, a power of two from 1 to 2^30; 8 bytes each
     * @throws IllegalArgumentException if it is not; the message names the nearest power of two
     */
    public DescriptorRing(final int capacitySlots) {
        super(capacitySlots);
        slots = new long[capacitySlots];
    }

    /**
     * Puts one descriptor in and publishes it, with everything staged before it. Producer only.
     *
     * @param descriptor any bits
     * @return whether it was taken; if not, the ring is full and nothing changed
     */
    public boolean offer(final long descriptor) {
        final long tail = stagedTail;
        if (tail == headLimit && refreshRoom(tail, 1) == 0) {
            return false;
        }
        final long[] slots = this.slots;
        slots[(int) tail & (slots.length - 1)] = descriptor;
        stagedTail = tail + 1;
        tailSetRelease(tail + 1);
        return true;
    }

    /**
     * Moves up to {@code count} descriptors into the ring and publishes them at once, with everything staged before
     * them: a poll that sees one sees all. Producer only.
     *
     * @param src descriptors, any bits
     * @param offset first index to take, in elements
     * @param count descriptors offered, 0 to {@code src.length - offset}
     * @return descriptors accepted, from the first on, 0 to {@code count}; fewer than {@code count} means that the ring
     *     filled, which is normal. At 0 nothing changed, and what is staged stays staged
     * @throws IndexOutOfBoundsException if offset and count leave the array; nothing changed
     */
    public int offer(final long[] src, final int offset, final int count) {
        final int room = stage(src, offset, count);
        if (room != 0) {
            tailSetRelease(stagedTail); // slots first, then one publication
        }
        return room;
    }

    /**
     * Writes descriptors that stay invisible until {@link #publish()} or the next successful offer. Producer only.
     *
     * @return descriptors accepted, as {@link #offer(long[], int, int)} does
     */
    public int stage(final long[] src, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, src.length);
        final long tail = stagedTail;
        final int room = headLimit - tail >= count ? count : refreshRoom(tail, count);
        final long[] slots = this.slots;
        final int at = (int) tail & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (room <= unwrapped) {
            // What lies beyond the room belongs to the consumer.
            Longs.copy(src, offset, slots, at, room, at + (int) Math.min(headLimit - tail, unwrapped));
        } else {
            System.arraycopy(src, offset, slots, at, unwrapped);
            System.arraycopy(src, offset + unwrapped, slots, 0, room - unwrapped);
        }
        stagedTail = tail + room;
        return room;
    }

    /**
     * How many descriptors would be taken now, staged slots counted as taken. Producer only.
     *
     * @param count most to look for, 0 or more
     * @return 0 to {@code count}
     */
    public int room(final int count) {
        final long tail = stagedTail;
        return headLimit - tail >= count ? count : refreshRoom(tail, count);
    }

    /**
     * Writes one descriptor that stays invisible until {@link #publish()} or the next successful offer. Producer only.
     *
     * @param descriptor any bits
     * @return whether it was taken; if not, the ring (staged slots counted) is full and nothing changed
     */
    public boolean stage(final long descriptor) {
        final long tail = stagedTail;
        if (tail == headLimit && refreshRoom(tail, 1) == 0) {
            return false;
        }
        final long[] slots = this.slots;
        slots[(int) tail & (slots.length - 1)] = descriptor;
        stagedTail = tail + 1;
        return true;
    }

    /**
     * Makes everything staged visible at once. Producer only; without staged slots it does nothing.
     *
     * @return descriptors published, 0 to the capacity
     */
    public int publish() {
        final long staged = stagedTail;
        final int count = (int) (staged - tail); // plain: only this thread writes either
        if (count != 0) {
            tailSetRelease(staged);
        }
        return count;
    }

    /**
     * Takes the oldest descriptor. Consumer only.
     *
     * @param emptyValue what to return from an empty ring; choose bits that the producer never offers
     * @return the descriptor, or {@code emptyValue}
     */
    public long pollOr(final long emptyValue) {
        final long head = this.head; // plain: only this thread writes it
        if (head == tailLimit && refreshFill(head, 1) == 0) {
            return emptyValue;
        }
        final long[] slots = this.slots;
        final long descriptor = slots[(int) head & (slots.length - 1)];
        headSetRelease(head + 1);
        return descriptor;
    }

    /**
     * Moves up to {@code limit} descriptors out of the ring, oldest first. Consumer only.
     *
     * @param dst where to; elements beyond those taken, up to {@code limit}, may change too
     * @param offset first index to write, in elements
     * @param limit most descriptors to take, 0 to {@code dst.length - offset}
     * @return descriptors taken, 0 to {@code limit}; fewer than {@code limit} means that the ring ran empty
     * @throws IndexOutOfBoundsException if offset and limit leave the array; nothing changed
     */
    public int poll(final long[] dst, final int offset, final int limit) {
        Objects.checkFromIndexSize(offset, limit, dst.length);
        final long head = this.head;
        final int fill = tailLimit - head >= limit ? limit : refreshFill(head, limit);
        if (fill == 0) {
            return 0;
        }
        final long[] slots = this.slots;
        final int at = (int) head & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (fill <= unwrapped) {
            Longs.copy(slots, at, dst, offset, fill, offset + limit);
        } else {
            System.arraycopy(slots, at, dst, offset, unwrapped);
            System.arraycopy(slots, 0, dst, offset + unwrapped, fill - unwrapped);
        }
        headSetRelease(head + fill); // slots read first, then handed back
        return fill;
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
        return tailAcquire() == head;
    }

    private int refreshFill(final long head, final int limit) { // rare: the consumer's only touch of the tail's line
        tailLimit = tailAcquire();
        return (int) Math.min(tailLimit - head, limit);
    }
}
