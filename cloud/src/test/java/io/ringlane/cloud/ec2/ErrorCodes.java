package io.ringlane.cloud.ec2;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import io.ringlane.placement.catalogue.Image;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every refused call has EC2's code, says something, and changes nothing: a subclass names the calls, in a static method
 * {@code calls}.
 */
abstract class ErrorCodes {

    /** A region with one of everything, small quotas, and names for what is in it. */
    static final class World {
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
    static String none(String prefix) {
        return prefix + "-0123456789abcdef0";
    }

    static Arguments refused(String code, String what, Consumer<World> call) {
        return refusedAfter(code, what, world -> {}, call);
    }

    static Arguments refusedAfter(String code, String what, Consumer<World> preparation, Consumer<World> call) {
        return arguments(code, what, preparation, call);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("calls")
    void shouldRefuse(String code, String what, Consumer<World> preparation, Consumer<World> call) {
        World world = new World();
        preparation.accept(world);
        world.region.refuses(code, () -> call.accept(world));
    }
}
