package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.NetworkAcl;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import java.util.List;

/** Network ACLs. */
public final class NetworkAclApi {

    private final Control control;

    NetworkAclApi(Control control) {
        this.control = control;
    }

    /**
     * Makes an ACL that denies everything.
     *
     * @throws Ec2Exception {@code NetworkAclLimitExceeded}
     */
    public NetworkAcl create(String vpcId) {
        return control.change(draft -> {
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            int limit = control.settings().count(Setting.NETWORK_ACLS_PER_VPC);
            long has = draft.all(Table.NETWORK_ACLS).stream()
                    .filter(each -> each.vpcKey() == vpc.key())
                    .count();
            if (has >= limit) {
                throw new Ec2Exception(
                        "NetworkAclLimitExceeded", "The VPC '" + vpcId + "' has its " + limit + " network ACLs.");
            }
            return put(draft, new NetworkAcl(draft.newKey(), vpc.key(), false, List.of(), List.of()));
        });
    }

    /**
     * Deletes an ACL.
     *
     * @throws Ec2Exception {@code DependencyViolation} while subnets have it, {@code InvalidParameterValue} for a VPC's
     *     default ACL
     */
    public void delete(String aclId) {
        control.change(draft -> {
            NetworkAcl acl = draft.require(Table.NETWORK_ACLS, aclId);
            if (acl.isDefault()) {
                throw Ec2Exception.invalidValue(
                        aclId, "networkAclId", "A VPC's default network ACL cannot be deleted.");
            }
            for (Subnet each : draft.all(Table.SUBNETS)) {
                if (each.aclKey() == acl.key()) {
                    throw Ec2Exception.dependency(aclId, "the subnet '" + each.id() + "' has it.");
                }
            }
            draft.remove(Table.NETWORK_ACLS, acl.key());
            return null;
        });
    }

    /**
     * Adds an entry.
     *
     * @throws Ec2Exception {@code NetworkAclEntryAlreadyExists}, {@code NetworkAclEntryLimitExceeded}, {@code
     *     MissingParameter} or {@code InvalidParameterValue}
     */
    public NetworkAcl createEntry(String aclId, Direction direction, AclEntry entry) {
        Required.value(direction, "egress");
        Required.value(entry, "ruleNumber");
        return control.change(draft -> {
            NetworkAcl acl = draft.require(Table.NETWORK_ACLS, aclId);
            return put(draft, acl.with(direction, entry, control.settings().count(Setting.ENTRIES_PER_NETWORK_ACL)));
        });
    }

    /** Replaces the entry of the same number; {@code InvalidNetworkAclEntry.NotFound} if there is none. */
    public NetworkAcl replaceEntry(String aclId, Direction direction, AclEntry entry) {
        Required.value(direction, "egress");
        Required.value(entry, "ruleNumber");
        return control.change(draft -> {
            NetworkAcl acl = draft.require(Table.NETWORK_ACLS, aclId);
            return put(draft, acl.replacing(direction, entry));
        });
    }

    /** Removes the entry of a number; {@code InvalidNetworkAclEntry.NotFound} if there is none. */
    public NetworkAcl deleteEntry(String aclId, Direction direction, int number) {
        Required.value(direction, "egress");
        return control.change(draft -> {
            NetworkAcl acl = draft.require(Table.NETWORK_ACLS, aclId);
            return put(draft, acl.without(direction, number));
        });
    }

    /**
     * Gives a subnet another ACL.
     *
     * @throws Ec2Exception {@code InvalidParameterValue} if they are of two VPCs
     */
    public Subnet replaceAssociation(String aclId, String subnetId) {
        return control.change(draft -> {
            NetworkAcl acl = draft.require(Table.NETWORK_ACLS, aclId);
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            if (acl.vpcKey() != subnet.vpcKey()) {
                throw Ec2Exception.invalidValue(
                        aclId, "networkAclId", "It and the subnet '" + subnetId + "' belong to different networks.");
            }
            return draft.put(Table.SUBNETS, subnet.key(), subnet.withAcl(acl.key()));
        });
    }

    private static NetworkAcl put(RegionDraft draft, NetworkAcl acl) {
        return draft.put(Table.NETWORK_ACLS, acl.key(), acl);
    }

    /** An ACL as it stands. */
    public NetworkAcl describe(String aclId) {
        return control.settled().require(Table.NETWORK_ACLS, aclId);
    }
}
