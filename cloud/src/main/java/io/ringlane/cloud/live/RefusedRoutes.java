package io.ringlane.cloud.live;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Routes;
import io.ringlane.dataplane.pipeline.Translation;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Routes of the data plane for decisions that refuse packets. One is for frames to the router and to whoever has the destination, or
 * to one neighbour alone, as frames to somebody else are decided by themselves. Any worker asks; takes only short locks.
 */
final class RefusedRoutes {

    /** In place of a MAC address: whatever the frame is sent to, it is refused. */
    private static final long ANY_MAC = 0;

    /** Reasons that lie with the sender, before anybody looks at where a frame is sent. */
    private static final Set<Refusal> OF_SENDER =
            Set.of(Refusal.SENDER_DETACHED, Refusal.SENDER_NOT_RUNNING, Refusal.SPOOFED_ADDRESS, Refusal.GROUP_ADDRESS);

    /** Refusals of one packet each that flow logs ask for; beyond, all are made anew. A NAT gateway and a port have a few. */
    private static final int MOST_LOGGED = 1024;

    private final Ec2Region ec2;
    private final LivePorts ports;
    private final DecidedRoutes decided;
    private final Routes routes;
    private final Map<DropReason, Route> forOnePacket = new EnumMap<>(DropReason.class);
    private final Map<Content, Route> logged = new HashMap<>();

    /** @param isOfOnePacket whether others of the packet's flow may go to somebody else */
    private record Content(
            int ingress,
            DropReason reason,
            long targetKey,
            long natInterfaceKey,
            Translation translation,
            long neighbour,
            long mac,
            boolean isOfOnePacket) {}

    /**
     * What tells the refusal of a class from others: security groups deny all flows of it but those of a connection.
     *
     * @param interfaceKey whose groups they are
     * @param instanceKey whose instance remembers connections
     * @param connections those, as {@link Dependency#connections} has it
     * @param mac of whoever has the destination, or of the neighbour
     */
    record Denial(FlowClass like, DropReason reason, long interfaceKey, long instanceKey, long connections, long mac) {}

    RefusedRoutes(Ec2Region ec2, LivePorts ports, DecidedRoutes decided, Routes routes) {
        this.ec2 = ec2;
        this.ports = ports;
        this.decided = decided;
        this.routes = routes;
        for (Refusal refusal : Refusal.values()) {
            if (DropReasons.passesByItself(refusal)) {
                makeForOnePacket(DropReasons.of(refusal));
            }
        }
        makeForOnePacket(DropReason.PPS_ALLOWANCE_EXCEEDED); // of a fragment
    }

    private void makeForOnePacket(DropReason reason) {
        Route once = routes.refused(reason);
        once.retire();
        forOnePacket.put(reason, once);
    }

    /** Refuses one packet: its flow's next one asks again. */
    Route once(DropReason reason) {
        return forOnePacket.get(reason);
    }

    /** As {@link #once(DropReason)}, of a packet that flow logs may want to hear of: a NAT gateway has kept it. */
    Route once(VirtualFunction ingress, Decision decision) {
        DropReason reason = DropReasons.of(decision.refusal());
        return decision.nat() == null || ec2.state().count(Table.FLOW_LOGS) == 0
                ? once(reason)
                : logged(content(ingress, reason, decision, 0, ANY_MAC, true), decision);
    }

    private synchronized Route logged(Content content, Decision decision) {
        Route known = logged.get(content);
        if (known != null) {
            return known;
        }
        Route made = noted(routes.refused(content.reason()), decision);
        if (!made.isRetired()) {
            made.setForOnePacket();
            if (logged.size() == MOST_LOGGED) {
                logged.values().forEach(routes::retire);
                logged.clear();
            }
            logged.put(content, made);
        }
        return made;
    }

    /**
     * Refuses a flow.
     *
     * @param decision that it comes from; null where no frame is looked at any further
     * @param isLogged whether flow logs hear of the decision
     */
    Route of(
            DecidedRoutes.Moment begun,
            DecidedRoutes.Question asked,
            DropReason reason,
            Decision decision,
            boolean isLogged,
            Reads reads,
            long[] opened) {
        long mac = decision == null ? ANY_MAC : mac(asked, decision, reads);
        Decision noted = isLogged ? decision : null;
        boolean isOfOnePacket = decision != null && decision.setsIdentifier();
        Content content = content(asked.ingress(), reason, noted, asked.neighbour(), mac, isOfOnePacket);
        boolean lacksConnection = noted != null && isDeniedByGroups(noted);
        return decided.route(
                begun,
                new DecidedRoutes.Finding(content, null, null, reads, lacksConnection, opened),
                () -> ofOnePacket(
                        isOfOnePacket, addressed(noted(routes.refused(reason), noted), asked.neighbour(), mac)));
    }

    /** Refuses all flows of a class, but those of a connection. */
    Route denied(
            DecidedRoutes.Moment begun, DecidedRoutes.Question asked, Decision decision, Reads reads, long[] opened) {
        Denial denial = denial(asked, decision, reads);
        return decided.route(
                begun,
                new DecidedRoutes.Finding(denial, denial.like(), asked, reads, true, opened),
                () -> addressed(noted(routes.refused(denial.reason()), decision), asked.neighbour(), denial.mac()));
    }

    /** What tells the refusal of a question's class from others; adds what that depends on. */
    Denial denial(DecidedRoutes.Question asked, Decision decision, Reads reads) {
        NetworkInterface at =
                decision.refusal() == Refusal.SECURITY_GROUP_EGRESS ? decision.sender() : decision.target();
        long instanceKey = at.attachment().instanceKey();
        return new Denial(
                asked.like(),
                DropReasons.of(decision.refusal()),
                at.key(),
                instanceKey,
                Dependency.connections(instanceKey, decision.sent()),
                mac(asked, decision, reads));
    }

    static boolean isDeniedByGroups(Decision decision) {
        return decision.refusal() == Refusal.SECURITY_GROUP_EGRESS
                || decision.refusal() == Refusal.SECURITY_GROUP_INGRESS;
    }

    /** Whether groups deny flows of other source ports too: what lets a flow pass looks at none, only whether it is tracked. */
    static boolean isDenialOfClass(Decision decision) {
        return isDeniedByGroups(decision)
                && !decision.rewrites()
                && !decision.gateways().passNat();
    }

    /** The route, with a decision noted for flow logs. */
    static Route noted(Route route, Decision decision) {
        if (!route.isRetired()) { // which others have, too
            route.setNote(decision);
        }
        return route;
    }

    private static Content content(
            VirtualFunction ingress,
            DropReason reason,
            Decision decision,
            long neighbour,
            long mac,
            boolean isOfOnePacket) {
        boolean hasTarget = decision != null && decision.target() != null;
        boolean hasNat = decision != null && decision.nat() != null;
        return new Content(
                ingress.portIndex(),
                reason,
                hasTarget ? decision.target().key() : 0,
                hasNat ? decision.nat().at().key() : 0,
                decision == null ? null : LiveHeaders.translation(decision),
                neighbour,
                mac,
                isOfOnePacket);
    }

    private static Route ofOnePacket(boolean isOfOnePacket, Route route) {
        if (isOfOnePacket && !route.isRetired()) {
            route.setForOnePacket();
        }
        return route;
    }

    private static Route addressed(Route route, long neighbour, long mac) {
        if (mac != ANY_MAC && !route.isRetired()) {
            route.setMac(mac);
            if (neighbour != 0) {
                route.setDirect();
            }
        }
        return route;
    }

    /** The MAC address of the frames that a decision goes for, beside the router's where it is by address. */
    private long mac(DecidedRoutes.Question asked, Decision decision, Reads reads) {
        Long sender = ports.interfaceOf(asked.ingress());
        if (sender == null
                || decision.outcome() == Decision.Outcome.TO_SERVICE
                || decision.refusal() != null && OF_SENDER.contains(decision.refusal())) {
            return ANY_MAC;
        }
        if (asked.neighbour() != 0) {
            NetworkInterface neighbour = ec2.state().find(Table.INTERFACES, asked.neighbour());
            return neighbour == null
                    ? ec2.mapping().routerMac()
                    : neighbour.mac(); // null is a change since: decided again
        }
        IpAddress destination = asked.flow().destination();
        Subnet subnet = ec2.state().find(Table.SUBNETS, decision.sender().subnetKey());
        if (subnet == null || !subnet.contains(destination)) {
            return ec2.mapping().routerMac();
        }
        reads.add(Dependency.address(decision.sender().vpcNumber(), destination));
        return ec2.mapping().macOf(sender, destination).orElse(ec2.mapping().routerMac());
    }
}
