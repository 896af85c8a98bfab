package io.ringlane.core.packet;

/**
 * IPv6 header and the start of its extension headers, big-endian; offsets count from the first byte of each header.
 *
 * <pre>
 *    0                             4                   6         7
 *    +-----------------------------+-------------------+---------+---------+
 *  0 | ver 4b, class 8b, label 20b |  payload length   |  next   |hop limit|    payload length: all after these 40 bytes
 *    +-----------------------------+-------------------+---------+---------+
 *  8 |                            source address, 16 bytes                 |
 *    +---------------------------------------------------------------------+
 * 24 |                         destination address, 16 bytes               |
 *    +---------------------------------------------------------------------+
 *
 *    extension header              fragment header, 8 bytes
 *    +------+------+-----------    +------+----------+-----------------+----------------+
 *    | next | len  | ...           | next | reserved | offset 13b 00 M | identification |
 *    +------+------+-----------    +------+----------+-----------------+----------------+
 *    0      1      2               0      1          2                 4                8
 * </pre>
 *
 * <p>An extension header is {@code (len + 1) * 8} bytes long, an authentication header {@code (len + 2) * 4}.
 *
 * <p>Source: RFC 8200, 3 and 4; RFC 4302, 2.2 (authentication header).
 */
public final class Ipv6Layout {
    public static final int VERSION_CLASS_LABEL_OFFSET = 0;
    public static final int PAYLOAD_LENGTH_OFFSET = 4;
    public static final int NEXT_HEADER_OFFSET = 6;
    public static final int HOP_LIMIT_OFFSET = 7;
    public static final int SOURCE_OFFSET = 8;
    public static final int DESTINATION_OFFSET = 24;

    public static final int HEADER_BYTES = 40;
    public static final int ADDRESS_BYTES = 16;
    public static final int MAX_PAYLOAD_BYTES = 65_535;
    /** Every link carries packets of this size; an ICMPv6 error must fit in it. */
    public static final int MIN_MTU_BYTES = 1280;

    public static final int VERSION = 6;
    /** Shift from the first byte to the version. */
    public static final int VERSION_SHIFT = 4;
    /** The first 32 bits with class and flow label zero. */
    public static final int VERSION_CLASS_LABEL_ZERO = 0x6000_0000;

    public static final int EXTENSION_NEXT_HEADER_OFFSET = 0;
    public static final int EXTENSION_LENGTH_OFFSET = 1;
    /** Unit of the extension length field, which leaves out the first unit. */
    public static final int EXTENSION_UNIT_BYTES = 8;
    /** Unit of the authentication header's length field, which leaves out the first two units. */
    public static final int AUTHENTICATION_UNIT_BYTES = 4;

    public static final int FRAGMENT_HEADER_BYTES = 8;
    /** From the start of the fragment header. */
    public static final int FRAGMENT_OFFSET_FLAGS_OFFSET = 2;
    /** From the start of the fragment header. */
    public static final int FRAGMENT_IDENTIFICATION_OFFSET = 4;
    /** In the 16 bits at {@link #FRAGMENT_OFFSET_FLAGS_OFFSET}; masked but not shifted, the value counts bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0xFFF8;
    /** In the 16 bits at {@link #FRAGMENT_OFFSET_FLAGS_OFFSET}. */
    public static final int MORE_FRAGMENTS = 0x0001;

    private Ipv6Layout() {}
}
