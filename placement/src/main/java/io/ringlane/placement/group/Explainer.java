package io.ringlane.placement.group;

import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import io.ringlane.placement.topology.Shortage;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the placer's decisions into words. What held when an instance was placed is not kept: it follows from the order in
 * which the placer searches, from where that search began, and from where it ended.
 */
final class Explainer {
    private final Region region;
    private final Hosts hosts;
    private final Segment clusterSegment;

    Explainer(Region region, Hosts hosts, Segment clusterSegment) {
        this.region = region;
        this.hosts = hosts;
        this.clusterSegment = clusterSegment;
    }

    Explanation whyHere(Resident resident, Members members) {
        List<String> warnings = members == null ? List.of() : members.warnings();
        if (!resident.isRunning()) {
            String stopped = "it is stopped; it keeps its zone, " + region.zoneName(resident.zone)
                    + (members == null ? "" : ", and its place in the group '" + members.group.name() + "'");
            return new Explanation(resident.name(), null, List.of(stopped), warnings);
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(zone(resident));
        if (members != null) {
            reasons.add(group(resident, members));
        }
        if (isShared(resident)) {
            reasons.add("host " + region.hostName(resident.placement.hostId()) + ": it was asked to share that of '"
                    + resident.request.sameHostAs() + "'");
        } else {
            reasons.add(rack(resident));
            reasons.add(host(resident));
        }
        reasons.add("interface " + resident.placement.slot() + ": "
                + resident.request.nic().describe());
        return new Explanation(resident.name(), resident.placement, reasons, warnings);
    }

    private static boolean isShared(Resident resident) {
        return resident.stops == 0 && resident.request.sameHostAs() != null;
    }

    private String zone(Resident resident) {
        String zone = "zone " + region.zoneName(resident.zone) + ": ";
        if (resident.stops > 0) {
            return zone + "an instance keeps the zone of its launch";
        }
        if (resident.request.zone() != null) {
            return zone + "asked for";
        }
        if (isShared(resident)) {
            return zone + "that of the host asked for";
        }
        if (resident.isZoneBound) {
            return zone + "the group was there already";
        }
        return zone
                + (resident.zone == 0
                        ? "none was asked for, and this is the first"
                        : "none was asked for, and those before it had no room that the rules allow");
    }

    private String group(Resident resident, Members members) {
        String name = members.group.strategy().label() + " group '" + members.group.name() + "': ";
        return name
                + switch (members.group.strategy()) {
                    case CLUSTER ->
                        "all that run share "
                                + region.segmentName(region.rackOf(resident.placement.hostId()), clusterSegment);
                    case PARTITION ->
                        "partition " + resident.partition + " of " + members.group.partitions()
                                + (resident.request.partition() == resident.partition && resident.stops == 0
                                        ? ", asked for"
                                        : ", its own, or when it came the one with the fewest members in the zone that had"
                                                + " room");
                    case SPREAD -> "no other member is on its rack";
                };
    }

    private String rack(Resident resident) {
        int rack = region.rackOf(resident.placement.hostId());
        String name = "rack " + region.rackName(rack) + ": ";
        if (resident.group != null && resident.group.strategy() == Strategy.PARTITION) {
            return name + "the first with room, of the partition's own and then of those from "
                    + region.rackName(resident.originRack) + " on that no partition had";
        }
        String origin = resident.group != null && resident.group.strategy() == Strategy.CLUSTER
                ? "the group's search begins"
                : "the seed and its name begin the search";
        int passed = passedOver(resident, rack);
        if (passed == 0) {
            return name + origin + " here";
        }
        return name + origin + " at " + region.rackName(resident.originRack) + ", and " + passed
                + (passed == 1 ? " rack was" : " racks were") + " passed over for want of room or by the rule";
    }

    private int passedOver(Resident resident, int rack) {
        boolean isCluster = resident.group != null && resident.group.strategy() == Strategy.CLUSTER;
        Segment range = isCluster ? clusterSegment : Segment.ZONE;
        int first = region.firstRackOfSegment(rack, range);
        boolean isInside = region.firstRackOfSegment(resident.originRack, range) == first;
        return Math.floorMod(rack - (isInside ? resident.originRack : first), region.racksOf(range));
    }

    private String host(Resident resident) {
        int host = resident.placement.hostId();
        return "host " + region.hostName(host)
                + ": of the rack's hosts with room it had the fewest interfaces in use; now it has "
                + hosts.usedSlots(host) + ", and " + hosts.usedVcpus(host) + " vCPUs";
    }

    /** @param resident not running, or taken off its host for the question */
    List<String> whyNot(Resident resident, Members members, int hostId) {
        String name = region.hostName(hostId); // refuses a host that is not there
        List<String> reasons = new ArrayList<>();
        if (resident.zone != Resident.NO_ZONE && region.zoneOf(hostId) != resident.zone) {
            reasons.add(name + " stands in " + region.zoneName(region.zoneOf(hostId)) + ", and '" + resident.name()
                    + "' belongs in " + region.zoneName(resident.zone));
        }
        String refusal = members == null ? null : members.refusal(hostId, resident);
        if (refusal != null) {
            reasons.add("group '" + members.group.name() + "': " + refusal);
        }
        Shortage shortage = hosts.shortage(hostId, resident.demand());
        if (shortage != Shortage.NONE) {
            reasons.add(name + " lacks " + shortage.label());
        }
        if (reasons.isEmpty()) {
            reasons.add("nothing stands against it: another rack comes before "
                    + region.host(hostId).rack() + " in the search, or another host of it has fewer interfaces in use");
        }
        return reasons;
    }
}
