package io.ringlane.core.capture;

/**
 * The block-structured capture file. Integers are in the byte order of the section they are in; blocks are padded to 4 bytes.
 *
 * <pre>
 *  any block                                    section header, from the start of the block
 *   0        4              8                    8                   12      14      16               24
 *   +--------+--------------+------+--------+    +-------------------+-------+-------+----------------+---------
 *   | type   | total length | body | total  |    | byte order magic  | major | minor | section length | options
 *   +--------+--------------+------+--------+    +-------------------+-------+-------+----------------+---------
 *
 *  interface description                        enhanced packet
 *   8           10         12            16      8              12       16      20         24         28
 *   +-----------+----------+-------------+---    +--------------+--------+-------+----------+----------+--------
 *   | link type | reserved | snap length | opt   | interface id | time, high, low| captured | original | data, options
 *   +-----------+----------+-------------+---    +--------------+--------+-------+----------+----------+--------
 *
 *  simple packet                                packet (obsolete): as enhanced, but the interface id has 16 bits,
 *   8          12                                followed by 16 bits of a drop count
 *   +----------+--------
 *   | original | data                           option
 *   +----------+--------                         0      2        4
 *                                                +------+--------+-------+
 *                                                | code | length | value |    padded to 4 bytes, not counted in length
 *                                                +------+--------+-------+
 * </pre>
 *
 * <p>Source: draft-ietf-opsawg-pcapng, sections 3, 4.1 to 4.4 and A.1.
 */
final class PcapngLayout {
    static final int TYPE_OFFSET = 0;
    static final int TOTAL_LENGTH_OFFSET = 4;
    static final int BLOCK_HEADER_BYTES = 8;
    static final int BLOCK_TRAILER_BYTES = 4;
    /** Header and trailer. */
    static final int MIN_BLOCK_BYTES = 12;

    static final int ALIGNMENT_BYTES = 4;

    /** Reads the same in both byte orders. */
    static final int TYPE_SECTION_HEADER = 0x0A0D0D0A;

    static final int TYPE_INTERFACE = 1;
    /** Obsolete. */
    static final int TYPE_PACKET = 2;

    static final int TYPE_SIMPLE_PACKET = 3;
    static final int TYPE_ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int SECTION_MAGIC_OFFSET = 8;
    static final int SECTION_MAJOR_OFFSET = 12;
    static final int SECTION_MINOR_OFFSET = 14;
    static final int SECTION_LENGTH_OFFSET = 16;
    static final int SECTION_OPTIONS_OFFSET = 24;
    static final int SECTION_MAJOR = 1;
    static final long SECTION_LENGTH_UNKNOWN = -1;

    static final int INTERFACE_LINK_TYPE_OFFSET = 8;
    static final int INTERFACE_SNAP_LENGTH_OFFSET = 12;
    static final int INTERFACE_OPTIONS_OFFSET = 16;

    static final int PACKET_INTERFACE_OFFSET = 8;
    static final int PACKET_TIME_HIGH_OFFSET = 12;
    static final int PACKET_TIME_LOW_OFFSET = 16;
    static final int PACKET_CAPTURED_OFFSET = 20;
    static final int PACKET_ORIGINAL_OFFSET = 24;
    static final int PACKET_DATA_OFFSET = 28;

    static final int SIMPLE_ORIGINAL_OFFSET = 8;
    static final int SIMPLE_DATA_OFFSET = 12;

    static final int OPTION_CODE_OFFSET = 0;
    static final int OPTION_LENGTH_OFFSET = 2;
    static final int OPTION_HEADER_BYTES = 4;
    static final int OPTION_MAX_BYTES = 0xFFFF;

    static final int OPTION_END = 0;
    /** UTF-8, any block. */
    static final int OPTION_COMMENT = 1;
    /** UTF-8, section header: the program that wrote the file. */
    static final int OPTION_SECTION_APPLICATION = 4;
    /** UTF-8, interface description. */
    static final int OPTION_INTERFACE_NAME = 2;
    /** One byte, interface description: see {@link TimestampScale}. */
    static final int OPTION_INTERFACE_RESOLUTION = 9;
    /** 64-bit signed seconds to add to every timestamp, interface description. */
    static final int OPTION_INTERFACE_OFFSET = 14;

    private PcapngLayout() {}

    /** A length rounded up to the alignment of blocks and options. */
    static int padded(final int lengthBytes) {
        return lengthBytes + ALIGNMENT_BYTES - 1 & -ALIGNMENT_BYTES;
    }
}
