package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.ArpLayout;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveRegionTest extends LiveRegionFixture {

    private static final int BROADCAST_TAIL = 0xFFFF;

    private String vpc;
    private String subnet;
    private Instance a;
    private Instance b;

    LiveRegionTest() {
        super(LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(2, 256, 4096));
    }

    @BeforeEach
    void setUp() {
        vpc = region.vpc("10.0.0.0/16");
        subnet = region.subnet(vpc, "10.0.1.0/24");
        a = region.instance(subnet, "10.0.1.10");
        b = region.instance(subnet, "10.0.1.11");
    }

    @AfterEach
    @Override
    void close() {
        pass(100_000_000); // every packet comes to an end
        for (VirtualFunction port : live.plane().ports()) {
            assertThat(port.counters().inFlightPackets()).isZero();
        }
        super.close();
    }

    private void pass(long ns) {
        pass(ns, TimeUnit.NANOSECONDS);
    }

    private List<Packet> sends(VirtualFunction from, long mac, Flow flow, VirtualFunction to) {
        assertThat(Packet.send(from, mac, flow, 1)).isTrue();
        pass(10_000_000);
        return Packet.receive(to);
    }

    @Test
    void shouldDropWhatIsOnItsWayToAnInstanceThatStops() {
        VirtualFunction sender = live.port(a.id(), 0);
        VirtualFunction receiver = live.port(b.id(), 0);
        Packet.send(sender, receiver.mac(), Flow.udp("10.0.1.10", 1, "10.0.1.11", 2), 7);
        live.turn();
        assertThat(sender.counters().inFlightPackets()).isEqualTo(1);
        live.ec2().instances().stop(b.id());
        pass(1_000_000);
        assertThat(Packet.receive(receiver)).isEmpty();
        assertThat(sender.counters().droppedPackets(DropReason.TARGET_NOT_RUNNING))
                .isEqualTo(1);
        assertThatThrownBy(() -> live.port(b.id(), 0))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("no port");
        live.ec2().instances().start(b.id());
        assertThat(sends(sender, receiver.mac(), Flow.udp("10.0.1.10", 1, "10.0.1.11", 2), live.port(b.id(), 0)))
                .hasSize(1);
    }

    @Test
    void shouldGiveAnInterfaceThatIsAttachedHotAPort() {
        NetworkInterface eni =
                live.ec2().interfaces().create(InterfaceSpec.in(subnet).withAddress("10.0.1.50"));
        String attachment = live.ec2().interfaces().attach(eni.id(), b.id(), 1).id();
        VirtualFunction port = live.port(eni.id());
        int free = port.card().freeFunctions();
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.50", 2);
        assertThat(sends(live.port(a.id(), 0), eni.mac(), flow, port)).hasSize(1);
        live.ec2().interfaces().detach(attachment);
        assertThat(port.card().freeFunctions()).isEqualTo(free + 1);
        assertThat(sends(live.port(a.id(), 0), eni.mac(), flow, port)).isEmpty();
        assertThat(live.port(a.id(), 0).counters().droppedPackets(DropReason.TARGET_DETACHED))
                .isEqualTo(1);
    }

    @Test
    void shouldTranslateBothWaysAtANatGateway() {
        region.gateway(vpc);
        String inner = region.subnet(vpc, "10.0.2.0/24");
        region.natGateway(vpc, subnet, inner);
        VirtualFunction hidden = live.port(region.instance(inner, "10.0.2.20").id(), 0);
        Flow flow = Flow.tcp("10.0.2.20", 999, "93.184.216.34", 443);
        List<Packet> out = sends(hidden, LiveRegion.ROUTER_MAC, flow, live.internet());
        assertThat(out).singleElement().satisfies(packet -> {
            assertThat(packet.isValid()).isTrue();
            assertThat(packet.flow().source().toString()).startsWith("198.1");
            assertThat(packet.flow().destination()).isEqualTo(flow.destination());
        });
        Flow answer = out.get(0).flow().reversed();
        assertThat(sends(live.internet(), LiveRegion.ROUTER_MAC, answer, hidden))
                .singleElement()
                .satisfies(packet -> {
                    assertThat(packet.isValid()).isTrue();
                    assertThat(packet.flow()).isEqualTo(flow.reversed());
                });
    }

    @Test
    void shouldReachTheFarEndOfAVpnOnceItIsOpened() {
        String connection = region.vpn(vpc, "192.168.0.0/16");
        VirtualFunction sender = live.port(a.id(), 0);
        Flow flow = Flow.udp("10.0.1.10", 5, "192.168.7.7", 6);
        Packet.send(sender, LiveRegion.ROUTER_MAC, flow, 1);
        live.turn();
        assertThat(sender.counters().droppedPackets(DropReason.RX_OVERRUNS)).isEqualTo(1);
        VirtualFunction site = live.vpn(connection);
        assertThat(sends(sender, LiveRegion.ROUTER_MAC, flow, site))
                .extracting(Packet::flow)
                .containsExactly(flow);
        assertThat(sends(site, LiveRegion.ROUTER_MAC, flow.reversed(), sender)).hasSize(1);
    }

    @Test
    void shouldReceiveOnceSomebodyHasAskedForThePort() {
        VirtualFunction sender = live.port(a.id(), 0);
        VirtualFunction receiver = port(region.eth0(b).id());
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.11", 2);
        Packet.send(sender, receiver.mac(), flow, 1);
        pass(1_000_000);
        assertThat(sender.counters().droppedPackets(DropReason.RX_OVERRUNS)).isEqualTo(1);
        assertThat(receiver.isOpen()).isFalse();
        assertThat(live.way(sender, flow).label()).isEqualTo("refused: rx_overruns");
        assertThat(sends(sender, receiver.mac(), flow, live.port(b.id(), 0))).hasSize(1);
    }

    @Test
    void shouldReceiveOnceSomebodyHasTakenAQueue() {
        VirtualFunction sender = live.port(a.id(), 0);
        VirtualFunction receiver = port(region.eth0(b).id());
        Flow flow = Flow.udp("10.0.1.10", 1, "10.0.1.11", 2);
        Packet.send(sender, receiver.mac(), flow, 1);
        pass(1_000_000);
        assertThat(receiver.queuePair(0)).isNotNull();
        assertThat(sends(sender, receiver.mac(), flow, receiver)).hasSize(1);
    }

    @Test
    void shouldReachTheInternetOnceItIsAskedFor() {
        region.gateway(vpc);
        live.ec2()
                .addresses()
                .associate(
                        live.ec2().addresses().allocate().id(), region.eth0(a).id());
        VirtualFunction sender = live.port(a.id(), 0);
        Flow flow = Flow.udp("10.0.1.10", 1, "8.8.8.8", 53);
        Packet.send(sender, LiveRegion.ROUTER_MAC, flow, 1);
        pass(1_000_000);
        assertThat(sender.counters().droppedPackets(DropReason.RX_OVERRUNS)).isEqualTo(1);
        assertThat(sends(sender, LiveRegion.ROUTER_MAC, flow, live.internet())).hasSize(1);
    }

    /** One guest must not take the memory of all. */
    @Test
    void shouldTakeNoFramesForInterfacesThatAGuestScans() {
        for (int i = 20; i < 40; i++) {
            region.instance(subnet, "10.0.1." + i);
        }
        VirtualFunction sender = live.port(a.id(), 0);
        int frames = live.plane().region().allocatedFrames();
        for (int i = 20; i < 40; i++) {
            Packet.send(sender, LiveRegion.ROUTER_MAC, Flow.udp("10.0.1.10", 1, "10.0.1." + i, 2), i);
            live.turn();
        }
        assertThat(sender.counters().droppedPackets(DropReason.RX_OVERRUNS)).isEqualTo(20);
        assertThat(live.plane().region().allocatedFrames()).isEqualTo(frames);
    }

    private VirtualFunction port(String interfaceId) {
        return live.plane().ports().stream()
                .filter(each -> each.name().equals(interfaceId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldLetATrackedConnectionGoOnWhenItsRuleGoes() {
        String group = region.defaultGroup(vpc);
        SecurityRule dns = SecurityRule.of(Selector.udp(53), "10.0.1.0/24");
        live.ec2().securityGroups().authorize(group, Direction.INGRESS, dns);
        String other = live.ec2().securityGroups().create(vpc, "other", "").id();
        live.ec2().interfaces().modifyGroups(region.eth0(a).id(), other);
        VirtualFunction sender = live.port(a.id(), 0);
        VirtualFunction receiver = live.port(b.id(), 0);
        Flow flow = Flow.udp("10.0.1.10", 9, "10.0.1.11", 53);
        assertThat(sends(sender, receiver.mac(), flow, receiver)).hasSize(1);
        live.ec2().securityGroups().revoke(group, Direction.INGRESS, dns);
        assertThat(sends(sender, receiver.mac(), flow, receiver)).hasSize(1);
        Flow late = Flow.udp("10.0.1.10", 10, "10.0.1.11", 53);
        assertThat(sends(sender, receiver.mac(), late, receiver)).isEmpty();
        assertThat(sender.counters().droppedPackets(DropReason.SECURITY_GROUP_INGRESS))
                .isEqualTo(1);
    }

    @Test
    void shouldAnswerArpForNeighboursAndTheRouterOnly() {
        VirtualFunction asker = live.port(a.id(), 0);
        assertThat(asks(asker, 0x0A00010B)).isEqualTo(live.port(b.id(), 0).mac());
        assertThat(asks(asker, 0x0A000101)).isEqualTo(LiveRegion.ROUTER_MAC);
        assertThat(asker.counters().droppedPackets(DropReason.TAKEN_BY_HOST)).isEqualTo(2);
        assertThat(asks(asker, 0x0A000163)).isZero();
        assertThat(asker.counters().droppedPackets(DropReason.GROUP_ADDRESS)).isEqualTo(1);
        assertThat(Packet.receive(live.port(b.id(), 0)))
                .as("a broadcast goes nowhere")
                .isEmpty();
    }

    /** An edge has everything behind the router, but what it probes for or announces is its own. */
    @Test
    void shouldAnswerNoArpProbeOfAnEdge() {
        VirtualFunction internet = live.internet();
        assertThat(asks(internet, 0x08080404, 0x08080808)).isEqualTo(LiveRegion.ROUTER_MAC);
        assertThat(asks(internet, 0, 0x08080808)).isZero();
        assertThat(asks(internet, 0x08080808, 0x08080808)).isZero();
    }

    private long asks(VirtualFunction asker, int wanted) {
        return asks(asker, 0, wanted);
    }

    /** The MAC that comes back for an address; 0 for none. */
    private long asks(VirtualFunction asker, int sender, int wanted) {
        QueuePair queue = asker.queuePair(0);
        int frame = queue.take();
        assertThat(frame).isNotEqualTo(FrameLayout.NO_FRAME);
        byte[] memory = queue.region().memory(frame);
        int data = queue.region().data(frame);
        Bytes.putShortBe(memory, data, BROADCAST_TAIL);
        Bytes.putIntBe(memory, data + 2, -1);
        Bytes.putShortBe(memory, data + EthernetLayout.SOURCE_OFFSET, (int) (asker.mac() >>> 32));
        Bytes.putIntBe(memory, data + EthernetLayout.SOURCE_OFFSET + 2, (int) asker.mac());
        Bytes.putShortBe(memory, data + EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_ARP);
        int arp = data + EthernetLayout.HEADER_BYTES;
        Bytes.putLongBe(memory, arp, ArpLayout.REQUEST_HEADER);
        Bytes.putIntBe(memory, arp + ArpLayout.SENDER_ADDRESS_OFFSET, sender);
        Bytes.putIntBe(memory, arp + ArpLayout.TARGET_ADDRESS_OFFSET, wanted);
        queue.transmit(frame, EthernetLayout.MIN_FRAME_BYTES);
        queue.flush();
        live.turn();
        List<Long> answers = new ArrayList<>();
        queue.receive(
                (bytes, offset, length, descriptor) -> {
                    int at = offset + EthernetLayout.HEADER_BYTES;
                    assertThat(Bytes.getLongBe(bytes, at)).isEqualTo(ArpLayout.REPLY_HEADER);
                    assertThat(Bytes.getIntBe(bytes, at + ArpLayout.SENDER_ADDRESS_OFFSET))
                            .isEqualTo(wanted);
                    answers.add(Bytes.getLongBe(bytes, at + ArpLayout.SENDER_MAC_OFFSET) >>> 16);
                },
                8);
        return answers.isEmpty() ? 0 : answers.get(0);
    }
}
