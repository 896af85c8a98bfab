package io.ringlane.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.forwarding.NatMetrics;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a NAT gateway does when a connection has rested for too long, and when ports run out. */
class LiveNatTest extends LiveRegionFixture {

    private static final String INSIDE = "10.0.2.10";
    private static final Flow FLOW = Flow.tcp(INSIDE, 5000, "8.8.8.8", 443);
    private static final int SEQUENCE = 1_000_000;
    private static final int ACKNOWLEDGMENT = 2_000_000;
    private static final int IDLE_SECONDS = 371; // 350, and what reports may be late

    private String nat;
    private VirtualFunction inside;

    private void start(Ec2Settings settings) {
        open(1500, small().withEc2(settings));
        live.internet().open();
        String vpc = region.vpc("10.0.0.0/16");
        region.gateway(vpc);
        String outer = region.subnet(vpc, "10.0.1.0/24");
        String inner = region.subnet(vpc, "10.0.2.0/24");
        nat = region.natGateway(vpc, outer, inner);
        inside = live.port(region.instance(inner, INSIDE).id(), 0);
    }

    private static byte[] segment(Flow flow, int flags) {
        byte[] frame = new byte[100];
        new FrameBuilder()
                .ipv4(flow.source().ipv4(), flow.destination().ipv4())
                .tcp(flow.sourcePort(), flow.destinationPort())
                .tcpFlags(flags)
                .tcpNumbers(SEQUENCE, ACKNOWLEDGMENT)
                .write(frame, 0, frame.length);
        return frame;
    }

    /** Sends a segment; what comes back to its sender. */
    private List<byte[]> sends(Flow flow, int flags) {
        assertThat(RawFrames.send(inside, LiveRegion.ROUTER_MAC, segment(flow, flags)))
                .isTrue();
        pass(10, TimeUnit.MILLISECONDS);
        return RawFrames.receive(inside);
    }

    private int leaving() {
        return RawFrames.receive(live.internet()).size();
    }

    @ParameterizedTest
    @CsvSource({
        "16, 2000000, 0, 4", // ACK: its number is the reset's
        "24, 2000000, 0, 4", // PSH, ACK
        "17, 2000000, 0, 4", // FIN, ACK
        "0, 0, 1000046, 20", // nothing: 46 bytes of it are acknowledged
        "1, 0, 1000047, 20" // FIN counts as a byte
    })
    void shouldResetAConnectionThatRestedForTooLong(int flags, int sequence, int acknowledgment, int resetFlags) {
        start(Ec2Settings.builtIn());
        assertThat(sends(FLOW, TcpLayout.FLAG_SYN)).isEmpty();
        assertThat(sends(FLOW, TcpLayout.FLAG_ACK)).isEmpty();
        assertThat(leaving()).isEqualTo(2);
        pass(IDLE_SECONDS, TimeUnit.SECONDS);

        assertThat(live.way(inside, FLOW).decision().refusal())
                .as("who asks takes no port")
                .isNull();
        assertThat(sends(FLOW, flags)).singleElement().satisfies(reset -> {
            int ip = RawFrames.IP;
            int tcp = RawFrames.TRANSPORT;
            assertThat(Bytes.getLongBe(reset, 0) >>> 16).isEqualTo(inside.mac());
            assertThat(Checksums.isIpv4HeaderValid(reset, ip, Ipv4Layout.MIN_HEADER_BYTES))
                    .isTrue();
            assertThat(Bytes.getIntBe(reset, ip + Ipv4Layout.SOURCE_OFFSET))
                    .isEqualTo(FLOW.destination().ipv4());
            assertThat(Bytes.getIntBe(reset, ip + Ipv4Layout.DESTINATION_OFFSET))
                    .isEqualTo(FLOW.source().ipv4());
            assertThat(Bytes.getIntBe(reset, tcp)).isEqualTo(443 << 16 | 5000);
            assertThat(Bytes.getIntBe(reset, tcp + TcpLayout.SEQUENCE_OFFSET)).isEqualTo(sequence);
            assertThat(Bytes.getIntBe(reset, tcp + TcpLayout.ACKNOWLEDGMENT_OFFSET))
                    .isEqualTo(acknowledgment);
            assertThat(Bytes.getUnsignedByte(reset, tcp + TcpLayout.FLAGS_OFFSET))
                    .isEqualTo(resetFlags);
            assertThat(Bytes.getUnsignedShortBe(reset, tcp + TcpLayout.CHECKSUM_OFFSET))
                    .isEqualTo(Checksums.ipv4Transport(reset, ip, IpProtocol.TCP, tcp, TcpLayout.MIN_HEADER_BYTES));
        });
        assertThat(leaving()).isZero();
        assertThat(inside.counters().droppedPackets(DropReason.NAT_IDLE_TIMEOUT))
                .isEqualTo(1);
        assertThat(live.ec2().natGateways().metrics(nat)).isEqualTo(new NatMetrics(0, 1, 0, 1));
    }

    @Test
    void shouldAnswerNoResetAndLetANewConnectionBegin() {
        start(Ec2Settings.builtIn());
        sends(FLOW, TcpLayout.FLAG_SYN);
        pass(IDLE_SECONDS, TimeUnit.SECONDS);
        assertThat(sends(FLOW, TcpLayout.FLAG_RST)).isEmpty();
        assertThat(leaving()).isEqualTo(1);
        assertThat(sends(FLOW, TcpLayout.FLAG_ACK)).hasSize(1);
        assertThat(sends(FLOW, TcpLayout.FLAG_SYN)).isEmpty();
        assertThat(sends(FLOW, TcpLayout.FLAG_ACK)).isEmpty();
        assertThat(leaving()).isEqualTo(2);
        assertThat(live.ec2().natGateways().metrics(nat)).isEqualTo(new NatMetrics(1, 2, 0, 1));
    }

    /** No FIN is sent, and UDP, or TCP that the gateway never knew, begins where it is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldResetNothingElse(boolean isKnown) {
        start(Ec2Settings.builtIn());
        Flow udp = Flow.udp(INSIDE, 5000, "8.8.8.8", 443);
        if (isKnown) {
            Packet.send(inside, LiveRegion.ROUTER_MAC, udp, 1);
            pass(IDLE_SECONDS, TimeUnit.SECONDS);
            assertThat(RawFrames.receive(inside)).as("no news of the end").isEmpty();
        }
        Packet.send(inside, LiveRegion.ROUTER_MAC, udp, 2);
        assertThat(sends(FLOW, TcpLayout.FLAG_ACK)).isEmpty();
        assertThat(leaving()).isEqualTo(isKnown ? 3 : 2);
    }

    @Test
    void shouldTakeBackThePortOfAConnectionThatWasReset() {
        start(Ec2Settings.builtIn().with(Setting.NAT_CONNECTIONS_PER_DESTINATION, 1));
        sends(FLOW, TcpLayout.FLAG_SYN);
        sends(FLOW, TcpLayout.FLAG_RST);
        pass(31, TimeUnit.SECONDS); // 10, and what reports may be late
        assertThat(live.ec2().natGateways().metrics(nat)).isEqualTo(new NatMetrics(0, 1, 0, 0));
        assertThat(sends(FLOW, TcpLayout.FLAG_FIN | TcpLayout.FLAG_ACK))
                .as("a reset for what is late, which takes no port")
                .hasSize(1);
        assertThat(live.ec2().natGateways().metrics(nat)).isEqualTo(new NatMetrics(0, 1, 0, 0));
        sends(Flow.tcp(INSIDE, 5001, "8.8.8.8", 443), TcpLayout.FLAG_SYN);
        assertThat(leaving()).isEqualTo(3);
    }

    @Test
    void shouldCountWhatFindsNoPort() {
        start(Ec2Settings.builtIn().with(Setting.NAT_CONNECTIONS_PER_DESTINATION, 3));
        for (int i = 0; i < 5; i++) {
            sends(Flow.tcp(INSIDE, 5000 + i, "8.8.8.8", 443), TcpLayout.FLAG_SYN);
        }
        sends(Flow.tcp(INSIDE, 5000, "8.8.8.9", 443), TcpLayout.FLAG_SYN);
        assertThat(leaving()).isEqualTo(4);
        assertThat(inside.counters().droppedPackets(DropReason.NAT_PORTS_EXHAUSTED))
                .isEqualTo(2);
        NatMetrics metrics = live.ec2().natGateways().metrics(nat);
        assertThat(metrics.activeConnectionCount()).isEqualTo(4);
        assertThat(metrics).as("each packet asks once").isEqualTo(new NatMetrics(4, 6, 2, 0));
    }
}
