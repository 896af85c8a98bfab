package io.ringlane.core.packet;

/**
 * Router solicitation and advertisement of IPv6, big-endian; offsets count from the first byte of the ICMPv6 message.
 *
 * <pre>
 *   0      1      2          4           5         6                 8                12              16
 *   +------+------+----------+-----------+---------+-----------------+----------------+---------------+-----------
 *   | 133  |  0   | checksum | reserved                              | options ...                                   solicitation
 *   | 134  |  0   | checksum | hop limit | M O ... | router lifetime | reachable time | retrans timer | options ...   advertisement
 *   +------+------+----------+-----------+---------+-----------------+----------------+---------------+-----------
 * </pre>
 *
 * <p>Options are those of {@link NeighbourLayout}. Source: RFC 4861, 4.1 and 4.2.
 */
public final class RouterLayout {
    public static final int TYPE_SOLICITATION = 133;
    public static final int TYPE_ADVERTISEMENT = 134;

    public static final int SOLICITATION_OPTIONS_OFFSET = 8;

    public static final int HOP_LIMIT_OFFSET = 4;
    public static final int FLAGS_OFFSET = 5;
    public static final int LIFETIME_OFFSET = 6;
    public static final int REACHABLE_TIME_OFFSET = 8;
    public static final int RETRANSMIT_TIME_OFFSET = 12;
    public static final int OPTIONS_OFFSET = 16;

    /** At {@link #FLAGS_OFFSET}: addresses are to be had by DHCPv6. */
    public static final int FLAG_MANAGED = 0x80;
    /** Other configuration is to be had by DHCPv6. */
    public static final int FLAG_OTHER = 0x40;

    private RouterLayout() {}
}
