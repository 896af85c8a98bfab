package io.ringlane.core.frame;

import io.ringlane.core.memory.Longs;

/**
 * Free frames, last in first out, so that the frame handed out next is the one whose lines are warm.
 *
 * <p>One thread owns a stack. It never grows on its own: room is made when frames are added, so that pushing back what
 * was popped cannot fail.
 */
public final class FrameStack {

    private long[] frames; // descriptors, of which only the frame counts
    private int size;

    /** @param capacity frames it can hold, 0 or more */
    public FrameStack(final int capacity) {
        this.frames = new long[capacity];
    }

    /** Makes room for {@code more} frames beyond the present capacity; a control operation, it allocates. */
    public void extend(final int more) {
        frames = java.util.Arrays.copyOf(frames, frames.length + more);
    }

    /** @throws ArrayIndexOutOfBoundsException if more frames come home than ever left: a doubled frame */
    public void push(final int frame) {
        frames[size] = frame; // throws before the size changes
        size++;
    }

    /** The frame on top, or {@link FrameLayout#NO_FRAME}. */
    public int pop() {
        return size == 0 ? FrameLayout.NO_FRAME : Descriptor.frame(frames[--size]);
    }

    /**
     * Takes frames off in one go.
     *
     * @param descriptors receives descriptors of the frames; what they say beside the frame is of an earlier use
     * @param count frames to take, at most {@link #size()}
     */
    public void pop(final long[] descriptors, final int offset, final int count) {
        System.arraycopy(frames, size - count, descriptors, offset, count); // throws before the size changes
        size -= count;
    }

    /**
     * Puts frames on in one go.
     *
     * @param descriptors descriptors of the frames, whatever else they say
     * @throws ArrayIndexOutOfBoundsException if more frames come home than ever left: a doubled frame
     */
    public void push(final long[] descriptors, final int offset, final int count) {
        Longs.copy(descriptors, offset, frames, size, count, frames.length); // throws before the size changes
        size += count;
    }

    /** Frames on the stack. */
    public int size() {
        return size;
    }
}
