package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;

/**
 * What one packet has that its flow does not say.
 *
 * @param quoted the flow of the packet that an ICMP error quotes, as it lies in the error; null if it is no error, or cannot be told
 * @param isFragment whether it is a piece of a datagram
 * @param isFlowKnown whether the flow has the packet's ports, or its type; not that of a piece whose first one nobody has seen
 * @param isContinued whether it is a TCP segment that opens no connection, so that its sender takes one for open
 */
public record PacketTraits(Flow quoted, boolean isFragment, boolean isFlowKnown, boolean isContinued) {

    /** An ordinary packet. */
    public static final PacketTraits NONE = new PacketTraits(null, false, true, false);

    /** A TCP segment that opens no connection. */
    public static final PacketTraits CONTINUED = new PacketTraits(null, false, true, true);

    /** A piece of a datagram, of which the flow has the ports. */
    public static final PacketTraits FRAGMENT = new PacketTraits(null, true, true, false);

    /** A piece of a datagram whose ports nobody knows: only what is for every port is for it. */
    public static final PacketTraits STRAY_FRAGMENT = new PacketTraits(null, true, false, false);

    /** Whether the decision for it goes for all of its flow: it is no ICMP error and no fragment. */
    public boolean isOfFlow() {
        return this == NONE || this == CONTINUED;
    }

    /** An ICMP error. */
    public static PacketTraits quoting(Flow quoted) {
        return new PacketTraits(quoted, false, true, false);
    }
}
