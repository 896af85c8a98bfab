package io.ringlane.placement.group;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The instances of one placement group, running and stopped, and the rule that says where the next may run. */
abstract class Members {
    final PlacementGroup group;
    final Region region;
    final HostSearch search;
    private final TreeMap<String, Integer> countsByType = new TreeMap<>();
    private int count;

    Members(PlacementGroup group, Region region, HostSearch search) {
        this.group = group;
        this.region = region;
        this.search = search;
    }

    static Members of(PlacementGroup group, Region region, HostSearch search, Segment clusterSegment) {
        return switch (group.strategy()) {
            case CLUSTER -> new ClusterMembers(group, region, search, clusterSegment);
            case PARTITION -> new PartitionMembers(group, region, search);
            case SPREAD -> new SpreadMembers(group, region, search);
        };
    }

    /** Instances in the group, running and stopped. */
    final int count() {
        return count;
    }

    /** Names of the types of the group's instances, in alphabetical order. */
    final Set<String> types() {
        return countsByType.keySet();
    }

    /**
     * Refuses what cannot join at all, wherever there is room.
     *
     * @throws PlacementException with EC2's code
     */
    void admit(Resident resident) {}

    /** The zone the group is bound to, or {@link Resident#NO_ZONE}. */
    int boundZone() {
        return Resident.NO_ZONE;
    }

    /** What the owner of the group should know, one sentence each. */
    List<String> warnings() {
        return List.of();
    }

    /** The rack of a zone where the search for a host begins. */
    abstract int originRack(int zone, Resident resident);

    /** A host of the zone with room that the rule allows, or {@link HostSearch#NOT_FOUND}. */
    abstract int choose(int zone, Resident resident);

    /** Why the rule forbids a host to an instance, or null if it does not. */
    abstract String refusal(int hostId, Resident resident);

    /** The rule and how far the group has used it up, for the message that there is no room in a zone. */
    abstract String rule(int zone);

    /** The partition that an instance gets on a host; 0 where there are none. */
    int partitionFor(int hostId, Resident resident) {
        return 0;
    }

    /** An instance becomes a member; its zone is known, and its partition if it is not open. */
    void enter(Resident resident) {
        count++;
        countsByType.merge(resident.type().name(), 1, Integer::sum);
    }

    /** A member that does not run leaves the group. */
    void exit(Resident resident) {
        count--;
        countsByType.computeIfPresent(resident.type().name(), (type, n) -> n == 1 ? null : n - 1);
    }

    /** A member has got a host. */
    abstract void onStarted(Resident resident);

    /** A member is back on the host that it gave up a moment ago, as if nothing had happened. */
    void onRestored(Resident resident) {
        onStarted(resident);
    }

    /** A member gives its host up. */
    abstract void onStopped(Resident resident);
}
