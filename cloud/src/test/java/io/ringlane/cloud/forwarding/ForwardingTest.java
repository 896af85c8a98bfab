package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.cloud.vpc.VpnConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {

    private TestRegion region;
    private String vpc;
    private String near;
    private String far;
    private Instance a;
    private Instance b;
    private Instance c;

    /** a and b in one subnet, c in another of the VPC; their common group lets everything in. */
    @BeforeEach
    void setUp() {
        region = new TestRegion(Ec2Settings.builtIn().with(Setting.CONNECTIONS_PER_INSTANCE, 4), 100);
        vpc = region.vpc("10.0.0.0/16");
        near = region.subnet(vpc, "10.0.1.0/24");
        far = region.subnet(vpc, "10.0.2.0/24");
        a = region.instance(near, "10.0.1.10");
        b = region.instance(near, "10.0.1.11");
        c = region.instance(far, "10.0.2.10");
        allow(vpc, "0.0.0.0/0");
    }

    private void allow(String inVpc, String cidr) {
        region.ec2
                .securityGroups()
                .authorize(region.defaultGroup(inVpc), Direction.INGRESS, SecurityRule.of(Selector.ALL, cidr));
    }

    private Decision send(Instance from, Flow flow) {
        return region.ec2.forwarding().decide(region.eth0(from).key(), flow);
    }

    private void assertDropped(Decision decision, Refusal why) {
        assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.DROPPED);
        assertThat(decision.refusal()).as(decision.toString()).isEqualTo(why);
    }

    private void assertDelivered(Decision decision, Instance to, Path path) {
        assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.DELIVERED);
        assertThat(decision.target().id()).isEqualTo(region.eth0(to).id());
        assertThat(decision.path()).isEqualTo(path);
    }

    @Test
    void shouldDeliverInTheSubnetAndInTheVpc() {
        assertDelivered(send(a, Flow.tcp("10.0.1.10", 1, "10.0.1.11", 2)), b, Path.SUBNET);
        Decision across = send(a, Flow.tcp("10.0.1.10", 1, "10.0.2.10", 2));
        assertDelivered(across, c, Path.VPC);
        assertThat(across.mtuBytes()).isEqualTo(9001);
        assertThat(across.rewrites()).isFalse();
    }

    @Test
    void shouldSayEveryDecisionOnTheWay() {
        Decision decision =
                region.ec2.forwarding().explain(region.eth0(a).key(), Flow.tcp("10.0.1.10", 1, "10.0.2.10", 2));
        assertThat(decision.steps()).hasSize(6);
        assertThat(decision.steps().get(2)).contains("egress: 100 allow all 0.0.0.0/0");
        assertThat(decision.steps().get(3)).isEqualTo("route 10.0.0.0/16 -> local (CreateRouteTable)");
        assertThat(send(a, decision.sent()).steps()).isEmpty();
    }

    @Test
    void shouldCheckTheSourceAddress() {
        Flow spoofed = Flow.udp("10.0.1.99", 1, "10.0.1.11", 2);
        assertDropped(send(a, spoofed), Refusal.SPOOFED_ADDRESS);
        region.ec2.interfaces().modifySourceDestCheck(region.eth0(a).id(), false);
        assertDelivered(send(a, spoofed), b, Path.SUBNET);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.255,      GROUP_ADDRESS",
        "255.255.255.255, GROUP_ADDRESS",
        "224.0.0.1,       GROUP_ADDRESS",
        "10.0.1.99,       NO_SUCH_ADDRESS",
        "10.0.9.9,        NO_SUCH_ADDRESS",
        "10.0.1.1,        NO_SUCH_ADDRESS",
        "169.254.1.1,     NO_SUCH_ADDRESS",
        "8.8.8.8,         NO_ROUTE"
    })
    void shouldDropWhatNobodyGets(String destination, Refusal why) {
        assertDropped(send(a, Flow.udp("10.0.1.10", 1, destination, 2)), why);
    }

    @ParameterizedTest
    @CsvSource({"169.254.169.254, METADATA", "169.254.169.253, DNS", "169.254.169.123, TIME", "10.0.0.2, DNS"})
    void shouldReachServicesWhateverTheRulesSay(String destination, Service service) {
        region.ec2
                .securityGroups()
                .revoke(region.defaultGroup(vpc), Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        Decision decision = send(a, Flow.udp("10.0.1.10", 1, destination, 53));
        assertThat(decision.outcome()).isEqualTo(Outcome.TO_SERVICE);
        assertThat(decision.service()).isEqualTo(service);
        region.ec2.vpcs().modifyDns(vpc, false, false);
        assertThat(send(a, Flow.udp("10.0.1.10", 1, "169.254.169.253", 53)).outcome())
                .isEqualTo(Outcome.DROPPED);
    }

    @Test
    void shouldDropToAndFromInstancesThatDoNotRun() {
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.11", 2);
        NetworkInterface loose =
                region.ec2.interfaces().create(InterfaceSpec.in(near).withAddress("10.0.1.50"));
        assertDropped(send(a, Flow.udp("10.0.1.10", 1, "10.0.1.50", 2)), Refusal.TARGET_DETACHED);
        assertDropped(region.ec2.forwarding().decide(loose.key(), flow), Refusal.SENDER_DETACHED);
        assertDropped(region.ec2.forwarding().decide(12345, flow), Refusal.SENDER_DETACHED);
        region.ec2.instances().stop(b.id());
        assertDropped(send(a, flow), Refusal.TARGET_NOT_RUNNING);
        assertDropped(send(b, flow.reversed()), Refusal.SENDER_NOT_RUNNING);
        region.ec2.instances().start(b.id());
        assertDelivered(send(a, flow), b, Path.SUBNET);
    }

    @Test
    void shouldFollowAnInterfaceThatMoves() {
        NetworkInterface eni =
                region.ec2.interfaces().create(InterfaceSpec.in(near).withAddress("10.0.1.50"));
        Flow flow = Flow.udp("10.0.2.10", 1, "10.0.1.50", 2);
        String first = region.ec2.interfaces().attach(eni.id(), a.id(), 1).id();
        assertThat(send(c, flow).target().attachment().instanceId()).isEqualTo(a.id());
        region.ec2.interfaces().detach(first);
        assertDropped(send(c, flow), Refusal.TARGET_DETACHED);
        region.ec2.interfaces().attach(eni.id(), b.id(), 1);
        assertThat(send(c, flow).target().attachment().instanceId()).isEqualTo(b.id());
    }

    @Test
    void shouldLetTrackedAnswersInAndOut() {
        String group = region.ec2.securityGroups().create(vpc, "server", "").id();
        region.ec2.securityGroups().revoke(group, Direction.EGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        region.ec2
                .securityGroups()
                .authorize(group, Direction.INGRESS, SecurityRule.of(Selector.tcp(443), "10.0.0.0/16"));
        region.ec2.interfaces().modifyGroups(region.eth0(b).id(), group);
        Flow request = Flow.tcp("10.0.1.10", 40000, "10.0.1.11", 443);

        assertDropped(send(b, request.reversed()), Refusal.SECURITY_GROUP_EGRESS);
        assertDropped(send(a, Flow.tcp("10.0.1.10", 40000, "10.0.1.11", 80)), Refusal.SECURITY_GROUP_INGRESS);
        Decision opened = send(a, request);
        assertThat(opened.tracksAtTarget()).isTrue();
        region.ec2.connections().remember(opened);
        assertDelivered(send(b, request.reversed()), a, Path.SUBNET);

        region.ec2.securityGroups().revoke(group, Direction.INGRESS, SecurityRule.of(Selector.tcp(443), "10.0.0.0/16"));
        assertDelivered(send(a, request), b, Path.SUBNET);
        assertDropped(send(a, Flow.tcp("10.0.1.10", 40001, "10.0.1.11", 443)), Refusal.SECURITY_GROUP_INGRESS);
        region.ec2.instances().stop(b.id());
        region.ec2.instances().start(b.id());
        assertDropped(send(a, request), Refusal.SECURITY_GROUP_INGRESS);
    }

    @Test
    void shouldNotTrackWhatIsOpenBothWays() {
        Decision open = send(a, Flow.tcp("10.0.1.10", 1, "10.0.2.10", 2));
        assertThat(open.tracksAtSender()).isFalse();
        assertThat(open.tracksAtTarget()).isFalse();
        assertThat(send(a, Flow.icmp("10.0.1.10", "10.0.2.10", 8, 0)).tracksAtTarget())
                .isTrue();
    }

    @Test
    void shouldRefuseConnectionsBeyondTheTable() {
        for (int i = 0; i < 4; i++) {
            Decision ping = send(a, Flow.icmp("10.0.1.10", i < 2 ? "10.0.1.11" : "10.0.2.10", 8, 0));
            assertThat(region.ec2.connections().remember(ping).outcome()).isEqualTo(Outcome.DELIVERED);
        }
        assertThat(region.ec2.connections().available(a.key())).isEqualTo(2);
        region.ec2
                .interfaces()
                .assignPrivateAddresses(region.eth0(a).id(), List.of("10.0.1.20", "10.0.1.21", "10.0.1.22"), 0);
        Decision last = null;
        for (int i = 20; i <= 22; i++) {
            last = region.ec2.connections().remember(send(a, Flow.icmp("10.0.1." + i, "10.0.1.11", 8, 0)));
        }
        assertDropped(last, Refusal.CONNTRACK_ALLOWANCE_EXCEEDED);
        region.pass(600, TimeUnit.SECONDS);
        assertThat(region.ec2.connections().available(a.key())).isEqualTo(4);
    }

    @Test
    void shouldMatchGroupsByMembersPrivateAddresses() {
        String clients = region.ec2.securityGroups().create(vpc, "clients", "").id();
        String servers = region.ec2.securityGroups().create(vpc, "servers", "").id();
        region.ec2.securityGroups().authorize(servers, Direction.INGRESS, SecurityRule.ofGroup(Selector.ALL, clients));
        region.ec2.interfaces().modifyGroups(region.eth0(c).id(), servers);
        Flow flow = Flow.tcp("10.0.1.10", 1, "10.0.2.10", 2);
        assertDropped(send(a, flow), Refusal.SECURITY_GROUP_INGRESS);
        region.ec2.interfaces().modifyGroups(region.eth0(a).id(), clients);
        assertDelivered(send(a, flow), c, Path.VPC);
        assertDropped(send(b, Flow.tcp("10.0.1.11", 1, "10.0.2.10", 2)), Refusal.SECURITY_GROUP_INGRESS);
    }

    @Test
    void shouldHoldPacketsAcrossTheSubnetsEdgeAgainstItsAcl() {
        String acl = region.ec2.networkAcls().create(vpc).id();
        region.ec2.networkAcls().replaceAssociation(acl, far);
        Flow request = Flow.tcp("10.0.1.10", 40000, "10.0.2.10", 443);
        assertDropped(send(a, request), Refusal.NETWORK_ACL_INGRESS);
        region.ec2
                .networkAcls()
                .createEntry(acl, Direction.INGRESS, new AclEntry(200, Selector.ALL, true, Cidr.ANY_IPV4));
        Decision opened = send(a, request);
        assertDelivered(opened, c, Path.VPC);
        region.ec2.connections().remember(opened);
        assertDropped(send(c, request.reversed()), Refusal.NETWORK_ACL_EGRESS);
        region.ec2
                .networkAcls()
                .createEntry(
                        acl, Direction.EGRESS, new AclEntry(100, Selector.of("tcp", 1024, 65535), true, Cidr.ANY_IPV4));
        assertDelivered(send(c, request.reversed()), a, Path.VPC);
        region.ec2
                .networkAcls()
                .createEntry(acl, Direction.INGRESS, new AclEntry(100, Selector.tcp(443), false, Cidr.ANY_IPV4));
        assertDropped(send(a, request), Refusal.NETWORK_ACL_INGRESS);
        region.ec2.networkAcls().replaceAssociation(acl, near);
        assertDelivered(send(a, Flow.tcp("10.0.1.10", 1, "10.0.1.11", 443)), b, Path.SUBNET);
    }

    @Test
    void shouldTranslateOneToOneAtTheInternetGateway() {
        region.gateway(vpc);
        Flow out = Flow.tcp("10.0.1.10", 40000, "93.184.216.34", 443);
        assertDropped(send(a, out), Refusal.NO_PUBLIC_ADDRESS);
        ElasticIp address = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(address.id(), a.id());

        Decision left = send(a, out);
        assertThat(left.outcome()).isEqualTo(Outcome.TO_INTERNET);
        assertThat(left.arriving()).isEqualTo(Flow.tcp(address.publicIp().toString(), 40000, "93.184.216.34", 443));
        assertThat(left.mtuBytes()).isEqualTo(1500);

        Decision answer = region.ec2.forwarding().fromInternet(left.arriving().reversed());
        assertDelivered(answer, a, Path.INTERNET_GATEWAY);
        assertThat(answer.arriving()).isEqualTo(out.reversed());

        region.ec2.addresses().associate(address.id(), b.id());
        assertDropped(send(a, out), Refusal.NO_PUBLIC_ADDRESS);
        assertDelivered(region.ec2.forwarding().fromInternet(left.arriving().reversed()), b, Path.INTERNET_GATEWAY);
        region.ec2
                .addresses()
                .disassociate(region.ec2.addresses().describe(address.id()).associationId());
        assertDropped(region.ec2.forwarding().fromInternet(left.arriving().reversed()), Refusal.NO_SUCH_ADDRESS);
    }

    @Test
    void shouldHairpinPublicAddressesWithoutTheirGroups() {
        region.gateway(vpc);
        ElasticIp ofA = region.ec2.addresses().allocate();
        ElasticIp ofC = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(ofA.id(), a.id());
        region.ec2.addresses().associate(ofC.id(), c.id());
        Flow flow = Flow.tcp("10.0.1.10", 1, ofC.publicIp().toString(), 80);

        Decision decision = send(a, flow);
        assertDelivered(decision, c, Path.INTERNET_GATEWAY);
        assertThat(decision.arriving()).isEqualTo(Flow.tcp(ofA.publicIp().toString(), 1, "10.0.2.10", 80));

        String group = region.defaultGroup(vpc); // members only
        region.ec2.securityGroups().revoke(group, Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
        assertDelivered(send(a, Flow.tcp("10.0.1.10", 1, "10.0.2.10", 80)), c, Path.VPC);
        assertDropped(send(a, flow), Refusal.SECURITY_GROUP_INGRESS);
    }

    @Test
    void shouldBlackHoleRoutesWhoseTargetIsGone() {
        String gateway = region.gateway(vpc).id();
        region.ec2.internetGateways().detach(gateway, vpc);
        assertDropped(send(a, Flow.udp("10.0.1.10", 1, "8.8.8.8", 53)), Refusal.BLACKHOLE);
        String table = region.mainTable(vpc);
        assertThat(region.ec2.routeTables().describe(table).routes())
                .filteredOn(route -> region.ec2.routeTables().isBlackhole(table, route))
                .hasSize(1);
    }

    @Test
    void shouldTakeTheLongestPrefix() {
        String table = region.mainTable(vpc);
        region.gateway(vpc);
        region.ec2
                .routeTables()
                .createRoute(table, "198.51.100.0/24", region.eth0(b).id());
        region.ec2.interfaces().modifySourceDestCheck(region.eth0(b).id(), false);
        assertDelivered(send(c, Flow.udp("10.0.2.10", 1, "198.51.100.7", 2)), b, Path.APPLIANCE);
        assertDropped(send(c, Flow.udp("10.0.2.10", 1, "198.51.101.7", 2)), Refusal.NO_PUBLIC_ADDRESS);
        region.ec2.interfaces().modifySourceDestCheck(region.eth0(b).id(), true);
        assertDropped(send(c, Flow.udp("10.0.2.10", 1, "198.51.100.7", 2)), Refusal.DESTINATION_CHECK);
        region.ec2.instances().stop(b.id());
        assertDropped(send(c, Flow.udp("10.0.2.10", 1, "198.51.100.7", 2)), Refusal.BLACKHOLE);
    }

    /** A private subnet behind a NAT gateway in a public one. */
    private NatGateway natFor(String privateSubnet, String publicSubnet) {
        region.gateway(vpc);
        String nat = region.natGateway(vpc, publicSubnet, privateSubnet);
        return region.ec2.state().require(Table.NAT_GATEWAYS, nat);
    }

    @Test
    void shouldTranslatePortsAtTheNatGatewayAndBack() {
        NatGateway nat = natFor(far, near);
        String publicIp = region.ec2
                .addresses()
                .describe(ResourceKind.ELASTIC_IP.id(nat.elasticIpKey()))
                .publicIp()
                .toString();
        Flow out = Flow.tcp("10.0.2.10", 40000, "93.184.216.34", 443);

        Decision left = send(c, out);
        assertThat(left.outcome()).as(left.toString()).isEqualTo(Outcome.TO_INTERNET);
        assertThat(left.path()).isEqualTo(Path.NAT_GATEWAY);
        assertThat(left.arriving().source()).hasToString(publicIp);
        assertThat(left.arriving().sourcePort()).isBetween(1024, 65535);
        assertThat(left.tracksAtSender())
                .as("always tracked through a NAT gateway")
                .isTrue();
        assertThat(send(c, out).arriving()).as("the same port as before").isEqualTo(left.arriving());
        assertThat(send(c, Flow.tcp("10.0.2.10", 40001, "93.184.216.34", 443))
                        .arriving()
                        .sourcePort())
                .isNotEqualTo(left.arriving().sourcePort());

        Decision answer = region.ec2.forwarding().fromInternet(left.arriving().reversed());
        assertDelivered(answer, c, Path.NAT_GATEWAY);
        assertThat(answer.arriving()).isEqualTo(out.reversed());
        assertDropped(
                region.ec2.forwarding().fromInternet(Flow.tcp("93.184.216.34", 443, publicIp, 9)),
                Refusal.NAT_UNSOLICITED);
        region.pass(350, TimeUnit.SECONDS);
        assertDropped(region.ec2.forwarding().fromInternet(left.arriving().reversed()), Refusal.NAT_UNSOLICITED);
    }

    @Test
    void shouldTranslateOnlyTcpUdpAndIcmp() {
        natFor(far, near);
        Flow gre = new Flow(
                Flow.udp("10.0.2.10", 1, "8.8.8.8", 2).source(),
                Flow.udp("10.0.2.10", 1, "8.8.8.8", 2).destination(),
                47,
                0,
                0);
        assertDropped(send(c, gre), Refusal.NAT_UNSUPPORTED);
        assertThat(send(c, Flow.icmp("10.0.2.10", "8.8.8.8", 8, 0)).outcome()).isEqualTo(Outcome.TO_INTERNET);
    }

    @Test
    void shouldBlackHoleADeletedNatGatewayAndKeepItsAddress() {
        NatGateway nat = natFor(far, near);
        region.ec2.natGateways().delete(nat.id());
        assertDropped(send(c, Flow.udp("10.0.2.10", 1, "8.8.8.8", 2)), Refusal.BLACKHOLE);
        assertThat(region.ec2
                        .addresses()
                        .describe(ResourceKind.ELASTIC_IP.id(nat.elasticIpKey()))
                        .isAssociated())
                .isFalse();
    }

    @Test
    void shouldTranslateAtAPrivateNatGatewayForPeersButNotForTheInternet() {
        region.gateway(vpc);
        String peer = region.vpc("10.1.0.0/16");
        region.instance(region.subnet(peer, "10.1.1.0/24"), "10.1.1.10");
        allow(peer, "10.0.1.0/24"); // the gateway's subnet, not the sender's
        String peering = region.ec2.peerings().create(vpc, peer).id();
        region.ec2.peerings().accept(peering);
        region.ec2.routeTables().createRoute(region.mainTable(vpc), "10.1.0.0/16", peering);
        region.ec2.routeTables().createRoute(region.mainTable(peer), "10.0.0.0/16", peering);
        NatGateway nat = region.ec2.natGateways().createPrivate(near);
        String table = region.ec2.routeTables().create(vpc).id();
        region.ec2.routeTables().createRoute(table, "0.0.0.0/0", nat.id());
        region.ec2.routeTables().associate(table, far);

        Decision decision = send(c, Flow.tcp("10.0.2.10", 40000, "10.1.1.10", 443));

        assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.DELIVERED);
        assertThat(decision.arriving().source())
                .isEqualTo(region.ec2
                        .interfaces()
                        .describe(ResourceKind.INTERFACE.id(nat.interfaceKey()))
                        .primaryAddress());
        assertDropped(send(c, Flow.tcp("10.0.2.10", 40000, "93.184.216.34", 443)), Refusal.NO_PUBLIC_ADDRESS);
    }

    @Test
    void shouldPeerButNotTransit() {
        String peer = region.vpc("10.1.0.0/16");
        Instance p = region.instance(region.subnet(peer, "10.1.1.0/24"), "10.1.1.10");
        allow(peer, "10.0.1.0/24");
        String peering = region.ec2.peerings().create(vpc, peer).id();
        region.ec2.routeTables().createRoute(region.mainTable(vpc), "10.1.0.0/16", peering);
        region.ec2.routeTables().createRoute(region.mainTable(vpc), "10.2.0.0/16", peering);
        Flow flow = Flow.tcp("10.0.1.10", 1, "10.1.1.10", 2);
        assertDropped(send(a, flow), Refusal.BLACKHOLE);
        region.ec2.peerings().accept(peering);
        assertDelivered(send(a, flow), p, Path.PEERING);
        assertDropped(send(a, Flow.udp("10.0.1.10", 1, "10.2.0.9", 2)), Refusal.NOT_TRANSITIVE);
        assertDropped(send(a, Flow.udp("10.0.1.10", 1, "10.1.0.2", 53)), Refusal.NO_SUCH_ADDRESS);
        assertDropped(send(p, flow.reversed()), Refusal.NO_ROUTE);
        assertDropped(send(c, Flow.tcp("10.0.2.10", 1, "10.1.1.10", 2)), Refusal.SECURITY_GROUP_INGRESS);
        region.ec2
                .securityGroups()
                .authorize(
                        region.defaultGroup(peer),
                        Direction.INGRESS,
                        SecurityRule.ofGroup(Selector.ALL, region.defaultGroup(vpc)));
        assertDelivered(send(c, Flow.tcp("10.0.2.10", 1, "10.1.1.10", 2)), p, Path.PEERING);
        region.ec2.peerings().delete(peering);
        assertDropped(send(a, flow), Refusal.BLACKHOLE);
    }

    @Test
    void shouldReachTheSiteOverTheVpnAndNoPublicAddressFromThere() {
        region.gateway(vpc);
        ElasticIp address = region.ec2.addresses().allocate();
        region.ec2.addresses().associate(address.id(), a.id());
        String gateway = region.ec2.vpn().createGateway().id();
        region.ec2.vpn().attachGateway(gateway, vpc);
        String site = region.ec2.vpn().createCustomerGateway("203.0.113.1").id();
        VpnConnection vpn = region.ec2.vpn().createConnection(gateway, site, List.of("192.168.0.0/16"));
        region.ec2.routeTables().enableVgwRoutePropagation(region.mainTable(vpc), gateway);
        region.ec2.vpn().createRoute(vpn.id(), "172.16.0.0/12");
        Flow flow = Flow.tcp("10.0.1.10", 1, "192.168.7.7", 22);

        Decision out = send(a, flow);
        assertThat(out.outcome()).as(out.toString()).isEqualTo(Outcome.TO_VPN);
        assertThat(out.edgeKey()).isEqualTo(vpn.key());
        assertThat(out.rewrites()).isFalse();
        assertThat(send(a, Flow.udp("10.0.1.10", 1, "172.16.1.1", 2)).outcome()).isEqualTo(Outcome.TO_VPN);
        assertDelivered(region.ec2.forwarding().fromVpn(vpn.key(), flow.reversed()), a, Path.VPN);
        assertDropped(
                region.ec2
                        .forwarding()
                        .fromVpn(
                                vpn.key(),
                                Flow.tcp("192.168.7.7", 1, address.publicIp().toString(), 22)),
                Refusal.VPN_TO_PUBLIC_ADDRESS);
        region.ec2
                .routeTables()
                .createRoute(
                        region.mainTable(vpc), "192.168.7.0/24", region.eth0(b).id());
        assertDropped(send(a, flow), Refusal.DESTINATION_CHECK);
        region.ec2.vpn().detachGateway(gateway, vpc);
        assertDropped(send(a, Flow.udp("10.0.1.10", 1, "172.16.1.1", 2)), Refusal.PRIVATE_DESTINATION);
        assertDropped(region.ec2.forwarding().fromVpn(vpn.key(), flow.reversed()), Refusal.NO_ROUTE);
    }

    @Test
    void shouldObeyAnAclUntilItsEntryIsDeleted() {
        String acl = region.ec2.networkAcls().create(vpc).id();
        region.ec2
                .networkAcls()
                .createEntry(acl, Direction.EGRESS, new AclEntry(100, Selector.ALL, true, Cidr.ANY_IPV4));
        region.ec2
                .networkAcls()
                .createEntry(acl, Direction.INGRESS, new AclEntry(100, Selector.ALL, true, Cidr.ANY_IPV4));
        region.ec2.networkAcls().replaceAssociation(acl, far);
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.2.10", 2);
        assertDelivered(send(a, flow), c, Path.VPC);

        region.ec2.networkAcls().deleteEntry(acl, Direction.INGRESS, 100);

        assertDropped(send(a, flow), Refusal.NETWORK_ACL_INGRESS);
        region.refuses(
                "InvalidNetworkAclEntry.NotFound",
                () -> region.ec2.networkAcls().deleteEntry(acl, Direction.INGRESS, 100));
    }

    @Test
    void shouldCarryIpv6WithoutTranslation() {
        Vpc vpcOfSix = region.ec2.vpcs().createWithIpv6("10.6.0.0/16");
        String six = vpcOfSix.id();
        String subnet = region.ipv6Subnet(vpcOfSix, "10.6.1.0/24", 0);
        List<Instance> pair = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet)
                        .with(InterfaceSpec.in(subnet).withIpv6(1))
                        .count(2, 2));
        String from = region.eth0(pair.get(0)).ipv6(0).toString();
        String to = region.eth0(pair.get(1)).ipv6(0).toString();
        assertDelivered(send(pair.get(0), Flow.tcp(from, 1, to, 2)), pair.get(1), Path.SUBNET);
        assertDropped(send(pair.get(0), Flow.tcp(from, 1, "2600::1", 2)), Refusal.NO_ROUTE);
        region.ec2
                .routeTables()
                .createRoute(region.mainTable(six), "::/0", region.gateway(six).id());
        Decision out = send(pair.get(0), Flow.tcp(from, 1, "2600::1", 2));
        assertThat(out.outcome()).as(out.toString()).isEqualTo(Outcome.TO_INTERNET);
        assertThat(out.rewrites()).isFalse();
        assertDropped(
                region.ec2.forwarding().fromInternet(Flow.tcp("2600::1", 2, to, 1)), Refusal.SECURITY_GROUP_INGRESS);
        allow(six, "::/0");
        assertDelivered(
                region.ec2.forwarding().fromInternet(Flow.tcp("2600::1", 2, to, 1)),
                pair.get(1),
                Path.INTERNET_GATEWAY);
        String eth0 = region.eth0(pair.get(1)).id();
        region.ec2.interfaces().unassignIpv6Address(eth0, to);
        assertDropped(region.ec2.forwarding().fromInternet(Flow.tcp("2600::1", 2, to, 1)), Refusal.NO_SUCH_ADDRESS);
        region.refuses("InvalidParameterValue", () -> region.ec2.interfaces().unassignIpv6Address(eth0, to));
    }

    @Test
    void shouldTellIcmpv6ByTypeAndLetErrorsAboutTrackedConnectionsIn() {
        Vpc vpcOfSix = region.ec2.vpcs().createWithIpv6("10.6.0.0/16");
        String six = vpcOfSix.id();
        String subnet = region.ipv6Subnet(vpcOfSix, "10.6.1.0/24", 0);
        InterfaceSpec eth0 = InterfaceSpec.in(subnet).withIpv6(1);
        String closed = region.ec2.securityGroups().create(six, "closed", "").id();
        String open = region.ec2.securityGroups().create(six, "open", "").id();
        Instance asker = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).with(eth0.withGroups(closed)))
                .get(0);
        Instance answerer = region.ec2
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet).with(eth0.withGroups(open)))
                .get(0);
        String from = region.eth0(asker).ipv6(0).toString();
        String to = region.eth0(answerer).ipv6(0).toString();
        for (Selector each : List.of(Selector.of("icmpv6", 128, 0), Selector.tcp(443))) {
            region.ec2.securityGroups().authorize(open, Direction.INGRESS, SecurityRule.of(each, "::/0"));
        }
        assertDropped(send(asker, Flow.icmp(from, to, 130, 0)), Refusal.SECURITY_GROUP_INGRESS);
        assertDropped(send(answerer, Flow.icmp(to, from, 129, 0)), Refusal.SECURITY_GROUP_INGRESS);
        region.ec2.connections().remember(send(asker, Flow.icmp(from, to, 128, 0)));
        assertDelivered(send(answerer, Flow.icmp(to, from, 129, 0)), asker, Path.SUBNET);
        assertDropped(send(answerer, Flow.icmp(to, from, 128, 0)), Refusal.SECURITY_GROUP_INGRESS);

        Flow asked = Flow.tcp(from, 999, to, 443);
        region.ec2.connections().remember(send(asker, asked));
        Flow tooBig = Flow.icmp(to, from, 2, 0);
        assertDelivered(sendQuoting(answerer, tooBig, asked), asker, Path.SUBNET);
        assertDropped(sendQuoting(answerer, tooBig, Flow.tcp(from, 998, to, 443)), Refusal.SECURITY_GROUP_INGRESS);
        assertDropped(send(answerer, tooBig), Refusal.SECURITY_GROUP_INGRESS);
    }

    private Decision sendQuoting(Instance from, Flow error, Flow quoted) {
        return region.ec2
                .forwarding()
                .decide(region.eth0(from).key(), error, PacketTraits.quoting(quoted), new Reads());
    }
}
