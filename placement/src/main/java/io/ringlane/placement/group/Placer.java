package io.ringlane.placement.group;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the instances of an account on the hosts of a region, as EC2 would, through their lives: launched, stopped,
 * started again, terminated.
 *
 * <p>Rules, in order:
 *
 * <ol>
 *   <li>An instance needs a host with its type's hypervisor and kind of network card, enough vCPUs, and a virtual
 *       function (or an emulated interface) for each of its interfaces. A host's hypervisor and card are open until its
 *       first instance fixes them.
 *   <li>Without a zone in the request, zones are tried in order, so instances that ask for nothing share the first zone
 *       while it has room. An instance never changes its zone; a cluster group stays in the zone of its members.
 *   <li>A cluster group runs in one segment of its zone ({@link HostSettings#clusterSegment}), on racks as near to its
 *       first member's as there is room; partitions never share a rack; running members of a spread group each have a
 *       rack of their own, at most {@value #SPREAD_INSTANCES_PER_ZONE} in a zone.
 *   <li>An instance without a group starts its search at a rack that its name and the seed decide. Within a rack the host
 *       with the fewest interfaces in use is taken.
 * </ol>
 *
 * <p>Cluster groups may span VPCs that are peered: which VPC an instance is in is its caller's business, and none here.
 *
 * <p>The same seed and the same calls in the same order give the same placements on every machine. One thread at a
 * time. A call that throws has changed nothing.
 */
public final class Placer {
    /** Most running instances of a spread group in one zone. Source: Amazon EC2 User Guide, "placement-groups". */
    public static final int SPREAD_INSTANCES_PER_ZONE = 7;

    /** What {@link #attachInterface} returns for an instance that is stopped. */
    public static final int NO_SLOT = -1;

    private final Region region;
    private final Hosts hosts;
    private final PlacementGroups groups;
    private final Seating seating;
    private final Explainer explainer;
    private final Map<String, Resident> residents;
    private final Map<String, Integer> zonesByName = new HashMap<>();

    /** A placer of an empty region. */
    public Placer(Region region, HostSettings settings, long seed) {
        this.region = region;
        this.hosts = new Hosts(region, settings);
        HostSearch search = new HostSearch(region, hosts, seed);
        this.groups = new PlacementGroups(region, search, settings.clusterSegment());
        this.seating = new Seating(region, hosts, search, groups, settings.clusterSegment());
        this.residents = seating.residents();
        this.explainer = new Explainer(region, hosts, settings.clusterSegment());
        for (int zone = 0; zone < region.zones(); zone++) {
            zonesByName.put(region.zoneName(zone), zone);
        }
    }

    /** What each host has given away; to be read only. */
    public Hosts hosts() {
        return hosts;
    }

    /** The placement groups; a group must be made there before an instance can enter it. */
    public PlacementGroups groups() {
        return groups;
    }

    /** Where every running instance is, in the order of their launches. */
    public List<Placement> placements() {
        return residents.values().stream()
                .filter(Resident::isRunning)
                .map(resident -> resident.placement)
                .toList();
    }

    /**
     * Launches one instance.
     *
     * @throws PlacementException with EC2's code: {@code InsufficientInstanceCapacity} if there is no room,
     *     {@code InvalidParameterCombination}, {@code InvalidParameterValue}, {@code InvalidPlacementGroup.InUse},
     *     {@code InvalidPlacementGroup.Duplicate} or {@code InvalidPlacementGroup.Unknown} if the request cannot be met
     *     anywhere
     */
    public Placement place(PlacementRequest request) {
        return placeAll(List.of(request)).get(0);
    }

    /**
     * Launches all or none.
     *
     * <p>They are placed in order, but members of a cluster group that has none running go together with the first of
     * them, to one segment with room for all.
     *
     * @return the placements in the order of the requests
     * @throws PlacementException as {@link #place}, for a request that cannot be met
     */
    public List<Placement> placeAll(List<PlacementRequest> requests) {
        List<Resident> batch = new ArrayList<>(requests.size());
        Set<String> names = requests.size() > 1 ? new HashSet<>() : null;
        for (PlacementRequest request : requests) {
            if (residents.containsKey(request.instance()) || (names != null && !names.add(request.instance()))) {
                throw Errors.invalidValue("The instance '" + request.instance() + "' has been placed already.");
            }
            batch.add(toResident(request));
        }
        return seat(batch);
    }

    /**
     * Stops an instance: its host and all its interfaces there are free, its zone, group and partition stay its own.
     * Nothing happens to one that is stopped.
     *
     * @throws PlacementException {@code InvalidInstanceID.NotFound}
     */
    public void stop(String instance) {
        Resident resident = resident(instance);
        if (resident.isRunning()) {
            seating.vacate(resident, groups.membersOf(resident.group));
            resident.stops++;
        }
    }

    /**
     * Starts a stopped instance, usually on another host of its zone; one that runs stays where it is.
     *
     * @throws PlacementException {@code InsufficientInstanceCapacity}, {@code InvalidInstanceID.NotFound}
     */
    public Placement start(String instance) {
        return startAll(List.of(instance)).get(0);
    }

    /**
     * Starts all or none, as {@link #placeAll} launches them. After a stop of all its members, a cluster group is packed
     * anew and may find room that it lacked before.
     *
     * @return where they run, in the order of the names
     * @throws PlacementException {@code InsufficientInstanceCapacity}, {@code InvalidInstanceID.NotFound}
     */
    public List<Placement> startAll(Collection<String> instances) {
        List<Resident> batch = new ArrayList<>(instances.size());
        for (String instance : instances) {
            batch.add(resident(instance));
        }
        return seat(batch);
    }

    /**
     * Ends an instance, running or stopped; it leaves its group, and its name is free again.
     *
     * @throws PlacementException {@code InvalidInstanceID.NotFound}
     */
    public void terminate(String instance) {
        Resident resident = resident(instance);
        Members members = groups.membersOf(resident.group);
        if (resident.isRunning()) {
            seating.vacate(resident, members);
        }
        if (members != null) {
            members.exit(resident);
        }
        residents.remove(instance);
    }

    /**
     * Moves a stopped instance into a group, out of its group (null), or to another partition.
     *
     * @param partition the partition from 1; 0 for any, and outside partition groups
     * @throws PlacementException {@code IncorrectInstanceState} if it runs, else as {@link #place} for what it asks of
     *     the group, and {@code InvalidInstanceID.NotFound}
     */
    public void move(String instance, PlacementGroup group, int partition) {
        Resident resident = resident(instance);
        if (resident.isRunning()) {
            throw Errors.notStopped(instance);
        }
        Members from = groups.membersOf(resident.group);
        PlacementGroup groupBefore = resident.group;
        int partitionBefore = resident.partition;
        if (from != null) {
            from.exit(resident);
        }
        resident.group = group;
        resident.partition = partition;
        try {
            Members to = admit(resident);
            if (to != null) {
                if (to.boundZone() != Resident.NO_ZONE && to.boundZone() != resident.zone) {
                    throw Errors.groupInOtherZone(group.name(), region.zoneName(to.boundZone()));
                }
                to.enter(resident);
            }
        } catch (PlacementException e) {
            resident.group = groupBefore;
            resident.partition = partitionBefore;
            if (from != null) {
                from.enter(resident);
            }
            throw e;
        }
    }

    /**
     * Takes one more interface of its host for an instance; for one that is stopped, of the host that it will have.
     *
     * @return the interface's number on the host, or {@link #NO_SLOT} while stopped
     * @throws PlacementException {@code AttachmentLimitExceeded} at the type's most, {@code InsufficientInstanceCapacity}
     *     if the host has none left, {@code InvalidInstanceID.NotFound}
     */
    public int attachInterface(String instance) {
        return seating.attach(resident(instance));
    }

    /**
     * Gives an interface of an instance back; the first is never detachable.
     *
     * @param slot its number on the host, or {@link #NO_SLOT} for any of one that is stopped
     * @throws PlacementException {@code OperationNotPermitted} for the first one, {@code InvalidAttachmentID.NotFound} if
     *     it has no such interface, {@code InvalidInstanceID.NotFound}
     */
    public void detachInterface(String instance, int slot) {
        seating.detach(resident(instance), slot);
    }

    /**
     * The numbers of an instance's interfaces on its host, the first interface first; all {@link #NO_SLOT} while it is
     * stopped.
     *
     * @throws PlacementException {@code InvalidInstanceID.NotFound}
     */
    public int[] interfaces(String instance) {
        Resident resident = resident(instance);
        if (resident.isRunning()) {
            return resident.slots.clone();
        }
        int[] none = new int[resident.interfaces];
        Arrays.fill(none, NO_SLOT);
        return none;
    }

    /**
     * Why an instance runs where it does, or why it does not.
     *
     * @throws PlacementException {@code InvalidInstanceID.NotFound}
     */
    public Explanation explain(String instance) {
        Resident resident = resident(instance);
        return explainer.whyHere(resident, groups.membersOf(resident.group));
    }

    /**
     * Why an instance does not run on a host: every rule and shortage that stands against it now, its own present place
     * aside; or that nothing does, and what came first.
     *
     * @throws PlacementException {@code InvalidInstanceID.NotFound}
     * @throws IndexOutOfBoundsException if the region has no such host
     */
    public List<String> whyNot(String instance, int hostId) {
        region.checkHost(hostId);
        Resident resident = resident(instance);
        Members members = groups.membersOf(resident.group);
        if (!resident.isRunning()) {
            return explainer.whyNot(resident, members, hostId);
        }
        if (resident.placement.hostId() == hostId) {
            return List.of("it does run there");
        }
        Placement placement = resident.placement;
        int[] slots = resident.slots;
        seating.vacate(resident, members);
        try {
            return explainer.whyNot(resident, members, hostId);
        } finally {
            seating.restore(resident, members, placement, slots);
        }
    }

    /**
     * Why a request could not be met on a host, as things are; or that it could.
     *
     * @throws PlacementException as {@link #place} if it cannot be met anywhere
     * @throws IndexOutOfBoundsException if the region has no such host
     */
    public List<String> whyNot(PlacementRequest request, int hostId) {
        region.checkHost(hostId);
        Resident resident = toResident(request);
        return explainer.whyNot(resident, groups.membersOf(resident.group), hostId);
    }

    private List<Placement> seat(List<Resident> batch) {
        seating.seatAll(batch);
        List<Placement> placements = new ArrayList<>(batch.size());
        for (Resident resident : batch) {
            placements.add(resident.placement);
        }
        return placements;
    }

    private Resident toResident(PlacementRequest request) {
        Resident resident = new Resident(request, request.zone() == null ? Resident.NO_ZONE : zone(request.zone()));
        admit(resident);
        return resident;
    }

    private int zone(String name) {
        Integer zone = zonesByName.get(name);
        return zone != null ? zone : region.zone(name); // which throws, naming the nearest
    }

    /** The members of an instance's group, which it may join as far as the group's rule can say without a host. */
    private Members admit(Resident resident) {
        boolean isPartitioned = resident.group != null && resident.group.strategy() == Strategy.PARTITION;
        if (resident.partition < 0 || (resident.partition > 0 && !isPartitioned)) {
            String message = "Invalid PartitionNumber '" + resident.partition + "' for '" + resident.name()
                    + "': it is 1 or more, and only valid in a partition placement group.";
            throw resident.partition < 0 ? Errors.invalidValue(message) : Errors.invalidCombination(message);
        }
        Members members = groups.membersOf(resident.group);
        if (members != null) {
            members.admit(resident);
        }
        return members;
    }

    private Resident resident(String instance) {
        Resident resident = residents.get(instance);
        if (resident == null) {
            throw Errors.unknownInstance(instance, residents.keySet());
        }
        return resident;
    }
}
