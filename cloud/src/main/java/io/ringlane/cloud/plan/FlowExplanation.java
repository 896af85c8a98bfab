package io.ringlane.cloud.plan;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.live.EdgeCaps;
import io.ringlane.cloud.live.WayCap;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.plan.Plan.Pair;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.region.BindingCap;
import io.ringlane.core.rate.Units;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.path.PathProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One flow's way, decision by decision, which cap binds it, and what would lift that cap; or what refuses it, and what would let
 * it through.
 *
 * @param pair the two instances; null where one end is outside the region, or on none
 * @param flow the 5-tuple in words; null without a network of its own, where rules are not asked
 * @param cap what binds; null where the flow is refused
 * @param packetsPerSecond the packet allowance, where that is what binds; else 0
 * @param refusal the reason as counters name it, and whose rule it was; null where packets arrive
 * @param decisions in the order in which a packet meets them
 * @param remedies each a thing to do and what it would give; empty where nothing the scenario can say would help
 */
public record FlowExplanation(
        String from,
        String to,
        Pair pair,
        String flow,
        BindingCap cap,
        long packetsPerSecond,
        Refused refusal,
        List<Decision> decisions,
        List<String> remedies) {

    private static final int ETHERNET_HEADER_BYTES = 14;

    /**
     * One decision.
     *
     * @param what what was decided, for instance {@code flow cap}
     * @param value how, for instance {@code 10 Gbit/s}
     * @param why one phrase
     */
    public record Decision(String what, String value, String why) {}

    /**
     * A refusal.
     *
     * @param reason as counters and expectations name it, for instance {@code security_group_ingress}
     * @param by which group, ACL or route table it was, and what it says
     */
    public record Refused(String reason, String by) {}

    public FlowExplanation {
        decisions = List.copyOf(decisions);
        remedies = List.copyOf(remedies);
    }

    /** Explains the way of one 5-tuple that has both instances to itself. */
    public static FlowExplanation of(Plan plan, Seat from, Seat to) {
        return of(plan, FlowQuestion.of(plan.scenario(), from.name(), to.name(), null, plan.ipProtocol(), null, null));
    }

    /**
     * Explains the way of one 5-tuple that has its ends to itself. Without a network of its own both are instances.
     *
     * @throws PlanException if an end is unknown
     */
    public static FlowExplanation of(Plan plan, FlowQuestion question) {
        if (plan.network() == null) {
            return between(plan, plan.pair(plan.seat(question.from()), plan.seat(question.to())), question);
        }
        Way way = plan.way(question);
        return way.isRefused() ? refused(plan, way) : passing(plan, way, question);
    }

    private static FlowExplanation between(Plan plan, Pair pair, FlowQuestion question) {
        List<Decision> decisions = new ArrayList<>(List.of(place("from", pair.from()), place("to", pair.to())));
        decisions.addAll(path(plan, pair));
        int mtu = plan.widestMtuBytes(pair);
        if (isTooLong(question, mtu)) {
            return tooLong(question, null, mtu, decisions);
        }
        decisions.addAll(caps(pair, pair.from(), pair.to(), null, question.frameBytes()));
        return bound(plan, pair, pair.from(), pair.to(), null, pair.cap(), decisions, List.of(), question, mtu);
    }

    private static boolean isTooLong(FlowQuestion question, int mtuBytes) {
        return question.frameBytes() > mtuBytes + ETHERNET_HEADER_BYTES;
    }

    private static FlowExplanation tooLong(FlowQuestion question, String flow, int mtuBytes, List<Decision> decisions) {
        int most = mtuBytes + ETHERNET_HEADER_BYTES;
        return new FlowExplanation(
                question.from(),
                question.to(),
                null,
                flow,
                null,
                0,
                new Refused(
                        DropReason.MTU_EXCEEDED.label(),
                        "frames of " + question.frameBytes() + "B do not fit the way, whose MTU is " + mtuBytes
                                + "B: the most is " + most + "B, Ethernet header included"),
                decisions,
                List.of("send frames of " + most + "B or shorter"));
    }

    private static FlowExplanation refused(Plan plan, Way way) {
        RefusalAdvice.Advice advice = RefusalAdvice.of(plan.network(), way);
        return new FlowExplanation(
                way.from().name(),
                way.to().name(),
                null,
                way.flow().toString(),
                null,
                0,
                new Refused(way.decision().refusal().label(), advice.by()),
                network(plan, way, " gets there"),
                advice.remedies());
    }

    private static FlowExplanation passing(Plan plan, Way way, FlowQuestion question) {
        Seat from = WayCaps.sender(plan, way);
        Seat to = WayCaps.receiver(plan, way);
        Pair pair = from == null || to == null || from == to ? null : plan.pair(from, to);
        int mtu = pair == null ? way.decision().mtuBytes() : plan.widestMtuBytes(pair);
        mtu = Math.min(mtu, way.decision().mtuBytes());
        if (pair == null && to != null) {
            mtu = Math.min(mtu, to.placement().type().mtuBytes());
        }
        boolean isTooLong = isTooLong(question, mtu);
        List<Decision> decisions =
                new ArrayList<>(network(plan, way, isTooLong ? " is too long for the way" : " gets there"));
        List<String> more = new ArrayList<>();
        if (way.isLost()) {
            RefusalAdvice.ofLost(plan.network(), way)
                    .forEach(remedy -> more.add("for the way to '" + way.to().name() + "': " + remedy));
        } else if (PlannedFlow.isAnswerable(way)) {
            answers(plan, way, decisions, more);
        }
        BindingCap cap = WayCaps.of(plan, way);
        long natPackets = WayCaps.natPacketsPerSecond(way);
        if (natPackets != 0) { // at most 10^9 packets of 65,535 bytes: below 2^63
            cap = cap.or(CapRemedies.NAT_PACKETS, natPackets * question.frameBytes() * 8);
        }
        if (pair != null) {
            decisions.addAll(path(plan, pair));
        } else {
            decisions.add(new Decision("path", WayCaps.label(plan, way), "MTU " + mtu + "B"));
        }
        if (isTooLong) {
            return tooLong(question, way.flow().toString(), mtu, decisions);
        }
        decisions.addAll(gateways(plan, way, natPackets, question.frameBytes()));
        decisions.addAll(caps(pair, from, to, way.decision(), question.frameBytes()));
        return bound(plan, pair, from, to, way.flow().toString(), cap, decisions, more, question, mtu);
    }

    /** The caps of gateways on the way, of each flow and of all. */
    private static List<Decision> gateways(Plan plan, Way way, long natPacketsPerSecond, int frameBytes) {
        List<Decision> decisions = new ArrayList<>();
        long ofFlow = EdgeCaps.flowBitsPerSecond(way.decision());
        if (ofFlow != Long.MAX_VALUE) {
            decisions.add(new Decision("gateway, a flow", rate(ofFlow), "the most that one flow carries through it"));
        }
        for (BindingCap each : WayCaps.gateways(plan, way)) {
            decisions.add(new Decision(
                    each.label(),
                    rate(each.bitsPerSecond()),
                    switch (each.label()) {
                        case WayCap.GATEWAY_OUT ->
                            "of all that '" + WayCaps.sender(plan, way).name() + "' sends through the internet gateway";
                        case WayCap.GATEWAY_IN ->
                            "of all that '" + WayCaps.receiver(plan, way).name()
                                    + "' gets through the internet gateway";
                        default -> "of all who pass it, both directions together, once it has grown with its load";
                    }));
        }
        if (natPacketsPerSecond != 0) {
            decisions.add(new Decision(
                    "NAT gateway packets",
                    Units.formatPacketsPerSecond(natPacketsPerSecond),
                    "likewise; with frames of " + frameBytes + "B " + rate(natPacketsPerSecond * frameBytes * 8)));
        }
        return decisions;
    }

    private static void answers(Plan plan, Way way, List<Decision> decisions, List<String> remedies) {
        Way answer = plan.answer(way);
        if (!answer.isRefused()) {
            decisions.add(new Decision("answers", "come back", answer.flow().toString()));
            return;
        }
        RefusalAdvice.Advice advice = RefusalAdvice.of(plan.network(), answer);
        decisions.add(new Decision(
                "answers", "refused: " + answer.decision().refusal().label(), advice.by()));
        advice.remedies().forEach(remedy -> remedies.add("for the answers: " + remedy));
    }

    /** Finds what binds: bits or packets. */
    private static FlowExplanation bound(
            Plan plan,
            Pair pair,
            Seat from,
            Seat to,
            String flow,
            BindingCap cap,
            List<Decision> decisions,
            List<String> more,
            FlowQuestion question,
            int mtuBytes) {
        Seat busy = null; // whose packet allowance is lower than the cap
        BindingCap lowest = cap;
        for (Seat seat : new Seat[] {from, to}) {
            if (seat != null) {
                // At most 10^11 packets of 65,535 bytes: below 2^63.
                long bits = packetsPerSecond(seat) * question.frameBytes() * 8;
                busy = bits < lowest.bitsPerSecond() ? seat : busy;
                lowest = lowest.or("packet allowance of '" + seat.name() + "'", bits);
            }
        }
        CapRemedies remedies = new CapRemedies(plan);
        List<String> advice = new ArrayList<>(more);
        advice.addAll(
                busy != null
                        ? remedies.ofPackets(busy, cap, question.frameBytes(), mtuBytes + ETHERNET_HEADER_BYTES)
                        : pair != null && cap.equals(pair.cap())
                                ? remedies.ofPair(pair)
                                : remedies.ofEdge(from, to, cap));
        return new FlowExplanation(
                question.from(),
                question.to(),
                pair,
                flow,
                lowest,
                busy == null ? 0 : packetsPerSecond(busy),
                null,
                decisions,
                advice);
    }

    private static Decision place(String what, Seat seat) {
        PlacementGroup group = seat.placement().group();
        String inGroup = group == null
                ? "no group"
                : group.strategy().label() + " group '" + group.name() + "'"
                        + (seat.placement().partition() == 0
                                ? ""
                                : ", partition " + seat.placement().partition());
        return new Decision(
                what,
                seat.name() + ", " + seat.spec().type() + ", " + seat.interfaceLabel(),
                inGroup + "; host " + seat.host().name() + " of rack "
                        + seat.host().rack());
    }

    private static List<Decision> path(Plan plan, Pair pair) {
        PathProfile path = pair.path();
        List<Decision> decisions = new ArrayList<>();
        decisions.add(new Decision(
                "path",
                path.label(),
                pair.from().host().name() + " to " + pair.to().host().name()));
        decisions.add(new Decision("hops", Integer.toString(path.hops()), "switches crossed"));
        String refusal = plan.expressRefusal(pair);
        decisions.add(new Decision(
                "ENA Express", refusal == null ? "yes" : "no", refusal == null ? "it is on at both ends" : refusal));
        decisions.add(mtu(pair));
        return decisions;
    }

    /**
     * @param pair null where one end is outside the region
     * @param from likewise
     * @param to likewise
     * @param network which interfaces the flow takes; null where each instance has one
     */
    private static List<Decision> caps(
            Pair pair, Seat from, Seat to, io.ringlane.cloud.forwarding.Decision network, int frameBytes) {
        List<Decision> decisions = new ArrayList<>();
        if (pair != null) {
            decisions.add(new Decision("flow cap", rate(pair.path().flowCapBitsPerSecond()), flowCapReason(pair)));
        }
        if (from != null) {
            decisions.add(allowance(from, "bandwidth out", from.spec().bandwidthOutBitsPerSecond()));
            decisions.add(packets(from, "packets out", frameBytes));
            decisions.add(line(from, "line rate out", network == null ? null : network.sender()));
        }
        if (pair != null) {
            decisions.add(new Decision(
                    "delay",
                    Units.formatNanos(pair.path().delayNs()) + " to "
                            + Units.formatNanos(pair.path().delayNs(1000)),
                    "one way, without queueing, evenly spread"));
        }
        if (to != null) {
            decisions.add(line(to, "line rate in", network == null ? null : network.target()));
            decisions.add(packets(to, "packets in", frameBytes));
            decisions.add(allowance(to, "bandwidth in", to.spec().bandwidthInBitsPerSecond()));
        }
        return decisions;
    }

    /**
     * Where the network leads the first packet, step by step, before any event.
     *
     * @param end what becomes of one that is not refused on its way
     */
    private static List<Decision> network(Plan plan, Way way, String end) {
        List<Decision> decisions = new ArrayList<>();
        end(plan, "from", way.from()).ifPresent(decisions::add);
        end(plan, "to", way.to()).ifPresent(decisions::add);
        NetworkNames names = plan.network().names();
        decisions.add(
                way.isRefused()
                        ? new Decision(
                                "network", "refused", way.decision().refusal().sentence())
                        : new Decision(
                                "network",
                                way.decision().path().label(),
                                way.flow()
                                        + (way.isLost() ? " leaves for the internet, and does not get there" : end)));
        int number = 0;
        for (String step : way.decision().steps()) {
            decisions.add(new Decision("  step " + ++number, "", names.inNames(step)));
        }
        return decisions;
    }

    private static Optional<Decision> end(Plan plan, String what, WayEnd end) {
        Seat seat = end.instance() == null ? null : plan.seat(end.instance());
        return Optional.ofNullable(seat).map(each -> place(what, each));
    }

    private static Decision mtu(Pair pair) {
        int mtu = pair.mtuBytes();
        String why;
        if (mtu == pair.path().mtuBytes()) {
            why = (pair.path().enaExpress() ? "that of ENA Express, beyond it ordinary ENA" : "the path's")
                    + "; a frame is " + ETHERNET_HEADER_BYTES + "B longer";
        } else {
            Seat narrow = pair.from().placement().type().mtuBytes() == mtu ? pair.from() : pair.to();
            why = "that of the type " + narrow.spec().type() + " of '" + narrow.name() + "'";
        }
        return new Decision("MTU", mtu + "B", why);
    }

    /** Why the cap is what it is: what the two share, or what keeps them from it. */
    private static String flowCapReason(Pair pair) {
        PathProfile path = pair.path();
        PlacementGroup a = pair.from().placement().group();
        PlacementGroup b = pair.to().placement().group();
        if (path.enaExpress()) {
            return "that of ENA Express";
        }
        if (path.sameClusterGroup()) {
            return "both are in the cluster group '" + a.name() + "'";
        }
        return path.flowCapReason() + ": "
                + (a == null && b == null
                        ? "neither is in a placement group"
                        : groupText(pair.from(), a) + ", " + groupText(pair.to(), b));
    }

    private static String groupText(Seat seat, PlacementGroup group) {
        return "'" + seat.name() + "' is in "
                + (group == null ? "no group" : "the " + group.strategy().label() + " group '" + group.name() + "'");
    }

    private static Decision allowance(Seat seat, String what, long ownBitsPerSecond) {
        InstanceType type = seat.placement().type();
        if (ownBitsPerSecond != 0) {
            return new Decision(what, rate(ownBitsPerSecond), "the scenario's own value for '" + seat.name() + "'");
        }
        String why = type.isBurstable()
                ? "peak of " + type.name() + " of '" + seat.name() + "' while credits last; "
                        + rate(type.baselineBitsPerSecond()) + " after"
                : "of " + type.name() + " of '" + seat.name() + "'";
        return new Decision(what, rate(type.peakBitsPerSecond()), why);
    }

    private static Decision packets(Seat seat, String what, int frameBytes) {
        long packets = packetsPerSecond(seat);
        return new Decision(
                what,
                Units.formatPacketsPerSecond(packets),
                "of '" + seat.name() + "', both directions together; with frames of " + frameBytes + "B "
                        + rate(packets * frameBytes * 8));
    }

    static long packetsPerSecond(Seat seat) {
        long own = seat.spec().packetsPerSecond();
        return own != 0 ? own : seat.placement().type().packetsPerSecond();
    }

    private static Decision line(Seat seat, String what, NetworkInterface nic) {
        int cards = seat.placement().type().networkCards();
        int card =
                nic == null || nic.attachment() == null ? 0 : nic.attachment().cardIndex();
        return new Decision(
                what,
                rate(seat.placement().nic().lineRateBitsPerSecond()),
                "'" + seat.name() + "': " + seat.placement().nic().describe()
                        + (cards == 1 || seat.placement().nic().isEmulated()
                                ? ""
                                : "; network card " + card + " of the " + cards + " of "
                                        + seat.spec().type() + ", shared by its interfaces there"));
    }

    static String rate(long bitsPerSecond) {
        return Units.formatBitsPerSecond(bitsPerSecond);
    }
}
