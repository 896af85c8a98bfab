package io.ringlane.cloud.forwarding;

import java.util.Locale;

/** Why a packet goes nowhere; each such packet has exactly one reason. */
public enum Refusal {
    /** The sending interface is on no instance. */
    SENDER_DETACHED("the sending interface is attached to no instance"),
    /** The sending instance does not run. */
    SENDER_NOT_RUNNING("the sending instance does not run"),
    /** Anti-spoofing, and the source half of the source/destination check. */
    SPOOFED_ADDRESS("the source address is none of the sending interface's, and its SourceDestCheck is on"),
    /** The destination half of the source/destination check. */
    DESTINATION_CHECK("the destination address is none of the receiving interface's, and its SourceDestCheck is on"),
    /** There is neither broadcast nor multicast in a VPC. */
    GROUP_ADDRESS("a VPC carries neither broadcast nor multicast"),
    /** No rule of the sender's security groups. */
    SECURITY_GROUP_EGRESS("no outbound rule of the sender's security groups allows it"),
    /** No rule of the receiver's security groups. */
    SECURITY_GROUP_INGRESS("no inbound rule of the receiver's security groups allows it"),
    /** The ACL of a subnet that it leaves. */
    NETWORK_ACL_EGRESS("the network ACL of a subnet denies it on the way out"),
    /** The ACL of a subnet that it enters. */
    NETWORK_ACL_INGRESS("the network ACL of a subnet denies it on the way in"),
    /** No route. */
    NO_ROUTE("the route table has no route to the destination"),
    /** The route's target is gone, detached, stopped or not active. */
    BLACKHOLE("the route's target does not exist, is not attached, does not run or is not active"),
    /** Nobody has the address. */
    NO_SUCH_ADDRESS("no interface has the destination address"),
    /** The receiving interface is on no instance. */
    TARGET_DETACHED("the receiving interface is attached to no instance"),
    /** The receiving instance does not run. */
    TARGET_NOT_RUNNING("the receiving instance does not run"),
    /** An internet gateway translates only for addresses that have a public one. */
    NO_PUBLIC_ADDRESS("the source address has no public address for the internet gateway to translate it to"),
    /** An internet gateway carries nothing to addresses that the internet does not route. */
    PRIVATE_DESTINATION(
            "an internet gateway carries nothing to private, link-local and other addresses that the internet does not route"),
    /** The receiver's VPC has no internet gateway. */
    NO_INTERNET_GATEWAY("the VPC of the public address has no internet gateway"),
    /** A peering leads to the peer's interfaces, not through it. */
    NOT_TRANSITIVE("a peering does not lead beyond the peer VPC"),
    /** No VPN connection has the destination. */
    NO_VPN_ROUTE("no VPN connection of the gateway has a route to the destination"),
    /** From a VPN, interfaces are reached by private addresses only. */
    VPN_TO_PUBLIC_ADDRESS("a public address cannot be reached over a VPN"),
    /** A NAT gateway translates TCP, UDP and ICMP over IPv4. */
    NAT_UNSUPPORTED("a NAT gateway translates only TCP, UDP and ICMP over IPv4"),
    /** A NAT gateway forwards fragments of UDP, and of nothing else. */
    NAT_FRAGMENT(
            "a NAT gateway drops fragments of TCP and ICMP, and those that come before the first of their datagram"),
    /** All ports towards one destination are taken. */
    NAT_PORTS_EXHAUSTED("the NAT gateway has no port left for this destination"),
    /** A TCP segment that goes on with a connection which the NAT gateway has forgotten; its sender gets a reset. */
    NAT_IDLE_TIMEOUT(
            "the NAT gateway has forgotten the connection, which was idle for too long or closed, and answers with a TCP reset"),
    /** Nobody behind the NAT gateway has asked for it. */
    NAT_UNSOLICITED("no connection behind the NAT gateway matches"),
    /** Routes that lead from gateway to gateway without end. */
    ROUTE_LOOP("the routes lead in a circle"),
    /** The instance's connection table is full. */
    CONNTRACK_ALLOWANCE_EXCEEDED("the connection table of an instance is full");

    private final String sentence;
    private final String label = name().toLowerCase(Locale.ROOT);

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** The reason's name in reports and counters. */
    public String label() {
        return label;
    }

    /** The reason in words. */
    public String sentence() {
        return sentence;
    }
}
