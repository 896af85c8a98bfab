package io.ringlane.core.time;

import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NEXT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import java.util.Arrays;

/**
 * Frames that wait for a time: a hierarchy of wheels of 256 slots, the lowest with slots one nanosecond wide.
 *
 * <p>A frame sits at the level of the highest byte in which its due time differs from the wheel's present; when the
 * present reaches the slot's range, the slot's frames move down. So frames leave in the exact order of their due times,
 * frames with equal times in the order they were scheduled, and scheduling and expiring take constant time: a frame moves
 * at most once a level, and a delay of 25 µs crosses one or two.
 *
 * <p>Intrusive: the lists link frames through their metadata lines, which whoever handles the frame touches anyway. One
 * thread. Allocates nothing after construction.
 *
 * <p>The idea is that of hashed and hierarchical timing wheels (Varghese and Lauck, 1987), with the placement rule of a
 * radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, 1990), which gives the exact order.
 */
public final class TimingWheel {

    /** What {@link #nextNs()} says when nothing waits. */
    public static final long NOTHING_DUE = Long.MAX_VALUE;

    private static final int BITS = 8;
    private static final int SLOTS = 1 << BITS;
    private static final int SLOT_MASK = SLOTS - 1;
    private static final int LEVELS = 7; // 2^56 ns is over two years
    private static final int WORDS = SLOTS / Long.SIZE;
    private static final long MAX_NS = (1L << (BITS * LEVELS)) - 1;

    private final FrameRegion region;
    private final int[] heads = new int[LEVELS * SLOTS];
    private final int[] tails = new int[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS * WORDS];
    private int occupiedLevels; // bit l: level l holds a frame
    private long presentNs;
    private int size;

    /**
     * @param region holds the frames to be scheduled
     * @param startNs the present, 0 or more
     */
    public TimingWheel(final FrameRegion region, final long startNs) {
        this.region = region;
        this.presentNs = startNs;
        Arrays.fill(heads, NO_FRAME);
        Arrays.fill(tails, NO_FRAME);
    }

    /**
     * Puts a frame in. A due time that has passed counts as the present.
     *
     * @param dueNs when {@link #poll} may return it, below 2^56
     * @throws IllegalArgumentException if the time is out of range
     */
    public void schedule(final int frame, final long dueNs) {
        if (dueNs > MAX_NS) {
            throw new IllegalArgumentException("due time " + dueNs + " ns is beyond the wheel's " + MAX_NS + " ns");
        }
        final long due = Math.max(dueNs, presentNs);
        final byte[] memory = region.memory(frame);
        final int metadata = region.metadata(frame);
        Bytes.putLong(memory, metadata + DUE_OFFSET, due);
        append(frame, memory, metadata, due);
        size++;
    }

    /**
     * Takes out the frame that is due first, if it is due by {@code nowNs}; its due time becomes the present and stands
     * in its metadata.
     *
     * @return the frame, or {@link io.ringlane.core.frame.FrameLayout#NO_FRAME} when nothing is due by then
     */
    public int poll(final long nowNs) {
        while (occupiedLevels != 0) {
            final int level = Integer.numberOfTrailingZeros(occupiedLevels);
            final int slot = firstOccupied(level);
            final int shift = level * BITS;
            final long startNs = presentNs >>> (shift + BITS) << (shift + BITS) | (long) slot << shift;
            if (startNs > nowNs) {
                break;
            }
            final int index = level * SLOTS + slot;
            if (level == 0) {
                presentNs = startNs;
                return unlinkHead(index, level, slot);
            }
            final int frame = heads[index];
            if (frame == tails[index]) { // alone, and so the first of all: it need not move down to be found
                final long dueNs = Bytes.getLong(region.memory(frame), region.metadata(frame) + DUE_OFFSET);
                if (dueNs <= nowNs) {
                    presentNs = dueNs;
                    return unlinkHead(index, level, slot);
                }
            }
            presentNs = startNs;
            cascade(index, level, slot);
        }
        // Nothing is due up to now, and every waiting frame still first differs from now in the byte it is filed under.
        presentNs = Math.max(presentNs, nowNs);
        return NO_FRAME;
    }

    /** The present: the due time of the frame polled last, or the time of a poll that found nothing. */
    public long presentNs() {
        return presentNs;
    }

    /**
     * A time not after the first due time, {@link #NOTHING_DUE} when empty; exact once the frame is within 256 ns. A
     * virtual clock that jumps here and polls makes progress, though the poll may only move frames down a level.
     */
    public long nextNs() {
        if (occupiedLevels == 0) {
            return NOTHING_DUE;
        }
        final int level = Integer.numberOfTrailingZeros(occupiedLevels);
        final int shift = level * BITS;
        return presentNs >>> (shift + BITS) << (shift + BITS) | (long) firstOccupied(level) << shift;
    }

    /** Frames waiting. */
    public int size() {
        return size;
    }

    private int firstOccupied(final int level) {
        int word = level * WORDS;
        while (occupied[word] == 0) {
            word++;
        }
        return (word - level * WORDS) * Long.SIZE + Long.numberOfTrailingZeros(occupied[word]);
    }

    private void append(final int frame, final byte[] memory, final int metadata, final long due) {
        final long difference = due ^ presentNs;
        final int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference | 1)) >>> 3;
        final int slot = (int) (due >>> (level * BITS)) & SLOT_MASK;
        final int index = level * SLOTS + slot;
        Bytes.putInt(memory, metadata + NEXT_OFFSET, NO_FRAME);
        final int tail = tails[index];
        if (tail == NO_FRAME) {
            heads[index] = frame;
            occupied[level * WORDS + (slot >>> 6)] |= 1L << slot;
            occupiedLevels |= 1 << level;
        } else {
            Bytes.putInt(region.memory(tail), region.metadata(tail) + NEXT_OFFSET, frame);
        }
        tails[index] = frame;
    }

    private int unlinkHead(final int index, final int level, final int slot) {
        final int frame = heads[index];
        final int next = Bytes.getInt(region.memory(frame), region.metadata(frame) + NEXT_OFFSET);
        heads[index] = next;
        if (next == NO_FRAME) {
            tails[index] = NO_FRAME;
            vacate(level, slot);
        }
        size--;
        return frame;
    }

    private void cascade(final int index, final int level, final int slot) {
        int frame = heads[index];
        heads[index] = NO_FRAME;
        tails[index] = NO_FRAME;
        vacate(level, slot);
        while (frame != NO_FRAME) {
            final byte[] memory = region.memory(frame);
            final int metadata = region.metadata(frame);
            final int next = Bytes.getInt(memory, metadata + NEXT_OFFSET);
            append(frame, memory, metadata, Bytes.getLong(memory, metadata + DUE_OFFSET));
            frame = next;
        }
    }

    private void vacate(final int level, final int slot) {
        final int first = level * WORDS;
        occupied[first + (slot >>> 6)] &= ~(1L << slot);
        long any = 0;
        for (int word = first; word < first + WORDS; word++) {
            any |= occupied[word];
        }
        if (any == 0) {
            occupiedLevels &= ~(1 << level);
        }
    }
}
