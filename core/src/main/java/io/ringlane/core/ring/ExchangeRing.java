package io.ringlane.core.ring;

import io.ringlane.core.memory.Longs;
import java.util.Objects;

/**
 * A bounded ring on which two sides swap descriptors: the submitter puts one into a slot, the exchanger takes it and leaves
 * another in its place, the submitter collects that one. In order, one for one.
 *
 * <pre>
 *   submitter  submit, publish ==&gt; |  slot  | ==&gt; exchange, publishExchanged  exchanger
 *              collect         &lt;== |        | &lt;==
 *
 *   0 &lt;= collected &lt;= exchanged &lt;= submitted &lt;= collected + capacity
 * </pre>
 *
 * <p>It does what a pair of rings does, one each way, with half the cursors and half the lines: a network card writes its
 * completions over the descriptors it was given in the same way. And an answer always has room, because the slot of the
 * question is its slot; so nobody can make the exchanger fail.
 *
 * <p>Any {@code long} may be carried. Neither side waits: a full ring refuses, one without answers yields nothing.
 *
 * <p>Threads: {@code submit}, {@code publish} and {@code collect} by the submitter; {@code available}, {@code peek}, {@code answer},
 * {@code exchange}, {@code takeBack} and {@code publishExchanged} by the exchanger; {@link #submittedSlots()} and {@link #capacitySlots()} by
 * anyone. Ordering: what one side wrote before its publication (the frame's bytes too) is visible to the other once it takes
 * or collects the descriptor, and what it read before is read before the slot is written again. Allocates nothing after
 * construction.
 */
public final class ExchangeRing extends RingCursors {
    private final long[] slots;

    /**
     * @param capacitySlots slots, a power of two from 1 to 2^30; 8 bytes each
     * @throws IllegalArgumentException if it is not; the message names the nearest power of two
     */
    public ExchangeRing(final int capacitySlots) {
        super(capacitySlots);
        slots = new long[capacitySlots];
    }

    // ---------------------------------------------------------------- submitter

    /**
     * Writes one descriptor that stays invisible until {@link #publish()}. Submitter only.
     *
     * @return whether it was taken; if not, every slot is submitted or not collected yet, and nothing changed
     */
    public boolean submit(final long descriptor) {
        final long tail = stagedTail;
        if (tail == headLimit) {
            return false;
        }
        final long[] slots = this.slots;
        slots[(int) tail & (slots.length - 1)] = descriptor;
        stagedTail = tail + 1;
        return true;
    }

    /**
     * Writes descriptors that stay invisible until {@link #publish()}. Submitter only.
     *
     * @param src descriptors, any bits
     * @param offset first index to take, in elements
     * @param count descriptors offered, 0 to {@code src.length - offset}
     * @return descriptors accepted, from the first on, 0 to {@code count}; fewer than {@code count} means that no slot is
     *     left, see {@link #submit(long)}
     * @throws IndexOutOfBoundsException if offset and count leave the array; nothing changed
     */
    public int submit(final long[] src, final int offset, final int count) {
        Objects.checkFromIndexSize(offset, count, src.length);
        final long tail = stagedTail;
        final long room = headLimit - tail;
        final int taken = (int) Math.min(room, count);
        final long[] slots = this.slots;
        final int at = (int) tail & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (taken <= unwrapped) {
            Longs.copy(src, offset, slots, at, taken, at + (int) Math.min(room, unwrapped));
        } else {
            System.arraycopy(src, offset, slots, at, unwrapped);
            System.arraycopy(src, offset + unwrapped, slots, 0, taken - unwrapped);
        }
        stagedTail = tail + taken;
        return taken;
    }

    /**
     * Shows the exchanger everything submitted. Submitter only; a plain store and nothing more where there is news, else
     * nothing.
     *
     * @return descriptors shown, 0 to the capacity
     */
    public int publish() {
        final long staged = stagedTail;
        final int count = (int) (staged - tail); // plain: only this thread writes either
        if (count != 0) {
            tailSetRelease(staged);
        }
        return count;
    }

    /** Slots that could be submitted now. Submitter only. */
    public int room() {
        return (int) (headLimit - stagedTail);
    }

    /**
     * Takes the oldest answer and frees its slot. Submitter only.
     *
     * @param emptyValue what to return if there is none; choose bits that the exchanger never gives
     */
    public long collectOr(final long emptyValue) {
        final long next = collected;
        if (next == headSeen && refreshAnswers(next, 1) == 0) {
            return emptyValue;
        }
        final long[] slots = this.slots;
        collected = next + 1;
        headLimit = next + 1 + slots.length;
        return slots[(int) next & (slots.length - 1)];
    }

    /**
     * Takes up to {@code limit} answers, oldest first, and frees their slots. Submitter only.
     *
     * @param dst where to; elements beyond those taken, up to {@code limit}, may change too
     * @param offset first index to write, in elements
     * @param limit most descriptors to take, 0 to {@code dst.length - offset}
     * @return descriptors taken, 0 to {@code limit}; fewer than {@code limit} means that there are no more
     * @throws IndexOutOfBoundsException if offset and limit leave the array; nothing changed
     */
    public int collect(final long[] dst, final int offset, final int limit) {
        Objects.checkFromIndexSize(offset, limit, dst.length);
        final long next = collected;
        final int fill = headSeen - next >= limit ? limit : refreshAnswers(next, limit);
        if (fill == 0) {
            return 0;
        }
        final long[] slots = this.slots;
        final int at = (int) next & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (fill <= unwrapped) {
            Longs.copy(slots, at, dst, offset, fill, offset + limit);
        } else {
            System.arraycopy(slots, at, dst, offset, unwrapped);
            System.arraycopy(slots, 0, dst, offset + unwrapped, fill - unwrapped);
        }
        collected = next + fill;
        headLimit = next + fill + slots.length;
        return fill;
    }

    /**
     * Submits again, in order, the answers collected last; as {@link #submit} would, but they never left the ring. Submitter
     * only, before it submits anything else.
     *
     * @param count how many, at most what the latest collection took
     * @throws IllegalArgumentException if so many were never collected; nothing changed
     */
    public void resubmit(final int count) {
        final long tail = stagedTail;
        final long room = headLimit - tail;
        if (count < 0 || count > Math.min(room, collected)) {
            throw new IllegalArgumentException("cannot submit " + count + " collected descriptors again");
        }
        final long[] slots = this.slots;
        final int from = (int) (collected - count) & (slots.length - 1);
        final int at = (int) tail & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (count <= Math.min(unwrapped, slots.length - from)) {
            Longs.copy(slots, from, slots, at, count, at + (int) Math.min(room, unwrapped));
        } else {
            for (int i = 0; i < count; i++) {
                slots[at + i & (slots.length - 1)] = slots[from + i & (slots.length - 1)];
            }
        }
        stagedTail = tail + count;
    }

    private int refreshAnswers(final long next, final int limit) {
        headSeen = headAcquire();
        return (int) Math.min(headSeen - next, limit);
    }

    // ---------------------------------------------------------------- exchanger

    /**
     * How many descriptors can be exchanged now. Exchanger only.
     *
     * @param limit most to look for, 0 or more
     * @return 0 to {@code limit}
     */
    public int available(final int limit) {
        final long next = stagedHead;
        return tailLimit - next >= limit ? limit : refreshAvailable(next, limit);
    }

    /**
     * Takes the oldest descriptor and leaves {@code answer} in its place, which the submitter sees at {@link
     * #publishExchanged()}. Exchanger only.
     *
     * @param emptyValue what to return if nothing is submitted, and nothing changed; choose bits never submitted
     */
    public long exchangeOr(final long answer, final long emptyValue) {
        final long next = stagedHead;
        if (next == tailLimit && refreshAvailable(next, 1) == 0) {
            return emptyValue;
        }
        final long[] slots = this.slots;
        final int at = (int) next & (slots.length - 1);
        final long taken = slots[at];
        slots[at] = answer;
        stagedHead = next + 1;
        return taken;
    }

    /**
     * Looks at the oldest descriptors, which stay where they are. Exchanger only.
     *
     * @param submitted receives them, from index 0 on; elements beyond them, up to the limit, may change too
     * @param limit most to look at, 0 to {@code submitted.length}
     * @return how many there are, 0 to {@code limit}
     */
    public int peek(final long[] submitted, final int limit) {
        Objects.checkFromIndexSize(0, limit, submitted.length);
        final int count = available(limit);
        final long[] slots = this.slots;
        final int at = (int) stagedHead & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (count <= unwrapped) {
            Longs.copy(slots, at, submitted, 0, count, limit);
        } else {
            System.arraycopy(slots, at, submitted, 0, unwrapped);
            System.arraycopy(slots, 0, submitted, unwrapped, count - unwrapped);
        }
        return count;
    }

    /**
     * Leaves answers in the places of the oldest descriptors, which were looked at. Exchanger only.
     *
     * @param answers what to leave, from index 0 on
     * @param count how many, at most what {@link #peek} or {@link #available} found last
     * @throws IndexOutOfBoundsException if {@code count} is negative or leaves the array; nothing changed
     * @throws IllegalStateException if fewer are known to be submitted; nothing changed
     */
    public void answer(final long[] answers, final int count) {
        Objects.checkFromIndexSize(0, count, answers.length);
        final long next = stagedHead;
        final long room = tailLimit - next;
        if (room < count) {
            throw new IllegalStateException(
                    "cannot exchange " + count + " descriptors: " + room + " are known to be submitted");
        }
        final long[] slots = this.slots;
        final int at = (int) next & (slots.length - 1);
        final int unwrapped = slots.length - at;
        if (count <= unwrapped) {
            Longs.copy(answers, 0, slots, at, count, at + count);
        } else {
            System.arraycopy(answers, 0, slots, at, unwrapped);
            System.arraycopy(answers, unwrapped, slots, 0, count - unwrapped);
        }
        stagedHead = next + count;
    }

    /**
     * Undoes the latest exchange that is not published yet. Exchanger only.
     *
     * @param descriptor what was taken
     * @throws IllegalStateException if every exchange is published; nothing changed
     */
    public void takeBack(final long descriptor) {
        final long last = stagedHead - 1;
        if (last < head) {
            throw new IllegalStateException("every exchange is published: there is none to take back");
        }
        slots[(int) last & (slots.length - 1)] = descriptor;
        stagedHead = last;
    }

    /** Shows the submitter everything exchanged. Exchanger only. */
    public void publishExchanged() {
        headSetRelease(stagedHead);
    }

    /** Rare: the exchanger's only touch of the tail's line. */
    private int refreshAvailable(final long next, final int limit) {
        tailLimit = tailAcquire();
        return (int) Math.min(tailLimit - next, limit);
    }

    // ---------------------------------------------------------------- anyone

    /**
     * How many published descriptors wait to be exchanged. Any thread; exact when neither side moves, else a value that was
     * true of some recent moment give or take what moved meanwhile.
     *
     * @return 0 to the capacity
     */
    public int submittedSlots() {
        return publishedSlots();
    }

    /** Published answers that are not collected yet. Submitter only; at least so many. */
    public int answeredSlots() {
        return (int) (headAcquire() - collected);
    }
}
