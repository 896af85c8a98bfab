package io.ringlane.placement.group;

import io.ringlane.placement.Nearest;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Hosts.Shortage;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts instances on the hosts of a region, as EC2 would.
 *
 * <p>Rules, in order:
 *
 * <ol>
 *   <li>An instance needs a host with a free interface slot, enough vCPUs and its kind of network card. A host's kind is
 *       open until its first instance fixes it.
 *   <li>Without a zone in the request, zones are tried in order, so instances that ask for nothing share the first zone
 *       while it has room. A cluster group stays in the zone of its first member.
 *   <li>A cluster group fills the racks nearest to its first member; partitions never share a rack; members of a spread
 *       group each have a rack of their own, at most {@value #SPREAD_INSTANCES_PER_ZONE} in a zone.
 *   <li>An instance without a group starts its search at a rack that its name and the seed decide. Within a rack the host
 *       with the fewest interfaces in use is taken.
 * </ol>
 *
 * <p>The same seed and the same requests in the same order give the same placements on every machine. One thread at a
 * time. A call that throws has changed nothing.
 */
public final class Placer {
    /** Most running instances of a spread group in one zone. Source: Amazon EC2 User Guide, "placement-groups". */
    public static final int SPREAD_INSTANCES_PER_ZONE = 7;

    private static final String INVALID_VALUE = "InvalidParameterValue";
    private static final String INVALID_COMBINATION = "InvalidParameterCombination";

    private final Region region;
    private final Hosts hosts;
    private final HostSearch search;
    private final Map<String, Members> groups = new HashMap<>();
    private final Map<String, Placement> placements = new LinkedHashMap<>();

    /** A placer of an empty region. */
    public Placer(Region region, HostSettings settings, long seed) {
        this.region = region;
        this.hosts = new Hosts(region, settings);
        this.search = new HostSearch(region, hosts, seed);
    }

    /** What each host has given away; to be read only. */
    public Hosts hosts() {
        return hosts;
    }

    /** Every placement by instance, in the order they were made. */
    public List<Placement> placements() {
        return List.copyOf(placements.values());
    }

    /**
     * Places one instance.
     *
     * @throws PlacementException with EC2's code: {@code InsufficientInstanceCapacity} if there is no room,
     *     {@code InvalidParameterCombination}, {@code InvalidParameterValue}, {@code InvalidPlacementGroup.InUse} or
     *     {@code InvalidPlacementGroup.Duplicate} if the request cannot be met anywhere
     */
    public Placement place(PlacementRequest request) {
        check(request);
        Members members = membersFor(request);
        int host = request.sameHostAs() != null ? sharedHost(request, members) : freeHost(request, members);
        int partition = members == null ? 0 : members.partitionFor(host, request);
        int slot = hosts.take(host, request.card(), request.type().vcpus());
        Placement placement = new Placement(
                request.instance(), request.type(), request.card(), request.group(), partition, host, slot);
        if (members != null) {
            groups.put(members.group.name(), members);
            members.join(placement);
        }
        placements.put(placement.instance(), placement);
        return placement;
    }

    /**
     * Places all or none, in order.
     *
     * @return the placements in the order of the requests
     * @throws PlacementException as {@link #place}, for the first request that cannot be met
     */
    public List<Placement> placeAll(List<PlacementRequest> requests) {
        List<Placement> made = new ArrayList<>(requests.size());
        Set<String> groupsBefore = Set.copyOf(groups.keySet());
        try {
            for (PlacementRequest request : requests) {
                made.add(place(request));
            }
        } catch (RuntimeException e) {
            for (int i = made.size() - 1; i >= 0; i--) { // latest first: Hosts.undoTake asks for it
                undo(made.get(i));
            }
            groups.keySet().retainAll(groupsBefore);
            throw e;
        }
        return made;
    }

    private void undo(Placement placement) {
        placements.remove(placement.instance());
        hosts.undoTake(placement.hostId(), placement.type().vcpus());
        if (placement.group() != null) {
            groups.get(placement.group().name()).leave(placement);
        }
    }

    private void check(PlacementRequest request) {
        if (placements.containsKey(request.instance())) {
            throw new PlacementException(
                    INVALID_VALUE, "The instance '" + request.instance() + "' has been placed already.");
        }
        EnhancedNetworking own = request.type().enhancedNetworking();
        if (request.card() != own && request.card() != EnhancedNetworking.NONE) {
            throw new PlacementException(
                    INVALID_COMBINATION,
                    "The instance type '" + request.type().name() + "' has no '"
                            + request.card().label() + "' network interface; it has '" + own.label() + "'.");
        }
        boolean partitioned = request.group() != null && request.group().strategy() == Strategy.PARTITION;
        if (request.partition() < 0 || (request.partition() > 0 && !partitioned)) {
            throw new PlacementException(
                    request.partition() < 0 ? INVALID_VALUE : INVALID_COMBINATION,
                    "Invalid PartitionNumber '" + request.partition() + "' for '" + request.instance()
                            + "': it is 1 or more, and only valid in a partition placement group.");
        }
    }

    private Members membersFor(PlacementRequest request) {
        PlacementGroup group = request.group();
        if (group == null) {
            return null;
        }
        Members members = groups.get(group.name());
        if (members == null) {
            members = Members.of(group, region, search);
        } else if (!members.group.equals(group)) {
            throw new PlacementException(
                    "InvalidPlacementGroup.Duplicate", "The placement group '" + group.name() + "' already exists.");
        }
        members.admit(request);
        return members;
    }

    private int sharedHost(PlacementRequest request, Members members) {
        Placement other = placements.get(request.sameHostAs());
        if (other == null) {
            throw new PlacementException(
                    INVALID_VALUE,
                    "'" + request.instance() + "' cannot share the host of '" + request.sameHostAs()
                            + "', which has not been placed"
                            + (placements.isEmpty()
                                    ? "."
                                    : "; did you mean '" + Nearest.to(request.sameHostAs(), placements.keySet())
                                            + "'?"));
        }
        int host = other.hostId();
        String refusal = members == null ? null : members.refusal(host, request);
        if (request.zone() != null && region.zone(request.zone()) != region.zoneOf(host)) {
            refusal = "it stands in " + region.zoneName(region.zoneOf(host)) + ", not in " + request.zone();
        }
        if (refusal != null) {
            throw new PlacementException(
                    INVALID_COMBINATION,
                    "'" + request.instance() + "' cannot run on " + region.hostName(host) + ", the host of '"
                            + other.instance() + "': " + refusal + ".");
        }
        Shortage shortage = hosts.shortage(host, request.card(), request.type().vcpus());
        if (shortage != Shortage.NONE) {
            throw new PlacementException(
                    "InsufficientInstanceCapacity",
                    "The host " + region.hostName(host) + " of '" + other.instance() + "' lacks " + shortage.label()
                            + " for '" + request.instance() + "' ("
                            + request.type().name() + ", "
                            + request.card().label() + ").");
        }
        return host;
    }

    private int freeHost(PlacementRequest request, Members members) {
        int asked = request.zone() == null ? -1 : region.zone(request.zone());
        int bound = members == null ? -1 : members.boundZone();
        if (asked >= 0 && bound >= 0 && asked != bound) {
            throw new PlacementException(
                    "InvalidPlacementGroup.InUse",
                    "The placement group '" + request.group().name() + "' is in use in another availability zone: "
                            + region.zoneName(bound));
        }
        int first = asked >= 0 ? asked : Math.max(bound, 0);
        int last = asked >= 0 || bound >= 0 ? first : region.zones() - 1;
        for (int zone = first; zone <= last; zone++) {
            int host = members != null
                    ? members.choose(zone, request)
                    : search.inRacks(
                            zone,
                            search.startRack(zone, request.instance()),
                            rack -> true,
                            request.card(),
                            request.type().vcpus());
            if (host != HostSearch.NOT_FOUND) {
                return host;
            }
        }
        throw noCapacity(request, members, first, last);
    }

    private PlacementException noCapacity(PlacementRequest request, Members members, int firstZone, int lastZone) {
        Map<Shortage, Integer> counts = new EnumMap<>(Shortage.class);
        int from = firstZone * region.hostsPerZone();
        int to = (lastZone + 1) * region.hostsPerZone();
        for (int host = from; host < to; host++) {
            counts.merge(hosts.shortage(host, request.card(), request.type().vcpus()), 1, Integer::sum);
        }
        StringBuilder message = new StringBuilder("We currently do not have sufficient ")
                .append(request.type().name())
                .append(" capacity in ")
                .append(firstZone == lastZone ? region.zoneName(firstZone) : region.name())
                .append(" for '")
                .append(request.instance())
                .append("'.");
        counts.forEach((shortage, count) -> {
            if (shortage != Shortage.NONE) {
                message.append(' ')
                        .append(count)
                        .append(" of ")
                        .append(to - from)
                        .append(" hosts lack ");
                message.append(shortage.label()).append('.');
            }
        });
        if (members != null) {
            message.append(' ').append(members.rule(lastZone));
        }
        if (firstZone == lastZone && region.zones() > 1 && (members == null || members.boundZone() < 0)) {
            message.append(" Try without a zone, or another one.");
        }
        return new PlacementException("InsufficientInstanceCapacity", message.toString());
    }
}
