package io.ringlane.placement.group;

import io.ringlane.placement.topology.Region;
import java.util.HashMap;
import java.util.Map;

/** A rack for each that runs, and at most seven of them in a zone. */
final class SpreadMembers extends Members {
    private final Map<Integer, String> memberByRack = new HashMap<>();
    private final int[] runningByZone;

    SpreadMembers(PlacementGroup group, Region region, HostSearch search) {
        super(group, region, search);
        this.runningByZone = new int[region.zones()];
    }

    @Override
    int originRack(int zone, Resident resident) {
        return search.startRack(zone, resident.name(), resident.stops);
    }

    @Override
    int choose(int zone, Resident resident) {
        return isFull(zone)
                ? HostSearch.NOT_FOUND
                : search.inZone(
                        zone, originRack(zone, resident), rack -> !memberByRack.containsKey(rack), resident.demand());
    }

    private boolean isFull(int zone) {
        return runningByZone[zone] == Placer.SPREAD_INSTANCES_PER_ZONE;
    }

    @Override
    String refusal(int hostId, Resident resident) {
        if (isFull(region.zoneOf(hostId))) {
            return rule(region.zoneOf(hostId));
        }
        String member = memberByRack.get(region.rackOf(hostId));
        return member == null ? null : "its rack holds '" + member + "' of the same group";
    }

    @Override
    String rule(int zone) {
        return "The spread group '" + group.name() + "' runs " + runningByZone[zone] + " of at most "
                + Placer.SPREAD_INSTANCES_PER_ZONE + " instances in " + region.zoneName(zone)
                + " and needs a rack of its own for each.";
    }

    @Override
    void onStarted(Resident resident) {
        int hostId = resident.placement.hostId();
        memberByRack.put(region.rackOf(hostId), resident.name());
        runningByZone[region.zoneOf(hostId)]++;
    }

    @Override
    void onStopped(Resident resident) {
        int hostId = resident.placement.hostId();
        memberByRack.remove(region.rackOf(hostId));
        runningByZone[region.zoneOf(hostId)]--;
    }
}
