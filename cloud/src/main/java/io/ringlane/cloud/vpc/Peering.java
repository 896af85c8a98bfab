package io.ringlane.cloud.vpc;

import io.ringlane.cloud.resource.ResourceKind;

/**
 * A peering of two VPCs of the region. It carries what one VPC's interfaces send to the other's, and nothing further.
 *
 * @param key its id's key
 * @param requesterVpcKey the VPC that asked
 * @param accepterVpcKey the VPC that was asked
 * @param status where it stands
 */
public record Peering(long key, long requesterVpcKey, long accepterVpcKey, Status status) {

    /** Where a peering stands. */
    public enum Status {
        PENDING_ACCEPTANCE("pending-acceptance"),
        ACTIVE("active"),
        REJECTED("rejected");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** As EC2 writes it. */
        public String label() {
            return label;
        }
    }

    /** {@code pcx-...}. */
    public String id() {
        return ResourceKind.PEERING.id(key);
    }

    /** Whether a VPC is one of the two. */
    public boolean joins(long vpcKey) {
        return vpcKey == requesterVpcKey || vpcKey == accepterVpcKey;
    }

    /** The other of the two. */
    public long peerOf(long vpcKey) {
        return vpcKey == requesterVpcKey ? accepterVpcKey : requesterVpcKey;
    }

    /** The peering with another status. */
    public Peering with(Status next) {
        return new Peering(key, requesterVpcKey, accepterVpcKey, next);
    }
}
