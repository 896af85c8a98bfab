package io.ringlane.cloud.scenario;

import io.ringlane.cloud.address.CostReport;
import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.GuestInterface;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroups;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A scenario's region at one time: what claims are held against. Immutable, but for names that things get later. */
public final class Moment {

    private static final int NOWHERE = -1;

    private final Region topology;
    private final Function<String, Seat> seats; // by instance; null for one that is not there
    private final NetworkNames names; // null without a network
    private final RegionState state; // null without a network
    private final Map<String, List<String>> warnings; // by group
    private final CostReport costs; // null without a network

    /** What became of a claim. */
    public record Finding(boolean holds, String actual) {

        private static final Pattern SENTENCE = Pattern.compile("\\S+ is (not there|on no host: .*)");

        /** What follows the words that something is expected. */
        String instead() {
            return (SENTENCE.matcher(actual).matches() ? ", but " : ", and will be: ") + actual;
        }
    }

    private record Seat(int hostId, int partition, EnhancedNetworking card, String state) {}

    private Moment(
            Region topology,
            Function<String, Seat> seats,
            NetworkNames names,
            RegionState state,
            Map<String, List<String>> warnings,
            CostReport costs) {
        this.topology = topology;
        this.seats = seats;
        this.names = names;
        this.state = state;
        this.warnings = warnings;
        this.costs = costs;
    }

    /** A network as it stands now, once all that is due by its clock has happened. */
    public static Moment of(Region topology, Ec2Region ec2, NetworkNames names) {
        final Map<String, List<String>> warnings = new HashMap<>();
        ec2.placementGroups()
                .describe()
                .forEach(each -> warnings.put(
                        each.group().name(),
                        each.warnings().stream().map(names::inNames).toList()));
        final CostReport costs = ec2.addresses().costReport().renamed(names::explain);
        final RegionState state = ec2.state();
        return new Moment(
                topology, name -> seat(state, names.find(ResourceKind.INSTANCE, name)), names, state, warnings, costs);
    }

    /** Instances that are simply connected, and stay where they are. */
    public static Moment of(Region topology, List<Placement> placements, PlacementGroups groups) {
        final Map<String, Seat> seats = new HashMap<>();
        placements.forEach(
                each -> seats.put(each.instance(), new Seat(each.hostId(), each.partition(), each.card(), "running")));
        final Map<String, List<String>> warnings = new HashMap<>();
        groups.list().forEach(group -> warnings.put(group.name(), groups.warnings(group.name())));
        return new Moment(topology, seats::get, null, null, warnings, null);
    }

    private static Seat seat(RegionState state, String id) {
        final Instance instance = id == null ? null : state.find(Table.INSTANCES, ResourceKind.INSTANCE.key(id));
        return instance == null
                ? null
                : new Seat(
                        instance.hostId() == Instance.NO_HOST ? NOWHERE : instance.hostId(),
                        instance.partition(),
                        GuestInterface.of(
                                        instance.launch().type(),
                                        instance.launch().image())
                                .kind(),
                        instance.state().label());
    }

    private NetworkInterface interfaceOf(String name) {
        final String eni = names.find(ResourceKind.INTERFACE, name);
        if (eni != null) {
            return state.find(Table.INTERFACES, ResourceKind.INTERFACE.key(eni));
        }
        final String id = names.find(ResourceKind.INSTANCE, name);
        final Instance instance = id == null ? null : state.find(Table.INSTANCES, ResourceKind.INSTANCE.key(id));
        return instance == null || instance.interfaceKeys().length == 0
                ? null
                : state.find(Table.INTERFACES, instance.interfaceKeys()[0]);
    }

    /** What is so, and whether that is as claimed. */
    public Finding find(Claim claim) {
        return switch (claim.subject()) {
            case INSTANCES -> ofInstances(claim);
            case INTERFACE -> ofInterface(claim);
            case GROUP -> ofGroup(claim);
            case COST -> {
                final BigDecimal cost =
                        claim.aspect().equals(Claim.BEFORE_2024) ? costs.totalBefore2024() : costs.totalSince2024();
                yield new Finding(cost.compareTo(new BigDecimal(claim.value())) == 0, cost.toPlainString() + "USD");
            }
        };
    }

    /** What a placement group warns of; nothing of one that is not there. */
    public List<String> warnings(String group) {
        return warnings.getOrDefault(group, List.of());
    }

    /** What addresses have cost; null without a network. */
    public CostReport costs() {
        return costs;
    }

    // ---------------------------------------------------------------- instances

    private Finding ofInstances(Claim claim) {
        for (final String name : claim.names()) {
            if (seats.apply(name) == null) {
                return new Finding(false, name + " is not there");
            }
        }
        return switch (claim.aspect()) {
            case Claim.STATE -> ofEach(claim, Seat::state);
            case Claim.CARD -> ofEach(claim, seat -> seat.card().label());
            case Claim.PARTITION -> ofEach(claim, Moment::partition);
            case Claim.APART -> apart(claim);
            default -> spread(claim);
        };
    }

    private Finding ofEach(Claim claim, Function<Seat, String> aspect) {
        final List<String> actual =
                claim.names().stream().map(seats).map(aspect).toList();
        return new Finding(
                actual.stream().allMatch(claim.value()::equals),
                actual.stream().distinct().collect(Collectors.joining(", ")));
    }

    private static String partition(Seat seat) {
        if (seat.partition() != 0) {
            return Integer.toString(seat.partition());
        }
        return seat.hostId() == NOWHERE
                ? "none, as it is " + seat.state()
                : "none, as it is in no group with partitions";
    }

    private Finding spread(Claim claim) {
        final Set<String> places = new TreeSet<>();
        for (final String name : claim.names()) {
            final int host = seats.apply(name).hostId();
            if (host == NOWHERE) {
                return new Finding(false, nowhere(name));
            }
            places.add(place(claim.aspect(), host));
        }
        return new Finding(
                places.size() == Integer.parseInt(claim.value()),
                places.size() + " (" + String.join(", ", places) + ")");
    }

    private String nowhere(String name) {
        return name + " is on no host: it is " + seats.apply(name).state();
    }

    private String place(String aspect, int host) {
        return switch (aspect) {
            case "hosts" -> topology.hostName(host);
            case "racks" -> topology.rackName(topology.rackOf(host));
            case "dataCenters" ->
                topology.segmentName(
                        topology.firstRackOfSegment(topology.rackOf(host), Segment.DATA_CENTRE), Segment.DATA_CENTRE);
            default -> topology.zoneName(topology.zoneOf(host));
        };
    }

    private Finding apart(Claim claim) {
        final List<String> shared = new ArrayList<>();
        for (final String name : claim.names()) {
            for (final String other : claim.others()) {
                if (seats.apply(other) == null) {
                    return new Finding(false, other + " is not there");
                }
                final int host = seats.apply(name).hostId();
                final int otherHost = seats.apply(other).hostId();
                if (host == NOWHERE || otherHost == NOWHERE) {
                    return new Finding(false, nowhere(host == NOWHERE ? name : other));
                }
                if (topology.rackOf(host) == topology.rackOf(otherHost)) {
                    shared.add(name + " and " + other + " in " + place("racks", host));
                }
            }
        }
        return new Finding(shared.isEmpty(), shared.isEmpty() ? "none" : String.join(", ", shared));
    }

    // ---------------------------------------------------------------- interfaces and groups

    private Finding ofInterface(Claim claim) {
        final NetworkInterface found = interfaceOf(claim.names().get(0));
        if (claim.aspect().equals(Claim.EXISTS)) {
            final String exists = Boolean.toString(found != null);
            return new Finding(exists.equals(claim.value()), Claim.yesOrNo(exists));
        }
        if (found == null) {
            return new Finding(false, claim.names().get(0) + " is not there");
        }
        if (claim.aspect().equals(Claim.PUBLIC_ADDRESS)) {
            final String has = Boolean.toString(found.hasPublicAddress());
            return new Finding(has.equals(claim.value()), Claim.yesOrNo(has));
        }
        final String actual = claim.aspect().equals(Claim.ATTACHED_TO)
                ? found.attachment() == null
                        ? Claim.NONE
                        : names.nameOf(found.attachment().instanceId())
                : elasticIpOf(found);
        return new Finding(actual.equals(claim.value()), actual);
    }

    private String elasticIpOf(NetworkInterface found) {
        return state.all(Table.ELASTIC_IPS).stream()
                .filter(each -> each.isAssociated() && each.interfaceKey() == found.key())
                .map(each -> names.nameOf(each.id()))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), all -> all.isEmpty() ? Claim.NONE : all));
    }

    private Finding ofGroup(Claim claim) {
        final List<String> said = warnings(claim.names().get(0));
        return new Finding(
                said.stream().anyMatch(each -> each.contains(claim.value())),
                said.isEmpty() ? "no warning" : String.join(" ", said));
    }
}
