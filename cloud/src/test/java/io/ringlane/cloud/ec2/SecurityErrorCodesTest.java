package io.ringlane.cloud.ec2;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is refused of security groups and network ACLs. */
class SecurityErrorCodesTest extends ErrorCodes {

    static Stream<Arguments> calls() {
        return Stream.of(
                refused(
                        "InvalidGroup.Duplicate",
                        "same name",
                        w -> w.ec2.securityGroups().create(w.vpc, "web", "")),
                refused(
                        "InvalidGroup.Reserved",
                        "default",
                        w -> w.ec2.securityGroups().create(w.vpc, "default", "")),
                refused(
                        "InvalidParameterValue",
                        "sg-x",
                        w -> w.ec2.securityGroups().create(w.vpc, "sg-x", "")),
                refused(
                        "SecurityGroupLimitExceeded",
                        "a seventh",
                        w -> w.ec2.securityGroups().create(w.vpc, "x", "")),
                refused("CannotDelete", "default", w -> w.ec2.securityGroups().delete(w.region.defaultGroup(w.vpc))),
                refused(
                        "DependencyViolation",
                        "named by a rule",
                        w -> w.ec2.securityGroups().delete(w.group)),
                refused(
                        "InvalidPermission.Duplicate",
                        "again",
                        w -> w.ec2.securityGroups().authorize(w.group, Direction.INGRESS, w.http)),
                refused(
                        "InvalidPermission.Malformed",
                        "ports upside down",
                        w -> w.ec2.securityGroups()
                                .authorize(
                                        w.group,
                                        Direction.INGRESS,
                                        SecurityRule.of(Selector.of("tcp", 90, 80), "0.0.0.0/0"))),
                refused(
                        "InvalidGroup.NotFound",
                        "group of a VPC that is not peered yet",
                        w -> w.ec2.securityGroups()
                                .authorize(
                                        w.group, Direction.INGRESS, SecurityRule.ofGroup(Selector.ALL, w.otherGroup))),
                refused(
                        "InvalidPermission.NotFound",
                        "no such rule",
                        w -> w.ec2.securityGroups().revoke(w.group, Direction.EGRESS, w.http)),
                refused(
                        "RulesPerSecurityGroupLimitExceeded",
                        "a third rule, with a second that would fit",
                        w -> w.ec2.securityGroups()
                                .authorize(
                                        w.group,
                                        Direction.INGRESS,
                                        SecurityRule.of(Selector.tcp(81), "0.0.0.0/0"),
                                        SecurityRule.of(Selector.tcp(82), "0.0.0.0/0"))),
                refused("InvalidParameterValue", "no protocol", w -> Selector.of("tpc", 1, 1)),
                refused(
                        "NetworkAclEntryAlreadyExists",
                        "same number",
                        w -> w.ec2.networkAcls().createEntry(w.acl, Direction.INGRESS, w.entry)),
                refused(
                        "NetworkAclEntryLimitExceeded",
                        "a second",
                        w -> w.ec2.networkAcls()
                                .createEntry(
                                        w.acl,
                                        Direction.INGRESS,
                                        new AclEntry(200, Selector.ALL, true, Cidr.ANY_IPV4))),
                refused(
                        "InvalidParameterValue",
                        "number 32767",
                        w -> w.ec2.networkAcls()
                                .createEntry(
                                        w.acl,
                                        Direction.EGRESS,
                                        new AclEntry(32767, Selector.ALL, true, Cidr.ANY_IPV4))),
                refused(
                        "InvalidNetworkAclEntry.NotFound",
                        "nothing to replace",
                        w -> w.ec2.networkAcls().replaceEntry(w.acl, Direction.EGRESS, w.entry)),
                refused(
                        "NetworkAclLimitExceeded",
                        "a third",
                        w -> w.ec2.networkAcls().create(w.vpc)),
                refused(
                        "InvalidParameterValue",
                        "two VPCs",
                        w -> w.ec2.networkAcls().replaceAssociation(w.acl, w.otherSubnet)),
                refused("FlowLogAlreadyExists", "again", w -> w.ec2.flowLogs().create(w.vpc, Traffic.ALL, 600)),
                refused("InvalidParameterValue", "61 s", w -> w.ec2.flowLogs().create(w.subnet, Traffic.ALL, 61)),
                refused(
                        "InvalidParameterValue",
                        "of a group",
                        w -> w.ec2.flowLogs().create(w.group, Traffic.ALL, 60)),
                refused(
                        "InvalidFlowLogId.NotFound",
                        "no log",
                        w -> w.ec2.flowLogs().delete(none("fl"))));
    }
}
