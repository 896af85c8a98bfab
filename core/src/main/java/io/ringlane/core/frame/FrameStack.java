package io.ringlane.core.frame;

/**
 * Free frames, last in first out, so that the frame handed out next is the one whose lines are warm.
 *
 * <p>One thread owns a stack. It never grows: pushing back what was popped cannot fail.
 */
public final class FrameStack {

    /** So many are copied without a loop, as in {@link io.ringlane.core.memory.Longs}, and for its reason. */
    private static final int FEW = 4;

    private final int[] frames;
    private int size;

    /** @param capacity frames it can hold, 0 or more */
    public FrameStack(final int capacity) {
        this.frames = new int[capacity];
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
     * Takes frames off in one go.
     *
     * @param descriptors receives descriptors of the frames, length 0
     * @param count frames to take, at most {@link #size()}
     * @throws IndexOutOfBoundsException if there are fewer, or the array is left; the stack has not changed
     */
    public void pop(final long[] descriptors, final int offset, final int count) {
        final int[] frames = this.frames;
        final int rest = size - count;
        for (int i = 0; i < count; i++) {
            descriptors[offset + i] = Descriptor.of(frames[rest + i], 0);
        }
        size = rest;
    }

    /**
     * Puts frames on in one go.
     *
     * @param descriptors descriptors of the frames, whatever else they say
     * @throws ArrayIndexOutOfBoundsException if more frames come home than ever left: a doubled frame
     */
    public void push(final long[] descriptors, final int offset, final int count) {
        final int[] frames = this.frames;
        final int top = size;
        if (count <= FEW && offset <= descriptors.length - FEW && top <= frames.length - FEW) {
            frames[top] = Descriptor.frame(descriptors[offset]); // what is written beyond the count is not on the stack
            frames[top + 1] = Descriptor.frame(descriptors[offset + 1]);
            frames[top + 2] = Descriptor.frame(descriptors[offset + 2]);
            frames[top + 3] = Descriptor.frame(descriptors[offset + 3]);
        } else {
            for (int i = 0; i < count; i++) {
                frames[top + i] = Descriptor.frame(descriptors[offset + i]); // throws before the size changes
            }
        }
        size = top + count;
    }

    /** Frames on the stack. */
    public int size() {
        return size;
    }
}
