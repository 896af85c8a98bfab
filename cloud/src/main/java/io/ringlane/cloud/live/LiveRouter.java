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
import java.util.List;

/** Turns decisions of the region into routes of the data plane. Any worker asks; takes only short locks. */
final class LiveRouter implements Router, Neighbours, DecidedRoutes.Answers {

    private static final long[] NOTHING_OPENED = {};

    /** In place of a MAC address: the frame is the router's, or goes to whoever has the packet's destination. */
    private static final long BY_ADDRESS = 0;

    /** So often a flow is decided that connections of its class are opened under: then one packet goes by what was decided. */
    private static final int MOST_TRIES = 8;

    private final Ec2Region ec2;
    private final LivePorts ports;
    private final Edges edges;
    private final PathFinder paths;
    private final DecidedRoutes decided;
    private final Routes routes;
    private final Fragments fragments;
    private final RefusedRoutes refusals;
    private final RouterAdvertisement advertisement;

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
        this.refusals = new RefusedRoutes(ec2, ports, decided, routes);
    }

    @Override
    public Route routeIpv4(VirtualFunction ingress, int source, int destination, long word1) {
        return route(
                ingress,
                BY_ADDRESS,
                LiveHeaders.flow(IpAddress.ofIpv4(source), IpAddress.ofIpv4(destination), word1),
                PacketTraits.NONE);
    }

    @Override
    public Route routeContinued(VirtualFunction ingress, int source, int destination, long word1) {
        Flow flow = LiveHeaders.flow(IpAddress.ofIpv4(source), IpAddress.ofIpv4(destination), word1);
        return route(ingress, BY_ADDRESS, flow, PacketTraits.CONTINUED);
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
        return route(ingress, BY_ADDRESS, LiveHeaders.flow(source, destination, word1), PacketTraits.NONE);
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
        return route(ingress, BY_ADDRESS, LiveHeaders.flow(source, destination, word1), PacketTraits.CONTINUED);
    }

    @Override
    public Route routeAlone(VirtualFunction ingress, long[] keys, int key, LonePacket packet) {
        Flow flow = LiveHeaders.flow(keys, key);
        return flow == null ? null : routeAlone(ingress, BY_ADDRESS, flow, packet);
    }

    @Override
    public Route routeToMac(
            VirtualFunction ingress, long mac, long[] keys, int key, LonePacket packet, boolean continues) {
        Flow flow = ports.interfaceOf(ingress) == null ? null : LiveHeaders.flow(keys, key);
        return flow == null
                ? null
                : packet != null
                        ? routeAlone(ingress, mac, flow, packet)
                        : route(ingress, mac, flow, continues ? PacketTraits.CONTINUED : PacketTraits.NONE);
    }

    @Override
    public boolean isNeighbour(VirtualFunction ingress, long mac) {
        Long sender = ports.interfaceOf(ingress);
        return sender != null && ec2.mapping().neighbourAt(sender, mac) != null;
    }

    private Route routeAlone(VirtualFunction ingress, long mac, Flow flow, LonePacket packet) {
        if (packet.isError()) {
            return route(
                    ingress,
                    mac,
                    flow,
                    PacketTraits.quoting(
                            packet.quoted() == null ? null : LiveHeaders.flow(packet.quoted(), 0),
                            packet.identifier()));
        }
        if (packet.isQuery()) {
            return route(ingress, mac, flow, PacketTraits.query(packet.identifier()));
        }
        if (ports.interfaceOf(ingress) != null && !fragments.admits(ingress)) {
            return refusals.once(DropReason.PPS_ALLOWANCE_EXCEEDED);
        }
        Flow whole = fragments.whole(ingress, flow, packet);
        return whole == null
                ? route(ingress, mac, flow, PacketTraits.STRAY_FRAGMENT)
                : route(ingress, mac, whole, PacketTraits.FRAGMENT);
    }

    private Route route(VirtualFunction ingress, long mac, Flow flow, PacketTraits traits) {
        Route route;
        int tries = 0;
        do {
            DecidedRoutes.Moment now = decided.now();
            route = tryRoute(++tries < MOST_TRIES ? now : now.asLast(), ingress, mac, flow, traits);
        } while (route == null); // there was a change while it was decided
        return route;
    }

    private Route tryRoute(
            DecidedRoutes.Moment begun, VirtualFunction ingress, long mac, Flow flow, PacketTraits traits) {
        if (flow == null) {
            DecidedRoutes.Question asked = new DecidedRoutes.Question(ingress, null);
            return refusals.of(begun, asked, DropReason.MALFORMED, null, false, new Reads(), NOTHING_OPENED);
        }
        long neighbour = mac == BY_ADDRESS ? 0 : neighbour(ingress, mac, flow);
        FlowClass like = FlowClass.of(ingress, neighbour, flow);
        Route known = traits.isOfFlow() ? decided.known(like) : null;
        Route taken = known == null ? null : take(begun, known, flow, traits);
        return taken == null ? newRoute(begun, ingress, flow, traits, like) : taken;
    }

    /** The interface that a frame is sent to which has not the destination, so that it is not by address; 0 if there is none. */
    private long neighbour(VirtualFunction ingress, long mac, Flow flow) {
        NetworkInterface at = ec2.mapping().neighbourAt(ports.interfaceOf(ingress), mac);
        return at == null || at.owns(flow.destination()) ? 0 : at.key();
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
                ? refusals.once(DropReasons.of(remembered.refusal()))
                : isInTime ? known : null;
    }

    private Route newRoute(
            DecidedRoutes.Moment begun, VirtualFunction ingress, Flow flow, PacketTraits traits, FlowClass like) {
        DecidedRoutes.Question asked = new DecidedRoutes.Question(ingress, like.neighbour(), flow);
        Reads reads = new Reads();
        boolean byRules = traits.isOfFlow();
        Decision decision = decide(ec2.newFlows(), asked, traits, reads);
        boolean deniedByRules = byRules && RefusedRoutes.isDeniedByGroups(decision);
        if (byRules
                ? isOfConnection(decision, decision.sent(), decision.arriving())
                : RefusedRoutes.isDeniedByGroups(decision)) {
            decision = decide(ec2.forwarding(), asked, traits, reads);
            byRules &= RefusedRoutes.isDeniedByGroups(decision);
            deniedByRules = false;
        }
        if (isFromElsewhere(ingress, decision)) {
            return refusals.of(begun, asked, DropReason.SENDER_DETACHED, null, false, reads, NOTHING_OPENED);
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
                    ? refusals.once(ingress, decision)
                    : deniedByRules && RefusedRoutes.isDenialOfClass(decision)
                            ? refusals.denied(begun, asked, decision, reads, NOTHING_OPENED)
                            : refusals.of(begun, asked, reason, decision, true, reads, opened);
        }
        VirtualFunction egress = egress(decision, reads);
        if (egress == null) {
            return refusals.of(begun, asked, reasonForNoPort(decision), decision, false, reads, opened);
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
                () -> RefusedRoutes.noted(made(egress, way), made));
    }

    private Decision decide(Forwarding forwarding, DecidedRoutes.Question asked, PacketTraits traits, Reads reads) {
        Long sender = ports.interfaceOf(asked.ingress());
        return sender == null
                ? edges.decide(forwarding, asked.ingress(), asked.flow(), traits, reads)
                : forwarding.decide(sender, asked.neighbour(), asked.flow(), traits, reads);
    }

    /** What a flow would meet; see {@link LiveRegion#way}. */
    FlowWay way(VirtualFunction ingress, Flow flow, PacketTraits traits) {
        Reads reads = new Reads();
        DecidedRoutes.Question asked = new DecidedRoutes.Question(ingress, flow);
        Decision decision = decide(ec2.newFlows(), asked, traits, reads);
        if (RefusedRoutes.isDeniedByGroups(decision)) {
            decision = decide(ec2.forwarding(), asked, traits, reads);
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
        Decision decision = decide(ec2.newFlows(), question, PacketTraits.NOT_SENT, reads);
        if (isFromElsewhere(question.ingress(), decision)) {
            return null;
        }
        if (decision.outcome() == Decision.Outcome.DROPPED) {
            return RefusedRoutes.isDenialOfClass(decision) ? refusals.denial(question, decision, reads) : null;
        }
        VirtualFunction egress = egress(decision, reads);
        return egress == null ? null : way(question.like(), egress, decision, true, false);
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
                        && others instanceof RefusedRoutes.Denial denial
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
        if (way.isDirect() && !route.isRetired()) {
            route.setDirect();
        }
        return route;
    }

    private Route make(VirtualFunction egress, WayPath path, Translation translation) {
        Route wider = path.wider() == null ? null : make(egress, path.wider(), translation);
        Route made = routes.to(
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
        if (translation != null) {
            made.setMac(ec2.mapping().routerMac()); // a gateway translates; no neighbour has what was sent to
        }
        return made;
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
