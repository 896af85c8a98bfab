package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.nic.VirtualFunction;
import org.junit.jupiter.api.Test;

/** Connections over IPv6 that security groups remember. */
class LiveIpv6TrackingTest extends LiveRegionFixture {

    private final Vpc vpc = live.ec2().vpcs().createWithIpv6("10.0.0.0/16");
    private final String subnet = region.ipv6Subnet(vpc, "10.0.1.0/24", 1);
    private final NetworkInterface a = region.ipv6Interface(subnet);
    private final NetworkInterface b = region.ipv6Interface(subnet);

    LiveIpv6TrackingTest() {
        super(small());
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
    }
}
