package io.ringlane.cloud.plan;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.plan.Plan.Pair;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.ScenarioNetwork;
import io.ringlane.core.rate.Units;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.path.PathProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One flow's way, decision by decision, which cap binds it, and what would lift that cap.
 *
 * @param decisions in the order in which a packet meets them
 * @param remedies each a thing to do and what it would give; empty where nothing the scenario can say would help
 */
public record FlowExplanation(Pair pair, List<Decision> decisions, List<String> remedies) {

    /** What the packet allowance is also shown in: frames as long as those of Ethernet's usual MTU. */
    private static final int FRAME_BYTES = 1514;

    /** Enough for any card: the next cap binds. */
    private static final int MANY_CONNECTIONS = 10_000;

    private static final int ETHERNET_HEADER_BYTES = 14;

    private static final int SOURCE_PORT = 10_000;

    /**
     * One decision.
     *
     * @param what what was decided, for instance {@code flow cap}
     * @param value how, for instance {@code 10 Gbit/s}
     * @param why one phrase
     */
    public record Decision(String what, String value, String why) {}

    public FlowExplanation {
        decisions = List.copyOf(decisions);
        remedies = List.copyOf(remedies);
    }

    /** Explains the way of one 5-tuple that has both instances to itself. */
    public static FlowExplanation of(Plan plan, Seat from, Seat to) {
        Pair pair = plan.pair(from, to);
        return new FlowExplanation(pair, decisions(plan, pair), remedies(plan, pair));
    }

    private static List<Decision> decisions(Plan plan, Pair pair) {
        PathProfile path = pair.path();
        List<Decision> decisions = new ArrayList<>(network(plan, pair));
        decisions.add(new Decision(
                "path",
                path.label(),
                pair.from().host().name() + " to " + pair.to().host().name()));
        decisions.add(new Decision("hops", Integer.toString(path.hops()), "switches crossed"));
        String refusal = plan.expressRefusal(pair);
        decisions.add(new Decision(
                "ENA Express", refusal == null ? "yes" : "no", refusal == null ? "it is on at both ends" : refusal));
        decisions.add(mtu(pair));
        decisions.add(new Decision("flow cap", rate(path.flowCapBitsPerSecond()), flowCapReason(pair)));
        decisions.add(allowance(pair.from(), "bandwidth out", pair.from().spec().bandwidthOutBitsPerSecond()));
        decisions.add(packets(pair.from(), "packets out"));
        decisions.add(line(pair.from(), "line rate out"));
        decisions.add(new Decision(
                "delay",
                Units.formatNanos(path.delayNs()) + " to " + Units.formatNanos(path.delayNs(1000)),
                "one way, without queueing, evenly spread"));
        decisions.add(line(pair.to(), "line rate in"));
        decisions.add(packets(pair.to(), "packets in"));
        decisions.add(allowance(pair.to(), "bandwidth in", pair.to().spec().bandwidthInBitsPerSecond()));
        return decisions;
    }

    /** Where the network leads the first packet, step by step, before any event; nothing where there is no network. */
    private static List<Decision> network(Plan plan, Pair pair) {
        if (plan.scenario().network() == null) {
            return List.of();
        }
        ScenarioNetwork network = new ScenarioNetwork(plan.scenario());
        NetworkInterface sender = network.ends().interfaceOf(pair.from().name());
        IpAddress destination =
                network.ends().destination(pair.to().name(), pair.from().name());
        Flow flow = new Flow(sender.primaryAddress(), destination, plan.ipProtocol(), SOURCE_PORT, port(plan, pair));
        io.ringlane.cloud.forwarding.Decision decision =
                network.ec2().forwarding().explain(sender.key(), flow);
        List<Decision> decisions = new ArrayList<>();
        decisions.add(
                decision.refusal() == null
                        ? new Decision("network", decision.path().label(), "a packet " + flow + " gets there")
                        : new Decision("network", "refused", decision.refusal().sentence()));
        for (String step : decision.steps()) {
            decisions.add(new Decision("network step", "", network.names().explain(step)));
        }
        return decisions;
    }

    /** That of the first flow between the two, so that rules about ports are met as they will be. */
    private static int port(Plan plan, Pair pair) {
        return plan.scenario().flows().stream()
                .filter(flow -> pair.from().name().equals(flow.from())
                        && pair.to().name().equals(flow.to()))
                .mapToInt(FlowSpec::port)
                .findFirst()
                .orElse(FlowSpec.FIRST_PORT);
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

    private static Decision packets(Seat seat, String what) {
        long own = seat.spec().packetsPerSecond();
        long packets = own != 0 ? own : seat.placement().type().packetsPerSecond();
        // At most 10^11 packets of 12,112 bits: below 2^63.
        return new Decision(
                what,
                Units.formatPacketsPerSecond(packets),
                "of '" + seat.name() + "', both directions together; with frames of " + FRAME_BYTES + "B "
                        + rate(packets * FRAME_BYTES * 8));
    }

    private static Decision line(Seat seat, String what) {
        return new Decision(
                what,
                rate(seat.placement().nic().lineRateBitsPerSecond()),
                "'" + seat.name() + "': " + seat.placement().nic().describe());
    }

    private static List<String> remedies(Plan plan, Pair pair) {
        List<String> remedies = new ArrayList<>();
        PathProfile path = pair.path();
        String cap = pair.cap().label();
        if (cap.equals(path.flowCapReason())) {
            expressRemedy(plan, pair).ifPresent(remedies::add);
            groupRemedy(plan, pair).ifPresent(remedies::add);
            remedies.add(connections(pair));
        } else if (cap.equals(BindingCap.BANDWIDTH_OUT)) {
            remedies.add(allowanceRemedy(plan, pair.from(), "bandwidthOut", pair.cap()));
        } else if (cap.equals(BindingCap.BANDWIDTH_IN)) {
            remedies.add(allowanceRemedy(plan, pair.to(), "bandwidthIn", pair.cap()));
        } else {
            Seat slow = cap.equals(BindingCap.LINE_RATE) ? pair.from() : pair.to();
            remedies.add(
                    slow.placement().nic().isEmulated()
                            ? "give '" + slow.name() + "' enhanced networking, which it lacks: "
                                    + slow.placement().nic().reason()
                            : "give '" + slow.name() + "' a type with a faster card than that of "
                                    + slow.spec().type());
        }
        return remedies;
    }

    private static Optional<String> groupRemedy(Plan plan, Pair pair) {
        if (pair.path().sameClusterGroup() || pair.path().enaExpress()) {
            return Optional.empty();
        }
        for (Seat seat : List.of(pair.from(), pair.to())) {
            if (!seat.placement().type().clusterGroupAllowed()) {
                return Optional.of("no cluster group would help: the type "
                        + seat.spec().type() + " of '" + seat.name() + "' may not join one");
            }
        }
        String gain = rate(plan.clusteredFlowCapBitsPerSecond(pair));
        if (!pair.from().host().zone().equals(pair.to().host().zone())) {
            return Optional.of("put both in one cluster group, which needs them in one zone: " + gain);
        }
        Seat member = isInCluster(pair.from()) ? pair.from() : isInCluster(pair.to()) ? pair.to() : null;
        String what = member == null
                ? "put both in one cluster group"
                : "put " + (member == pair.from() ? pair.to() : pair.from()).name() + " in group " + member.group();
        return Optional.of(what + ": " + gain);
    }

    private static Optional<String> expressRemedy(Plan plan, Pair pair) {
        return pair.path().enaExpress()
                ? Optional.empty()
                : plan.ifExpress(pair)
                        .map(cap -> "turn ENA Express on for both (enaExpress: tcp-udp): " + rate(cap.bitsPerSecond()));
    }

    private static boolean isInCluster(Seat seat) {
        PlacementGroup group = seat.placement().group();
        return PlacementGroup.sameCluster(group, group);
    }

    private static String connections(Pair pair) {
        BindingCap all = BindingCap.between(
                pair.path(),
                pair.from().placement(),
                pair.from().spec(),
                pair.to().placement(),
                pair.to().spec(),
                MANY_CONNECTIONS);
        long needed = -Math.floorDiv(-all.bitsPerSecond(), pair.path().flowCapBitsPerSecond());
        return "spread it over " + needed + " connections, each with a cap of its own: " + rate(all.bitsPerSecond())
                + ", then bound by " + all.label();
    }

    private static String allowanceRemedy(Plan plan, Seat seat, String key, BindingCap cap) {
        String family = seat.spec().type().substring(0, seat.spec().type().indexOf('.') + 1);
        return plan.scenario().catalogue().types().stream()
                .filter(type -> type.name().startsWith(family) && type.peakBitsPerSecond() > cap.bitsPerSecond())
                .min(Comparator.comparingLong(InstanceType::peakBitsPerSecond))
                .map(type -> "make '" + seat.name() + "' a " + type.name() + ": " + rate(type.peakBitsPerSecond()))
                .orElse("nothing larger in its family; set " + key + " where you know better");
    }

    private static String rate(long bitsPerSecond) {
        return Units.formatBitsPerSecond(bitsPerSecond);
    }
}
