package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames through gateways: whose caps they are charged to, and what gateways do not carry. */
class LiveGatewayTest extends LiveRegionFixture {

    private static final int FRAMES = 200;
    private static final String OPEN = "10.0.1.10";

    /** At 100 Mbit/s 90 bytes take 7.2 us: of 200 frames at once, those fit that wait half a millisecond at most. */
    private static final Ec2Settings SLOW_GATEWAY =
            Ec2Settings.builtIn().with(Setting.GATEWAY_MEGABITS_PER_SECOND, 100).with(Setting.GATEWAY_SHARE_PERCENT, 0);

    private String vpc;
    private String outer;
    private String inner;
    private String nat;
    private VirtualFunction open; // has an Elastic IP
    private VirtualFunction hidden; // behind the NAT gateway, of another worker than the open one if there are two
    private String hiddenIp;
    private String openIp;

    /** An instance with an Elastic IP, and one behind a NAT gateway, in a VPC that lets everything in. */
    private void start(Ec2Settings settings, int workers) {
        open(
                9001,
                LiveSettings.defaults()
                        .withQueues(1, 256, 512)
                        .withWorkers(workers, 2048, 4096)
                        .withEc2(settings));
        live.internet().open();
        vpc = region.vpc("10.0.0.0/16");
        outer = region.subnet(vpc, "10.0.1.0/24");
        inner = region.subnet(vpc, "10.0.2.0/24");
        region.gateway(vpc);
        letAllIn(vpc);
        nat = region.natGateway(vpc, outer, inner);
        Instance one = region.instance(outer, OPEN);
        String address = live.ec2().addresses().allocate().id();
        live.ec2().addresses().associate(address, one.id());
        openIp = live.ec2().addresses().describe(address).publicIp().toString();
        open = live.port(one.id(), 0);
        Inside inside = insideBeside(open, 20, workers);
        hidden = inside.port;
        hiddenIp = inside.ip;
    }

    private record Inside(VirtualFunction port, String ip) {}

    /** Launches behind the NAT gateway, from an address on, until the port is at another worker than a given one, if there are several. */
    private Inside insideBeside(VirtualFunction other, int number, int workers) {
        for (int i = number; i < number + 40; i++) {
            String ip = "10.0.2." + i;
            VirtualFunction port = live.port(region.instance(inner, ip).id(), 0);
            if (workers == 1 || port.workerIndex() != other.workerIndex()) {
                return new Inside(port, ip);
            }
        }
        throw new AssertionError("40 instances in a row at worker " + other.workerIndex());
    }

    private void letAllIn(String ofVpc) {
        live.ec2()
                .securityGroups()
                .authorize(region.defaultGroup(ofVpc), Direction.INGRESS, SecurityRule.of(Selector.ALL, "0.0.0.0/0"));
    }

    private List<Packet> sends(VirtualFunction from, Flow flow, int frames, VirtualFunction to) {
        for (int i = 0; i < frames; i++) {
            assertThat(Packet.send(from, LiveRegion.ROUTER_MAC, flow, i)).isTrue();
        }
        pass(20, TimeUnit.MILLISECONDS);
        return Packet.receive(to);
    }

    private static long gatewayDrops(VirtualFunction of) {
        return of.counters().droppedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED);
    }

    private List<String> caps(VirtualFunction from, Flow flow) {
        return live.way(from, flow).sharedCaps().stream().map(WayCap::label).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldChargeBothEndsOfAWayOutAndInAgain(int workers) {
        start(SLOW_GATEWAY, workers);
        assertThat(hidden.workerIndex() != open.workerIndex()).isEqualTo(workers > 1);
        Flow flow = Flow.udp(hiddenIp, 9, openIp, 53);
        assertThat(caps(hidden, flow))
                .contains(WayCap.GATEWAY_OUT, WayCap.NAT_GATEWAY, WayCap.GATEWAY_IN)
                .doesNotContain(WayCap.TUNNEL);
        List<Packet> asked = sends(hidden, flow, FRAMES, open);
        assertThat(gatewayDrops(hidden)).isBetween(100L, FRAMES - 60L);
        assertThat(asked).hasSize(FRAMES - (int) gatewayDrops(hidden));
        Flow answer = asked.get(0).flow().reversed();
        assertThat(caps(open, answer)).contains(WayCap.GATEWAY_OUT, WayCap.NAT_GATEWAY, WayCap.GATEWAY_IN);
        long before = capped(open);
        long beforeHidden = capped(hidden);
        assertThat(sends(open, answer, FRAMES, hidden)).hasSize(FRAMES - (int) gatewayDrops(open));
        assertThat(capped(open) - before)
                .as("whoever answers sends through the internet gateway")
                .isBetween(100L, (long) FRAMES);
        assertThat(capped(hidden)).as("what was paced there fits here").isEqualTo(beforeHidden);
    }

    private static long capped(VirtualFunction of) {
        return of.counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED);
    }

    @Test
    void shouldChargeOnlyTheOneBeforeTheGatewayWhereNatCountsForNobody() {
        start(SLOW_GATEWAY.with(Setting.GATEWAY_CAP_BEHIND_NAT, 0), 1);
        Flow flow = Flow.udp(hiddenIp, 9, openIp, 53);
        assertThat(caps(hidden, flow)).contains(WayCap.GATEWAY_IN).doesNotContain(WayCap.GATEWAY_OUT);
        sends(hidden, flow, FRAMES, open);
        assertThat(open.counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .as("it gets them through the internet gateway")
                .isPositive();
        assertThat(hidden.counters().cappedPackets(DropReason.GATEWAY_ALLOWANCE_EXCEEDED))
                .isZero();
        assertThat(sends(hidden, Flow.udp(hiddenIp, 9, "8.8.8.8", 53), FRAMES, live.internet()))
                .hasSize(FRAMES);
    }

    /** A private NAT gateway before a peering, as where addresses overlap: no internet gateway is on the way. */
    private VirtualFunction beyondPeering() {
        String far = region.vpc("10.9.0.0/16");
        letAllIn(far);
        String farSubnet = region.subnet(far, "10.9.1.0/24");
        String peering = live.ec2().peerings().create(vpc, far).id();
        live.ec2().peerings().accept(peering);
        live.ec2().routeTables().createRoute(region.mainTable(vpc), "10.9.0.0/16", peering);
        live.ec2().routeTables().createRoute(region.mainTable(far), "10.0.0.0/16", peering);
        return live.port(region.instance(farSubnet, "10.9.1.10").id(), 0);
    }

    @Test
    void shouldChargeNoGatewayCapOverAPeeringBehindANatGateway() {
        start(SLOW_GATEWAY, 1);
        VirtualFunction far = beyondPeering();
        Flow flow = Flow.udp(hiddenIp, 9, "10.9.1.10", 53);
        assertThat(caps(hidden, flow)).contains(WayCap.NAT_GATEWAY).noneMatch(label -> label.startsWith("gateway"));
        assertThat(live.way(hidden, flow).expressRefusal()).contains("NAT gateway");
        List<Packet> asked = sends(hidden, flow, FRAMES, far);
        assertThat(asked).hasSize(FRAMES);
        assertThat(sends(far, asked.get(0).flow().reversed(), FRAMES, hidden)).hasSize(FRAMES);
        assertThat(sends(open, Flow.udp(OPEN, 9, "10.9.1.10", 53), FRAMES, far)).hasSize(FRAMES);
        assertThat(gatewayDrops(hidden) + gatewayDrops(far) + gatewayDrops(open))
                .isZero();
    }

    @Test
    void shouldChargeNoGatewayCapOverAVpn() {
        start(SLOW_GATEWAY, 1);
        String connection = region.vpn(vpc, "192.168.0.0/16");
        VirtualFunction site = live.vpn(connection);
        for (VirtualFunction each : List.of(open, hidden)) {
            Flow flow = Flow.udp(each == open ? OPEN : hiddenIp, 9, "192.168.7.7", 53);
            assertThat(caps(each, flow)).contains(WayCap.TUNNEL).noneMatch(label -> label.startsWith("gateway"));
            List<Packet> asked = sends(each, flow, FRAMES, site);
            assertThat(asked).hasSize(FRAMES);
            FlowWay back = live.way(site, asked.get(0).flow().reversed());
            assertThat(back.flowCapBitsPerSecond())
                    .as("the tunnel, back through a NAT gateway too")
                    .isEqualTo(EdgeCaps.TUNNEL_BITS_PER_SECOND);
            assertThat(back.sharedCaps()).contains(new WayCap(WayCap.TUNNEL, EdgeCaps.TUNNEL_BITS_PER_SECOND));
        }
    }

    /** Packets keep a port in use whatever lies behind the NAT gateway. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepThePortOfAFlowThatGoesOnBehindTheGateway(boolean overPeering) {
        start(Ec2Settings.builtIn(), 1);
        VirtualFunction far = overPeering ? beyondPeering() : open;
        Flow flow = Flow.udp(hiddenIp, 9, overPeering ? "10.9.1.10" : openIp, 53);
        int port = sends(hidden, flow, 1, far).get(0).flow().sourcePort();
        for (int i = 0; i < 40; i++) {
            pass(15, TimeUnit.SECONDS); // below what the data plane remembers a flow for: nobody is asked again
            assertThat(sends(hidden, flow, 1, far)).singleElement().satisfies(packet -> {
                assertThat(packet.flow().sourcePort()).isEqualTo(port);
            });
        }
        assertThat(live.ec2().translations().isEmpty())
                .as("600 s, and it never rested")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, 0", "2, 1000, 0", "1, 0, 80000", "2, 0, 80000", "1, 100000, 10000000"})
    void shouldCapWhatANatGatewayCarriesForAll(int workers, long megabits, long packets) {
        start(
                Ec2Settings.builtIn()
                        .with(Setting.NAT_MEGABITS_PER_SECOND, megabits)
                        .with(Setting.NAT_PACKETS_PER_SECOND, packets),
                workers);
        Inside second = insideBeside(hidden, 100, workers);
        VirtualFunction other = second.port;
        assertThat(hidden.workerIndex() != other.workerIndex()).isEqualTo(workers > 1);
        long dropped = 0;
        int framesAFlow = 40;
        for (int i = 0; i < 3; i++) { // of six flows
            for (VirtualFunction each : List.of(hidden, other)) {
                Flow flow = Flow.udp(each == hidden ? hiddenIp : second.ip, 9 + i, "8.8.8.8", 53);
                for (int frame = 0; frame < framesAFlow; frame++) {
                    assertThat(RawFrames.send(each, LiveRegion.ROUTER_MAC, RawFrames.packet(flow, 1500)))
                            .isTrue();
                }
            }
        }
        pass(20, TimeUnit.MILLISECONDS);
        for (VirtualFunction each : List.of(hidden, other)) {
            dropped += each.counters().droppedPackets(DropReason.NAT_ALLOWANCE_EXCEEDED);
        }
        int sent = 6 * framesAFlow;
        List<byte[]> got = RawFrames.receive(live.internet());
        assertThat(got).hasSize(sent - (int) dropped);
        if (megabits == 100_000) {
            assertThat(dropped).isZero();
        } else { // 12 us a frame: those pass that come in 0.29 ms, at 5 Gbit/s an instance, or wait for 0.5 ms
            assertThat(sent - dropped).isBetween(61L, 68L);
        }
        assertThat(hidden.counters().cappedPackets(DropReason.NAT_ALLOWANCE_EXCEEDED) != 0)
                .as("counted at the sender's device")
                .isEqualTo(dropped != 0);
    }

    /** A worker that lost its core goes on where it was: to be late is no load, though another one is up to date at the same gateway. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldNotTakeALateWorkerForALoadedGateway(int workers) {
        start(Ec2Settings.builtIn(), workers);
        Inside second = insideBeside(hidden, 100, workers);
        boolean isSecondLate = second.port.workerIndex() > hidden.workerIndex(); // whose turn comes after the other's
        Inside first = new Inside(hidden, hiddenIp);
        Inside late = isSecondLate ? second : first;
        Inside present = isSecondLate ? first : second;
        assertThat(late.port.workerIndex() != present.port.workerIndex()).isEqualTo(workers > 1);
        int bursts = 10;
        int frames = 150; // 0.36 ms at 5 Gbit/s
        int got = 0;
        for (int burst = 0; burst < bursts; burst++) {
            for (int i = 0; i < frames; i++) {
                RawFrames.send(
                        late.port, LiveRegion.ROUTER_MAC, RawFrames.packet(Flow.udp(late.ip, 9, "8.8.8.8", 53), 1500));
            }
            live.turn();
            clock.advanceTo(clock.nanoTime() + 1_000_000); // nobody had a turn
            RawFrames.send(
                    present.port,
                    LiveRegion.ROUTER_MAC,
                    RawFrames.packet(Flow.udp(present.ip, 9, "8.8.8.8", 53), 1500));
            live.turn();
            pass(20, TimeUnit.MILLISECONDS);
            got += RawFrames.receive(live.internet()).size();
        }
        assertThat(late.port.counters().droppedPackets(DropReason.NAT_ALLOWANCE_EXCEEDED))
                .isZero();
        assertThat(late.port.counters().cappedPackets(DropReason.NAT_ALLOWANCE_EXCEEDED))
                .isZero();
        assertThat(got).isEqualTo(bursts * (frames + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.7.7", "172.31.0.9", "10.77.0.1", "100.64.1.1", "127.0.0.1", "240.0.0.1"})
    void shouldCarryNothingToAddressesThatTheInternetDoesNotRoute(String address) {
        start(Ec2Settings.builtIn(), 1);
        live.ec2().flowLogs().create(vpc, FlowLog.Traffic.ALL, 60);
        for (VirtualFunction each : List.of(open, hidden)) {
            Flow flow = Flow.udp(each == open ? OPEN : hiddenIp, 9, address, 53);
            assertThat(live.way(each, flow).decision().refusal()).isEqualTo(Refusal.PRIVATE_DESTINATION);
            assertThat(sends(each, flow, 3, live.internet())).isEmpty();
            assertThat(each.counters().droppedPackets(DropReason.PRIVATE_DESTINATION))
                    .isEqualTo(3);
        }
        assertThat(sends(open, Flow.udp(OPEN, 9, "100.128.0.1", 53), 1, live.internet()))
                .hasSize(1);
        pass(61, TimeUnit.SECONDS);
        assertThat(live.drainFlowLogs())
                .extracting(FlowLogLine::toString)
                .as("rules let it out: EC2's flow logs say so, and nothing of the gateway")
                .anyMatch(line -> line.contains(OPEN + " " + address + " 9 53 17 3 ") && line.contains("ACCEPT"))
                .noneMatch(line -> line.contains("REJECT"));
    }
}
