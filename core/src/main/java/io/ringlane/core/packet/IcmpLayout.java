package io.ringlane.core.packet;

/**
 * ICMP and ICMPv6 messages, big-endian; the second word depends on the type.
 *
 * <pre>
 *   0      1      2          4                                 8
 *   +------+------+----------+----------------+----------------+--------------------------
 *   | type | code | checksum | identifier     | sequence       | data                          echo, v4 and v6
 *   | 3    | 4    | checksum | unused         | next-hop MTU   | IPv4 header, 8 bytes or more  fragmentation needed, v4
 *   | 2    | 0    | checksum |               MTU               | as much of the packet         packet too big, v6
 *   +------+------+----------+----------------+----------------+--------------------------
 * </pre>
 *
 * <p>Source: RFC 792; RFC 1191, 4 (next-hop MTU); RFC 4443, 3.2 (packet too big) and 4 (echo).
 */
public final class IcmpLayout {
    public static final int TYPE_OFFSET = 0;
    public static final int CODE_OFFSET = 1;
    public static final int CHECKSUM_OFFSET = 2;
    /** Echo messages. */
    public static final int IDENTIFIER_OFFSET = 4;
    /** Echo messages. */
    public static final int SEQUENCE_OFFSET = 6;
    /** 16 bits, in an IPv4 "fragmentation needed". */
    public static final int NEXT_HOP_MTU_OFFSET = 6;
    /** 32 bits, in an ICMPv6 "packet too big". */
    public static final int V6_MTU_OFFSET = 4;

    public static final int HEADER_BYTES = 8;

    public static final int TYPE_ECHO_REPLY = 0;
    public static final int TYPE_DESTINATION_UNREACHABLE = 3;
    public static final int TYPE_SOURCE_QUENCH = 4;
    public static final int TYPE_REDIRECT = 5;
    public static final int TYPE_ECHO_REQUEST = 8;
    public static final int TYPE_TIME_EXCEEDED = 11;
    public static final int TYPE_PARAMETER_PROBLEM = 12;
    /** Code of {@link #TYPE_DESTINATION_UNREACHABLE}. */
    public static final int CODE_FRAGMENTATION_NEEDED = 4;

    public static final int V6_TYPE_DESTINATION_UNREACHABLE = 1;
    public static final int V6_TYPE_PACKET_TOO_BIG = 2;
    public static final int V6_TYPE_TIME_EXCEEDED = 3;
    public static final int V6_TYPE_PARAMETER_PROBLEM = 4;
    /** ICMPv6 types below this are errors, which are never answered with an error. */
    public static final int V6_TYPE_FIRST_INFORMATIONAL = 128;

    public static final int V6_TYPE_ECHO_REQUEST = 128;
    public static final int V6_TYPE_ECHO_REPLY = 129;
    public static final int V6_TYPE_REDIRECT = 137;

    private IcmpLayout() {}
}
