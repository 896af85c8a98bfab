package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;

/**
 * What one packet has that its flow does not say.
 *
 * @param quoted the flow of the packet that an ICMP error quotes, as it lies in the error; null if it is no error, or cannot be told
 * @param isFragment whether it is a piece of a datagram
 * @param isFlowKnown whether the flow has the packet's ports, or its type; not that of a piece whose first one nobody has seen
 */
public record PacketTraits(Flow quoted, boolean isFragment, boolean isFlowKnown) {

    /** An ordinary packet. */
    public static final PacketTraits NONE = new PacketTraits(null, false, true);

    /** A piece of a datagram, of which the flow has the ports. */
    public static final PacketTraits FRAGMENT = new PacketTraits(null, true, true);

    /** A piece of a datagram whose ports nobody knows: only what is for every port is for it. */
    public static final PacketTraits STRAY_FRAGMENT = new PacketTraits(null, true, false);

    /** An ICMP error. */
    public static PacketTraits quoting(Flow quoted) {
        return new PacketTraits(quoted, false, true);
    }
}
