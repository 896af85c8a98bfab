package io.ringlane.cloud.plan;

import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.ScenarioNetwork;
import io.ringlane.cloud.scenario.ScenarioPlacer;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.placement.group.Explanation;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathEnd;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.topology.Host;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a scenario's instances go and what lies between them, before anything runs. The same scenario and seed give the
 * same plan, and the run that follows places alike: of a network, by the same calls to EC2.
 */
public final class Plan {

    private final Scenario scenario;
    private final ScenarioNetwork network; // null for a scenario without one of its own
    private final Ways ways; // likewise
    private final ScenarioPlacer placer;
    private final PathProfiles profiles;
    private final int ipProtocol;
    private final Map<String, Seat> seats = new LinkedHashMap<>();

    private Plan(Scenario scenario, int ipProtocol) {
        this.scenario = scenario;
        this.ipProtocol = ipProtocol;
        this.network = scenario.network() == null ? null : new ScenarioNetwork(scenario);
        this.ways = network == null ? null : new Ways(scenario, network);
        this.placer = network == null ? new ScenarioPlacer(scenario) : network.placer();
        this.profiles = placer.profiles();
        Iterator<InstanceSpec> specs = scenario.instancesAtStart().iterator();
        for (Placement placement : network == null ? placer.placeAll() : network.placements()) {
            InstanceSpec spec = specs.next();
            seats.put(spec.name(), new Seat(spec, placement, placer.region().host(placement.hostId())));
        }
    }

    /** Places a scenario's instances; paths are those of UDP, as a scenario's flows are if they say nothing else. */
    public static Plan of(Scenario scenario) {
        return of(scenario, IpProtocol.UDP);
    }

    /**
     * Places a scenario's instances.
     *
     * @param ipProtocol whose packets' paths are planned: ENA Express may carry TCP and not UDP
     * @throws io.ringlane.placement.PlacementException with EC2's code if they cannot all be placed
     * @throws io.ringlane.cloud.network.NetworkException if EC2 would refuse a part of the scenario's network
     */
    public static Plan of(Scenario scenario, int ipProtocol) {
        return new Plan(scenario, ipProtocol);
    }

    /**
     * An instance and its place.
     *
     * @param spec what the scenario asks for
     */
    public record Seat(InstanceSpec spec, Placement placement, Host host) {

        /** The instance's name. */
        public String name() {
            return spec.name();
        }

        PathEnd end() {
            return spec.at(placement);
        }

        /** Its first interface, for instance {@code ena VF 3}. */
        public String interfaceLabel() {
            return placement.nic().isEmulated()
                    ? "emulated " + placement.slot()
                    : placement.card().label() + " VF " + placement.slot();
        }

        /** The name of its group, or null. */
        public String group() {
            return spec.group();
        }
    }

    /** A group with its members, in the order of the scenario. */
    public record Group(GroupSpec spec, List<Seat> members, List<String> warnings) {}

    /** What lies between two instances, one way, for one 5-tuple that has both to itself. */
    public record Pair(Seat from, Seat to, PathProfile path, BindingCap cap) {

        /** The narrowest MTU of the path and of both interfaces: largest layer-3 packet, in bytes. */
        public int mtuBytes() {
            return Math.min(
                    path.mtuBytes(),
                    Math.min(
                            from.placement().type().mtuBytes(),
                            to.placement().type().mtuBytes()));
        }

        /** What it shares with pairs like it. */
        public PathKind kind() {
            return new PathKind(path, mtuBytes(), cap);
        }
    }

    /** What pairs have in common that are alike to a packet. */
    public record PathKind(PathProfile path, int mtuBytes, BindingCap cap) {}

    /** Pairs of one kind, and the first of them. */
    public record PathClass(PathKind kind, long pairs, Pair example) {}

    /** What is planned. */
    public Scenario scenario() {
        return scenario;
    }

    /** The hosts there are. */
    public Region region() {
        return placer.region();
    }

    /** Every instance, in the order of the scenario. */
    public Collection<Seat> seats() {
        return List.copyOf(seats.values());
    }

    /** The seat of an instance; null if there is no such instance. */
    public Seat seat(String instance) {
        return seats.get(instance);
    }

    /** Names of all instances. */
    public Collection<String> instanceNames() {
        return List.copyOf(seats.keySet());
    }

    /** Every group, in the order of the scenario. */
    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (GroupSpec group : scenario.groups()) {
            List<Seat> members = seats.values().stream()
                    .filter(seat -> group.name().equals(seat.group()))
                    .toList();
            groups.add(new Group(group, members, warnings(group)));
        }
        return groups;
    }

    private List<String> warnings(GroupSpec group) {
        return network == null
                ? placer.placer().groups().warnings(group.name())
                : inNames(network.ec2().placementGroups().describe(group.name()).warnings());
    }

    /** Number of the IP protocol whose packets' paths are planned. */
    int ipProtocol() {
        return ipProtocol;
    }

    /** Why an instance is where it is. */
    public Explanation whyHere(Seat seat) {
        Explanation here = placer.placer().explain(seat.placement().instance());
        return network == null
                ? here
                : new Explanation(
                        seat.name(), here.placement(), bySubnet(inNames(here.reasons())), inNames(here.warnings()));
    }

    /** In a network nobody asks the placer for a zone: an instance is in that of its subnet. */
    private static List<String> bySubnet(List<String> reasons) {
        return reasons.stream()
                .map(each -> each.replaceFirst("^(zone [^:]+): asked for$", "$1: that of its subnet"))
                .toList();
    }

    /** Why an instance is not on a host. */
    public List<String> whyNot(Seat seat, int hostId) {
        return inNames(placer.placer().whyNot(seat.placement().instance(), hostId));
    }

    /** A network's placer knows instances by their ids. */
    private List<String> inNames(List<String> sentences) {
        return network == null
                ? sentences
                : sentences.stream().map(network.names()::inNames).toList();
    }

    /** The network, as it is before traffic; null for a scenario without one of its own. */
    ScenarioNetwork network() {
        return network;
    }

    /**
     * What the first packet of a connection between two ends of the network meets.
     *
     * @throws PlanException if an end is unknown
     */
    Way way(FlowQuestion question) {
        return ways.find(question);
    }

    /** What the answer to a packet that arrived meets. */
    Way answer(Way question) {
        return ways.answer(question);
    }

    /** Every interface of the network's instances and every one that is on none; empty without a network of its own. */
    public List<PlannedInterface> interfaces() {
        return network == null ? List.of() : PlannedInterface.of(network);
    }

    /** Where the scenario's flows go before any event, in its order; empty without a network of its own. */
    public List<PlannedFlow> flows() {
        return network == null ? List.of() : PlannedFlow.of(this);
    }

    /** What lies between two instances. */
    public Pair pair(Seat from, Seat to) {
        PathProfile path = profiles.between(from.end(), to.end(), ipProtocol);
        return new Pair(
                from, to, path, BindingCap.between(path, from.placement(), from.spec(), to.placement(), to.spec(), 1));
    }

    /** The longest layer-3 packet that gets through between two instances: what ENA Express is too narrow for goes without it. */
    int widestMtuBytes(Pair pair) {
        Placement from = pair.from().placement();
        Placement to = pair.to().placement();
        return Math.min(
                profiles.between(from, to).mtuBytes(),
                Math.min(from.type().mtuBytes(), to.type().mtuBytes()));
    }

    /** Why ENA Express does not carry packets between two instances; null where it does. */
    String expressRefusal(Pair pair) {
        String refusal = profiles.expressRefusal(pair.from().end(), pair.to().end(), ipProtocol);
        return refusal == null || network == null ? refusal : network.names().inNames(refusal);
    }

    /** The cap that would bind between two instances with ENA Express on for both; empty where it cannot be had. */
    Optional<BindingCap> ifExpress(Pair pair) {
        Placement from = pair.from().placement();
        Placement to = pair.to().placement();
        PathProfile express = profiles.between(
                new PathEnd(from, EnaExpress.TCP_AND_UDP), new PathEnd(to, EnaExpress.TCP_AND_UDP), ipProtocol);
        return express.enaExpress()
                ? Optional.of(BindingCap.between(
                        express, from, pair.from().spec(), to, pair.to().spec(), 1))
                : Optional.empty();
    }

    /** What one flow between two instances could carry were both in one cluster group, layer-2 bits a second. */
    long clusteredFlowCapBitsPerSecond(Pair pair) {
        return profiles.ifClustered(pair.from().placement(), pair.to().placement())
                .flowCapBitsPerSecond();
    }

    /** Every ordered pair, senders in the order of the scenario; made as it goes, for there may be millions. */
    public void forEachPair(Consumer<Pair> action) {
        for (Seat from : seats.values()) {
            for (Seat to : seats.values()) {
                if (from != to) {
                    action.accept(pair(from, to));
                }
            }
        }
    }

    /** The pairs by kind, the nearest first. */
    public List<PathClass> pathClasses() {
        Map<PathKind, Pair> examples = new LinkedHashMap<>();
        Map<PathKind, Long> counts = new LinkedHashMap<>();
        forEachPair(pair -> {
            examples.putIfAbsent(pair.kind(), pair);
            counts.merge(pair.kind(), 1L, Long::sum);
        });
        List<PathClass> classes = new ArrayList<>();
        counts.forEach((kind, pairs) -> classes.add(new PathClass(kind, pairs, examples.get(kind))));
        classes.sort(
                (a, b) -> a.kind().path().relation().compareTo(b.kind().path().relation()));
        return classes;
    }
}
