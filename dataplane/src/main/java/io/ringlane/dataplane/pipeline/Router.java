package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.LonePacket;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * Decides the first packet of a flow. Called by worker threads, several at a time: implementations are thread-safe, do
 * not block, and answer the same until the route epoch moves. It is the slow path; it may allocate.
 */
public interface Router {

    /**
     * A route for an IPv4 flow.
     *
     * @param ingress the port the packet came in through
     * @param source source address, a big-endian int
     * @param destination destination address, a big-endian int
     * @param word1 the key's second word, see {@link io.ringlane.core.packet.FlowKey}
     * @return the route, never null; a {@link Route#refused} one if there is none
     */
    Route routeIpv4(VirtualFunction ingress, int source, int destination, long word1);

    /**
     * A route for a TCP flow over IPv4 whose packet opens no connection, so that whoever sends it takes it for open: a translator may
     * know that it is over, a firewall that it never was. Its parameters and its answer are those of {@link #routeIpv4}, which it asks unless a router says otherwise.
     */
    default Route routeContinued(
            final VirtualFunction ingress, final int source, final int destination, final long word1) {
        return routeIpv4(ingress, source, destination, word1);
    }

    /**
     * Whether the router follows TCP connections, so that it is told of segments that begin or end one; the same for as long as it is
     * there. Others pay nothing for it.
     */
    default boolean followsConnections() {
        return false;
    }

    /**
     * A TCP segment with SYN, FIN or RST is about to take a route: it is sent to a MAC that the route is for, and no longer than may
     * pass. Caps may still drop it.
     *
     * @param route that its flow takes, which refuses nothing
     * @param keys the packet's key words, from {@code key} on
     * @param flags of the segment, see {@link io.ringlane.core.packet.TcpLayout}
     * @return whether the flow is to be decided once more for it, because it begins a connection where another one was before
     */
    default boolean onControlSegment(final Route route, final long[] keys, final int key, final int flags) {
        return false;
    }

    /** A route for an IPv6 flow; addresses as pairs of big-endian longs. */
    Route routeIpv6(
            VirtualFunction ingress,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            long word1);

    /** As {@link #routeContinued} over IPv6. */
    default Route routeContinuedIpv6(
            final VirtualFunction ingress,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final long word1) {
        return routeIpv6(ingress, sourceHigh, sourceLow, destinationHigh, destinationLow, word1);
    }

    /**
     * Decides for an ICMP error, an ICMP query or a fragment by what only this packet says of itself; its flow's next packet is decided
     * anew, but for a query only where the route {@linkplain Route#setForOnePacket says so}.
     *
     * @param keys the packet's key words, as the other methods are told them, from {@code key} on
     * @return null to decide for the flow instead, as for all others, which is what happens unless a router says otherwise
     */
    default Route routeAlone(final VirtualFunction ingress, final long[] keys, final int key, final LonePacket packet) {
        return null;
    }

    /**
     * Decides for a packet by the MAC that it is sent to, where a frame goes straight to a neighbour, whoever has its address. The
     * route should be one that {@linkplain Route#setDirect takes no others}: a packet of the flow to another MAC is decided anew.
     *
     * @param mac another than the router's, and not that of a group
     * @param keys the packet's key words, as {@link #routeAlone} has them
     * @param packet what it says of itself, or null; if not, the route goes for this packet alone
     * @param continues whether it is a TCP segment that opens no connection
     * @return null to decide by address, as for packets to the router, which is what happens unless a router says otherwise
     */
    default Route routeToMac(
            final VirtualFunction ingress,
            final long mac,
            final long[] keys,
            final int key,
            final LonePacket packet,
            final boolean continues) {
        return null;
    }

    /**
     * Whether a frame may go straight to a MAC; if not, {@link #routeToMac} has no answer for it. To be answered in no time, for a guest
     * may send each packet to another MAC.
     */
    default boolean isNeighbour(final VirtualFunction ingress, final long mac) {
        return false;
    }
}
