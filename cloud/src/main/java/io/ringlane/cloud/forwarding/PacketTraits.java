package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;

/**
 * What one packet has that its flow does not say.
 *
 * @param quoted the flow of the packet that an ICMP error quotes, as it lies in the error; null if it is no error, or cannot be told
 * @param isFragment whether it is a piece of a datagram
 * @param isFlowKnown whether the flow has the packet's ports, or its type; not that of a piece whose first one nobody has seen
 * @param isContinued whether it is a TCP segment that opens no connection, so that its sender takes one for open
 * @param isError whether it is an ICMP error, which is about another packet and opens nothing
 * @param isSent whether there is one: else somebody asks where it would go, which changes nothing
 */
public record PacketTraits(
        Flow quoted, boolean isFragment, boolean isFlowKnown, boolean isContinued, boolean isError, boolean isSent) {

    /** An ordinary packet. */
    public static final PacketTraits NONE = new PacketTraits(null, false, true, false, false, true);

    /** None at all: somebody asks where an ordinary packet would go. */
    public static final PacketTraits NOT_SENT = new PacketTraits(null, false, true, false, false, false);

    /** A TCP segment that opens no connection. */
    public static final PacketTraits CONTINUED = new PacketTraits(null, false, true, true, false, true);

    /** A piece of a datagram, of which the flow has the ports. */
    public static final PacketTraits FRAGMENT = new PacketTraits(null, true, true, false, false, true);

    /** A piece of a datagram whose ports nobody knows: only what is for every port is for it. */
    public static final PacketTraits STRAY_FRAGMENT = new PacketTraits(null, true, false, false, false, true);

    /** Whether the decision for it goes for all of its flow: it is no ICMP error and no fragment. */
    public boolean isOfFlow() {
        return !isError && !isFragment;
    }

    /** An ICMP error. */
    public static PacketTraits quoting(Flow quoted) {
        return new PacketTraits(quoted, false, true, false, true, true);
    }
}
