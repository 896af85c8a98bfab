package io.ringlane.placement.group;

import io.ringlane.placement.topology.Demand;
import io.ringlane.placement.topology.Region;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Racks belong to the partition that runs instances on them. Without a number in the request the partition with the
 * fewest members in the zone is filled next, if it can be.
 */
final class PartitionMembers extends Members {
    private static final int ALL = 0;

    private final BitSet[] racks; // by partition; those of all partitions under ALL
    private final Map<Integer, Integer> runningByRack = new HashMap<>();
    private final int[][] counts; // members by zone and partition, running and stopped

    PartitionMembers(PlacementGroup group, Region region, HostSearch search) {
        super(group, region, search);
        this.racks = new BitSet[group.partitions() + 1];
        for (int partition = ALL; partition < racks.length; partition++) {
            racks[partition] = new BitSet();
        }
        this.counts = new int[region.zones()][group.partitions() + 1];
    }

    @Override
    void admit(Resident resident) {
        if (resident.partition > group.partitions()) {
            throw Errors.invalidValue("Invalid value '" + resident.partition + "' for PartitionNumber: group '"
                    + group.name() + "' has partitions 1 to " + group.partitions() + ".");
        }
    }

    @Override
    int originRack(int zone, Resident resident) {
        return search.startRack(zone, group.name(), 0);
    }

    @Override
    int choose(int zone, Resident resident) {
        if (resident.partition != 0) {
            return choose(zone, resident.partition, resident);
        }
        boolean[] tried = new boolean[racks.length];
        for (int i = 1; i < tried.length; i++) {
            int partition = emptiest(zone, tried);
            tried[partition] = true;
            int host = choose(zone, partition, resident);
            if (host != HostSearch.NOT_FOUND) {
                return host;
            }
        }
        return HostSearch.NOT_FOUND;
    }

    private int choose(int zone, int partition, Resident resident) {
        Demand demand = resident.demand();
        int first = region.firstRackOfZone(zone);
        int end = first + region.racksPerZone();
        BitSet own = racks[partition];
        for (int rack = own.nextSetBit(first); rack >= 0 && rack < end; rack = own.nextSetBit(rack + 1)) {
            int host = search.inRack(rack, demand);
            if (host != HostSearch.NOT_FOUND) {
                return host;
            }
        }
        return search.inZone(zone, originRack(zone, resident), rack -> !racks[ALL].get(rack), demand);
    }

    private int emptiest(int zone, boolean[] except) {
        int emptiest = 0;
        for (int partition = 1; partition < except.length; partition++) {
            if (!except[partition] && (emptiest == 0 || counts[zone][partition] < counts[zone][emptiest])) {
                emptiest = partition;
            }
        }
        return emptiest;
    }

    private int ownerOf(int rack) {
        for (int partition = 1; partition < racks.length; partition++) {
            if (racks[partition].get(rack)) {
                return partition;
            }
        }
        return 0;
    }

    @Override
    String refusal(int hostId, Resident resident) {
        int owner = ownerOf(region.rackOf(hostId));
        return owner == 0 || resident.partition == 0 || owner == resident.partition
                ? null
                : "its rack belongs to partition " + owner;
    }

    @Override
    String rule(int zone) {
        int first = region.firstRackOfZone(zone);
        int taken = racks[ALL].get(first, first + region.racksPerZone()).cardinality();
        return "Partitions of the group '" + group.name() + "' share no rack, and " + taken + " of "
                + region.racksPerZone() + " racks of " + region.zoneName(zone) + " belong to one already.";
    }

    @Override
    int partitionFor(int hostId, Resident resident) {
        int owner = ownerOf(region.rackOf(hostId));
        if (owner != 0) {
            return owner;
        }
        // An unowned rack serves any partition alike, so it was found for the first that was tried.
        return resident.partition != 0
                ? resident.partition
                : emptiest(region.zoneOf(hostId), new boolean[racks.length]);
    }

    @Override
    void enter(Resident resident) {
        super.enter(resident);
        counts[resident.zone][resident.partition]++;
    }

    @Override
    void exit(Resident resident) {
        super.exit(resident);
        counts[resident.zone][resident.partition]--;
    }

    @Override
    void onStarted(Resident resident) {
        int rack = region.rackOf(resident.placement.hostId());
        racks[resident.partition].set(rack);
        racks[ALL].set(rack);
        runningByRack.merge(rack, 1, Integer::sum);
    }

    @Override
    void onStopped(Resident resident) {
        int rack = region.rackOf(resident.placement.hostId());
        if (runningByRack.merge(rack, -1, Integer::sum) == 0) {
            runningByRack.remove(rack);
            racks[resident.partition].clear(rack);
            racks[ALL].clear(rack);
        }
    }
}
