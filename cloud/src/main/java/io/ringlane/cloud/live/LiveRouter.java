package io.ringlane.cloud.live;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Forwarding;
import io.ringlane.cloud.forwarding.PacketTraits;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RouteRead;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.packet.LonePacket;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Neighbours;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.pipeline.RouterAdvertisement;
import io.ringlane.dataplane.pipeline.Routes;
import io.ringlane.dataplane.pipeline.Translation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Turns decisions of the region into routes of the data plane. Any worker asks; takes only short locks. */
final class LiveRouter implements Router, Neighbours, DecidedRoutes.Answers {

    private static final long[] NOTHING_OPENED = {};

    /** So often a flow is decided that connections of its class are opened under: then one packet goes by what was decided. */
    private static final int MOST_TRIES = 8;

    private final Ec2Region ec2;
    private final LivePorts ports;
    private final Edges edges;
    private final PathFinder paths;
    private final DecidedRoutes decided;
    private final Routes routes;
    private final Fragments fragments;
    private final RouterAdvertisement advertisement;
    private final Map<DropReason, Route> forOnePacket = new EnumMap<>(DropReason.class);

    LiveRouter(
            Ec2Region ec2,
            LivePorts ports,
            Edges edges,
            PathFinder paths,
            DecidedRoutes decided,
            Routes routes,
            Fragments fragments,
            Ec2Settings settings) {
        this.ec2 = ec2;
        this.advertisement = LiveHeaders.advertisement(ec2.mapping().routerLinkLocal(), settings);
        this.ports = ports;
        this.edges = edges;
        this.paths = paths;
        this.decided = decided;
        this.routes = routes;
        this.fragments = fragments;
        for (Refusal refusal : Refusal.values()) {
            if (DropReasons.passesByItself(refusal)) {
                Route once = routes.refused(DropReasons.of(refusal));
                once.retire();
                forOnePacket.put(DropReasons.of(refusal), once);
            }
        }
        forOnePacket.put(
                DropReason.PPS_ALLOWANCE_EXCEEDED, routes.refused(DropReason.PPS_ALLOWANCE_EXCEEDED)); // of a fragment
    }

    @Override
    public Route routeIpv4(VirtualFunction ingress, int source, int destination, long word1) {
        return route(
                ingress,
                LiveHeaders.flow(IpAddress.ofIpv4(source), IpAddress.ofIpv4(destination), word1),
                PacketTraits.NONE);
    }

    @Override
    public Route routeContinued(VirtualFunction ingress, int source, int destination, long word1) {
        Flow flow = LiveHeaders.flow(IpAddress.ofIpv4(source), IpAddress.ofIpv4(destination), word1);
        return route(ingress, flow, PacketTraits.CONTINUED);
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
        return route(ingress, LiveHeaders.flow(source, destination, word1), PacketTraits.NONE);
    }

    @Override
    public Route routeContinuedIpv6(
            VirtualFunction ingress,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            long word1) {
        IpAddress source = new IpAddress(sourceHigh, sourceLow);
        IpAddress destination = new IpAddress(destinationHigh, destinationLow);
        return route(ingress, LiveHeaders.flow(source, destination, word1), PacketTraits.CONTINUED);
    }

    @Override
    public Route routeAlone(VirtualFunction ingress, long[] keys, int key, LonePacket packet) {
        Flow flow = LiveHeaders.flow(keys, key);
        if (flow == null) {
            return null;
        }
        if (packet.isError()) {
            return route(
                    ingress,
                    flow,
                    PacketTraits.quoting(
                            packet.quoted() == null ? null : LiveHeaders.flow(packet.quoted(), 0),
                            packet.identifier()));
        }
        if (packet.isQuery()) {
            return route(ingress, flow, PacketTraits.query(packet.identifier()));
        }
        if (ports.interfaceOf(ingress) != null && !fragments.admits(ingress)) {
            return forOnePacket.get(DropReason.PPS_ALLOWANCE_EXCEEDED);
        }
        Flow whole = fragments.whole(ingress, flow, packet);
        return whole == null
                ? route(ingress, flow, PacketTraits.STRAY_FRAGMENT)
                : route(ingress, whole, PacketTraits.FRAGMENT);
    }

    private Route route(VirtualFunction ingress, Flow flow, PacketTraits traits) {
        Route route;
        int tries = 0;
        do {
            DecidedRoutes.Moment now = decided.now();
            route = tryRoute(++tries < MOST_TRIES ? now : now.asLast(), ingress, flow, traits);
        } while (route == null); // there was a change while it was decided
        return route;
    }

    private Route tryRoute(DecidedRoutes.Moment begun, VirtualFunction ingress, Flow flow, PacketTraits traits) {
        if (flow == null) {
            return refused(begun, ingress, DropReason.MALFORMED, null, new Reads(), NOTHING_OPENED);
        }
        FlowClass like = FlowClass.of(ingress, flow);
        Route known = traits.isOfFlow() ? decided.known(like) : null;
        Route taken = known == null ? null : take(begun, known, flow, traits);
        return taken == null ? newRoute(begun, ingress, flow, traits, like) : taken;
    }

    /**
     * Has a flow take the route of its class.
     *
     * @return null if it does not: it is refused and goes on by a connection, it is of one that nobody remembers and does not begin it,
     *     or there was a change
     */
    private Route take(DecidedRoutes.Moment begun, Route known, Flow flow, PacketTraits traits) {
        if (!(known.note() instanceof Decision decision)) {
            return known;
        }
        if (decision.refusal() != null) {
            return isOfConnection(decision, flow, flow) ? null : known; // such a route changes no headers
        }
        if (!decision.tracksAtSender() && !decision.tracksAtTarget()) {
            return known;
        }
        Decision own = decision.of(flow, flow); // nor does one that remembers each flow
        if (ec2.connections().isRemembered(own)) {
            return decided.opened(begun, NOTHING_OPENED) ? known : null;
        }
        if (traits.isContinued()) {
            return null;
        }
        Decision remembered = ec2.connections().remember(own);
        boolean isInTime = decided.opened(begun, opened(own)); // one end may remember it though the other has no room
        return remembered.outcome() == Decision.Outcome.DROPPED
                ? forOnePacket.get(DropReasons.of(remembered.refusal()))
                : isInTime ? known : null;
    }

    private Route newRoute(
            DecidedRoutes.Moment begun, VirtualFunction ingress, Flow flow, PacketTraits traits, FlowClass like) {
        DecidedRoutes.Question asked = new DecidedRoutes.Question(ingress, flow);
        Reads reads = new Reads();
        boolean byRules = traits.isOfFlow();
        Decision decision = decide(ec2.newFlows(), ingress, flow, traits, reads);
        boolean deniedByRules = byRules && isDeniedByGroups(decision);
        if (byRules ? isOfConnection(decision, decision.sent(), decision.arriving()) : isDeniedByGroups(decision)) {
            decision = decide(ec2.forwarding(), ingress, flow, traits, reads);
            byRules &= isDeniedByGroups(decision);
            deniedByRules = false;
        }
        if (isFromElsewhere(ingress, decision)) {
            return refused(begun, ingress, DropReason.SENDER_DETACHED, null, reads, NOTHING_OPENED);
        }
        boolean isKnown = ec2.connections().isRemembered(decision);
        boolean opensNothing = traits.isContinued() && !isKnown;
        decision = opensNothing ? decision.untracked() : decision; // it goes as far as rules let it
        long[] opened = isKnown ? NOTHING_OPENED : opened(decision);
        if (!isKnown && decision.outcome() != Decision.Outcome.DROPPED && traits.isFlowKnown()) {
            decision = ec2.connections().remember(decision);
            if (decision.outcome() == Decision.Outcome.DROPPED) {
                decided.opened(begun, opened); // one end may remember it though the other has no room
            }
        }
        if (traits.isFragment()) { // of which its flow's key tells nobody later
            ec2.connections().onPacket(decision.sender(), decision.sent(), 0);
            ec2.connections().onPacket(decision.target(), decision.arriving(), 0);
        }
        if (decision.outcome() == Decision.Outcome.DROPPED) {
            DropReason reason = DropReasons.of(decision.refusal());
            return DropReasons.passesByItself(decision.refusal())
                    ? forOnePacket.get(reason)
                    : deniedByRules && isDenialOfClass(decision)
                            ? denied(begun, asked, decision, reads)
                            : refused(begun, ingress, reason, decision, reads, opened);
        }
        VirtualFunction egress = egress(decision, reads);
        if (egress == null) {
            return refused(begun, ingress, reasonForNoPort(decision), null, reads, opened);
        }
        Way way = way(like, egress, decision, byRules, opensNothing);
        Decision made = decision;
        boolean canAsk = byRules
                && !opensNothing
                && !made.looksAtSourcePort()
                && !made.gateways().passNat(); // where asking would keep the flow's port in use
        DecidedRoutes.Question question = canAsk ? asked : null;
        return decided.route(
                begun,
                new DecidedRoutes.Finding(way, isForAll(way, made) ? like : null, question, reads, false, opened),
                () -> noted(made(egress, way), made));
    }

    private Decision decide(
            Forwarding forwarding, VirtualFunction ingress, Flow flow, PacketTraits traits, Reads reads) {
        Long sender = ports.interfaceOf(ingress);
        return sender == null
                ? edges.decide(forwarding, ingress, flow, traits, reads)
                : forwarding.decide(sender, flow, traits, reads);
    }

    /** What a flow would meet; see {@link LiveRegion#way}. */
    FlowWay way(VirtualFunction ingress, Flow flow) {
        Reads reads = new Reads();
        Decision decision = decide(ec2.newFlows(), ingress, flow, PacketTraits.NOT_SENT, reads);
        if (isDeniedByGroups(decision)) {
            decision = decide(ec2.forwarding(), ingress, flow, PacketTraits.NOT_SENT, reads);
        }
        VirtualFunction egress = egress(decision, reads);
        if (egress == null) {
            String reason = decision.outcome() == Decision.Outcome.DROPPED
                    ? DropReasons.of(decision.refusal()).label()
                    : reasonForNoPort(decision).label();
            return new FlowWay(decision, "refused: " + reason, 0, List.of(), null);
        }
        LivePort sender = portOf(decision.sender());
        LivePort target = portOf(decision.target());
        return new FlowWay(
                decision,
                paths.label(sender, target, decision),
                path(sender, target, decision).flowCapBitsPerSecond(),
                paths.sharedCaps(sender, target, decision),
                paths.expressRefusal(sender, target, decision));
    }

    private LivePort portOf(NetworkInterface each) {
        return each == null ? null : ports.of(each.key());
    }

    private WayPath path(LivePort sender, LivePort target, Decision decision) {
        return target == null ? paths.toEdge(decision) : paths.between(sender, target, decision);
    }

    @Override
    public Object contentOf(DecidedRoutes.Question question, Reads reads) {
        Decision decision = decide(ec2.newFlows(), question.ingress(), question.flow(), PacketTraits.NOT_SENT, reads);
        if (isFromElsewhere(question.ingress(), decision)) {
            return null;
        }
        FlowClass like = FlowClass.of(question.ingress(), question.flow());
        if (decision.outcome() == Decision.Outcome.DROPPED) {
            return isDenialOfClass(decision) ? Denial.of(like, decision) : null;
        }
        VirtualFunction egress = egress(decision, reads);
        return egress == null ? null : way(like, egress, decision, true, false);
    }

    @Override
    public boolean holds(RouteRead read) {
        return read.holdsIn(ec2.state());
    }

    /**
     * Where the receiver's groups deny a class, its routes to there can refuse: what the sender remembers counts what is sent, as
     * before. Not a route to somebody else, who would remember what never reaches it, and not where flow logs want to know which
     * packets were refused.
     */
    @Override
    public DecidedRoutes.Rejection rejectionOf(Object content, Object others) {
        return content instanceof Way way
                        && others instanceof Denial denial
                        && denial.reason() == DropReason.SECURITY_GROUP_INGRESS
                        && isPortOf(way.egress(), denial.interfaceKey())
                        && ec2.state().count(Table.FLOW_LOGS) == 0
                ? new DecidedRoutes.Rejection(denial.reason(), denial.connections())
                : null;
    }

    /** What is remembered of a flow does no harm where it need not be. */
    @Override
    public boolean mayStay(Object content, Object others) {
        return content instanceof Way way
                && others instanceof Way now
                && (way.tracksAtSender() || !now.tracksAtSender())
                && (way.tracksAtTarget() || !now.tracksAtTarget())
                && way.untracked().equals(now.untracked());
    }

    private static boolean isDeniedByGroups(Decision decision) {
        return decision.refusal() == Refusal.SECURITY_GROUP_EGRESS
                || decision.refusal() == Refusal.SECURITY_GROUP_INGRESS;
    }

    /** Whether rules deny a flow that may pass all the same, because the one who denies it remembers its connection. */
    private boolean isOfConnection(Decision decision, Flow sent, Flow arriving) {
        return switch (decision.refusal() == null ? Refusal.NO_ROUTE : decision.refusal()) {
            case SECURITY_GROUP_EGRESS -> ec2.connections().isTracked(decision.sender(), sent);
            case SECURITY_GROUP_INGRESS -> ec2.connections().isTracked(decision.target(), arriving);
            default -> false;
        };
    }

    /** Whether the interface has moved on, and this function of its is an old one. */
    private boolean isFromElsewhere(VirtualFunction ingress, Decision decision) {
        Long sender = ports.interfaceOf(ingress);
        return sender != null && mayComeFromAnybody(decision) && !isInUse(ingress, sender);
    }

    /** The port that a decision leads to; null if there is none, or if nobody receives there. */
    private VirtualFunction egress(Decision decision, Reads reads) {
        return switch (decision.outcome()) {
            case DELIVERED -> {
                LivePort target = ports.of(decision.target().key());
                yield receiver(
                        target == null ? null : target.function(),
                        decision.target().key(),
                        reads);
            }
            case TO_INTERNET -> receiver(edges.internet(), Edges.INTERNET, reads);
            case TO_VPN -> receiver(edges.vpn(decision.edgeKey()), decision.edgeKey(), reads);
            default -> null;
        };
    }

    /** A function that has been opened, for a packet alone opens none; else null, which depends on its being so. */
    private static VirtualFunction receiver(VirtualFunction end, long key, Reads reads) {
        if (end != null && end.isOpen()) {
            return end;
        }
        reads.add(Dependency.receiver(key));
        return null;
    }

    private DropReason reasonForNoPort(Decision decision) {
        return switch (decision.outcome()) {
            case DELIVERED ->
                ports.of(decision.target().key()) == null
                        ? DropReason.TARGET_NOT_RUNNING
                        : DropReason.RX_OVERRUNS; // nobody receives there, so no frames are posted
            case TO_SERVICE -> DropReason.TAKEN_BY_HOST;
            default -> DropReason.RX_OVERRUNS;
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

    private boolean isPortOf(int portIndex, long interfaceKey) {
        LivePort port = ports.of(interfaceKey);
        return port != null && port.function().portIndex() == portIndex;
    }

    private static long[] opened(Decision decision) {
        if (!decision.tracksAtSender() && !decision.tracksAtTarget()) {
            return NOTHING_OPENED;
        }
        long[] opened = new long[4];
        int count = 0;
        if (decision.tracksAtSender()) {
            count = noteOpened(opened, count, decision.sender(), decision.sent());
        }
        if (decision.tracksAtTarget()) {
            count = noteOpened(opened, count, decision.target(), decision.arriving());
        }
        return count == opened.length ? opened : Arrays.copyOf(opened, count);
    }

    private static int noteOpened(long[] opened, int count, NetworkInterface at, Flow flow) {
        long instanceKey = at.attachment().instanceKey();
        opened[count] = Dependency.connections(instanceKey, flow);
        opened[count + 1] = Dependency.connections(instanceKey, flow.reversed());
        return count + 2;
    }

    /** Whether nothing is done for each flow but to remember its connection: no port of a NAT gateway is taken. */
    private static boolean isForAll(Way way, Decision decision) {
        return way.byRules()
                && !way.opensNothing()
                && isOfClass(decision)
                && (!decision.rewrites() || !way.tracksAtSender() && !way.tracksAtTarget());
    }

    /** Whether it goes for flows of other source ports too. */
    private static boolean isOfClass(Decision decision) {
        return !decision.looksAtSourcePort() && !decision.gateways().passNat();
    }

    /** Whether groups deny flows of other source ports too: what lets a flow pass looks at none, only whether it is tracked. */
    private static boolean isDenialOfClass(Decision decision) {
        return isDeniedByGroups(decision)
                && !decision.rewrites()
                && !decision.gateways().passNat();
    }

    /**
     * What tells the refusal of a class from others: security groups deny all flows of it but those of a connection.
     *
     * @param interfaceKey whose groups they are
     * @param instanceKey whose instance remembers connections
     * @param connections those, as {@link Dependency#connections} has it
     */
    private record Denial(FlowClass like, DropReason reason, long interfaceKey, long instanceKey, long connections) {

        static Denial of(FlowClass like, Decision decision) {
            NetworkInterface at =
                    decision.refusal() == Refusal.SECURITY_GROUP_EGRESS ? decision.sender() : decision.target();
            return new Denial(
                    like,
                    DropReasons.of(decision.refusal()),
                    at.key(),
                    at.attachment().instanceKey(),
                    Dependency.connections(at.attachment().instanceKey(), decision.sent()));
        }
    }

    private Route denied(DecidedRoutes.Moment begun, DecidedRoutes.Question question, Decision decision, Reads reads) {
        FlowClass like = FlowClass.of(question.ingress(), question.flow());
        Denial denial = Denial.of(like, decision);
        return decided.route(
                begun,
                new DecidedRoutes.Finding(denial, like, question, reads, true, NOTHING_OPENED),
                () -> noted(routes.refused(denial.reason()), decision));
    }

    private record RefusalContent(int ingress, DropReason reason, long targetKey, Translation translation) {}

    private Way way(FlowClass like, VirtualFunction egress, Decision decision, boolean byRules, boolean opensNothing) {
        LivePort sender = portOf(decision.sender());
        LivePort target = portOf(decision.target());
        return new Way(
                like,
                egress.portIndex(),
                path(sender, target, decision),
                LiveHeaders.translation(decision),
                decision.tracksAtSender(),
                decision.tracksAtTarget(),
                decision.looksAtSourcePort(),
                decision.tracksAtSender() ? decision.sender().timeouts() : null,
                decision.tracksAtTarget() ? decision.target().timeouts() : null,
                byRules,
                opensNothing);
    }

    private Route made(VirtualFunction egress, Way way) {
        Route route = make(egress, way.path(), way.translation());
        if (way.isOfOnePacket()) {
            route.setForOnePacket();
        }
        return route;
    }

    private Route make(VirtualFunction egress, WayPath path, Translation translation) {
        Route wider = path.wider() == null ? null : make(egress, path.wider(), translation);
        return routes.to(
                egress,
                new RoutePath(
                        path.flowCapBitsPerSecond(),
                        path.horizonNs(),
                        path.delayNs(),
                        path.jitterNs(),
                        path.mtuBytes(),
                        true),
                translation,
                path.crossing(),
                wider);
    }

    /** A refusal; {@code decision} is for flow logs, null where those say nothing of it. */
    private Route refused(
            DecidedRoutes.Moment begun,
            VirtualFunction ingress,
            DropReason reason,
            Decision decision,
            Reads reads,
            long[] opened) {
        long target = decision == null || decision.target() == null
                ? 0
                : decision.target().key();
        Object content = new RefusalContent(
                ingress.portIndex(), reason, target, decision == null ? null : LiveHeaders.translation(decision));
        boolean lacksConnection = decision != null && isDeniedByGroups(decision);
        return decided.route(
                begun,
                new DecidedRoutes.Finding(content, null, null, reads, lacksConnection, opened),
                () -> noted(routes.refused(reason), decision));
    }

    private static Route noted(Route route, Decision decision) {
        route.setNote(decision);
        return route;
    }

    @Override
    public long macOf(VirtualFunction asker, int wanted) {
        return macOf(asker, IpAddress.ofIpv4(wanted));
    }

    @Override
    public long macOfIpv6(VirtualFunction asker, long wantedHigh, long wantedLow) {
        return macOf(asker, new IpAddress(wantedHigh, wantedLow));
    }

    @Override
    public boolean answersIpv6() {
        return true;
    }

    @Override
    public RouterAdvertisement routerOf(VirtualFunction asker) {
        Long sender = ports.interfaceOf(asker);
        return sender != null && isInUse(asker, sender) && ec2.mapping().hasIpv6Router(sender) ? advertisement : null;
    }

    @Override
    public long holderOf(VirtualFunction asker, int wanted) {
        return holderOf(asker, IpAddress.ofIpv4(wanted));
    }

    @Override
    public long holderOfIpv6(VirtualFunction asker, long wantedHigh, long wantedLow) {
        return holderOf(asker, new IpAddress(wantedHigh, wantedLow));
    }

    /** At an edge nobody else has an address that somebody there is about to take, whoever has it behind the router. */
    private long holderOf(VirtualFunction asker, IpAddress wanted) {
        return ports.interfaceOf(asker) == null ? NOBODY : macOf(asker, wanted);
    }

    private long macOf(VirtualFunction asker, IpAddress wanted) {
        Long sender = ports.interfaceOf(asker);
        if (sender == null) { // whatever an edge asks for lies behind the router, but what is on its own link
            boolean isOfLink = !wanted.isIpv4() && wanted.isLinkLocal();
            return isOfLink && !wanted.equals(ec2.mapping().routerLinkLocal())
                    ? NOBODY
                    : ec2.mapping().routerMac();
        }
        return isInUse(asker, sender) ? ec2.mapping().macOf(sender, wanted).orElse(NOBODY) : NOBODY;
    }
}
