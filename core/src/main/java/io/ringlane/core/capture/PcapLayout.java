package io.ringlane.core.capture;

/**
 * The classic capture file: one header, then records. Integers are in the byte order of the magic number.
 *
 * <pre>
 *  file header                                                   record
 *    0               4       6       8                             0             4
 *    +---------------+-------+-------+---------------+---------+    +-------------+-------------+
 *  0 |  magic number | major | minor |  time zone, accuracy    |  0 | seconds     | fraction    |
 *    +---------------+-------+-------+---------------+---------+    +-------------+-------------+
 * 16 |  snap length  |   link type   |                            8 | captured    | original    |  lengths of the frame
 *    +---------------+---------------+                              +-------------+-------------+
 *                                                                16 | captured bytes ...
 * </pre>
 *
 * <p>The link type has 26 bits; above them are a flag, {@link #FCS_PRESENT}, and the length of the frame check sequence that every frame
 * then ends with. "Modified" files, from patched Linux kernels, have 8 more bytes in each record's header.
 *
 * <p>Source: draft-ietf-opsawg-pcap, sections 4 and 5; libpcap, {@code sf-pcap.c} (modified files).
 */
final class PcapLayout {
    static final int MAGIC_OFFSET = 0;
    static final int MAJOR_OFFSET = 4;
    static final int MINOR_OFFSET = 6;
    static final int SNAP_LENGTH_OFFSET = 16;
    static final int LINK_TYPE_OFFSET = 20;
    static final int FILE_HEADER_BYTES = 24;

    static final int SECONDS_OFFSET = 0;
    static final int FRACTION_OFFSET = 4;
    static final int CAPTURED_OFFSET = 8;
    static final int ORIGINAL_OFFSET = 12;
    static final int RECORD_HEADER_BYTES = 16;
    static final int MODIFIED_RECORD_HEADER_BYTES = 24;

    static final int MAGIC_MICROSECONDS = 0xA1B2C3D4;
    static final int MAGIC_NANOSECONDS = 0xA1B23C4D;
    /** Microseconds; records have {@link #MODIFIED_RECORD_HEADER_BYTES}. */
    static final int MAGIC_MODIFIED = 0xA1B2CD34;

    static final int MAJOR = 2;

    static final int LINK_TYPE_MASK = 0x03FF_FFFF;
    static final int FCS_PRESENT = 0x0400_0000;
    /** Shift to the length of the frame check sequence, in units of 2 bytes. */
    static final int FCS_LENGTH_SHIFT = 28;

    private PcapLayout() {}
}
