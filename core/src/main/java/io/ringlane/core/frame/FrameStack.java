package io.ringlane.core.frame;

/**
 * Free frames, last in first out, so that the frame handed out next is the one whose lines are warm.
 *
 * <p>One thread owns a stack. It never grows on its own: room is made when frames are added, so that pushing back what
 * was popped cannot fail.
 */
public final class FrameStack {

    private int[] frames;
    private int size;

    /** @param capacity frames it can hold, 0 or more */
    public FrameStack(final int capacity) {
        this.frames = new int[capacity];
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
        return size == 0 ? FrameLayout.NO_FRAME : frames[--size];
    }

    /**
     * Takes frames off as descriptors of length 0, the top one first.
     *
     * @param count frames to take, at most {@link #size()}
     */
    public void pop(final long[] descriptors, final int count) {
        final int[] frames = this.frames;
        int top = size;
        for (int i = 0; i < count; i++) {
            descriptors[i] = Descriptor.of(frames[--top], 0);
        }
        size = top;
    }

    /** Frames on the stack. */
    public int size() {
        return size;
    }
}
