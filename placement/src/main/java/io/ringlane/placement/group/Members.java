package io.ringlane.placement.group;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.topology.Region;
import java.util.HashMap;
import java.util.Map;

/** The instances of one placement group, and the rule that says where the next may go. */
abstract class Members {
    final PlacementGroup group;
    final Region region;
    final HostSearch search;

    Members(PlacementGroup group, Region region, HostSearch search) {
        this.group = group;
        this.region = region;
        this.search = search;
    }

    static Members of(PlacementGroup group, Region region, HostSearch search) {
        return switch (group.strategy()) {
            case CLUSTER -> new Cluster(group, region, search);
            case PARTITION -> new Partitioned(group, region, search);
            case SPREAD -> new Spread(group, region, search);
        };
    }

    /**
     * Refuses what cannot join at all, wherever there is room.
     *
     * @throws PlacementException with EC2's code
     */
    void admit(PlacementRequest request) {}

    /** The zone the group is bound to, or -1. */
    int boundZone() {
        return -1;
    }

    /** A host of the zone with room that the rule allows, or {@link HostSearch#NOT_FOUND}. */
    abstract int choose(int zone, PlacementRequest request);

    /** Why the rule forbids a host to a request, or null if it does not. */
    abstract String refusal(int hostId, PlacementRequest request);

    /** What the rule asks for, for the message that there is no room in a zone. */
    abstract String rule(int zone);

    /** The partition an instance of this request gets on a host; 0 where there are none. */
    int partitionFor(int hostId, PlacementRequest request) {
        return 0;
    }

    abstract void join(Placement placement);

    abstract void leave(Placement placement);

    /** One zone, on racks as near as there is room: the first member's, then its data centre, then its zone. */
    private static final class Cluster extends Members {
        private int members;
        private int anchorHost;

        Cluster(PlacementGroup group, Region region, HostSearch search) {
            super(group, region, search);
        }

        @Override
        void admit(PlacementRequest request) {
            if (!request.type().clusterGroupAllowed()) {
                throw new PlacementException(
                        "InvalidParameterCombination",
                        "Cluster placement groups are not supported by the '"
                                + request.type().name() + "' instance type. Specify a supported instance type or change"
                                + " the placement group strategy, and try again.");
            }
        }

        @Override
        int boundZone() {
            return members == 0 ? -1 : region.zoneOf(anchorHost);
        }

        @Override
        int choose(int zone, PlacementRequest request) {
            int vcpus = request.type().vcpus();
            if (members == 0) {
                int start = search.startRack(zone, group.name());
                return search.inRacks(zone, start, rack -> true, request.card(), vcpus);
            }
            int near = region.rackOf(anchorHost);
            int dataCentre = region.dataCentreOf(anchorHost);
            int host = search.inRack(near, request.card(), vcpus);
            if (host == HostSearch.NOT_FOUND) {
                host = search.inRacks(
                        zone, near, r -> r / region.racksPerDataCenter() == dataCentre, request.card(), vcpus);
            }
            return host != HostSearch.NOT_FOUND
                    ? host
                    : search.inRacks(zone, near, rack -> true, request.card(), vcpus);
        }

        @Override
        String refusal(int hostId, PlacementRequest request) {
            return members == 0 || region.zoneOf(hostId) == boundZone()
                    ? null
                    : "the group runs in " + region.zoneName(boundZone());
        }

        @Override
        String rule(int zone) {
            return "The cluster group '" + group.name() + "' needs room in one zone.";
        }

        @Override
        void join(Placement placement) {
            if (members++ == 0) {
                anchorHost = placement.hostId();
            }
        }

        @Override
        void leave(Placement placement) {
            members--;
        }
    }

    /** Racks belong to the first partition of the group that uses them. */
    private static final class Partitioned extends Members {
        private final Map<Integer, Integer> partitionByRack = new HashMap<>();
        private final Map<Integer, Integer> membersByRack = new HashMap<>();
        private final int[] membersByPartition;

        Partitioned(PlacementGroup group, Region region, HostSearch search) {
            super(group, region, search);
            this.membersByPartition = new int[group.partitions() + 1];
        }

        @Override
        void admit(PlacementRequest request) {
            if (request.partition() > group.partitions()) {
                throw new PlacementException(
                        "InvalidParameterValue",
                        "Invalid value '" + request.partition() + "' for PartitionNumber: group '" + group.name()
                                + "' has partitions 1 to " + group.partitions() + ".");
            }
        }

        @Override
        int choose(int zone, PlacementRequest request) {
            if (request.partition() != 0) {
                return choose(zone, request.partition(), request);
            }
            boolean[] tried = new boolean[membersByPartition.length];
            for (int i = 1; i < tried.length; i++) {
                int partition = emptiest(tried);
                tried[partition] = true;
                int host = choose(zone, partition, request);
                if (host != HostSearch.NOT_FOUND) {
                    return host;
                }
            }
            return HostSearch.NOT_FOUND;
        }

        private int choose(int zone, int partition, PlacementRequest request) {
            int start = search.startRack(zone, group.name());
            int vcpus = request.type().vcpus();
            int host = search.inRacks(
                    zone, start, rack -> partitionByRack.getOrDefault(rack, 0) == partition, request.card(), vcpus);
            return host != HostSearch.NOT_FOUND
                    ? host
                    : search.inRacks(zone, start, rack -> !partitionByRack.containsKey(rack), request.card(), vcpus);
        }

        private int emptiest(boolean[] except) {
            int emptiest = 0;
            for (int partition = 1; partition < membersByPartition.length; partition++) {
                if (!except[partition]
                        && (emptiest == 0 || membersByPartition[partition] < membersByPartition[emptiest])) {
                    emptiest = partition;
                }
            }
            return emptiest;
        }

        @Override
        String refusal(int hostId, PlacementRequest request) {
            int owner = partitionByRack.getOrDefault(region.rackOf(hostId), 0);
            return owner == 0 || request.partition() == 0 || owner == request.partition()
                    ? null
                    : "its rack belongs to partition " + owner;
        }

        @Override
        String rule(int zone) {
            return "Partitions of the group '" + group.name() + "' share no rack, and " + partitionByRack.size()
                    + " racks of the region belong to one already.";
        }

        @Override
        int partitionFor(int hostId, PlacementRequest request) {
            int owner = partitionByRack.getOrDefault(region.rackOf(hostId), 0);
            if (owner != 0) {
                return owner;
            }
            return request.partition() != 0 ? request.partition() : emptiest(new boolean[membersByPartition.length]);
        }

        @Override
        void join(Placement placement) {
            int rack = region.rackOf(placement.hostId());
            partitionByRack.put(rack, placement.partition());
            membersByRack.merge(rack, 1, Integer::sum);
            membersByPartition[placement.partition()]++;
        }

        @Override
        void leave(Placement placement) {
            int rack = region.rackOf(placement.hostId());
            membersByPartition[placement.partition()]--;
            if (membersByRack.merge(rack, -1, Integer::sum) == 0) {
                membersByRack.remove(rack);
                partitionByRack.remove(rack);
            }
        }
    }

    /** A rack for each, and at most seven in a zone. */
    private static final class Spread extends Members {
        private final Map<Integer, String> memberByRack = new HashMap<>();
        private final int[] membersByZone;

        Spread(PlacementGroup group, Region region, HostSearch search) {
            super(group, region, search);
            this.membersByZone = new int[region.zones()];
        }

        @Override
        int choose(int zone, PlacementRequest request) {
            return membersByZone[zone] == Placer.SPREAD_INSTANCES_PER_ZONE
                    ? HostSearch.NOT_FOUND
                    : search.inRacks(
                            zone,
                            search.startRack(zone, request.instance()),
                            rack -> !memberByRack.containsKey(rack),
                            request.card(),
                            request.type().vcpus());
        }

        @Override
        String refusal(int hostId, PlacementRequest request) {
            if (membersByZone[region.zoneOf(hostId)] == Placer.SPREAD_INSTANCES_PER_ZONE) {
                return rule(region.zoneOf(hostId));
            }
            String member = memberByRack.get(region.rackOf(hostId));
            return member == null ? null : "its rack holds '" + member + "' of the same group";
        }

        @Override
        String rule(int zone) {
            return "The spread group '" + group.name() + "' runs " + membersByZone[zone] + " of at most "
                    + Placer.SPREAD_INSTANCES_PER_ZONE + " instances in " + region.zoneName(zone)
                    + " and needs a rack of its own for each.";
        }

        @Override
        void join(Placement placement) {
            memberByRack.put(region.rackOf(placement.hostId()), placement.instance());
            membersByZone[region.zoneOf(placement.hostId())]++;
        }

        @Override
        void leave(Placement placement) {
            memberByRack.remove(region.rackOf(placement.hostId()));
            membersByZone[region.zoneOf(placement.hostId())]--;
        }
    }
}
