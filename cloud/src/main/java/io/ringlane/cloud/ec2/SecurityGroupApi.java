package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.Vpc;
import java.util.List;

/** Security groups. */
public final class SecurityGroupApi {

    private static final int LONGEST_NAME = 255;
    private static final String PERMISSIONS = "ipPermissions";

    private final Control control;

    SecurityGroupApi(Control control) {
        this.control = control;
    }

    /**
     * Makes a group that allows nothing in and everything out.
     *
     * @throws Ec2Exception {@code InvalidGroup.Duplicate}, {@code InvalidGroup.Reserved}, {@code
     *     SecurityGroupLimitExceeded}, {@code MissingParameter} or {@code InvalidParameterValue}
     */
    public SecurityGroup create(String vpcId, String name, String description) {
        Required.value(description, "groupDescription");
        return control.change(draft -> {
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            checkName(name);
            for (SecurityGroup each : draft.all(Table.SECURITY_GROUPS)) {
                if (each.vpcKey() == vpc.key() && each.name().equals(name)) {
                    throw new Ec2Exception(
                            "InvalidGroup.Duplicate",
                            "The security group '" + name + "' already exists for VPC '" + vpcId + "': " + each.id()
                                    + ".");
                }
            }
            int limit = control.settings().count(Setting.SECURITY_GROUPS);
            if (draft.count(Table.SECURITY_GROUPS) >= limit) {
                throw new Ec2Exception(
                        "SecurityGroupLimitExceeded",
                        "The maximum number of security groups has been reached: " + limit + " in the region.");
            }
            List<SecurityRule> egress = VpcApi.allowingAll(vpc.ipv6Cidr() != null);
            return put(draft, new SecurityGroup(draft.newKey(), vpc.key(), name, description, List.of(), egress));
        });
    }

    private static void checkName(String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || name.startsWith("sg-")) {
            throw Ec2Exception.invalidValue(
                    name, "groupName", "It has 1 to " + LONGEST_NAME + " characters and does not begin with sg-.");
        }
        if (name.equals(SecurityGroup.DEFAULT_NAME)) {
            throw new Ec2Exception("InvalidGroup.Reserved", "The security group name 'default' is reserved.");
        }
    }

    /**
     * Deletes a group.
     *
     * @throws Ec2Exception {@code DependencyViolation} while interfaces or rules of other groups name it, {@code
     *     CannotDelete} for a VPC's default group
     */
    public void delete(String groupId) {
        control.change(draft -> {
            SecurityGroup group = draft.require(Table.SECURITY_GROUPS, groupId);
            if (group.name().equals(SecurityGroup.DEFAULT_NAME)) {
                throw new Ec2Exception(
                        "CannotDelete",
                        "the specified group: \"" + groupId + "\" name: \"default\" cannot be deleted by a user");
            }
            int interfaces = draft.interfacesOf(group.key());
            if (interfaces > 0) {
                throw new Ec2Exception(
                        "DependencyViolation",
                        "resource " + groupId + " has a dependent object: " + interfaces
                                + " network interfaces have it");
            }
            for (SecurityGroup each : draft.all(Table.SECURITY_GROUPS)) {
                if (each.key() != group.key() && each.names(group.key())) {
                    throw new Ec2Exception(
                            "DependencyViolation",
                            "resource " + groupId + " has a dependent object: a rule of " + each.id() + " names it");
                }
            }
            draft.remove(Table.SECURITY_GROUPS, group.key());
            return null;
        });
    }

    /**
     * Allows more, all of it or nothing.
     *
     * @throws Ec2Exception {@code InvalidPermission.Duplicate}, {@code InvalidPermission.Malformed}, {@code
     *     InvalidGroup.NotFound}, {@code RulesPerSecurityGroupLimitExceeded} or {@code MissingParameter}
     */
    public SecurityGroup authorize(String groupId, Direction direction, SecurityRule... rules) {
        Required.value(direction, "egress");
        List<SecurityRule> more = Required.some(rules, PERMISSIONS);
        return control.change(draft -> {
            SecurityGroup group = draft.require(Table.SECURITY_GROUPS, groupId);
            for (SecurityRule rule : more) {
                checkNamed(draft, group, rule);
            }
            int limit = control.settings().count(Setting.RULES_PER_SECURITY_GROUP);
            return put(draft, group.with(direction, more, limit));
        });
    }

    /** The group that a rule names is in the same VPC, or in one with an active peering. */
    private static void checkNamed(RegionDraft draft, SecurityGroup group, SecurityRule rule) {
        if (rule.groupKey() == 0) {
            return;
        }
        SecurityGroup named = draft.find(Table.SECURITY_GROUPS, rule.groupKey());
        boolean reachable = named != null
                && (named.vpcKey() == group.vpcKey()
                        || draft.all(Table.PEERINGS).stream()
                                .anyMatch(each -> each.status() == Peering.Status.ACTIVE
                                        && each.joins(group.vpcKey())
                                        && each.joins(named.vpcKey())));
        if (!reachable) {
            throw new Ec2Exception(
                    "InvalidGroup.NotFound",
                    "You have specified two resources that belong to different networks: the security group '"
                            + ResourceKind.SECURITY_GROUP.id(rule.groupKey())
                            + "' does not exist in the VPC of " + group.id() + " or in a VPC peered with it.");
        }
    }

    /**
     * Allows less, all of it or nothing. Connections that are tracked live on; untracked flows end at once.
     *
     * @throws Ec2Exception {@code InvalidPermission.NotFound} or {@code MissingParameter}
     */
    public SecurityGroup revoke(String groupId, Direction direction, SecurityRule... rules) {
        Required.value(direction, "egress");
        List<SecurityRule> doomed = Required.some(rules, PERMISSIONS);
        return control.change(draft -> {
            SecurityGroup group = draft.require(Table.SECURITY_GROUPS, groupId);
            return put(draft, group.without(direction, doomed));
        });
    }

    private static SecurityGroup put(RegionDraft draft, SecurityGroup group) {
        return draft.put(Table.SECURITY_GROUPS, group.key(), group);
    }

    /** A group as it stands. */
    public SecurityGroup describe(String groupId) {
        return control.settled().require(Table.SECURITY_GROUPS, groupId);
    }
}
