package io.ringlane.core.packet;

/**
 * TCP header, big-endian.
 *
 * <pre>
 *    0             2                  4                        8
 *    +-------------+------------------+------------------------+-----------------------+
 *  0 | source port | destination port |    sequence number     | acknowledgment number |
 *    +------+------+------------------+----------+-------------+-----------------------+
 * 12 |offset| flags|      window      | checksum | urgent ptr  | options ...               offset: high 4 bits, 32-bit words
 *    +------+------+------------------+----------+-------------+------------
 *    12     13     14                 16         18            20
 * </pre>
 *
 * <p>Source: RFC 9293, 3.1.
 */
public final class TcpLayout {
    public static final int SOURCE_PORT_OFFSET = 0;
    public static final int DESTINATION_PORT_OFFSET = 2;
    public static final int SEQUENCE_OFFSET = 4;
    public static final int ACKNOWLEDGMENT_OFFSET = 8;
    public static final int DATA_OFFSET_OFFSET = 12;
    public static final int FLAGS_OFFSET = 13;
    public static final int WINDOW_OFFSET = 14;
    public static final int CHECKSUM_OFFSET = 16;
    public static final int URGENT_POINTER_OFFSET = 18;
    public static final int MIN_HEADER_BYTES = 20;
    public static final int MAX_HEADER_BYTES = 60;

    /** Shift from the byte at {@link #DATA_OFFSET_OFFSET} to the header length in words. */
    public static final int DATA_OFFSET_SHIFT = 4;
    /** Bytes in a word of the data offset field. */
    public static final int DATA_OFFSET_WORD_BYTES = 4;

    public static final int FLAG_FIN = 0x01;
    public static final int FLAG_SYN = 0x02;
    public static final int FLAG_RST = 0x04;
    public static final int FLAG_PSH = 0x08;
    public static final int FLAG_ACK = 0x10;

    private TcpLayout() {}
}
