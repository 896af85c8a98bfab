package io.ringlane.core.packet;

/**
 * ARP for IPv4 over Ethernet, big-endian; offsets count from the first byte behind the Ethernet header.
 *
 * <pre>
 *   0           2           4      5      6           8
 *   +-----------+-----------+------+------+-----------+
 *   | hardware 1| 0x0800    |  6   |  4   | operation |   operation: 1 request, 2 reply
 *   +-----------+-----------+------+------+-----------+
 *   8                       14            18                      24            28
 *   +-----------------------+-------------+-----------------------+-------------+
 *   |      sender MAC       | sender IPv4 |      target MAC       | target IPv4 |
 *   +-----------------------+-------------+-----------------------+-------------+
 * </pre>
 *
 * <p>Source: RFC 826.
 */
public final class ArpLayout {
    public static final int SENDER_MAC_OFFSET = 8;
    public static final int SENDER_ADDRESS_OFFSET = 14;
    public static final int TARGET_MAC_OFFSET = 18;
    public static final int TARGET_ADDRESS_OFFSET = 24;
    public static final int MESSAGE_BYTES = 28;

    /** The first eight bytes of a request. */
    public static final long REQUEST_HEADER = 0x0001_0800_0604_0001L;

    /** The first eight bytes of a reply. */
    public static final long REPLY_HEADER = 0x0001_0800_0604_0002L;

    private ArpLayout() {}
}
