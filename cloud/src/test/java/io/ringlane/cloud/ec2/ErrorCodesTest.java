package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import io.ringlane.placement.catalogue.Image;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refused call has EC2's code, says something, and changes nothing. */
class ErrorCodesTest {

    /** A region with one of everything, small quotas, and names for what is in it. */
    private static final class World {
        final TestRegion region = new TestRegion(
                Ec2Settings.builtIn()
                        .with(Setting.VPCS, 3)
                        .with(Setting.SUBNETS_PER_VPC, 3)
                        .with(Setting.ROUTE_TABLES_PER_VPC, 2)
                        .with(Setting.ROUTES_PER_TABLE, 3)
                        .with(Setting.PEERINGS_PER_VPC, 1)
                        .with(Setting.INTERNET_GATEWAYS, 2)
                        .with(Setting.SECURITY_GROUPS, 6)
                        .with(Setting.SECURITY_GROUPS_PER_INTERFACE, 2)
                        .with(Setting.RULES_PER_SECURITY_GROUP, 2)
                        .with(Setting.NETWORK_ACLS_PER_VPC, 2)
                        .with(Setting.ENTRIES_PER_NETWORK_ACL, 1)
                        .with(Setting.NETWORK_INTERFACES, 14)
                        .with(Setting.ELASTIC_IPS, 3),
                1);
        final Ec2Region ec2 = region.ec2;
        final String vpc = region.vpc("10.0.0.0/16");
        final String otherVpc = region.vpc("10.1.0.0/16");
        final String overlapping = region.vpc("10.0.128.0/17");
        final String subnet = region.subnet(vpc, "10.0.1.0/24");
        final String tiny = region.subnet(vpc, "10.0.2.0/28");
        final String zoneB =
                ec2.vpcs().createSubnet(vpc, "10.0.3.0/24", TestRegion.ZONE_B).id();
        final String otherSubnet = region.subnet(otherVpc, "10.1.1.0/24");
        final String table = region.mainTable(vpc);
        final String gateway = region.gateway(vpc).id();
        final String looseGateway = ec2.internetGateways().create().id();
        final String group = ec2.securityGroups().create(vpc, "web", "").id();
        final String group2 = ec2.securityGroups().create(vpc, "db", "").id();
        final String otherGroup =
                ec2.securityGroups().create(otherVpc, "web", "").id();
        final String acl = ec2.networkAcls().create(vpc).id();
        final Instance a = region.instance(subnet, "10.0.1.10");
        final Instance stopped = region.instance(subnet, "10.0.1.11");
        final Instance gone = region.instance(subnet, "10.0.1.12");
        final Instance stored = ec2.instances()
                .run(LaunchSpec.of("c5n.large", otherSubnet).from(Image.MODERN, false))
                .get(0);
        final NetworkInterface loose = ec2.interfaces().create(InterfaceSpec.in(subnet));
        final NetworkInterface inZoneB = ec2.interfaces().create(InterfaceSpec.in(zoneB));
        final NetworkInterface inOtherVpc = ec2.interfaces().create(InterfaceSpec.in(otherSubnet));
        final ElasticIp free = ec2.addresses().allocate();
        final ElasticIp bound;
        final String nat;
        final String vpn = ec2.vpn().createGateway().id();
        final String peering = ec2.peerings().create(vpc, otherVpc).id();
        final SecurityRule http = SecurityRule.of(Selector.tcp(80), "0.0.0.0/0");
        final AclEntry entry = new AclEntry(100, Selector.ALL, true, Cidr.ANY_IPV4);

        World() {
            bound = ec2.addresses().associate(ec2.addresses().allocate().id(), a.id());
            nat = ec2.natGateways()
                    .create(subnet, ec2.addresses().allocate().id())
                    .id();
            ec2.instances().stop(stopped.id());
            ec2.instances().terminate(gone.id());
            ec2.securityGroups().authorize(group, Direction.INGRESS, http);
            ec2.securityGroups().authorize(group2, Direction.INGRESS, SecurityRule.ofGroup(Selector.ALL, group));
            ec2.networkAcls().createEntry(acl, Direction.INGRESS, entry);
            ec2.routeTables().createRoute(table, "192.168.0.0/16", nat);
            ec2.flowLogs().create(vpc, Traffic.ALL, 60);
        }
    }

    /** An id that is well formed and stands for nothing. */
    private static String none(String prefix) {
        return prefix + "-0123456789abcdef0";
    }

    private static Arguments refused(String code, String what, Consumer<World> call) {
        return refusedAfter(code, what, world -> {}, call);
    }

    private static Arguments refusedAfter(String code, String what, Consumer<World> preparation, Consumer<World> call) {
        return arguments(code, what, preparation, call);
    }

    static Stream<Arguments> vpcCalls() {
        return Stream.of(
                refused("VpcLimitExceeded", "a fourth VPC", w -> w.ec2.vpcs().create("10.9.0.0/16")),
                refused("InvalidVpc.Range", "a /15", w -> w.ec2.vpcs().create("10.0.0.0/15")),
                refused("InvalidVpc.Range", "a /29", w -> w.ec2.vpcs().create("10.0.0.0/29")),
                refused("InvalidParameterValue", "no block", w -> w.ec2.vpcs().create("10.0.0.0")),
                refused(
                        "InvalidParameterValue",
                        "an IPv6 block",
                        w -> w.ec2.vpcs().create("2001:db8::/56")),
                refused("DependencyViolation", "a VPC in use", w -> w.ec2.vpcs().delete(w.vpc)),
                refused("InvalidVpcID.NotFound", "no VPC", w -> w.ec2.vpcs().delete(none("vpc"))),
                refused("InvalidSubnet.Range", "outside", w -> w.region.subnet(w.vpc, "10.2.0.0/24")),
                refused("InvalidSubnet.Range", "a /29", w -> w.region.subnet(w.vpc, "10.0.9.0/29")),
                refused("InvalidSubnet.Conflict", "overlap", w -> w.region.subnet(w.vpc, "10.0.0.0/20")),
                refused("SubnetLimitExceeded", "a fourth subnet", w -> w.region.subnet(w.vpc, "10.0.9.0/24")),
                refused(
                        "InvalidSubnet.Range",
                        "IPv6 without a block",
                        w -> w.ec2.vpcs().createSubnet(w.vpc, "10.0.9.0/24", "2001:db8::/64", "us-east-1a")),
                refused(
                        "InvalidParameterValue",
                        "no zone",
                        w -> w.ec2.vpcs().createSubnet(w.vpc, "10.0.9.0/24", "us-east-1z")),
                refused(
                        "DependencyViolation",
                        "a subnet in use",
                        w -> w.ec2.vpcs().deleteSubnet(w.subnet)),
                refused(
                        "InvalidSubnetID.NotFound",
                        "no subnet",
                        w -> w.ec2.vpcs().deleteSubnet(none("subnet"))));
    }

    static Stream<Arguments> routingCalls() {
        return Stream.of(
                refused(
                        "RouteAlreadyExists",
                        "default",
                        w -> w.ec2.routeTables().createRoute(w.table, "0.0.0.0/0", w.nat)),
                refused(
                        "RouteAlreadyExists",
                        "local",
                        w -> w.ec2.routeTables().createRoute(w.table, "10.0.0.0/16", w.nat)),
                refused(
                        "RouteLimitExceeded",
                        "a fourth",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.nat)),
                refused(
                        "InvalidParameterValue",
                        "more specific than local, to an internet gateway",
                        w -> w.ec2.routeTables().createRoute(w.table, "10.0.1.0/24", w.gateway)),
                refused(
                        "InvalidParameterValue",
                        "kept for services",
                        w -> w.ec2.routeTables().createRoute(w.table, "169.254.169.0/24", w.nat)),
                refused(
                        "InvalidParameterValue",
                        "gateway of nobody",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.looseGateway)),
                refused(
                        "InvalidParameterValue",
                        "interface of another VPC",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.inOtherVpc.id())),
                refused(
                        "InvalidParameterValue",
                        "a subnet as target",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.subnet)),
                refused(
                        "NatGatewayNotFound",
                        "no NAT gateway",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", none("nat"))),
                refused(
                        "InvalidVpcPeeringConnectionID.NotFound",
                        "no peering",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", none("pcx"))),
                refused(
                        "InvalidRoute.NotFound",
                        "no route",
                        w -> w.ec2.routeTables().deleteRoute(w.table, "8.8.8.0/24")),
                refused(
                        "InvalidParameterValue",
                        "local",
                        w -> w.ec2.routeTables().deleteRoute(w.table, "10.0.0.0/16")),
                refused(
                        "InvalidParameterValue",
                        "nothing to replace",
                        w -> w.ec2.routeTables().replaceRoute(w.table, "8.8.8.0/24", w.nat)),
                refused(
                        "DependencyViolation",
                        "main table",
                        w -> w.ec2.routeTables().delete(w.table)),
                refused(
                        "InvalidParameterValue",
                        "two VPCs",
                        w -> w.ec2.routeTables().associate(w.table, w.otherSubnet)),
                refused(
                        "Gateway.NotAttached",
                        "loose VPN gateway",
                        w -> w.ec2.routeTables().enableVgwRoutePropagation(w.table, w.vpn)),
                refused(
                        "InternetGatewayLimitExceeded",
                        "a third",
                        w -> w.ec2.internetGateways().create()),
                refused(
                        "Resource.AlreadyAssociated",
                        "attached already",
                        w -> w.ec2.internetGateways().attach(w.gateway, w.otherVpc)),
                refused(
                        "InvalidParameterValue",
                        "has another",
                        w -> w.ec2.internetGateways().attach(w.looseGateway, w.vpc)),
                refused(
                        "DependencyViolation",
                        "mapped addresses",
                        w -> w.ec2.internetGateways().detach(w.gateway, w.vpc)),
                refused(
                        "Gateway.NotAttached",
                        "not attached",
                        w -> w.ec2.internetGateways().detach(w.looseGateway, w.vpc)),
                refused(
                        "DependencyViolation",
                        "attached",
                        w -> w.ec2.internetGateways().delete(w.gateway)),
                refused(
                        "InvalidVpnGatewayAttachment.NotFound",
                        "not attached",
                        w -> w.ec2.vpn().detachGateway(w.vpn, w.vpc)),
                refused(
                        "InvalidCustomerGatewayID.NotFound",
                        "no site",
                        w -> w.ec2.vpn().createConnection(w.vpn, none("cgw"), List.of())),
                refused(
                        "InvalidParameterValue",
                        "with itself",
                        w -> w.ec2.peerings().create(w.vpc, w.vpc)),
                refused(
                        "InvalidParameterValue",
                        "overlap",
                        w -> w.ec2.peerings().create(w.vpc, w.overlapping)),
                refused(
                        "VpcPeeringConnectionAlreadyExists",
                        "again, the other way round",
                        w -> w.ec2.peerings().create(w.otherVpc, w.vpc)),
                refused(
                        "ActiveVpcPeeringConnectionPerVpcLimitExceeded",
                        "a second",
                        w -> w.ec2.peerings().create(w.otherVpc, w.overlapping)),
                refusedAfter(
                        "InvalidStateTransition",
                        "rejected after it was accepted",
                        w -> w.ec2.peerings().accept(w.peering),
                        w -> w.ec2.peerings().reject(w.peering)),
                refused(
                        "Resource.AlreadyAssociated",
                        "address in use",
                        w -> w.ec2.natGateways().create(w.subnet, w.bound.id())),
                refused(
                        "Gateway.NotAttached",
                        "no internet gateway",
                        w -> w.ec2.natGateways().create(w.otherSubnet, w.free.id())));
    }

    static Stream<Arguments> securityCalls() {
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

    static Stream<Arguments> interfaceCalls() {
        return Stream.of(
                refused(
                        "InvalidIPAddress.InUse",
                        "taken",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.1.10"))),
                refused(
                        "InvalidParameterValue",
                        "reserved",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.1.3"))),
                refused(
                        "InvalidParameterValue",
                        "broadcast",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.1.255"))),
                refused(
                        "InvalidParameterValue",
                        "outside",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withAddress("10.0.2.9"))),
                refused(
                        "InsufficientFreeAddressesInSubnet",
                        "twelve in a /28",
                        w -> w.ec2.interfaces().create(InterfaceSpec.in(w.tiny).withSecondary(List.of(), 11))),
                refusedAfter(
                        "NetworkInterfaceLimitExceeded",
                        "a fifteenth",
                        w -> {
                            while (w.ec2.state().count(Table.INTERFACES) < 14) {
                                w.ec2.interfaces().create(InterfaceSpec.in(w.subnet));
                            }
                        },
                        w -> w.ec2.interfaces().create(InterfaceSpec.in(w.subnet))),
                refused(
                        "InvalidGroup.NotFound",
                        "group of another VPC",
                        w -> w.ec2.interfaces()
                                .create(InterfaceSpec.in(w.subnet).withGroups(w.otherGroup))),
                refused(
                        "SecurityGroupsPerInterfaceLimitExceeded",
                        "three groups",
                        w -> w.ec2.interfaces()
                                .modifyGroups(w.loose.id(), w.group, w.group2, w.region.defaultGroup(w.vpc))),
                refused("MissingParameter", "no group", w -> w.ec2.interfaces().modifyGroups(w.loose.id())),
                refused(
                        "InvalidNetworkInterface.InUse",
                        "attached",
                        w -> w.ec2.interfaces().attach(w.region.eth0(w.a).id(), w.stopped.id(), 1)),
                refused(
                        "InvalidNetworkInterface.InUse",
                        "delete eth0",
                        w -> w.ec2.interfaces().delete(w.region.eth0(w.a).id())),
                refused(
                        "InvalidParameterValue",
                        "index 0",
                        w -> w.ec2.interfaces().attach(w.loose.id(), w.a.id(), 0)),
                refused(
                        "InvalidParameterCombination",
                        "another zone",
                        w -> w.ec2.interfaces().attach(w.inZoneB.id(), w.a.id(), 1)),
                refused(
                        "InvalidParameterCombination",
                        "another VPC",
                        w -> w.ec2.interfaces().attach(w.inOtherVpc.id(), w.a.id(), 1)),
                refused(
                        "IncorrectInstanceState",
                        "to a terminated one",
                        w -> w.ec2.interfaces().attach(w.loose.id(), w.gone.id(), 1)),
                refused(
                        "InvalidNetworkInterfaceID.NotFound",
                        "no interface",
                        w -> w.ec2.interfaces().attach(none("eni"), w.a.id(), 1)),
                refused(
                        "OperationNotPermitted",
                        "detach eth0",
                        w -> w.ec2.interfaces()
                                .detach(w.region.eth0(w.a).attachment().id())),
                refused(
                        "InvalidAttachmentID.NotFound",
                        "no attachment",
                        w -> w.ec2.interfaces().detach(none("eni-attach"))),
                refused(
                        "PrivateIpAddressLimitExceeded",
                        "eleven on a c5n.large",
                        w -> w.ec2.interfaces()
                                .assignPrivateAddresses(w.region.eth0(w.a).id(), List.of(), 10)),
                refused(
                        "InvalidParameterValue",
                        "primary",
                        w -> w.ec2.interfaces()
                                .unassignPrivateAddress(w.region.eth0(w.a).id(), "10.0.1.10")),
                refused(
                        "InvalidParameterValue",
                        "not assigned",
                        w -> w.ec2.interfaces().unassignPrivateAddress(w.loose.id(), "10.0.1.99")),
                refused(
                        "InvalidParameterValue",
                        "IPv6 without a block",
                        w -> w.ec2.interfaces().assignIpv6Addresses(w.loose.id(), 1)),
                refused(
                        "InvalidParameterValue",
                        "tracking time",
                        w -> w.ec2.interfaces().modifyConnectionTracking(w.loose.id(), 59, 180, 30)));
    }

    static Stream<Arguments> addressCalls() {
        return Stream.of(
                refused(
                        "AddressLimitExceeded",
                        "a fourth",
                        w -> w.ec2.addresses().allocate()),
                refused(
                        "InvalidIPAddress.InUse",
                        "bound",
                        w -> w.ec2.addresses().release(w.bound.id())),
                refused(
                        "InvalidAllocationID.NotFound",
                        "none",
                        w -> w.ec2.addresses().release(none("eipalloc"))),
                refused(
                        "InvalidAssociationID.NotFound",
                        "none",
                        w -> w.ec2.addresses().disassociate(none("eipassoc"))),
                refused(
                        "Resource.AlreadyAssociated",
                        "bound elsewhere",
                        w -> w.ec2.addresses().associate(w.bound.id(), w.loose.id(), null, false)),
                refused(
                        "Resource.AlreadyAssociated",
                        "target has one",
                        w -> w.ec2.addresses().associate(w.free.id(), w.a.id(), null, false)),
                refused(
                        "Gateway.NotAttached",
                        "no internet gateway",
                        w -> w.ec2.addresses().associate(w.free.id(), w.inOtherVpc.id())),
                refused(
                        "InvalidParameterValue",
                        "no address of it",
                        w -> w.ec2.addresses().associate(w.free.id(), w.loose.id(), "10.0.1.10", true)),
                refused(
                        "IncorrectInstanceState",
                        "terminated",
                        w -> w.ec2.addresses().associate(w.free.id(), w.gone.id())),
                refusedAfter(
                        "InvalidInstanceID",
                        "two interfaces",
                        w -> w.ec2.interfaces().attach(w.loose.id(), w.a.id(), 1),
                        w -> w.ec2.addresses().associate(w.free.id(), w.a.id())),
                refused(
                        "InvalidAddress.NotFound",
                        "none",
                        w -> w.ec2.addresses().describeAt("198.18.200.1")));
    }

    static Stream<Arguments> instanceCalls() {
        return Stream.of(
                refused(
                        "InvalidParameterValue",
                        "no type",
                        w -> w.ec2.instances().run(LaunchSpec.of("c5n.lerge", w.subnet))),
                refused(
                        "InvalidParameterValue",
                        "none of it",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet).count(0, 1))),
                refused(
                        "InsufficientFreeAddressesInSubnet",
                        "twelve addresses in a /28",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("m5.24xlarge", w.tiny)
                                        .with(InterfaceSpec.in(w.tiny).withSecondary(List.of(), 11)))),
                refused(
                        "InsufficientInstanceCapacity",
                        "no host has seven more",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet).count(7, 7))),
                refused(
                        "PrivateIpAddressLimitExceeded",
                        "three addresses on a t2.micro",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("t2.micro", w.subnet)
                                        .with(InterfaceSpec.in(w.subnet).withSecondary(List.of(), 2)))),
                refused(
                        "InvalidParameterCombination",
                        "one address for two",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .with(InterfaceSpec.in(w.subnet).withAddress("10.0.1.77"))
                                        .count(1, 2))),
                refused(
                        "InvalidNetworkInterface.InUse",
                        "interface in use",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .withInterfaces(
                                                List.of(w.region.eth0(w.a).id())))),
                refused(
                        "InvalidParameterCombination",
                        "two zones",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .withInterfaces(List.of(w.loose.id(), w.inZoneB.id())))),
                refused(
                        "InvalidParameterCombination",
                        "public address for an old interface",
                        w -> w.ec2.instances()
                                .run(LaunchSpec.of("c5n.large", w.subnet)
                                        .withInterfaces(List.of(w.loose.id()))
                                        .withPublicAddress(true))),
                refused(
                        "IncorrectInstanceState",
                        "start a terminated one, with a stopped one before it",
                        w -> w.ec2.instances().start(w.stopped.id(), w.gone.id())),
                refused(
                        "IncorrectInstanceState",
                        "stop a terminated one, with a running one before it",
                        w -> w.ec2.instances().stop(w.a.id(), w.gone.id())),
                refused(
                        "IncorrectInstanceState",
                        "reboot",
                        w -> w.ec2.instances().reboot(w.stopped.id())),
                refusedAfter(
                        "OperationNotPermitted",
                        "terminate a protected one, with another before it",
                        w -> w.ec2.instances().modifyTerminationProtection(w.a.id(), true),
                        w -> w.ec2.instances().terminate(w.stopped.id(), w.a.id())),
                refused(
                        "UnsupportedOperation",
                        "instance store",
                        w -> w.ec2.instances().stop(w.stored.id())),
                refused(
                        "InvalidInstanceID.Malformed",
                        "no id",
                        w -> w.ec2.instances().stop("i-1")),
                refused(
                        "InvalidInstanceID.NotFound",
                        "none",
                        w -> w.ec2.instances().stop(none("i"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"vpcCalls", "routingCalls", "securityCalls", "interfaceCalls", "addressCalls", "instanceCalls"})
    void shouldRefuse(String code, String what, Consumer<World> preparation, Consumer<World> call) {
        World world = new World();
        preparation.accept(world);
        world.region.refuses(code, () -> call.accept(world));
    }

    @Test
    void shouldSayWhatIsWrongAndTheNearestRightChoice() {
        World world = new World();
        assertThat(message(() -> world.ec2.instances().run(LaunchSpec.of("c5n.lerge", world.subnet))))
                .contains("did you mean 'c5n.large'?");
        assertThat(message(() -> world.ec2.vpcs().createSubnet(world.vpc, "10.0.9.0/24", "us-east-1")))
                .contains("us-east-1a, us-east-1b");
        assertThat(message(() -> world.ec2.interfaces().describe(world.a.id())))
                .contains("ids of this kind begin with 'eni-'");
        assertThat(message(() ->
                        world.ec2.interfaces().delete(world.region.eth0(world.a).id())))
                .contains(world.a.id());
    }

    private static String message(Runnable call) {
        return catchThrowableOfType(Ec2Exception.class, call::run).getMessage();
    }
}
