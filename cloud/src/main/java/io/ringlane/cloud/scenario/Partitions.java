package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.GroupSpec;

/** Reads which partition of a placement group is asked for. */
final class Partitions {

    private Partitions() {}

    /**
     * The key {@code partition}.
     *
     * @param group null for none
     * @return from 1; 0 for any, or once reported
     */
    static int read(Fields fields, Problems problems, GroupSpec group) {
        final YamlNode node = fields.node("partition");
        if (node == null || group != null && group.strategy() == null) {
            return 0; // what is wrong with the group has been reported
        }
        if (group == null || group.partitions() == 0) {
            problems.error(
                    node,
                    (group == null ? "an instance without a group" : "a " + group.strategy() + " group")
                            + " has no partitions: leave it out or name a partition group");
            return 0;
        }
        return (int) fields.integer(node, 1, group.partitions(), 0);
    }
}
