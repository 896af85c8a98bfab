package io.ringlane.cloud.security;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A security group. Rules only allow, in no order; what no rule of any group of an interface allows is dropped silently.
 *
 * @param key its id's key
 * @param vpcKey its VPC
 * @param name unique in the VPC
 * @param description free text
 * @param ingress rules for packets to the interface
 * @param egress rules for packets from the interface
 */
public record SecurityGroup(
        long key, long vpcKey, String name, String description, List<SecurityRule> ingress, List<SecurityRule> egress) {

    /** The name of the group that is made with every VPC and cannot be deleted. */
    public static final String DEFAULT_NAME = "default";

    public SecurityGroup {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /** {@code sg-...}. */
    public String id() {
        return ResourceKind.SECURITY_GROUP.id(key);
    }

    /** The rules for one direction. */
    public List<SecurityRule> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** Whether a rule of the group names another group. */
    public boolean names(long otherKey) {
        return ingress.stream().anyMatch(rule -> rule.groupKey() == otherKey)
                || egress.stream().anyMatch(rule -> rule.groupKey() == otherKey);
    }

    /**
     * The group with more rules, all or none.
     *
     * @param limit most rules of a direction and an address family
     * @throws Ec2Exception {@code InvalidPermission.Duplicate}, {@code InvalidPermission.Malformed} or {@code
     *     RulesPerSecurityGroupLimitExceeded}
     */
    public SecurityGroup with(Direction direction, List<SecurityRule> more, int limit) {
        List<SecurityRule> rules = new ArrayList<>(rules(direction));
        for (SecurityRule rule : more) {
            String problem = rule.selector().problem();
            if (problem != null) {
                throw new Ec2Exception(
                        "InvalidPermission.Malformed", "The rule '" + rule + "' is malformed: " + problem);
            }
            if (rules.contains(rule)) {
                throw new Ec2Exception(
                        "InvalidPermission.Duplicate", "the specified rule \"" + rule + "\" already exists in " + id());
            }
            rules.add(rule);
            if (rules.stream().filter(each -> each.isIpv6() == rule.isIpv6()).count() > limit) {
                throw new Ec2Exception(
                        "RulesPerSecurityGroupLimitExceeded",
                        "The maximum number of rules per security group has been reached: " + limit
                                + " a direction and address family in " + id() + ".");
            }
        }
        return withRules(direction, rules);
    }

    /**
     * The group with fewer rules, all or none.
     *
     * @throws Ec2Exception {@code InvalidPermission.NotFound}
     */
    public SecurityGroup without(Direction direction, List<SecurityRule> doomed) {
        List<SecurityRule> rules = new ArrayList<>(rules(direction));
        for (SecurityRule rule : doomed) {
            if (!rules.remove(rule)) {
                throw new Ec2Exception(
                        "InvalidPermission.NotFound",
                        "The specified rule \"" + rule + "\" does not exist in this security group (" + id() + ").");
            }
        }
        return withRules(direction, rules);
    }

    private SecurityGroup withRules(Direction direction, List<SecurityRule> rules) {
        return direction == Direction.INGRESS
                ? new SecurityGroup(key, vpcKey, name, description, rules, egress)
                : new SecurityGroup(key, vpcKey, name, description, ingress, rules);
    }
}
