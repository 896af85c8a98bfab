package io.ringlane.dataplane.counter;

import java.util.Locale;

/**
 * Why a packet was not delivered; each such packet is counted under exactly one. The names that ENA devices use for a
 * counter are used here too (drivers/ena, {@code ena_com.h}); 82599 functions count under the same reasons.
 */
public enum DropReason {
    /** No IPv4 or IPv6 packet behind the Ethernet header, ARP among them. */
    NOT_IP,
    /** The frame ends before its headers do, or the header promises more than the frame holds. */
    TRUNCATED,
    /** An IP header that contradicts itself. */
    MALFORMED,
    /** A descriptor that names a length the card cannot send, or a frame that is not the sender's. */
    BAD_DESCRIPTOR,
    /** The source MAC is not the function's own. */
    SPOOFED_MAC,
    /** The source address is not one of the port's, and the port checks. */
    SPOOFED_ADDRESS,
    /** No route to the destination address. */
    NO_ROUTE,
    /** The destination MAC is neither the destination port's nor the router's. */
    UNKNOWN_MAC,
    /** Longer than the path's MTU. */
    MTU_EXCEEDED,
    /** The flow's queue at its cap is full to its horizon. */
    FLOW_CAP,
    /** The flow table is full, or the table of routes. */
    FLOW_TABLE_FULL,
    /** Outbound bandwidth of the instance. */
    BW_OUT_ALLOWANCE_EXCEEDED,
    /** Inbound bandwidth of the instance. */
    BW_IN_ALLOWANCE_EXCEEDED,
    /** Packets a second of the instance, both directions. */
    PPS_ALLOWANCE_EXCEEDED,
    /** The line of a function or a card is full to its horizon. */
    LINE_RATE,
    /** The receiver posted no free frame. */
    RX_OVERRUNS,
    /** To a broadcast or multicast MAC: a VPC carries neither. An ARP request that nobody answers among them. */
    GROUP_ADDRESS,

    // What a router refuses, or knows that somebody else deals with.

    /** The sending port is in nobody's use. */
    SENDER_DETACHED,
    /** The sender does not run. */
    SENDER_NOT_RUNNING,
    /** The destination address is not one of the receiving port's, and the port checks. */
    DESTINATION_CHECK,
    /** The sender's own filter of connections. */
    SECURITY_GROUP_EGRESS,
    /** The receiver's own filter of connections. */
    SECURITY_GROUP_INGRESS,
    /** The filter of a network that the packet leaves. */
    NETWORK_ACL_EGRESS,
    /** The filter of a network that the packet enters. */
    NETWORK_ACL_INGRESS,
    /** A route that leads to something that is not there. */
    BLACKHOLE,
    /** Nobody has the destination address. */
    NO_SUCH_ADDRESS,
    /** The receiving port is in nobody's use. */
    TARGET_DETACHED,
    /** The receiver does not run, or stopped while the packet was on its way. */
    TARGET_NOT_RUNNING,
    /** A gateway has no public address to give the packet. */
    NO_PUBLIC_ADDRESS,
    /** The receiver's network has no gateway. */
    NO_INTERNET_GATEWAY,
    /** The packet would have to cross the peer. */
    NOT_TRANSITIVE,
    /** No tunnel leads to the destination. */
    NO_VPN_ROUTE,
    /** A tunnel does not lead to public addresses. */
    VPN_TO_PUBLIC_ADDRESS,
    /** A translator does not know the protocol. */
    NAT_UNSUPPORTED,
    /** A translator has no port left for the destination. */
    NAT_PORTS_EXHAUSTED,
    /** A translator knows of nobody who waits for the packet. */
    NAT_UNSOLICITED,
    /** Routes that lead in a circle. */
    ROUTE_LOOP,
    /** A table of connections is full. */
    CONNTRACK_ALLOWANCE_EXCEEDED,
    /** Not lost: the sender's host took it, and answers itself where there is an answer. */
    TAKEN_BY_HOST,
    /** Packets a second of a port to services of its host. */
    LINKLOCAL_ALLOWANCE_EXCEEDED,
    /** Bandwidth of the instance through a gateway out of its network, each way. */
    GATEWAY_ALLOWANCE_EXCEEDED,
    /** A fragment of a protocol of which a translator takes whole packets only. */
    NAT_FRAGMENT,
    /** To an address that nobody outside the network can have, through a gateway out of it. */
    PRIVATE_DESTINATION,
    /** Bandwidth or packets a second of a gateway itself, which all who pass it share. */
    NAT_ALLOWANCE_EXCEEDED,
    /** A translator has forgotten the connection, which was idle for too long or closed; the sender is told by a TCP reset. */
    NAT_IDLE_TIMEOUT;

    private static final DropReason[] VALUES = values();

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The reason's name in reports and counters, lower case with underscores. */
    public String label() {
        return label;
    }

    /** The reason with that {@link #ordinal()}; allocates nothing. */
    public static DropReason of(final int ordinal) {
        return VALUES[ordinal];
    }

    /** How many reasons there are. */
    public static int count() {
        return VALUES.length;
    }
}
