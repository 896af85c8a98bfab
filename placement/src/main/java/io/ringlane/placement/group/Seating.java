package io.ringlane.placement.group;

import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds hosts for instances and seats them there, all of a call or none.
 *
 * <p>Members that a cluster group at rest gets in one call are seated together, in the first segment with room for all.
 */
final class Seating {
    private final Region region;
    private final Hosts hosts;
    private final HostSearch search;
    private final PlacementGroups groups;
    private final Segment clusterSegment;
    private final Refusals refusals;

    /** Every instance that was launched and not terminated, by name. */
    private final Map<String, Resident> residents = new LinkedHashMap<>();

    Seating(Region region, Hosts hosts, HostSearch search, PlacementGroups groups, Segment clusterSegment) {
        this.region = region;
        this.hosts = hosts;
        this.search = search;
        this.groups = groups;
        this.clusterSegment = clusterSegment;
        this.refusals = new Refusals(region, hosts);
    }

    Map<String, Resident> residents() {
        return residents;
    }

    /** What seating one instance changed, so that it can be undone. */
    private record Seat(Resident resident, boolean isLaunch, int zoneBefore, int partitionBefore) {}

    /** Seats every instance that does not run yet, in order, or none of them. */
    void seatAll(List<Resident> batch) {
        Map<String, List<Resident>> units = clusterUnits(batch);
        List<Seat> made = new ArrayList<>(batch.size());
        try {
            for (Resident resident : batch) {
                if (!resident.isRunning()) {
                    List<Resident> unit = resident.group == null ? null : units.get(resident.group.name());
                    if (unit != null && unit.size() > 1 && unit.get(0) == resident) {
                        seatUnit(unit, made);
                    } else {
                        seatOne(resident, made);
                    }
                }
            }
        } catch (RuntimeException e) {
            unseatAfter(0, made);
            throw e;
        }
    }

    /** By cluster group at rest, those of a batch that may go anywhere the first of them may. */
    private Map<String, List<Resident>> clusterUnits(List<Resident> batch) {
        Map<String, List<Resident>> units = new HashMap<>();
        for (Resident resident : batch) {
            if (resident.group != null
                    && resident.group.strategy() == Strategy.CLUSTER
                    && !resident.isRunning()
                    && sharedWith(resident) == null
                    && ((ClusterMembers) groups.membersOf(resident.group)).isAtRest()) {
                List<Resident> unit = units.computeIfAbsent(resident.group.name(), name -> new ArrayList<>());
                if (unit.isEmpty() || unit.get(0).zone == resident.zone) {
                    unit.add(resident);
                }
            }
        }
        return units;
    }

    private void seatUnit(List<Resident> unit, List<Seat> made) {
        Resident first = unit.get(0);
        ClusterMembers members = (ClusterMembers) groups.membersOf(first.group);
        if (!members.isAtRest()) { // an instance that shares a host came first
            seatOne(first, made);
            return;
        }
        Zones zones = zonesFor(first, members);
        int racks = region.racksOf(clusterSegment);
        int most = 0;
        for (int zone = zones.first(); zone <= zones.last(); zone++) {
            int start = region.firstRackOfSegment(search.startRack(zone, first.group.name(), 0), clusterSegment);
            int firstOfZone = region.firstRackOfZone(zone);
            for (int i = 0; i < region.racksPerZone(); i += racks) {
                int segment = firstOfZone + (start - firstOfZone + i) % region.racksPerZone();
                int seated = search.hasRoom(segment, segment + racks, first.demand())
                        ? seatInSegment(unit, members, zone, segment, made)
                        : 0;
                if (seated == unit.size()) {
                    return;
                }
                most = Math.max(most, seated);
            }
        }
        throw refusals.unitNoCapacity(first, members, zones, clusterSegment, unit.size(), most);
    }

    /** Seats all of a unit in one segment, or none; returns how many found room. */
    private int seatInSegment(List<Resident> unit, ClusterMembers members, int zone, int segment, List<Seat> made) {
        int before = made.size();
        members.confine(segment);
        for (Resident resident : unit) {
            resident.originRack = members.originRack(zone, resident);
            resident.isZoneBound = members.boundZone() != Resident.NO_ZONE;
            int host = members.choose(zone, resident);
            if (host == HostSearch.NOT_FOUND) {
                int seated = made.size() - before;
                unseatAfter(before, made);
                members.release();
                return seated;
            }
            made.add(seat(resident, members, host));
        }
        return unit.size();
    }

    private void seatOne(Resident resident, List<Seat> made) {
        Members members = groups.membersOf(resident.group);
        String shared = sharedWith(resident);
        int host = shared != null ? sharedHost(resident, shared, members) : freeHost(resident, members);
        made.add(seat(resident, members, host));
    }

    /** The instance whose host this one must share: only at launch. */
    private String sharedWith(Resident resident) {
        return resident.stops == 0 ? resident.request.sameHostAs() : null;
    }

    private int sharedHost(Resident resident, String shared, Members members) {
        Resident other = residents.get(shared);
        if (other == null || !other.isRunning()) {
            throw refusals.notPlaced(resident, shared, residents.keySet());
        }
        int host = other.placement.hostId();
        refusals.checkShared(resident, other, members);
        resident.originRack = region.rackOf(host);
        return host;
    }

    private int freeHost(Resident resident, Members members) {
        Zones zones = zonesFor(resident, members);
        resident.isZoneBound = members != null && members.boundZone() != Resident.NO_ZONE;
        for (int zone = zones.first(); zone <= zones.last(); zone++) {
            int origin = originRack(zone, resident, members);
            int host = members == null
                    ? search.inZone(zone, origin, rack -> true, resident.demand())
                    : members.choose(zone, resident);
            if (host != HostSearch.NOT_FOUND) {
                resident.originRack = origin;
                return host;
            }
        }
        throw refusals.noCapacity(resident, members, zones);
    }

    /** The zones where an instance may run, tried in order. */
    private Zones zonesFor(Resident resident, Members members) {
        int bound = members == null ? Resident.NO_ZONE : members.boundZone();
        if (resident.zone != Resident.NO_ZONE) {
            if (bound != Resident.NO_ZONE && bound != resident.zone) {
                throw Errors.groupInOtherZone(resident.group.name(), region.zoneName(bound));
            }
            return new Zones(resident.zone, resident.zone);
        }
        return bound == Resident.NO_ZONE ? new Zones(0, region.zones() - 1) : new Zones(bound, bound);
    }

    private int originRack(int zone, Resident resident, Members members) {
        return members == null
                ? search.startRack(zone, resident.name(), resident.stops)
                : members.originRack(zone, resident);
    }

    private Seat seat(Resident resident, Members members, int host) {
        boolean isLaunch = residents.putIfAbsent(resident.name(), resident) == null;
        Seat seat = new Seat(resident, isLaunch, resident.zone, resident.partition);
        int partition = members == null ? 0 : members.partitionFor(host, resident);
        if (members != null && !isLaunch) {
            members.exit(resident);
        }
        resident.zone = region.zoneOf(host);
        resident.partition = partition;
        if (members != null) {
            members.enter(resident);
        }
        resident.slots = hosts.take(host, resident.demand());
        resident.placement = new Placement(
                resident.name(),
                resident.type(),
                resident.request.nic(),
                resident.group,
                partition,
                host,
                resident.slots[0]);
        if (members != null) {
            members.onStarted(resident);
        }
        return seat;
    }

    private void unseatAfter(int count, List<Seat> made) {
        while (made.size() > count) {
            Seat seat = made.remove(made.size() - 1);
            Resident resident = seat.resident();
            Members members = groups.membersOf(resident.group);
            vacate(resident, members);
            if (members != null) {
                members.exit(resident);
            }
            resident.zone = seat.zoneBefore();
            resident.partition = seat.partitionBefore();
            if (seat.isLaunch()) {
                residents.remove(resident.name());
            } else if (members != null) {
                members.enter(resident);
            }
        }
    }

    /** Takes a running instance off its host; it stays in its group. */
    void vacate(Resident resident, Members members) {
        if (members != null) {
            members.onStopped(resident);
        }
        hosts.release(resident.placement.hostId(), resident.demand(), resident.slots);
        resident.placement = null;
        resident.slots = null;
    }

    /** Puts an instance back where {@link #vacate} just took it from. */
    void restore(Resident resident, Members members, Placement placement, int[] slots) {
        hosts.restore(placement.hostId(), resident.demand(), slots);
        resident.placement = placement;
        resident.slots = slots;
        if (members != null) {
            members.onRestored(resident);
        }
    }

    /** One more interface: its number on the host, {@link Placer#NO_SLOT} for an instance that does not run. */
    int attach(Resident resident) {
        if (resident.interfaces == resident.type().networkInterfaces()) {
            throw Errors.tooManyInterfaces(resident.interfaces + 1, resident.type());
        }
        if (!resident.isRunning()) {
            resident.interfaces++;
            return Placer.NO_SLOT;
        }
        int host = resident.placement.hostId();
        int slot = hosts.takeSlot(host, resident.request.nic().isEmulated());
        if (slot < 0) {
            throw refusals.noSlotLeft(resident);
        }
        resident.interfaces++;
        resident.slots = Arrays.copyOf(resident.slots, resident.interfaces);
        resident.slots[resident.interfaces - 1] = slot;
        return slot;
    }

    /** Gives an interface back that is not the first; any of an instance that does not run. */
    void detach(Resident resident, int slot) {
        if (resident.interfaces == 1 || (resident.isRunning() && slot == resident.slots[0])) {
            throw Errors.primaryInterface();
        }
        if (resident.isRunning()) {
            int[] kept =
                    Arrays.stream(resident.slots).filter(own -> own != slot).toArray();
            if (kept.length == resident.slots.length) {
                throw Errors.noSuchInterface(resident.name(), slot);
            }
            hosts.releaseSlot(
                    resident.placement.hostId(), resident.request.nic().isEmulated(), slot);
            resident.slots = kept;
        }
        resident.interfaces--;
    }
}
