package io.ringlane.cloud.vpc;

import io.ringlane.cloud.resource.ResourceKind;

/**
 * A flow log: which interfaces' traffic is written down, and how often.
 *
 * @param key its id's key
 * @param resourceKind an interface, a subnet or a VPC
 * @param resourceKey whose
 * @param traffic which traffic
 * @param intervalSeconds longest time one record covers, 60 or 600
 * @param createdAtNs when it was made, on the region's clock
 */
public record FlowLog(
        long key, ResourceKind resourceKind, long resourceKey, Traffic traffic, int intervalSeconds, long createdAtNs) {

    /** Which traffic a flow log is for. */
    public enum Traffic {
        ACCEPT,
        REJECT,
        ALL;

        /** Whether traffic of an action is written down. */
        public boolean covers(boolean accepted) {
            return this == ALL || (this == ACCEPT) == accepted;
        }
    }

    /** {@code fl-...}. */
    public String id() {
        return ResourceKind.FLOW_LOG.id(key);
    }
}
