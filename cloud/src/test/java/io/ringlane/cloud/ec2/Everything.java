package io.ringlane.cloud.ec2;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import io.ringlane.cloud.vpc.Vpc;
import java.util.List;

/** A region with all that any call may be about, in the state in which the call is allowed, and quotas to spare. */
final class Everything {
    final TestRegion region = new TestRegion();
    final Ec2Region ec2 = region.ec2;
    final String vpc = region.vpc("10.0.0.0/16");
    final String otherVpc = region.vpc("10.1.0.0/16");
    final Vpc wideVpc = ec2.vpcs().createWithIpv6("10.2.0.0/16");
    final String bareVpc = region.vpc("10.3.0.0/16");
    final String subnet = region.subnet(vpc, "10.0.1.0/24");
    final String bareSubnet = region.subnet(vpc, "10.0.2.0/24");
    final String wideSubnet = ec2.vpcs()
            .createSubnet(
                    wideVpc.id(),
                    "10.2.1.0/24",
                    Cidr.of(wideVpc.ipv6Cidr().base(), 64).toString(),
                    TestRegion.ZONE_A)
            .id();
    final String table = region.mainTable(vpc);
    final String looseTable = ec2.routeTables().create(vpc).id();
    final String gateway = region.gateway(vpc).id();
    final String looseGateway = ec2.internetGateways().create().id();
    final String idleGateway = region.gateway(otherVpc).id();
    final String vpnGateway = ec2.vpn().createGateway().id();
    final String looseVpnGateway = ec2.vpn().createGateway().id();
    final String customerGateway = ec2.vpn().createCustomerGateway("192.0.2.1").id();
    final String looseCustomerGateway =
            ec2.vpn().createCustomerGateway("192.0.2.2").id();
    final String connection;
    final String peering = ec2.peerings().create(vpc, otherVpc).id();
    final String group = ec2.securityGroups().create(vpc, "web", "").id();
    final SecurityRule http = SecurityRule.of(Selector.tcp(80), "0.0.0.0/0");
    final SecurityRule everything = SecurityRule.of(Selector.ALL, "0.0.0.0/0");
    final String acl = ec2.networkAcls().create(vpc).id();
    final AclEntry entry = new AclEntry(100, Selector.ALL, true, Cidr.ANY_IPV4);
    final Instance running = region.instance(subnet, "10.0.1.10");
    final Instance stopped = region.instance(subnet, "10.0.1.11");
    final NetworkInterface loose =
            ec2.interfaces().create(InterfaceSpec.in(subnet).withSecondary(List.of("10.0.1.60"), 0));
    final NetworkInterface wide =
            ec2.interfaces().create(InterfaceSpec.in(wideSubnet).withIpv6(1));
    final NetworkInterface attached;
    final ElasticIp free = ec2.addresses().allocate();
    final ElasticIp bound;
    final String nat;
    final String flowLog;

    Everything() {
        ec2.vpn().attachGateway(vpnGateway, vpc);
        connection = ec2.vpn()
                .createConnection(vpnGateway, customerGateway, List.of("192.168.0.0/16"))
                .id();
        ec2.networkAcls().createEntry(acl, Direction.INGRESS, entry);
        ec2.instances().stop(stopped.id());
        String second = ec2.interfaces().create(InterfaceSpec.in(subnet)).id();
        ec2.interfaces().attach(second, running.id(), 1);
        attached = ec2.interfaces().describe(second);
        bound = ec2.addresses().associate(ec2.addresses().allocate().id(), loose.id());
        nat = ec2.natGateways().create(subnet, ec2.addresses().allocate().id()).id();
        flowLog = ec2.flowLogs().create(vpc, Traffic.ALL, 60).id();
    }
}
