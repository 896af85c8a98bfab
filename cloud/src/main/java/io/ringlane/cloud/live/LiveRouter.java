package io.ringlane.cloud.live;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Neighbours;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.pipeline.Routes;
import io.ringlane.dataplane.pipeline.Translation;
import java.util.EnumMap;
import java.util.Map;

/** Turns decisions of the region into routes of the data plane. Any worker asks; takes only short locks. */
final class LiveRouter implements Router, Neighbours {

    private static final long[] NOTHING_OPENED = {};

    private final Ec2Region ec2;
    private final LivePorts ports;
    private final Edges edges;
    private final PathFinder paths;
    private final DecidedRoutes decided;
    private final Routes routes;
    private final Map<DropReason, Route> forOnePacket = new EnumMap<>(DropReason.class);

    LiveRouter(Ec2Region ec2, LivePorts ports, Edges edges, PathFinder paths, DecidedRoutes decided, Routes routes) {
        this.ec2 = ec2;
        this.ports = ports;
        this.edges = edges;
        this.paths = paths;
        this.decided = decided;
        this.routes = routes;
        for (Refusal refusal : Refusal.values()) {
            if (DropReasons.passesByItself(refusal)) {
                Route once = routes.refused(DropReasons.of(refusal));
                once.retire();
                forOnePacket.put(DropReasons.of(refusal), once);
            }
        }
    }

    @Override
    public Route routeIpv4(VirtualFunction ingress, int source, int destination, long word1) {
        return route(ingress, flow(IpAddress.ofIpv4(source), IpAddress.ofIpv4(destination), word1));
    }

    @Override
    public Route routeIpv6(
            VirtualFunction ingress,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            long word1) {
        IpAddress source = new IpAddress(sourceHigh, sourceLow);
        IpAddress destination = new IpAddress(destinationHigh, destinationLow);
        if (source.isIpv4() != destination.isIpv4()) { // one of them is an IPv4 address in IPv6's clothes
            return route(ingress, null);
        }
        return route(ingress, flow(source, destination, word1));
    }

    private static Flow flow(IpAddress source, IpAddress destination, long word1) {
        int protocol = FlowKey.protocol(word1);
        boolean isIcmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        return isIcmp
                ? new Flow(source, destination, protocol, Flow.UNKNOWN, Flow.UNKNOWN)
                : new Flow(source, destination, protocol, FlowKey.sourcePort(word1), FlowKey.destinationPort(word1));
    }

    private Route route(VirtualFunction ingress, Flow flow) {
        Route route;
        do {
            route = tryRoute(ingress, flow);
        } while (route == null); // there was a change while it was decided
        return route;
    }

    private Route tryRoute(VirtualFunction ingress, Flow flow) {
        long version = decided.version();
        Reads reads = new Reads();
        Long sender = ports.interfaceOf(ingress);
        if (flow == null) {
            return refused(version, ingress, DropReason.MALFORMED, reads, NOTHING_OPENED);
        }
        Decision decision = sender == null
                ? edges.decide(ec2.forwarding(), ingress, flow, reads)
                : ec2.forwarding().decide(sender, flow, reads);
        if (sender != null && mayComeFromAnybody(decision) && !isInUse(ingress, sender)) {
            return refused(version, ingress, DropReason.SENDER_DETACHED, reads, NOTHING_OPENED);
        }
        if (decision.outcome() != Decision.Outcome.DROPPED) {
            decision = ec2.connections().remember(decision);
        }
        long[] opened = opened(decision);
        return switch (decision.outcome()) {
            case DELIVERED -> toPort(version, ingress, decision, reads, opened);
            case TO_INTERNET -> toEdge(version, ingress, decision, edges.internet(), reads, opened);
            case TO_VPN -> {
                reads.add(decision.edgeKey());
                yield toEdge(version, ingress, decision, edges.vpn(decision.edgeKey()), reads, opened);
            }
            case TO_SERVICE -> refused(version, ingress, DropReason.TAKEN_BY_HOST, reads, opened);
            case DROPPED ->
                DropReasons.passesByItself(decision.refusal())
                        ? forOnePacket.get(DropReasons.of(decision.refusal()))
                        : refused(version, ingress, DropReasons.of(decision.refusal()), reads, opened);
        };
    }

    /** Whether the sending interface runs somewhere; if it moved on, that is not where an old function of its is. */
    private static boolean mayComeFromAnybody(Decision decision) {
        return decision.refusal() != Refusal.SENDER_DETACHED && decision.refusal() != Refusal.SENDER_NOT_RUNNING;
    }

    private boolean isInUse(VirtualFunction function, long interfaceKey) {
        LivePort port = ports.of(interfaceKey);
        return port != null && port.function() == function;
    }

    private static long[] opened(Decision decision) {
        if (!decision.tracksAtSender() && !decision.tracksAtTarget()) {
            return NOTHING_OPENED;
        }
        return new long[] {Dependency.connection(decision.sent()), Dependency.connection(decision.arriving())};
    }

    private Route toPort(long version, VirtualFunction ingress, Decision decision, Reads reads, long[] opened) {
        LivePort target = ports.of(decision.target().key());
        if (target == null) {
            return refused(version, ingress, DropReason.TARGET_NOT_RUNNING, reads, opened);
        }
        LivePort sender =
                decision.sender() == null ? null : ports.of(decision.sender().key());
        return to(
                version, ingress, target.function(), paths.between(sender, target, decision), decision, reads, opened);
    }

    private Route toEdge(
            long version,
            VirtualFunction ingress,
            Decision decision,
            VirtualFunction edge,
            Reads reads,
            long[] opened) {
        return edge == null // nobody has opened it, so nobody posts frames there
                ? refused(version, ingress, DropReason.RX_OVERRUNS, reads, opened)
                : to(version, ingress, edge, paths.toEdge(decision), decision, reads, opened);
    }

    private record WayContent(int ingress, int egress, WayPath path, Translation translation) {}

    private record RefusalContent(int ingress, DropReason reason) {}

    private Route to(
            long version,
            VirtualFunction ingress,
            VirtualFunction egress,
            WayPath path,
            Decision decision,
            Reads reads,
            long[] opened) {
        Translation translation = translation(decision);
        return decided.route(
                version,
                new WayContent(ingress.portIndex(), egress.portIndex(), path, translation),
                reads,
                opened,
                () -> routes.to(
                        egress,
                        path.flowCapBitsPerSecond(),
                        path.horizonNs(),
                        path.delayNs(),
                        path.jitterNs(),
                        path.mtuBytes(),
                        true,
                        translation));
    }

    private Route refused(long version, VirtualFunction ingress, DropReason reason, Reads reads, long[] opened) {
        return decided.route(
                version, new RefusalContent(ingress.portIndex(), reason), reads, opened, () -> routes.refused(reason));
    }

    private static Translation translation(Decision decision) {
        Flow sent = decision.sent();
        Flow arriving = decision.arriving();
        if (!decision.rewrites() || !sent.source().isIpv4()) {
            return null;
        }
        return new Translation(
                !sent.source().equals(arriving.source()),
                arriving.source().ipv4(),
                sent.hasPorts() && sent.sourcePort() != arriving.sourcePort()
                        ? arriving.sourcePort()
                        : Translation.KEEP,
                !sent.destination().equals(arriving.destination()),
                arriving.destination().ipv4(),
                sent.hasPorts() && sent.destinationPort() != arriving.destinationPort()
                        ? arriving.destinationPort()
                        : Translation.KEEP);
    }

    @Override
    public long macOf(VirtualFunction asker, int wanted) {
        Long sender = ports.interfaceOf(asker);
        return sender == null
                ? ec2.mapping().routerMac() // whatever an edge asks for lies behind the router
                : isInUse(asker, sender)
                        ? ec2.mapping().macOf(sender, IpAddress.ofIpv4(wanted)).orElse(NOBODY)
                        : NOBODY;
    }
}
