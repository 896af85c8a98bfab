package io.ringlane.cloud.traffic;

/** The tag of a generated frame: flow (16 bits), connection (16 bits), sequence number within it (32 bits). */
public final class FrameTag {

    /** Flows a tag can tell apart. */
    public static final int MAX_FLOWS = (1 << 16) - 1;

    /** Tag of a frame that no source sent: an ICMP answer of the data plane. */
    public static final long NONE = -1;

    private FrameTag() {}

    /** Packs a tag. */
    public static long of(final int flow, final int connection, final int sequence) {
        return (long) flow << 48 | (long) connection << 32 | sequence & 0xFFFFFFFFL;
    }

    /** Number of the flow. */
    public static int flow(final long tag) {
        return (int) (tag >>> 48);
    }

    /** Number of the connection within the flow. */
    public static int connection(final long tag) {
        return (int) (tag >>> 32) & 0xFFFF;
    }

    /** Position within the connection. */
    public static int sequence(final long tag) {
        return (int) tag;
    }
}
