package io.ringlane.cloud.plan;

import io.ringlane.cloud.forwarding.Path;
import io.ringlane.cloud.live.WayCap;
import io.ringlane.cloud.plan.Plan.Pair;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.rate.Units;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.path.PathProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What would lift a cap: things that the scenario can say, each with what it would give. */
final class CapRemedies {

    /** Enough for any card: the next cap binds. */
    private static final int MANY_CONNECTIONS = 10_000;

    /** The label of what a NAT gateway carries in packets a second. */
    static final String NAT_PACKETS = "packet rate of the NAT gateway";

    private final Plan plan;

    CapRemedies(Plan plan) {
        this.plan = plan;
    }

    /** What would lift an instance's packet allowance, up to the cap that would bind next, with frames that fit the way. */
    List<String> ofPackets(Seat seat, BindingCap other, int frameBytes, int mostFrameBytes) {
        long packets = FlowExplanation.packetsPerSecond(seat);
        long least = -Math.floorDiv(-other.bitsPerSecond(), packets * 8);
        List<String> remedies = new ArrayList<>();
        if (least <= mostFrameBytes) {
            remedies.add("send frames of " + least + "B and more: " + FlowExplanation.rate(other.bitsPerSecond())
                    + ", then bound by " + other.label());
        } else if (frameBytes < mostFrameBytes) {
            remedies.add("send frames of " + mostFrameBytes + "B, the longest that fit: "
                    + FlowExplanation.rate(packets * mostFrameBytes * 8));
        }
        remedies.add(largerType(
                seat,
                Comparator.comparingLong(InstanceType::packetsPerSecond),
                type -> Units.formatPacketsPerSecond(type.packetsPerSecond()),
                "packetRate"));
        return remedies;
    }

    /** What would lift the cap of a gateway, or of an instance on one side of it; null outside the region. */
    List<String> ofEdge(Seat sender, Seat receiver, BindingCap cap) {
        if (cap.label().equals(BindingCap.BANDWIDTH_OUT) && sender != null) {
            return List.of(allowanceRemedy(sender, "bandwidthOut", sender.spec().bandwidthOutBitsPerSecond()));
        }
        if (cap.label().equals(BindingCap.BANDWIDTH_IN) && receiver != null) {
            return List.of(
                    allowanceRemedy(receiver, "bandwidthIn", receiver.spec().bandwidthInBitsPerSecond()));
        }
        if (cap.label().equals(WayCap.NAT_GATEWAY) || cap.label().equals(NAT_PACKETS)) {
            String more = "a NAT gateway for each of several subnets: each carries as much";
            return cap.label().equals(NAT_PACKETS) ? List.of("send longer frames", more) : List.of(more);
        }
        return cap.label().contains(Path.VPN.label())
                ? List.of("a second VPN connection: one tunnel carries this for all its flows together")
                : gatewayRemedy(sender == null ? receiver : sender, cap.bitsPerSecond());
    }

    /** Each flow has a cap of its own at a gateway, and all flows of an instance have one together. */
    private List<String> gatewayRemedy(Seat instance, long flowBitsPerSecond) {
        long together = instance == null
                ? 0
                : Ec2Settings.builtIn()
                        .gatewayBitsPerSecond(instance.placement().type());
        if (isEcho()) {
            return List.of();
        }
        if (together != 0 && together <= flowBitsPerSecond) {
            return List.of("a type with more vCPUs, and several connections: through a gateway all flows of '"
                    + instance.name() + "' ("
                    + instance.placement().type().name() + ") carry " + FlowExplanation.rate(together)
                    + " together, and no flow alone carries more");
        }
        return List.of("spread it over several connections: each has a cap of its own there"
                + (together == 0
                        ? ""
                        : ", up to " + FlowExplanation.rate(together) + " for all of '" + instance.name() + "'"));
    }

    /** Echo messages between two ends are one flow, however many there are. */
    private boolean isEcho() {
        return plan.ipProtocol() == IpProtocol.ICMP || plan.ipProtocol() == IpProtocol.ICMPV6;
    }

    /** What would lift the lowest cap between two instances. */
    List<String> ofPair(Pair pair) {
        List<String> remedies = new ArrayList<>();
        PathProfile path = pair.path();
        String cap = pair.cap().label();
        if (cap.equals(path.flowCapReason())) {
            expressRemedy(pair).ifPresent(remedies::add);
            groupRemedy(pair).ifPresent(remedies::add);
            if (!isEcho()) {
                remedies.add(connections(pair));
            }
        } else if (cap.equals(BindingCap.BANDWIDTH_OUT)) {
            remedies.add(allowanceRemedy(
                    pair.from(), "bandwidthOut", pair.from().spec().bandwidthOutBitsPerSecond()));
        } else if (cap.equals(BindingCap.BANDWIDTH_IN)) {
            remedies.add(
                    allowanceRemedy(pair.to(), "bandwidthIn", pair.to().spec().bandwidthInBitsPerSecond()));
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

    private Optional<String> groupRemedy(Pair pair) {
        if (pair.path().sameClusterGroup() || pair.path().enaExpress()) {
            return Optional.empty();
        }
        for (Seat seat : List.of(pair.from(), pair.to())) {
            if (!seat.placement().type().clusterGroupAllowed()) {
                return Optional.of("no cluster group would help: the type "
                        + seat.spec().type() + " of '" + seat.name() + "' may not join one");
            }
        }
        String gain = FlowExplanation.rate(plan.clusteredFlowCapBitsPerSecond(pair));
        if (!pair.from().host().zone().equals(pair.to().host().zone())) {
            return Optional.of("put both in one cluster group, which needs them in one zone: " + gain);
        }
        Seat member = isInCluster(pair.from()) ? pair.from() : isInCluster(pair.to()) ? pair.to() : null;
        String what = member == null
                ? "put both in one cluster group"
                : "put " + (member == pair.from() ? pair.to() : pair.from()).name() + " in group " + member.group();
        return Optional.of(what + ": " + gain);
    }

    private Optional<String> expressRemedy(Pair pair) {
        return pair.path().enaExpress() || plan.network() != null // where it cannot be turned on
                ? Optional.empty()
                : plan.ifExpress(pair)
                        .map(cap -> "turn ENA Express on for both (enaExpress: tcp-udp): "
                                + FlowExplanation.rate(cap.bitsPerSecond()));
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
        return "spread it over " + needed + " connections, each with a cap of its own: "
                + FlowExplanation.rate(all.bitsPerSecond()) + ", then bound by " + all.label();
    }

    private String allowanceRemedy(Seat seat, String key, long ownBitsPerSecond) {
        InstanceType type = seat.placement().type();
        if (ownBitsPerSecond != 0) {
            return "leave " + key + " of '" + seat.name() + "' out, or raise it: its type has "
                    + FlowExplanation.rate(type.peakBitsPerSecond());
        }
        return largerType(
                seat,
                Comparator.comparingLong(InstanceType::peakBitsPerSecond),
                each -> FlowExplanation.rate(each.peakBitsPerSecond()),
                key);
    }

    /** The next type of an instance's family that has more of something. */
    private String largerType(
            Seat seat, Comparator<InstanceType> order, Function<InstanceType, String> gain, String key) {
        String family = seat.spec().type().substring(0, seat.spec().type().indexOf('.') + 1);
        return plan.scenario().catalogue().types().stream()
                .filter(type -> type.name().startsWith(family)
                        && order.compare(type, seat.placement().type()) > 0)
                .min(order)
                .map(type -> "make '" + seat.name() + "' a " + type.name() + ": " + gain.apply(type))
                .orElse("nothing larger in its family"
                        + (plan.network() == null ? "; set " + key + " where you know better" : ""));
    }
}
