package io.ringlane.cloud.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.UdpLayout;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeaderRewriteTest {

    private static final int HEADER = EthernetLayout.HEADER_BYTES;
    private static final int UDP_CHECKSUM = HEADER + Ipv4Layout.MIN_HEADER_BYTES + UdpLayout.CHECKSUM_OFFSET;

    private static Flow flow(Random random, int protocol) {
        return new Flow(
                IpAddress.ofIpv4(random.nextInt()),
                IpAddress.ofIpv4(random.nextInt()),
                protocol,
                random.nextInt(65536),
                random.nextInt(65536));
    }

    private static byte[] frame(Flow flow, int length, long payloadSeed) {
        byte[] payload = new byte[64];
        new Random(payloadSeed).nextBytes(payload);
        FrameBuilder builder = new FrameBuilder()
                .macs(0x0A00_0000_0001L, 0x0A00_0000_0002L)
                .ipv4(flow.source().ipv4(), flow.destination().ipv4())
                .payload(payload);
        if (flow.protocol() == IpProtocol.TCP) {
            builder.tcp(flow.sourcePort(), flow.destinationPort());
        } else {
            builder.udp(flow.sourcePort(), flow.destinationPort());
        }
        byte[] frame = new byte[length];
        builder.write(frame, 0, length);
        return frame;
    }

    /** The frame is what a sender of the other flow would have built from scratch. */
    @Property
    void shouldMakeTheFrameThatTheOtherFlowWouldHaveSent(
            @ForAll long seed, @ForAll boolean tcp, @ForAll @IntRange(min = 60, max = 200) int length) {
        Random random = new Random(seed);
        int protocol = tcp ? IpProtocol.TCP : IpProtocol.UDP;
        Flow before = flow(random, protocol);
        Flow after = flow(random, protocol);
        byte[] frame = frame(before, length, seed);
        HeaderRewrite.apply(frame, HEADER, after);
        assertThat(frame).isEqualTo(frame(after, length, seed));
        HeaderRewrite.apply(frame, HEADER, before);
        assertThat(frame).isEqualTo(frame(before, length, seed));
    }

    @Test
    void shouldLeaveAUdpPacketWithoutAChecksumWithoutOne() {
        Flow before = Flow.udp("10.0.0.1", 1, "8.8.8.8", 53);
        byte[] frame = frame(before, 80, 1);
        Bytes.putShortBe(frame, UDP_CHECKSUM, 0);
        HeaderRewrite.apply(frame, HEADER, before.from(IpAddress.parse("198.18.0.1")));
        assertThat(Bytes.getUnsignedShortBe(frame, UDP_CHECKSUM)).isZero();
        assertThat(Checksums.isIpv4HeaderValid(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES))
                .isTrue();
    }

    @Test
    void shouldChangeOnlyTheAddressesOfALaterFragment() {
        Flow before = Flow.udp("10.0.0.1", 1, "8.8.8.8", 53);
        byte[] frame = frame(before, 80, 1);
        Bytes.putShortBe(frame, HEADER + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, 185);
        Bytes.putShortBe(
                frame,
                HEADER + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.ipv4Header(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES));
        byte[] behind = Arrays.copyOfRange(frame, HEADER + Ipv4Layout.MIN_HEADER_BYTES, 80);
        HeaderRewrite.apply(frame, HEADER, before.from(IpAddress.parse("198.18.0.1"), 9));
        assertThat(frame).endsWith(behind);
        assertThat(Checksums.isIpv4HeaderValid(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES))
                .isTrue();
        assertThat(Bytes.getIntBe(frame, HEADER + Ipv4Layout.SOURCE_OFFSET)).isEqualTo(0xC612_0001);
    }
}
