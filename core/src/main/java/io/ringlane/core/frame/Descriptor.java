package io.ringlane.core.frame;

/**
 * One {@code long} that names a frame on a ring.
 *
 * <pre>
 *   63        52 51          32 31                        0
 *   +-----------+--------------+---------------------------+
 *   | flags     | length       | frame                     |
 *   +-----------+--------------+---------------------------+
 * </pre>
 *
 * Length is in layer-2 bytes without FCS, the bytes present in the slot.
 */
public final class Descriptor {

    /** The caps charge {@link FrameLayout#WIRE_LENGTH_OFFSET} instead of the length: the frame was cut short. */
    public static final int TRUNCATED = 1;

    /** The frame waited on its way; due, accepted and longest wait in its metadata are set. */
    public static final int WAITED = 2;

    /** Of a completion: the frame was not the sender's to send, and comes back as it went. */
    public static final int REFUSED = 4;

    private static final int LENGTH_SHIFT = 32;
    private static final int LENGTH_MASK = 0xFFFFF;
    private static final int FLAGS_SHIFT = 52;

    private Descriptor() {}

    /** Packs a descriptor; flags are 12 bits, length 20. */
    public static long of(final int frame, final int lengthBytes, final int flags) {
        return (long) flags << FLAGS_SHIFT | (long) lengthBytes << LENGTH_SHIFT | frame & 0xFFFFFFFFL;
    }

    /** Packs a descriptor without flags. */
    public static long of(final int frame, final int lengthBytes) {
        return (long) lengthBytes << LENGTH_SHIFT | frame & 0xFFFFFFFFL;
    }

    public static int frame(final long descriptor) {
        return (int) descriptor;
    }

    public static int lengthBytes(final long descriptor) {
        return (int) (descriptor >>> LENGTH_SHIFT) & LENGTH_MASK;
    }

    public static int flags(final long descriptor) {
        return (int) (descriptor >>> FLAGS_SHIFT);
    }
}
