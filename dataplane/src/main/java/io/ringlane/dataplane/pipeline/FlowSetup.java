package io.ringlane.dataplane.pipeline;

import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.LonePacket;
import io.ringlane.core.packet.Toeplitz;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.IndirectionTable;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * The slow path: what the first packet of a flow, or the first after a change of routes, has decided for it.
 *
 * <p>It writes the route, the RSS entry and the epoch into the flow's record; the cap's state stays. What the router says goes
 * for the flow, whatever MAC a packet of it is sent to, so that nobody has to ask again for a packet to a wrong one: it is
 * held against the route, and a packet that fails is dropped by itself. Where the router sends frames straight to neighbours, a flow
 * whose packet goes to another neighbour than those before is decided again.
 */
final class FlowSetup {

    /** The first bit on the wire of a broadcast or multicast MAC; IEEE 802, individual/group. */
    private static final long GROUP_BIT = 1;

    private final FlowTable flows;
    private final RouteCache routes;
    private final Router router;
    private final Delivery delivery;
    private final int workerIndex;
    private final Route[] refusals;
    private final long routerMacInWireOrder;

    FlowSetup(
            final FlowTable flows,
            final RouteCache routes,
            final PipelineConfig config,
            final int workerIndex,
            final Delivery delivery,
            final long routerMacInWireOrder) {
        this.flows = flows;
        this.routes = routes;
        this.workerIndex = workerIndex;
        this.delivery = delivery;
        this.router = config.router();
        this.routerMacInWireOrder = routerMacInWireOrder;
        this.refusals = new Route[DropReason.count()];
        for (final DropReason reason :
                new DropReason[] {DropReason.SPOOFED_ADDRESS, DropReason.UNKNOWN_MAC, DropReason.GROUP_ADDRESS}) {
            refusals[reason.ordinal()] = config.routes().refused(reason);
        }
        refusals[DropReason.GROUP_ADDRESS.ordinal()].retire(); // a later packet of the flow may go to somebody
    }

    /**
     * Decides for a record.
     *
     * @param keys the packet's key words from {@code key} on
     * @param destinationMac of the packet, in wire order
     * @param lone what the packet says of itself; null if nothing more than its key does
     * @param continues whether it is a TCP segment that opens no connection
     */
    void decide(
            final int record,
            final VirtualFunction ingress,
            final long[] keys,
            final int key,
            final long destinationMac,
            final LonePacket lone,
            final boolean continues,
            final int epoch) {
        final boolean isGroup = (destinationMac & GROUP_BIT) != 0; // whatever the router says: so it is not asked
        Route route = isGroup
                ? refusals[DropReason.GROUP_ADDRESS.ordinal()]
                : routeToMac(ingress, keys, key, destinationMac, lone, continues);
        boolean isForOnePacket =
                route != null && !isGroup && (lone != null && !lone.isQuery() || route.isForOnePacket());
        if (route == null) {
            route = lone == null || !maySend(ingress, keys, key) ? null : router.routeAlone(ingress, keys, key, lone);
            isForOnePacket = route != null && !lone.isQuery();
            if (route == null) {
                route = FlowKey.isIpv6(keys[key + 1])
                        ? routeIpv6(ingress, keys, key, continues)
                        : routeIpv4(ingress, keys, key, continues);
            }
            isForOnePacket |= route.isForOnePacket();
        }
        final int entry = route.refusal() == null ? IndirectionTable.entry(hash(route, keys, key)) : 0;
        if (route.workerIndex() == workerIndex) {
            delivery.learn(route.queue(entry));
        }
        final long[] words = flows.words(record);
        final int base = FlowTable.base(record);
        final long state = words[base + FlowRecordLayout.STATE];
        final Crossing left = routes.get(FlowRecordLayout.route(state)).crossing();
        words[base + FlowRecordLayout.STATE] = (left != null && !left.equals(route.crossing())
                        ? FlowRecordLayout.FOLLOWS
                        : state & FlowRecordLayout.FOLLOWS)
                | state & FlowRecordLayout.FRACTION_MASK
                | (long) route.index() << FlowRecordLayout.ROUTE_SHIFT
                | (long) entry << FlowRecordLayout.RSS_SHIFT
                | rewrites(route, destinationMac);
        final int decidedIn =
                isForOnePacket ? epoch - 1 & FlowRecordLayout.EPOCH_MASK : epoch; // the next one asks again
        words[base + FlowRecordLayout.DROPS] =
                words[base + FlowRecordLayout.DROPS] & ~(long) FlowRecordLayout.EPOCH_MASK | decidedIn;
    }

    /** Whether the router is to be told of TCP segments that begin or end a connection. */
    boolean followsConnections() {
        return router.followsConnections();
    }

    /** Whether a flow has to be decided before a packet takes its route, since that has ended, or the packet goes to another neighbour. */
    boolean isToBeDecided(final int record, final VirtualFunction ingress, final long destinationMac) {
        final Route route = routeOf(record);
        return route.isRetired()
                || route.isEnded(route.maxFrameBytes())
                || leadsElsewhere(ingress, route, destinationMac);
    }

    /** Whether a packet may take the route of its flow, by its MAC and its length. */
    boolean mayPass(final int record, final long destinationMac, final int wireBytes) {
        final Route route = routeOf(record);
        final int longestBytes = route.maxFrameBytes();
        final Route wider = longestBytes < 0 ? null : route.wider();
        return route.isFor(destinationMac, routerMacInWireOrder)
                && (wireBytes <= longestBytes || wider != null && wireBytes <= wider.maxFrameBytes());
    }

    /** Tells the router of a TCP segment that begins or ends a connection, and passes; returns whether its flow is to be decided once more. */
    boolean tell(final int record, final long[] keys, final int key, final int flags) {
        return router.onControlSegment(routeOf(record), keys, key, flags);
    }

    private Route routeOf(final int record) {
        return routes.get(FlowRecordLayout.route(flows.words(record)[FlowTable.base(record) + FlowRecordLayout.STATE]));
    }

    /**
     * Holds a packet's MAC against the route of its flow, and notes in the record whether such packets have headers rewritten.
     *
     * @param destinationMac of the packet, in wire order
     * @return null if the packet may take the route, else the refusal
     */
    Route address(final int record, final Route route, final long destinationMac) {
        if (!route.isFor(destinationMac, routerMacInWireOrder)) {
            final boolean isGroup = (destinationMac & GROUP_BIT) != 0;
            return refusals[(isGroup ? DropReason.GROUP_ADDRESS : DropReason.UNKNOWN_MAC).ordinal()];
        }
        final long[] words = flows.words(record);
        final int state = FlowTable.base(record) + FlowRecordLayout.STATE;
        words[state] = words[state] & ~FlowRecordLayout.REWRITES_HEADERS | rewrites(route, destinationMac);
        return null;
    }

    /** Whether a packet that may not take the route of its flow may take another one, for it is sent to another's MAC. */
    boolean leadsElsewhere(final VirtualFunction ingress, final Route route, final long destinationMac) {
        return (destinationMac & GROUP_BIT) == 0
                && !route.isFor(destinationMac, routerMacInWireOrder)
                && (destinationMac == routerMacInWireOrder || router.isNeighbour(ingress, mac(destinationMac)));
    }

    private Route routeToMac(
            final VirtualFunction ingress,
            final long[] keys,
            final int key,
            final long destinationMac,
            final LonePacket lone,
            final boolean continues) {
        return destinationMac == routerMacInWireOrder || !maySend(ingress, keys, key)
                ? null
                : router.routeToMac(ingress, mac(destinationMac), keys, key, lone, continues);
    }

    private static long mac(final long inWireOrder) {
        return Long.reverseBytes(inWireOrder) >>> 16;
    }

    private long rewrites(final Route route, final long destinationMac) {
        return route.translation() != null || destinationMac == routerMacInWireOrder
                ? FlowRecordLayout.REWRITES_HEADERS
                : 0;
    }

    private static boolean maySend(final VirtualFunction ingress, final long[] keys, final int key) {
        return FlowKey.isIpv6(keys[key + 1])
                ? ingress.maySendFromIpv6(Long.reverseBytes(keys[key + 2]), Long.reverseBytes(keys[key + 3]))
                : ingress.maySendFromIpv4(FlowKey.ipv4Source(keys[key]));
    }

    private Route routeIpv4(final VirtualFunction ingress, final long[] keys, final int key, final boolean continues) {
        if (!maySend(ingress, keys, key)) {
            return refusals[DropReason.SPOOFED_ADDRESS.ordinal()];
        }
        final int source = FlowKey.ipv4Source(keys[key]);
        final int destination = FlowKey.ipv4Destination(keys[key]);
        return continues
                ? router.routeContinued(ingress, source, destination, keys[key + 1])
                : router.routeIpv4(ingress, source, destination, keys[key + 1]);
    }

    private Route routeIpv6(final VirtualFunction ingress, final long[] keys, final int key, final boolean continues) {
        if (!maySend(ingress, keys, key)) {
            return refusals[DropReason.SPOOFED_ADDRESS.ordinal()];
        }
        final long sourceHigh = Long.reverseBytes(keys[key + 2]);
        final long sourceLow = Long.reverseBytes(keys[key + 3]);
        final long high = Long.reverseBytes(keys[key + 4]);
        final long low = Long.reverseBytes(keys[key + 5]);
        return continues
                ? router.routeContinuedIpv6(ingress, sourceHigh, sourceLow, high, low, keys[key + 1])
                : router.routeIpv6(ingress, sourceHigh, sourceLow, high, low, keys[key + 1]);
    }

    /** The RSS hash of what the receiver sees. */
    private static int hash(final Route route, final long[] keys, final int key) {
        final Toeplitz toeplitz = route.egress().toeplitz();
        final Translation translation = route.translation();
        final long word1 = keys[key + 1];
        final int protocol = FlowKey.protocol(word1);
        final boolean hasPorts = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) && (int) word1 != 0;
        return FlowKey.isIpv6(word1)
                ? toeplitz.hashIpv6(keys[key + 2], keys[key + 3], keys[key + 4], keys[key + 5], (int) word1, hasPorts)
                : toeplitz.hashIpv4(
                        translation == null ? keys[key] : translation.translatedWord0(keys[key]),
                        translation == null ? (int) word1 : translation.translatedWord1Ports((int) word1),
                        hasPorts);
    }
}
