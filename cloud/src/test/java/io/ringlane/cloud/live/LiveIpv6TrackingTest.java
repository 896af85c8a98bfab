package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.ec2.InterfaceSpec;
import io.ringlane.cloud.ec2.LaunchSpec;
import io.ringlane.cloud.ec2.TestRegion;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import org.junit.jupiter.api.Test;

/** Connections over IPv6 that security groups remember. */
class LiveIpv6TrackingTest {

    private final VirtualClock clock = new VirtualClock();
    private final LiveRegion live = new LiveRegion(
            new Region("us-east-1", 2, 1, 8, 2, 1500),
            clock,
            LiveSettings.defaults().withQueues(1, 64, 128).withWorkers(1, 512, 4096));
    private final TestRegion region = new TestRegion(live.ec2(), clock);
    private final Vpc vpc = live.ec2().vpcs().createWithIpv6("10.0.0.0/16");
    private final String subnet = live.ec2()
            .vpcs()
            .createSubnet(
                    vpc.id(),
                    "10.0.1.0/24",
                    new IpAddress(vpc.ipv6Cidr().base().high() + 1, 0) + "/64",
                    TestRegion.ZONE_A)
            .id();
    private final NetworkInterface a = instance();
    private final NetworkInterface b = instance();

    private NetworkInterface instance() {
        return region.eth0(live.ec2()
                .instances()
                .run(LaunchSpec.of("c5n.large", subnet)
                        .with(InterfaceSpec.in(subnet).withIpv6(1)))
                .get(0));
    }

    private boolean arrives(int tcpFlags) {
        VirtualFunction to = live.port(b.id());
        byte[] frame = new byte[100];
        IpAddress source = a.ipv6(0);
        IpAddress destination = b.ipv6(0);
        new FrameBuilder()
                .ipv6(source.high(), source.low(), destination.high(), destination.low())
                .tcp(5000, 80)
                .tcpFlags(tcpFlags)
                .write(frame, 0, frame.length);
        assertThat(RawFrames.send(live.port(a.id()), to.mac(), frame)).isTrue();
        LiveTime.pass(live, clock, 1_000_000);
        return !RawFrames.receive(to).isEmpty();
    }

    /** Among members of a group, which lets its own in: a segment passes, and only one that begins the connection is remembered. */
    @Test
    void shouldOpenAConnectionWithASynAlone() {
        live.port(b.id()).open();
        assertThat(arrives(TcpLayout.FLAG_ACK)).isTrue();
        assertThat(live.ec2().connections().isEmpty()).isTrue();
        assertThat(arrives(TcpLayout.FLAG_SYN)).isTrue();
        assertThat(live.ec2().connections().isEmpty()).isFalse();
        live.close();
    }
}
