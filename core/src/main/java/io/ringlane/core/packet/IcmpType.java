package io.ringlane.core.packet;

/**
 * What the types of ICMP and ICMPv6 messages mean for whoever follows connections. Any thread.
 *
 * <p>Source: IANA "Internet Control Message Protocol (ICMP) Parameters" and "ICMPv6 Parameters"; RFC 792, RFC 950, RFC 4443.
 */
public final class IcmpType {

    /** No type, or one that is not known. */
    public static final int NONE = -1;

    private static final int TIMESTAMP = 13;
    private static final int TIMESTAMP_REPLY = 14;
    private static final int INFORMATION_REQUEST = 15;
    private static final int INFORMATION_REPLY = 16;
    private static final int ADDRESS_MASK_REQUEST = 17;
    private static final int ADDRESS_MASK_REPLY = 18;

    private IcmpType() {}

    /** Whether messages of a type tell of a packet that went wrong, which they quote. */
    public static boolean isError(final int protocol, final int type) {
        return switch (protocol) {
            case IpProtocol.ICMP ->
                type == IcmpLayout.TYPE_DESTINATION_UNREACHABLE
                        || type == IcmpLayout.TYPE_SOURCE_QUENCH
                        || type == IcmpLayout.TYPE_REDIRECT
                        || type == IcmpLayout.TYPE_TIME_EXCEEDED
                        || type == IcmpLayout.TYPE_PARAMETER_PROBLEM;
            case IpProtocol.ICMPV6 ->
                type >= IcmpLayout.V6_TYPE_DESTINATION_UNREACHABLE && type < IcmpLayout.V6_TYPE_FIRST_INFORMATIONAL;
            default -> false;
        };
    }

    /** Whether messages of a type ask or answer: those have an identifier, which tells the questions of a sender apart. */
    public static boolean isQuery(final int protocol, final int type) {
        return counterpart(protocol, type) != NONE;
    }

    /** The type that answers a request of a type, or that an answer of a type answers; {@link #NONE} for what is neither. */
    public static int counterpart(final int protocol, final int type) {
        return protocol == IpProtocol.ICMPV6 ? v6Counterpart(type) : v4Counterpart(type);
    }

    private static int v4Counterpart(final int type) {
        return switch (type) {
            case IcmpLayout.TYPE_ECHO_REQUEST -> IcmpLayout.TYPE_ECHO_REPLY;
            case IcmpLayout.TYPE_ECHO_REPLY -> IcmpLayout.TYPE_ECHO_REQUEST;
            case TIMESTAMP -> TIMESTAMP_REPLY;
            case TIMESTAMP_REPLY -> TIMESTAMP;
            case INFORMATION_REQUEST -> INFORMATION_REPLY;
            case INFORMATION_REPLY -> INFORMATION_REQUEST;
            case ADDRESS_MASK_REQUEST -> ADDRESS_MASK_REPLY;
            case ADDRESS_MASK_REPLY -> ADDRESS_MASK_REQUEST;
            default -> NONE;
        };
    }

    private static int v6Counterpart(final int type) {
        return switch (type) {
            case IcmpLayout.V6_TYPE_ECHO_REQUEST -> IcmpLayout.V6_TYPE_ECHO_REPLY;
            case IcmpLayout.V6_TYPE_ECHO_REPLY -> IcmpLayout.V6_TYPE_ECHO_REQUEST;
            default -> NONE;
        };
    }
}
