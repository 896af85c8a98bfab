package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.Peering.Status;
import io.ringlane.cloud.vpc.Vpc;

/** Peerings of VPCs. */
public final class PeeringApi {

    private final Control control;

    PeeringApi(Control control) {
        this.control = control;
    }

    /**
     * Asks for a peering. EC2 makes it and lets it fail when the VPCs overlap; here the call fails.
     *
     * @throws Ec2Exception {@code InvalidParameterValue} if the VPCs are one or overlap, {@code
     *     VpcPeeringConnectionAlreadyExists} or {@code ActiveVpcPeeringConnectionPerVpcLimitExceeded}
     */
    public Peering create(String requesterVpcId, String accepterVpcId) {
        return control.change(draft -> {
            Vpc requester = draft.require(Table.VPCS, requesterVpcId);
            Vpc accepter = draft.require(Table.VPCS, accepterVpcId);
            if (requester.overlaps(accepter)) {
                throw Ec2Exception.invalidValue(
                        accepterVpcId,
                        "peerVpcId",
                        "The VPCs have overlapping CIDRs: " + requester.cidrs() + " and " + accepter.cidrs() + ".");
            }
            int limit = control.settings().count(Setting.PEERINGS_PER_VPC);
            int has = 0;
            for (Peering each : draft.all(Table.PEERINGS)) {
                boolean counts = each.status() != Status.REJECTED;
                if (counts && each.joins(requester.key()) && each.joins(accepter.key())) {
                    throw new Ec2Exception(
                            "VpcPeeringConnectionAlreadyExists",
                            "A VPC peering connection already exists between the two VPCs: " + each.id() + " is "
                                    + each.status().label() + ".");
                }
                has += counts && each.joins(requester.key()) ? 1 : 0;
            }
            if (has >= limit) {
                throw new Ec2Exception(
                        "ActiveVpcPeeringConnectionPerVpcLimitExceeded",
                        "The VPC '" + requesterVpcId + "' has its " + limit + " peerings.");
            }
            long key = draft.newKey();
            return draft.put(
                    Table.PEERINGS, key, new Peering(key, requester.key(), accepter.key(), Status.PENDING_ACCEPTANCE));
        });
    }

    /**
     * Accepts a peering. Traffic needs routes on both sides too.
     *
     * @throws Ec2Exception {@code InvalidStateTransition} unless it waits for that
     */
    public Peering accept(String peeringId) {
        return control.change(draft -> answer(draft, peeringId, Status.ACTIVE));
    }

    /** Rejects a peering; errors as {@link #accept}. */
    public Peering reject(String peeringId) {
        return control.change(draft -> answer(draft, peeringId, Status.REJECTED));
    }

    private static Peering answer(RegionDraft draft, String peeringId, Status next) {
        Peering peering = draft.require(Table.PEERINGS, peeringId);
        if (peering.status() != Status.PENDING_ACCEPTANCE) {
            throw new Ec2Exception(
                    "InvalidStateTransition",
                    "Invalid state transition for " + peeringId + ": it is "
                            + peering.status().label() + ", and only pending-acceptance can be answered.");
        }
        return draft.put(Table.PEERINGS, peering.key(), peering.with(next));
    }

    /** Deletes a peering. Routes to it become black holes. */
    public void delete(String peeringId) {
        control.change(draft -> {
            draft.remove(
                    Table.PEERINGS, draft.require(Table.PEERINGS, peeringId).key());
            return null;
        });
    }

    /** A peering as it stands. */
    public Peering describe(String peeringId) {
        return control.settled().require(Table.PEERINGS, peeringId);
    }
}
