package io.ringlane.core.packet;

/**
 * Neighbour solicitation and advertisement of IPv6, big-endian; offsets count from the first byte of the ICMPv6 message.
 *
 * <pre>
 *   0      1      2          4                              8                     24
 *   +------+------+----------+------------------------------+---------------------+---------------
 *   | 135  |  0   | checksum | reserved                     | target, 16 bytes    | options ...      solicitation
 *   | 136  |  0   | checksum | R S O, 29 bits reserved      | target, 16 bytes    | options ...      advertisement
 *   +------+------+----------+------------------------------+---------------------+---------------
 *
 *   option   | type | length in 8 bytes | value ...       1 source, 2 target link-layer address
 * </pre>
 *
 * <p>Source: RFC 4861, 4.3, 4.4 and 4.6.1.
 */
public final class NeighbourLayout {
    public static final int TYPE_SOLICITATION = 135;
    public static final int TYPE_ADVERTISEMENT = 136;

    public static final int FLAGS_OFFSET = 4;
    public static final int TARGET_OFFSET = 8;
    public static final int OPTIONS_OFFSET = 24;

    /** In the first byte at {@link #FLAGS_OFFSET}: who answers is a router. */
    public static final int FLAG_ROUTER = 0x80;
    /** Who answers was asked. */
    public static final int FLAG_SOLICITED = 0x40;
    /** What was known of the address is to be forgotten. */
    public static final int FLAG_OVERRIDE = 0x20;

    public static final int OPTION_SOURCE_MAC = 1;
    public static final int OPTION_TARGET_MAC = 2;
    /** Unit of an option's length. */
    public static final int OPTION_UNIT_BYTES = 8;
    /** An option that holds a MAC address. */
    public static final int MAC_OPTION_BYTES = 8;

    /** Only a message that no router has forwarded still has it. */
    public static final int HOP_LIMIT = 255;

    /** First 64 bits of {@code ff02::1}, of every link-scope group. */
    public static final long LINK_GROUP_HIGH = 0xFF02_0000_0000_0000L;
    /** Last 64 bits of {@code ff02::1}, all nodes. */
    public static final long ALL_NODES_LOW = 1;
    /** Last 64 bits of a solicited-node group {@code ff02::1:ff00:0}, to which the last 24 bits of an address are added. */
    public static final long SOLICITED_NODE_LOW = 0x0000_0001_FF00_0000L;
    /** What a solicited-node group has of an address. */
    public static final long SOLICITED_NODE_MASK = 0xFF_FFFFL;
    /** MAC of {@code ff02::1}; RFC 2464, 7. */
    public static final long ALL_NODES_MAC = 0x3333_0000_0001L;

    private NeighbourLayout() {}
}
