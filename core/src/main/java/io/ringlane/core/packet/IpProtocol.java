package io.ringlane.core.packet;

/**
 * Values of the IPv4 protocol and IPv6 next-header fields.
 *
 * <p>Source: IANA "Assigned Internet Protocol Numbers" and "IPv6 Extension Header Types".
 */
public final class IpProtocol {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    /** Extension header; must come first after the IPv6 header. */
    public static final int IPV6_HOP_BY_HOP = 0;
    /** Extension header. */
    public static final int IPV6_ROUTING = 43;
    /** Extension header. */
    public static final int IPV6_FRAGMENT = 44;
    /** Encrypted from here on: no ports can be read. */
    public static final int ESP = 50;
    /** Extension header with its own unit of length. */
    public static final int AUTHENTICATION = 51;
    /** Nothing follows. */
    public static final int IPV6_NO_NEXT_HEADER = 59;
    /** Extension header. */
    public static final int IPV6_DESTINATION_OPTIONS = 60;
    /** Extension header, RFC 6275. */
    public static final int IPV6_MOBILITY = 135;

    private IpProtocol() {}
}
