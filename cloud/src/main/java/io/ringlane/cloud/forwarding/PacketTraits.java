package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.core.packet.IcmpType;

/**
 * What one packet has that its flow does not say.
 *
 * @param quoted the flow of the packet that an ICMP error quotes, as it lies in the error; null if it is no error, or cannot be told
 * @param isFragment whether it is a piece of a datagram
 * @param isFlowKnown whether the flow has the packet's ports, or its type; not that of a piece whose first one nobody has seen
 * @param isContinued whether it is a TCP segment that opens no connection, so that its sender takes one for open
 * @param isError whether it is an ICMP error, which is about another packet and opens nothing
 * @param identifier of an ICMP query or its answer, or of the one that an error quotes; {@link IcmpType#NONE} if it has none
 * @param isSent whether there is one: else somebody asks where it would go, which changes nothing
 */
public record PacketTraits(
        Flow quoted,
        boolean isFragment,
        boolean isFlowKnown,
        boolean isContinued,
        boolean isError,
        int identifier,
        boolean isSent) {

    /** An ordinary packet. */
    public static final PacketTraits NONE = new PacketTraits(null, false, true, false, false, IcmpType.NONE, true);

    /** None at all: somebody asks where an ordinary packet would go. */
    public static final PacketTraits NOT_SENT = new PacketTraits(null, false, true, false, false, IcmpType.NONE, false);

    /** A TCP segment that opens no connection. */
    public static final PacketTraits CONTINUED = new PacketTraits(null, false, true, true, false, IcmpType.NONE, true);

    /** A piece of a datagram, of which the flow has the ports. */
    public static final PacketTraits FRAGMENT = new PacketTraits(null, true, true, false, false, IcmpType.NONE, true);

    /** A piece of a datagram whose ports nobody knows: only what is for every port is for it. */
    public static final PacketTraits STRAY_FRAGMENT =
            new PacketTraits(null, true, false, false, false, IcmpType.NONE, true);

    /** Whether the decision for it goes for all of its flow: it is no ICMP error and no fragment. */
    public boolean isOfFlow() {
        return !isError && !isFragment;
    }

    /** An ICMP error. */
    public static PacketTraits quoting(Flow quoted) {
        return quoting(quoted, IcmpType.NONE);
    }

    /** An ICMP error about a query or an answer with an identifier. */
    public static PacketTraits quoting(Flow quoted, int identifier) {
        return new PacketTraits(quoted, false, true, false, true, identifier, true);
    }

    /**
     * None at all: somebody asks where an ordinary packet would go, or an ICMP query or the answer to one.
     *
     * @param identifier {@link IcmpType#NONE} of what has none
     */
    public static PacketTraits notSent(int identifier) {
        return identifier == IcmpType.NONE
                ? NOT_SENT
                : new PacketTraits(null, false, true, false, false, identifier, false);
    }

    /** An ICMP query or the answer to one. */
    public static PacketTraits query(int identifier) {
        return new PacketTraits(null, false, true, false, false, identifier, true);
    }
}
