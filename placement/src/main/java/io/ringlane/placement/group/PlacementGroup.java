package io.ringlane.placement.group;

import io.ringlane.placement.PlacementException;

/**
 * A placement group. Two groups are the same if their names and settings are; names are unique within a {@link Placer}.
 *
 * @param name 1 to 255 ASCII characters
 * @param strategy how the instances are arranged
 * @param partitions 1 to 7 for {@link Strategy#PARTITION}, else 0
 */
public record PlacementGroup(String name, Strategy strategy, int partitions) {
    /** Most partitions of a group. Source: Amazon EC2 User Guide, "placement-groups". */
    public static final int MAX_PARTITIONS = 7;

    private static final int MAX_NAME_LENGTH = 255; // source: EC2 API, CreatePlacementGroup

    /** @throws PlacementException {@code InvalidParameterValue} or {@code InvalidParameterCombination} */
    public PlacementGroup {
        if (name == null
                || name.isBlank()
                || name.length() > MAX_NAME_LENGTH
                || !name.chars().allMatch(c -> c < 128)) {
            throw new PlacementException(
                    "InvalidParameterValue",
                    "Invalid value '" + name + "' for GroupName: 1 to " + MAX_NAME_LENGTH + " ASCII characters.");
        }
        if (strategy == Strategy.PARTITION && (partitions < 1 || partitions > MAX_PARTITIONS)) {
            throw new PlacementException(
                    "InvalidParameterValue",
                    "Invalid value '" + partitions + "' for PartitionCount of group '" + name + "': 1 to "
                            + MAX_PARTITIONS + ".");
        }
        if (strategy != Strategy.PARTITION && partitions != 0) {
            throw new PlacementException(
                    "InvalidParameterCombination",
                    "PartitionCount is valid only with the partition strategy; group '" + name + "' has "
                            + strategy.label() + ".");
        }
    }

    /** A cluster group. */
    public static PlacementGroup cluster(String name) {
        return new PlacementGroup(name, Strategy.CLUSTER, 0);
    }

    /** A partition group. */
    public static PlacementGroup partition(String name, int partitions) {
        return new PlacementGroup(name, Strategy.PARTITION, partitions);
    }

    /** A spread group at rack level. */
    public static PlacementGroup spread(String name) {
        return new PlacementGroup(name, Strategy.SPREAD, 0);
    }

    /** Whether both are the same cluster group; either may be null, for none. Constant time, allocates nothing. */
    public static boolean sameCluster(PlacementGroup a, PlacementGroup b) {
        return a != null && a.strategy == Strategy.CLUSTER && (a == b || a.equals(b));
    }
}
