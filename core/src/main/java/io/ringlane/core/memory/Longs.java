package io.ringlane.core.memory;

/** Copies short runs of longs, the way descriptors move: a few at a time, how many is anyone's guess. */
public final class Longs {

    /**
     * Longest run that is copied without a loop. A loop over a random count costs a mispredicted branch, more than the
     * copy itself; a fixed count costs none. And one by one, because a vector load stalls on single stores just made.
     */
    private static final int SHORT = 4;

    private Longs() {}

    /**
     * Copies {@code count} elements. Up to {@value #SHORT} elements of {@code dst} from {@code dstIndex} on may change, even
     * if fewer are copied, but none at or beyond {@code dstLimit}; so the caller owns what lies between.
     *
     * @param dstLimit first index of {@code dst} that must not be touched
     * @throws IndexOutOfBoundsException if source or destination is left; what was copied until then is not said
     */
    public static void copy(
            final long[] src,
            final int srcIndex,
            final long[] dst,
            final int dstIndex,
            final int count,
            final int dstLimit) {
        if (count <= SHORT && srcIndex <= src.length - SHORT && dstIndex <= dstLimit - SHORT) {
            dst[dstIndex] = src[srcIndex];
            dst[dstIndex + 1] = src[srcIndex + 1];
            dst[dstIndex + 2] = src[srcIndex + 2];
            dst[dstIndex + 3] = src[srcIndex + 3];
        } else {
            System.arraycopy(src, srcIndex, dst, dstIndex, count);
        }
    }
}
