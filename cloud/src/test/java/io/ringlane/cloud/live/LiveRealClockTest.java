package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateways and neighbours on the real clock, where workers have threads of their own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveRealClockTest {

    private static final int FRAMES = 200;

    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 2, 1, 8, 2, 1500),
            NanoClock.real(),
            LiveSettings.defaults()
                    .withEc2(Ec2Settings.builtIn().with(Setting.NAT_PACKETS_PER_SECOND, 1))
                    .withQueues(1, 256, 512)
                    .withWorkers(2, 2048, 4096));
    private final Vpc vpc = live.ec2().vpcs().createWithIpv6("10.0.0.0/16");
    private final String outer = subnet("10.0.1.0/24", 1);
    private final String inner = subnet("10.0.2.0/24", 2);

    private String subnet(String cidr, int number) {
        IpAddress block = new IpAddress(vpc.ipv6Cidr().base().high() + number, 0);
        return live.ec2()
                .vpcs()
                .createSubnet(vpc.id(), cidr, block + "/64", "us-east-1a")
                .id();
    }

    private NetworkInterface launch(String subnet) {
        Instance made = live.ec2()
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet)
                        .with(InterfaceSpec.in(subnet).withIpv6(1)))
                .get(0);
        return live.ec2().state().find(Table.INTERFACES, made.interfaceKeys()[0]);
    }

    private static void awaitEnd(VirtualFunction of, int packets) {
        while (of.counters().deliveredPackets() + of.counters().droppedPackets() < packets) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldTreatPacketsAsOnTheVirtualClock() {
        String gateway = live.ec2().internetGateways().create().id();
        live.ec2().internetGateways().attach(gateway, vpc.id());
        live.ec2()
                .routeTables()
                .createRoute(ResourceKind.ROUTE_TABLE.id(vpc.mainRouteTableKey()), "0.0.0.0/0", gateway);
        String nat = live.ec2()
                .natGateways()
                .create(outer, live.ec2().addresses().allocate().id())
                .id();
        String table = live.ec2().routeTables().create(vpc.id()).id();
        live.ec2().routeTables().associate(table, inner);
        live.ec2().routeTables().createRoute(table, "0.0.0.0/0", nat);
        NetworkInterface a = launch(inner);
        NetworkInterface b = launch(inner);
        VirtualFunction sender = live.port(a.id());
        live.internet().open();
        live.start();

        for (int i = 0; i < FRAMES; i++) {
            String to = i % 2 == 0 ? "8.8.8.8" : "192.168.1.1";
            assertThat(Packet.send(
                            sender,
                            LiveRegion.ROUTER_MAC,
                            Flow.udp(a.primaryAddress().toString(), 9, to, 53),
                            i))
                    .isTrue();
        }
        awaitEnd(sender, FRAMES);
        assertThat(sender.counters().droppedPackets(DropReason.PRIVATE_DESTINATION))
                .isEqualTo(FRAMES / 2);
        assertThat(sender.counters().droppedPackets(DropReason.NAT_ALLOWANCE_EXCEEDED))
                .as("one packet in a second passes, unless the machine stood still")
                .isBetween(FRAMES / 2 - 30L, FRAMES / 2 - 1L);

        assertThat(RawFrames.send(
                        sender,
                        0x3333_FF00_0000L,
                        LiveNeighboursTest.solicitation(a.ipv6(0).toString(), b.ipv6(0), sender.mac())))
                .isTrue();
        while (RawFrames.receive(sender).isEmpty()) {
            Thread.onSpinWait();
        }
        live.close();
        assertThat(sender.counters().droppedPackets(DropReason.TAKEN_BY_HOST)).isEqualTo(1);
    }
}
