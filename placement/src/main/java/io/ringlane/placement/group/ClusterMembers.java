package io.ringlane.placement.group;

import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import java.util.List;

/**
 * All in one zone and one segment of it, on racks as near as there is room: the first member's, then those after it.
 *
 * <p>The zone is bound while the group has members, as an instance never changes its zone; the segment only while one of
 * them runs, so a stop of all lets the next start choose another.
 */
final class ClusterMembers extends Members {
    private static final int NONE = -1;

    private final Segment size;
    private int running;
    private int zone = Resident.NO_ZONE;
    private int segment = NONE; // its first rack
    private int anchorRack;

    ClusterMembers(PlacementGroup group, Region region, HostSearch search, Segment size) {
        super(group, region, search);
        this.size = size;
    }

    @Override
    void admit(Resident resident) {
        if (!resident.type().clusterGroupAllowed()) {
            throw Errors.cannotCluster(resident.type());
        }
    }

    @Override
    int boundZone() {
        return count() == 0 ? Resident.NO_ZONE : zone;
    }

    /** Whether no member runs, so that the segment is free to choose. */
    boolean isAtRest() {
        return running == 0;
    }

    /** Binds a group at rest to a segment, given by its first rack, until its last member stops or it is released. */
    void confine(int firstRack) {
        int start = search.startRack(firstRack / region.racksPerZone(), group.name(), 0);
        segment = firstRack;
        anchorRack = region.firstRackOfSegment(start, size) == firstRack ? start : firstRack;
    }

    /** Undoes {@link #confine} of a group that is still at rest. */
    void release() {
        segment = NONE;
    }

    @Override
    int originRack(int zone, Resident resident) {
        return segment == NONE ? search.startRack(zone, group.name(), 0) : anchorRack;
    }

    @Override
    int choose(int zone, Resident resident) {
        int origin = originRack(zone, resident);
        return segment == NONE
                ? search.inZone(zone, origin, rack -> true, resident.demand())
                : search.inRacks(segment, segment + region.racksOf(size), origin, rack -> true, resident.demand());
    }

    @Override
    String refusal(int hostId, Resident resident) {
        if (count() > 0 && region.zoneOf(hostId) != zone) {
            return "the group is in " + region.zoneName(zone);
        }
        return segment == NONE || region.firstRackOfSegment(region.rackOf(hostId), size) == segment
                ? null
                : "the group runs in " + region.segmentName(segment, size);
    }

    @Override
    String rule(int zone) {
        String name = "The cluster group '" + group.name() + "' ";
        return running == 0
                ? name + "needs room in one " + size.label() + "."
                : name + "runs " + running + (running == 1 ? " instance" : " instances") + " in "
                        + region.segmentName(segment, size) + " and stays there; stop and start all of them to have"
                        + " the group packed anew, or ask for all in one launch.";
    }

    @Override
    List<String> warnings() {
        return types().size() < 2
                ? List.of()
                : List.of("The cluster group '" + group.name() + "' mixes the types " + String.join(", ", types())
                        + ": the slower of two bounds what is between them, and a mix makes a lack of capacity"
                        + " likelier.");
    }

    @Override
    void enter(Resident resident) {
        super.enter(resident);
        zone = resident.zone;
    }

    @Override
    void onStarted(Resident resident) {
        if (running++ == 0) {
            anchorRack = region.rackOf(resident.placement.hostId());
            segment = region.firstRackOfSegment(anchorRack, size);
        }
    }

    @Override
    void onRestored(Resident resident) {
        running++;
        segment =
                region.firstRackOfSegment(region.rackOf(resident.placement.hostId()), size); // the anchor is as it was
    }

    @Override
    void onStopped(Resident resident) {
        if (--running == 0) {
            segment = NONE;
        }
    }
}
