package io.ringlane.dataplane.pipeline;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Toeplitz;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.IndirectionTable;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * The slow path: what the first packet of a flow, or the first after a change of routes, has decided for it.
 *
 * <p>It writes the route, the RSS entry and the epoch into the flow's record; the cap's state stays.
 */
final class FlowSetup {

    /** The first bit on the wire of a broadcast or multicast MAC; IEEE 802, individual/group. */
    private static final long GROUP_BIT = 1;

    private final FlowTable flows;
    private final Router router;
    private final Delivery delivery;
    private final int workerIndex;
    private final Route[] refusals;
    private final long routerMacInWireOrder;

    FlowSetup(
            final FlowTable flows,
            final PipelineConfig config,
            final int workerIndex,
            final Delivery delivery,
            final long routerMacInWireOrder) {
        this.flows = flows;
        this.workerIndex = workerIndex;
        this.delivery = delivery;
        this.router = config.router();
        this.routerMacInWireOrder = routerMacInWireOrder;
        this.refusals = new Route[DropReason.count()];
        for (final DropReason reason :
                new DropReason[] {DropReason.SPOOFED_ADDRESS, DropReason.UNKNOWN_MAC, DropReason.GROUP_ADDRESS}) {
            refusals[reason.ordinal()] = config.routes().refused(reason);
        }
    }

    /**
     * Decides for a record.
     *
     * @param keys the packet's key words from {@code key} on
     * @param memory holds the packet, whose destination MAC is at {@code data}
     */
    void decide(
            final int record,
            final VirtualFunction ingress,
            final long[] keys,
            final int key,
            final byte[] memory,
            final int data,
            final int epoch) {
        final long destinationMac = Bytes.getLong(memory, data) & 0xFFFFFFFFFFFFL;
        Route route;
        if ((destinationMac & GROUP_BIT) != 0) { // whatever the router says: so it is not asked
            route = refusals[DropReason.GROUP_ADDRESS.ordinal()];
        } else {
            route = FlowKey.isIpv6(keys[key + 1]) ? routeIpv6(ingress, keys, key) : routeIpv4(ingress, keys, key);
        }
        boolean rewrites = route.translation() != null;
        if (route.refusal() == null && destinationMac != route.egress().macInWireOrder()) {
            rewrites = destinationMac == routerMacInWireOrder;
            if (!rewrites) {
                route = refusals[DropReason.UNKNOWN_MAC.ordinal()];
            }
        }
        final int entry = route.refusal() == null ? IndirectionTable.entry(hash(route, keys, key)) : 0;
        if (route.workerIndex() == workerIndex) {
            delivery.learn(route.queue(entry));
        }
        final long[] words = flows.words(record);
        final int base = FlowTable.base(record);
        words[base + FlowRecordLayout.STATE] = words[base + FlowRecordLayout.STATE] & FlowRecordLayout.FRACTION_MASK
                | (long) route.index() << FlowRecordLayout.ROUTE_SHIFT
                | (long) entry << FlowRecordLayout.RSS_SHIFT
                | (rewrites ? FlowRecordLayout.REWRITES_HEADERS : 0);
        words[base + FlowRecordLayout.DROPS] =
                words[base + FlowRecordLayout.DROPS] & ~(long) FlowRecordLayout.EPOCH_MASK | epoch;
    }

    private Route routeIpv4(final VirtualFunction ingress, final long[] keys, final int key) {
        final int source = FlowKey.ipv4Source(keys[key]);
        if (!ingress.maySendFromIpv4(source)) {
            return refusals[DropReason.SPOOFED_ADDRESS.ordinal()];
        }
        return router.routeIpv4(ingress, source, FlowKey.ipv4Destination(keys[key]), keys[key + 1]);
    }

    private Route routeIpv6(final VirtualFunction ingress, final long[] keys, final int key) {
        final long sourceHigh = Long.reverseBytes(keys[key + 2]);
        final long sourceLow = Long.reverseBytes(keys[key + 3]);
        if (!ingress.maySendFromIpv6(sourceHigh, sourceLow)) {
            return refusals[DropReason.SPOOFED_ADDRESS.ordinal()];
        }
        return router.routeIpv6(
                ingress,
                sourceHigh,
                sourceLow,
                Long.reverseBytes(keys[key + 4]),
                Long.reverseBytes(keys[key + 5]),
                keys[key + 1]);
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
