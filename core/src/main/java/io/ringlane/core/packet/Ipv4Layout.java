package io.ringlane.core.packet;

/**
 * IPv4 header, big-endian; offsets count from its first byte.
 *
 * <pre>
 *    0         1         2                   4
 *    +---------+---------+-------------------+-------------------+-------------------+
 *  0 | ver IHL |   TOS   |   total length    |  identification   | flags   fragment  |   total length: header and payload
 *    +---------+---------+-------------------+-------------------+-------------------+   IHL: header length in 32-bit words
 *  8 |   TTL   | protocol|  header checksum  |            source address             |   fragment: in units of 8 bytes
 *    +---------+---------+-------------------+---------------------------------------+
 * 16 |         destination address           |  options, 0 to 40 bytes ...
 *    +---------------------------------------+-------------------
 * </pre>
 *
 * <p>Source: RFC 791, 3.1.
 */
public final class Ipv4Layout {
    public static final int VERSION_IHL_OFFSET = 0;
    public static final int TOS_OFFSET = 1;
    public static final int TOTAL_LENGTH_OFFSET = 2;
    public static final int IDENTIFICATION_OFFSET = 4;
    public static final int FLAGS_FRAGMENT_OFFSET = 6;
    public static final int TTL_OFFSET = 8;
    public static final int PROTOCOL_OFFSET = 9;
    public static final int CHECKSUM_OFFSET = 10;
    public static final int SOURCE_OFFSET = 12;
    public static final int DESTINATION_OFFSET = 16;

    public static final int MIN_HEADER_BYTES = 20;
    public static final int MAX_HEADER_BYTES = 60;
    public static final int ADDRESS_BYTES = 4;
    public static final int MAX_TOTAL_BYTES = 65_535;

    /** The first byte of a header without options: version 4, five words. */
    public static final int VERSION_IHL_NO_OPTIONS = 0x45;

    public static final int VERSION = 4;
    /** Shift from the first byte to the version. */
    public static final int VERSION_SHIFT = 4;

    public static final int IHL_MASK = 0x0F;
    /** Bytes in a word of the header length field. */
    public static final int IHL_WORD_BYTES = 4;

    /** In the 16 bits at {@link #FLAGS_FRAGMENT_OFFSET}. */
    public static final int DONT_FRAGMENT = 0x4000;
    /** In the 16 bits at {@link #FLAGS_FRAGMENT_OFFSET}. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** In the 16 bits at {@link #FLAGS_FRAGMENT_OFFSET}; the value counts units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0x1FFF;

    private Ipv4Layout() {}
}
