package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest's driver counts from zero after a reboot, and after a stop and a start, wherever that leads. */
class LiveDeviceCountersTest {

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 1, 1, 1, 1, 1500), // one host, so that a start leads back to it
            clock,
            LiveSettings.defaults().withQueues(1, 32, 64).withWorkers(1, 256, 4096));
    private final TestRegion region = new TestRegion(live.ec2(), clock);
    private Instance a;
    private Instance b;

    @BeforeEach
    void setUp() {
        String subnet = region.subnet(region.vpc("10.0.0.0/16"), "10.0.1.0/24");
        a = region.instance(subnet, "10.0.1.10");
        b = region.instance(subnet, "10.0.1.11");
        send(1);
    }

    @AfterEach
    void tearDown() {
        live.close();
    }

    private void send(int packets) {
        VirtualFunction from = live.port(a.id(), 0);
        VirtualFunction to = live.port(b.id(), 0);
        for (int i = 0; i < packets; i++) {
            assertThat(Packet.send(from, to.mac(), Flow.udp("10.0.1.10", 1, "10.0.1.11", 2), i))
                    .isTrue();
        }
        LiveTime.pass(live, clock, 10_000_000);
        Packet.receive(to);
    }

    private void shows(Instance of, long sent, long received) {
        VirtualFunction port = live.port(of.id(), 0);
        assertThat(port.counters().sentPackets()).isEqualTo(sent);
        assertThat(port.counters().deliveredPackets()).isEqualTo(sent);
        assertThat(port.receivedPackets()).isEqualTo(received);
        assertThat(DeviceCounters.read(port))
                .containsEntry("tx_packets", sent)
                .containsEntry("tx_bytes", 90 * sent)
                .containsEntry("rx_packets", received)
                .containsEntry("rx_bytes", 90 * received)
                .containsEntry("queue_0_tx_cnt", sent)
                .containsEntry("queue_0_rx_cnt", received)
                .containsEntry("queue_0_rx_bytes", 90 * received);
    }

    @Test
    void shouldCountFromZeroAfterAReboot() {
        shows(a, 1, 0);
        shows(b, 0, 1);
        live.ec2().instances().reboot(a.id());
        shows(a, 0, 0);
        shows(b, 0, 1);
        live.ec2().instances().reboot(b.id());
        shows(b, 0, 0);
        send(2);
        shows(a, 2, 0);
        shows(b, 0, 2);
    }

    @Test
    void shouldCountFromZeroAfterAStopAndAStart() {
        live.ec2().instances().stop(a.id(), b.id());
        live.ec2().instances().start(a.id(), b.id());
        shows(a, 0, 0);
        shows(b, 0, 0);
        send(3);
        shows(a, 3, 0);
        shows(b, 0, 3);
    }

    @Test
    void shouldCountWhatIsOnItsWayAtARebootAsSentAfterIt() {
        VirtualFunction from = live.port(a.id(), 0);
        Packet.send(from, live.port(b.id(), 0).mac(), Flow.udp("10.0.1.10", 1, "10.0.1.11", 2), 7);
        live.turn();
        assertThat(from.counters().inFlightPackets()).isEqualTo(1);
        live.ec2().instances().reboot(a.id());
        assertThat(from.counters().sentPackets()).isEqualTo(1);
        assertThat(from.counters().inFlightPackets()).isEqualTo(1);
        LiveTime.pass(live, clock, 10_000_000);
        assertThat(from.counters().sentPackets()).isEqualTo(1);
        assertThat(from.counters().deliveredPackets()).isEqualTo(1);
    }

    @Test
    void shouldKeepCountersWhereAnInterfaceOrRuleChanges() {
        live.ec2().interfaces().modifyDescription(region.eth0(a).id(), "still the same");
        live.ec2().instances().modifyTerminationProtection(a.id(), true);
        shows(a, 1, 0);
    }
}
