package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.group.Strategy;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.topology.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The caps of ways: what binds flows through gateways, and where ENA Express is used. */
class LiveCapsTest {

    private static final long GIGABIT = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock();

    /** A region whose internet somebody receives at. */
    private LiveRegion region(String name, Ec2Settings settings) {
        LiveRegion live = new LiveRegion(
                new Region(name, 2, 1, 8, 2, 9001),
                clock,
                LiveSettings.defaults()
                        .withQueues(1, 256, 512)
                        .withWorkers(1, 2048, 4096)
                        .withEc2(settings));
        live.internet().open();
        return live;
    }

    private static Instance launch(LiveRegion live, String subnet, String type, EnaExpress enaExpress) {
        return opened(live, LaunchSpec.of(type, subnet).withEnaExpress(enaExpress));
    }

    /** An instance that receives. */
    private static Instance opened(LiveRegion live, LaunchSpec spec) {
        Instance made = live.ec2().instances().run(spec).get(0);
        live.port(made.id(), 0).open();
        return made;
    }

    /** An instance with an Elastic IP in a VPC with an internet gateway. */
    private static Instance onTheInternet(LiveRegion live, TestRegion region, String type) {
        String vpc = region.vpc("10.0.0.0/16");
        region.gateway(vpc);
        Instance made = launch(live, region.subnet(vpc, "10.0.1.0/24"), type, EnaExpress.OFF);
        live.ec2().addresses().associate(live.ec2().addresses().allocate().id(), made.id());
        return made;
    }

    private static Flow udp(TestRegion region, Instance from, String to) {
        return Flow.udp(region.eth0(from).primaryAddress().toString(), 1000, to, 53);
    }

    private static Flow tcp(TestRegion region, Instance from, Instance to) {
        return Flow.tcp(
                region.eth0(from).primaryAddress().toString(),
                1000,
                region.eth0(to).primaryAddress().toString(),
                80);
    }

    @ParameterizedTest
    @CsvSource({
        "c5n.large, 1, flow, 5", // of one flow
        "c5n.large, 2, gateway bandwidth out, 5",
        "c5n.4xlarge, 10, gateway bandwidth out, 5",
        "c5.9xlarge, 10, gateway bandwidth out, 6", // 36 vCPUs, 12 Gbit/s
        "c5n.18xlarge, 20, gateway bandwidth out, 50",
        "c4.large, 2, instance bandwidth out, 1.2"
    })
    void shouldSayWhichCapBindsThroughAnInternetGateway(String type, int flows, String cap, double gigabits) {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            Instance sender = onTheInternet(live, region, type);
            String subnet = region.eth0(sender).subnetId();
            Instance other = launch(live, subnet, type, EnaExpress.OFF);
            VirtualFunction port = live.port(sender.id(), 0);
            WayCap out = live.way(port, udp(region, sender, "8.8.8.8")).binding(flows);
            assertThat(out).isEqualTo(new WayCap(flows == 1 ? "flow" : cap, Math.round(gigabits * GIGABIT)));
            Flow inside =
                    udp(region, sender, region.eth0(other).primaryAddress().toString());
            assertThat(live.way(port, inside).sharedCaps())
                    .extracting(WayCap::label)
                    .noneMatch(label -> label.startsWith("gateway"));
        }
    }

    @Test
    void shouldCapWhatLeavesThroughAGatewayAndCountItApart() {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            Instance sender = onTheInternet(live, region, "c5n.18xlarge");
            VirtualFunction port = live.port(sender.id(), 0);
            assertThat(dropsOf(live, port, udp(region, sender, "8.8.8.8"))).isZero();
        }
        Ec2Settings slow = Ec2Settings.builtIn()
                .with(Setting.GATEWAY_MEGABITS_PER_SECOND, 100)
                .with(Setting.GATEWAY_SHARE_PERCENT, 0);
        try (LiveRegion live = region("us-east-1", slow)) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            Instance sender = onTheInternet(live, region, "c5n.18xlarge");
            VirtualFunction port = live.port(sender.id(), 0);
            // 90 bytes take 144 ns at the flow's cap and 7.2 us at the gateway's: what fits half a millisecond, and
            // what has left
            int fitting = 1 + (500_000 + 200 * 144) / 7200;
            assertThat(dropsOf(live, port, udp(region, sender, "8.8.8.8"))).isEqualTo(200 - fitting);
            assertThat(port.counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                    .isGreaterThanOrEqualTo(200 - fitting);
        }
    }

    private long dropsOf(LiveRegion live, VirtualFunction port, Flow flow) {
        for (int i = 0; i < 200; i++) {
            assertThat(Packet.send(port, LiveRegion.ROUTER_MAC, flow, i)).isTrue();
        }
        pass(live);
        return port.counters().droppedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED);
    }

    private void pass(LiveRegion live) {
        LiveTime.pass(live, clock, 10_000_000);
    }

    @Test
    void shouldCapTheTunnelOfAVpnForAllThatUseIt() {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            String vpc = region.vpc("10.0.0.0/16");
            String subnet = region.subnet(vpc, "10.0.1.0/24");
            String connection = region.vpn(vpc, "192.168.0.0/16");
            VirtualFunction site = live.vpn(connection);
            site.open();
            long dropped = 0;
            for (int i = 0; i < 3; i++) { // 50 frames take 0.48 ms at 1.25 Gbit/s: they fit, but not three times
                Instance each = launch(live, subnet, "c5n.large", EnaExpress.OFF);
                VirtualFunction port = live.port(each.id(), 0);
                Flow flow = udp(region, each, "192.168.7.7");
                assertThat(live.way(port, flow).binding(3)).isEqualTo(new WayCap(WayCap.TUNNEL, 1_250_000_000L));
                for (int frame = 0; frame < 50; frame++) {
                    assertThat(RawFrames.send(port, LiveRegion.ROUTER_MAC, RawFrames.packet(flow, 1514)))
                            .isTrue();
                }
            }
            pass(live);
            for (VirtualFunction port : live.plane().ports()) {
                dropped += port.counters().droppedPackets(DropReason.LINE_RATE);
                assertThat(port.counters().droppedPackets(DropReason.FLOW_CAP)).isZero();
            }
            int fitting = (484_480 + 500_000) * 5 / (1514 * 8 * 4); // while they come, and half a millisecond of them
            assertThat(dropped).isBetween(150L - fitting - 3, 150L - fitting + 3);
            assertThat(RawFrames.receive(site)).hasSize(150 - (int) dropped);
        }
    }

    @Test
    void shouldGiveMembersOfOneClusterGroupTheirCapAlsoIfTheyEnteredItLater() {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            live.ec2().placementGroups().create("hpc", Strategy.CLUSTER);
            String subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
            LaunchSpec spec = LaunchSpec.of("c5n.large", subnet);
            Instance a = opened(live, spec.inGroup("hpc", 0));
            Instance b = opened(live, spec);
            assertThat(live.way(live.port(a.id(), 0), tcp(region, a, b)).flowCapBitsPerSecond())
                    .isEqualTo(5 * GIGABIT);
            live.ec2().instances().stop(b.id());
            live.ec2().instances().modifyPlacement(b.id(), "hpc", 0);
            live.ec2().instances().start(b.id());
            assertThat(live.way(live.port(a.id(), 0), tcp(region, a, b)).flowCapBitsPerSecond())
                    .isEqualTo(10 * GIGABIT);
        }
    }

    @ParameterizedTest
    @CsvSource({"OFF, 10, cluster group", "TCP, 25, ENA Express"})
    void shouldSpanPeeredVpcs(EnaExpress enaExpress, long gigabits, String label) {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            live.ec2().placementGroups().create("hpc", Strategy.CLUSTER);
            String near = region.vpc("10.0.0.0/16");
            String far = region.vpc("10.1.0.0/16");
            String peering = live.ec2().peerings().create(near, far).id();
            live.ec2().peerings().accept(peering);
            live.ec2().routeTables().createRoute(region.mainTable(near), "10.1.0.0/16", peering);
            live.ec2().routeTables().createRoute(region.mainTable(far), "10.0.0.0/16", peering);
            live.ec2()
                    .securityGroups()
                    .authorize(
                            region.defaultGroup(far),
                            Direction.INGRESS,
                            SecurityRule.of(Selector.tcp(80), "10.0.0.0/16"));
            Instance a = inGroup(live, region.subnet(near, "10.0.1.0/24"), enaExpress);
            Instance b = inGroup(live, region.subnet(far, "10.1.1.0/24"), enaExpress);
            FlowWay way = live.way(live.port(a.id(), 0), tcp(region, a, b));
            assertThat(way.flowCapBitsPerSecond()).as(way.label()).isEqualTo(gigabits * GIGABIT);
            assertThat(way.label()).contains(label).endsWith(", peering");
        }
    }

    private static Instance inGroup(LiveRegion live, String subnet, EnaExpress enaExpress) {
        return opened(
                live, LaunchSpec.of("c6in.32xlarge", subnet).inGroup("hpc", 0).withEnaExpress(enaExpress));
    }

    @Test
    void shouldUseEnaExpressWhileBothEndsHaveItOn() {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            String subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
            Instance a = launch(live, subnet, "c6in.32xlarge", EnaExpress.TCP_AND_UDP);
            Instance b = launch(live, subnet, "c6in.32xlarge", EnaExpress.TCP);
            VirtualFunction from = live.port(a.id(), 0);
            Flow tcp = tcp(region, a, b);
            FlowWay express = live.way(from, tcp);
            assertThat(express.flowCapBitsPerSecond()).isEqualTo(25 * GIGABIT);
            assertThat(express.label()).contains("ENA Express");
            assertThat(express.expressRefusal()).isNull();
            FlowWay udp = live.way(
                    from, udp(region, a, region.eth0(b).primaryAddress().toString()));
            assertThat(udp.flowCapBitsPerSecond()).isEqualTo(5 * GIGABIT);
            assertThat(udp.expressRefusal()).contains("on for TCP only");

            VirtualFunction to = live.port(b.id(), 0);
            assertThat(Packet.send(from, to.mac(), tcp, 1)).isTrue();
            pass(live);
            int routes = live.routesInForce();
            live.ec2().interfaces().modifyEnaExpress(region.eth0(b).id(), EnaExpress.OFF);
            assertThat(live.way(from, tcp).flowCapBitsPerSecond()).isEqualTo(5 * GIGABIT);
            assertThat(live.way(from, tcp).expressRefusal()).contains("it is off for");
            assertThat(live.routesInForce())
                    .as("the route by ENA Express is over")
                    .isLessThan(routes);
            assertThat(Packet.send(from, to.mac(), tcp, 2)).isTrue();
            pass(live);
            assertThat(Packet.receive(to)).extracting(Packet::id).containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldSendByOrdinaryEnaWhatIsTooLongForEnaExpress() {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            String subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
            Instance a = launch(live, subnet, "c6in.32xlarge", EnaExpress.TCP_AND_UDP);
            Instance b = launch(live, subnet, "c6in.32xlarge", EnaExpress.TCP_AND_UDP);
            VirtualFunction from = live.port(a.id(), 0);
            VirtualFunction to = live.port(b.id(), 0);
            byte[] jumbo = RawFrames.packet(tcp(region, a, b), 9015);
            byte[] express = RawFrames.packet(tcp(region, a, b), 8914);
            for (int i = 0;
                    i < 100;
                    i++) { // 0.35 Mbyte of each: a third of the horizon at 25 Gbit/s, more than one at 5
                assertThat(RawFrames.send(from, to.mac(), express)).isTrue();
            }
            pass(live);
            assertThat(RawFrames.receive(to)).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(RawFrames.send(from, to.mac(), jumbo)).isTrue();
            }
            pass(live);
            int fitting = 1 + 500_000 * 5 / (9015 * 8);
            assertThat(RawFrames.receive(to)).hasSize(fitting);
            assertThat(from.counters().droppedPackets(DropReason.FLOW_CAP)).isEqualTo(100 - fitting);
            assertThat(from.counters().droppedPackets(DropReason.MTU_EXCEEDED)).isZero();
        }
    }

    @Test
    void shouldKeepEnaExpressInAZoneWhereTheRegionDoesAndOffGateways() {
        try (LiveRegion live = region("sa-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            String vpc = region.vpc("10.0.0.0/16");
            String here = live.ec2()
                    .vpcs()
                    .createSubnet(vpc, "10.0.1.0/24", "sa-east-1a")
                    .id();
            String there = live.ec2()
                    .vpcs()
                    .createSubnet(vpc, "10.0.2.0/24", "sa-east-1b")
                    .id();
            region.gateway(vpc);
            Instance a = launch(live, here, "c6in.32xlarge", EnaExpress.TCP);
            Instance b = launch(live, there, "c6in.32xlarge", EnaExpress.TCP);
            Instance c = launch(live, here, "c5n.large", EnaExpress.TCP);
            live.ec2().addresses().associate(live.ec2().addresses().allocate().id(), a.id());
            VirtualFunction from = live.port(a.id(), 0);
            assertThat(live.way(from, tcp(region, a, b)).expressRefusal()).contains("different zones");
            assertThat(live.way(from, tcp(region, a, b)).flowCapBitsPerSecond()).isEqualTo(5 * GIGABIT);
            assertThat(live.way(from, tcp(region, a, c)).expressRefusal()).contains("c5n.large");
            assertThat(live.way(from, udp(region, a, "8.8.8.8")).expressRefusal())
                    .contains("internet gateway");
        }
    }

    @Test
    void shouldLoseEnaExpressWithTheAttachment() {
        try (LiveRegion live = region("us-east-1", Ec2Settings.builtIn())) {
            TestRegion region = new TestRegion(live.ec2(), clock);
            String subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
            Instance a = launch(live, subnet, "c6in.32xlarge", EnaExpress.OFF);
            String eni =
                    live.ec2().interfaces().create(InterfaceSpec.in(subnet)).id();
            region.refuses("IncorrectState", () -> live.ec2().interfaces().modifyEnaExpress(eni, EnaExpress.TCP));
            String attachment = live.ec2()
                    .interfaces()
                    .attach(eni, a.id(), 1, EnaExpress.TCP)
                    .id();
            assertThat(live.ec2().interfaces().describe(eni).attachment().enaExpress())
                    .isEqualTo(EnaExpress.TCP);
            live.ec2().interfaces().detach(attachment);
            live.ec2().interfaces().attach(eni, a.id(), 1);
            assertThat(live.ec2().interfaces().describe(eni).attachment().enaExpress())
                    .isEqualTo(EnaExpress.OFF);
        }
    }
}
