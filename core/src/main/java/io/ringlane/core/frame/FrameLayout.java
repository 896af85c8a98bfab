package io.ringlane.core.frame;

/**
 * The metadata line of a frame: one cache line ahead of the frame's first byte, little-endian.
 *
 * <pre>
 *   0        4        8                16       20       24       28       32
 *   +--------+----+----+----------------+--------+--------+--------+--------+
 *   | next   | len|wire| due            | record | route  | port   | stage  |
 *   +--------+----+----+----------------+--------+--------+--------+--------+
 *   | accepted         | intended       | tag             | longest wait    |
 *   +------------------+----------------+-----------------+-----------------+
 *   32                 40               48                56                64
 * </pre>
 *
 * <p>The sender writes {@code intended} and {@code tag} and the data plane carries them untouched; the rest belongs to
 * whoever owns the frame.
 */
public final class FrameLayout {

    /** Next frame of an intrusive list (timing wheel), an int; {@link #NO_FRAME} ends it. */
    public static final int NEXT_OFFSET = 0;

    /** Bytes present in the slot, an unsigned short. */
    public static final int LENGTH_OFFSET = 4;

    /**
     * Layer-2 length without FCS that caps and counters charge, an unsigned short; more than the bytes present when a
     * capture was cut short.
     */
    public static final int WIRE_LENGTH_OFFSET = 6;

    /** When the frame is due at its next stage, a long in nanoseconds of the data plane's clock. */
    public static final int DUE_OFFSET = 8;

    /** The flow record the frame is counted under, an int. */
    public static final int RECORD_OFFSET = 16;

    /** Index of the route the frame follows, an int. */
    public static final int ROUTE_OFFSET = 20;

    /** Index of the port the frame entered through, an int. */
    public static final int PORT_OFFSET = 24;

    /** Where the frame resumes, an int; the pipeline's own encoding. */
    public static final int STAGE_OFFSET = 28;

    /** When the card accepted the frame, a long in nanoseconds of the data plane's clock. */
    public static final int ACCEPTED_OFFSET = 32;

    /** When the sender meant to send, a long in nanoseconds of the data plane's clock; the sender's to write. */
    public static final int INTENDED_OFFSET = 40;

    /** Anything the sender wants carried along, a long. */
    public static final int TAG_OFFSET = 48;

    /** The longest wait on the way: nanoseconds in the low 48 bits, the cap that imposed it above. */
    public static final int LONGEST_WAIT_OFFSET = 56;

    /** Size of the metadata: one cache line, so that reading it costs one miss. */
    public static final int METADATA_BYTES = 64;

    /** No frame: the end of a list, or an empty stack. */
    public static final int NO_FRAME = -1;

    private FrameLayout() {}
}
