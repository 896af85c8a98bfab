package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.InternetGateway;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.placement.catalogue.Catalogue;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A region of two zones on a virtual clock, and short cuts that tests share. */
public final class TestRegion {

    public static final String ZONE_A = "us-east-1a";
    public static final String ZONE_B = "us-east-1b";
    public static final long ROUTER_MAC = 0x0200_0000_0001L;

    public final VirtualClock clock;
    public final CountedHosts hosts;
    public final Ec2Region ec2;

    public TestRegion() {
        this(Ec2Settings.builtIn(), 1000);
    }

    public TestRegion(Ec2Settings settings, int hostCount) {
        this.clock = new VirtualClock();
        this.hosts = new CountedHosts(hostCount, 8);
        this.ec2 = new Ec2Region(List.of(ZONE_A, ZONE_B), Catalogue.builtIn(), settings, clock, hosts, ROUTER_MAC, 42);
    }

    /** A region that stands, on hosts of its own. */
    public TestRegion(Ec2Region ec2, VirtualClock clock) {
        this.clock = clock;
        this.hosts = null;
        this.ec2 = ec2;
    }

    /** A VPC. */
    public String vpc(String cidr) {
        return ec2.vpcs().create(cidr).id();
    }

    /** A subnet in the first zone. */
    public String subnet(String vpcId, String cidr) {
        return ec2.vpcs().createSubnet(vpcId, cidr, ZONE_A).id();
    }

    /** A running instance with an address. */
    public Instance instance(String subnetId, String address) {
        return ec2.instances()
                .run(LaunchSpec.of("c5n.large", subnetId)
                        .with(InterfaceSpec.in(subnetId).withAddress(address)))
                .get(0);
    }

    /** An instance's eth0 as it stands. */
    public NetworkInterface eth0(Instance instance) {
        Instance now = ec2.instances().describe(instance.id());
        return ec2.state().find(Table.INTERFACES, now.interfaceKeys()[0]);
    }

    /** An internet gateway on a VPC, and a default route to it from the main table. */
    public InternetGateway gateway(String vpcId) {
        InternetGateway gateway = ec2.internetGateways().create();
        ec2.internetGateways().attach(gateway.id(), vpcId);
        ec2.routeTables().createRoute(mainTable(vpcId), "0.0.0.0/0", gateway.id());
        return gateway;
    }

    /** A NAT gateway with an address of its own in one subnet, and a table that leads another subnet's packets to it; its id. */
    public String natGateway(String vpcId, String outerSubnetId, String innerSubnetId) {
        String nat = ec2.natGateways()
                .create(outerSubnetId, ec2.addresses().allocate().id())
                .id();
        String table = ec2.routeTables().create(vpcId).id();
        ec2.routeTables().createRoute(table, "0.0.0.0/0", nat);
        ec2.routeTables().associate(table, innerSubnetId);
        return nat;
    }

    /** A VPN to a network that a VPC's main table leads to; the connection's id. */
    public String vpn(String vpcId, String farCidr) {
        String gateway = ec2.vpn().createGateway().id();
        ec2.vpn().attachGateway(gateway, vpcId);
        String customer = ec2.vpn().createCustomerGateway("8.8.4.4").id();
        String connection =
                ec2.vpn().createConnection(gateway, customer, List.of(farCidr)).id();
        ec2.routeTables().createRoute(mainTable(vpcId), farCidr, gateway);
        return connection;
    }

    /** An instance of a type with an address, in a security group of its own. */
    public Instance instance(String type, String subnetId, String address, String groupId) {
        Instance made = ec2.instances()
                .run(LaunchSpec.of(type, subnetId)
                        .with(InterfaceSpec.in(subnetId).withAddress(address)))
                .get(0);
        ec2.interfaces().modifyGroups(eth0(made).id(), groupId);
        return made;
    }

    /** A subnet in the first zone with the /64 of a number in its VPC's IPv6 block. */
    public String ipv6Subnet(Vpc vpc, String cidr, int number) {
        IpAddress block = new IpAddress(vpc.ipv6Cidr().base().high() + number, 0);
        return ec2.vpcs().createSubnet(vpc.id(), cidr, block + "/64", ZONE_A).id();
    }

    /** The interface of a running instance with an IPv6 address. */
    public NetworkInterface ipv6Interface(String subnetId) {
        return eth0(ec2.instances()
                .run(LaunchSpec.of("c5n.large", subnetId)
                        .with(InterfaceSpec.in(subnetId).withIpv6(1)))
                .get(0));
    }

    /** The id of a VPC's main route table. */
    public String mainTable(String vpcId) {
        return ResourceKind.ROUTE_TABLE.id(ec2.vpcs().describe(vpcId).mainRouteTableKey());
    }

    /** The id of a VPC's default security group. */
    public String defaultGroup(String vpcId) {
        return ResourceKind.SECURITY_GROUP.id(ec2.vpcs().describe(vpcId).defaultGroupKey());
    }

    /** Lets time pass, and what is due happen. */
    public void pass(long amount, TimeUnit unit) {
        clock.advanceTo(clock.nanoTime() + unit.toNanos(amount));
        ec2.settle();
    }

    /** A call is refused with a code, and has changed nothing. */
    public void refuses(String code, Runnable call) {
        String before = ec2.describe() + hosts;
        Ec2Exception refused = catchThrowableOfType(Ec2Exception.class, call::run);
        assertThat(refused).as("a call that should be refused with %s", code).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(io.ringlane.cloud.resource.ErrorCodes.all()).contains(code);
        assertThat(refused.detail()).isNotBlank();
        assertThat(ec2.describe() + hosts).as("the region after a refused call").isEqualTo(before);
    }
}
