package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.memory.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameBuilderTest {
    private static final int OFFSET = 7;
    private static final byte CANARY = (byte) 0xA5;

    @Test
    void shouldWriteEveryFieldOfAUdpFrame() {
        byte[] memory = new byte[46];
        new FrameBuilder()
                .macs(0x02_00_00_00_00_01L, 0x02_00_00_00_00_02L)
                .ipv4(0x0A000001, 0x0A000002)
                .udp(1000, 2000)
                .payload(new byte[] {'h', 'i', '!', '\n'})
                .write(memory, 0, 46);
        assertThat(HexFormat.of().formatHex(memory))
                .isEqualTo("020000000002" + "020000000001" + "0800"
                        + "45000020000040004011" + "26cb" + "0a0000010a000002"
                        + "03e807d0000c" + "56a8" + "6869210a");
    }

    @Property
    void shouldWriteValidFramesAndNothingBesideThem(
            @ForAll boolean isIpv6,
            @ForAll boolean isUdp,
            @ForAll @IntRange(max = 0xFFFF) int port,
            @ForAll @IntRange(max = 2000) int payloadBytes,
            @ForAll byte[] payload) {
        FrameBuilder frames = new FrameBuilder().macs(1, 2).payload(payload);
        frames = isIpv6 ? frames.ipv6(0xFD00L << 48, 1, 0xFD00L << 48, 2) : frames.ipv4(0x0A000001, 0x0A000002);
        frames = isUdp ? frames.udp(port, 53) : frames.tcp(port, 80);
        int lengthBytes = frames.headerBytes() + payloadBytes;
        byte[] memory = new byte[OFFSET + lengthBytes + OFFSET];
        Arrays.fill(memory, CANARY);

        assertThat(frames.write(memory, OFFSET, lengthBytes)).isEqualTo(lengthBytes);

        for (int i = 0; i < OFFSET; i++) {
            assertThat(memory[i]).isEqualTo(CANARY);
            assertThat(memory[OFFSET + lengthBytes + i]).isEqualTo(CANARY);
        }
        int ip = OFFSET + EthernetLayout.HEADER_BYTES;
        int ipBytes = lengthBytes - EthernetLayout.HEADER_BYTES;
        int protocol = isUdp ? IpProtocol.UDP : IpProtocol.TCP;
        int headerBytes = isIpv6 ? 40 : 20;
        int segmentBytes = ipBytes - headerBytes;
        long pseudo;
        if (isIpv6) {
            assertThat(Bytes.getUnsignedShortBe(memory, ip + 4)).isEqualTo(segmentBytes);
            pseudo = Checksums.ipv6PseudoSum(memory, ip, protocol, segmentBytes);
        } else {
            assertThat(Bytes.getUnsignedShortBe(memory, ip + 2)).isEqualTo(ipBytes);
            assertThat(Checksums.isIpv4HeaderValid(memory, ip, 20)).isTrue();
            pseudo = Checksums.ipv4PseudoSum(memory, ip, protocol, segmentBytes);
        }
        int segment = ip + headerBytes;
        assertThat(Checksums.fold(pseudo + Checksums.sum(memory, segment, segmentBytes)))
                .isZero();
        if (isUdp) {
            assertThat(Bytes.getUnsignedShortBe(memory, segment + UdpLayout.CHECKSUM_OFFSET))
                    .isNotZero();
        }
        for (int i = 0; i < payloadBytes; i++) {
            byte expected = payload.length == 0 ? 0 : payload[i % payload.length];
            assertThat(memory[OFFSET + frames.headerBytes() + i]).isEqualTo(expected);
        }
    }

    @Test
    void shouldWriteEveryFieldOfAnEchoRequest() {
        byte[] memory = new byte[46];
        new FrameBuilder()
                .macs(0x02_00_00_00_00_01L, 0x02_00_00_00_00_02L)
                .ipv4(0x0A000001, 0x0A000002)
                .echo(false, 0x1234, 7)
                .payload(new byte[] {'h', 'i', '!', '\n'})
                .write(memory, 0, 46);
        assertThat(HexFormat.of().formatHex(memory))
                .isEqualTo("020000000002" + "020000000001" + "0800"
                        + "45000020000040004001" + "26db" + "0a0000010a000002"
                        + "0800" + "5c51" + "12340007" + "6869210a");
    }

    @Property
    void shouldWriteEchoMessagesThatAreWhole(
            @ForAll boolean isIpv6, @ForAll boolean isReply, @ForAll @IntRange(max = 2000) int payloadBytes) {
        FrameBuilder frames = new FrameBuilder().payload(new byte[] {1, 2, 3}).echo(isReply, 0xBEEF, 9);
        frames = isIpv6 ? frames.ipv6(0xFD00L << 48, 1, 0xFD00L << 48, 2) : frames.ipv4(0x0A000001, 0x0A000002);
        int lengthBytes = frames.headerBytes() + payloadBytes;
        byte[] memory = new byte[lengthBytes];
        frames.write(memory, 0, lengthBytes);

        int segment = isIpv6 ? 54 : 34;
        long pseudo = isIpv6 ? Checksums.ipv6PseudoSum(memory, 14, IpProtocol.ICMPV6, lengthBytes - segment) : 0;
        assertThat(Checksums.fold(pseudo + Checksums.sum(memory, segment, lengthBytes - segment)))
                .isZero();
        assertThat(Bytes.getUnsignedByte(memory, segment)).isEqualTo(isIpv6 ? isReply ? 129 : 128 : isReply ? 0 : 8);
        assertThat(Bytes.getUnsignedShortBe(memory, segment + IcmpLayout.IDENTIFIER_OFFSET))
                .isEqualTo(0xBEEF);
        assertThat(Bytes.getUnsignedByte(memory, isIpv6 ? 20 : 23))
                .isEqualTo(isIpv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
    }

    @Test
    void shouldSendAUdpSumOfZeroAsAllOnes() {
        FrameBuilder frames = new FrameBuilder().ipv4(0x0A000001, 0x0A000002).udp(1, 2);
        byte[] memory = new byte[44];
        frames.payload(new byte[2]).write(memory, 0, 44);
        int checksum = Bytes.getUnsignedShortBe(memory, 40);
        byte[] complement = {(byte) (checksum >>> 8), (byte) checksum}; // makes the sum zero
        frames.payload(complement).write(memory, 0, 44);
        assertThat(Bytes.getUnsignedShortBe(memory, 40)).isEqualTo(0xFFFF);
    }

    @Test
    void shouldClearDontFragmentWhenAsked() {
        byte[] memory = new byte[60];
        FrameBuilder frames = new FrameBuilder().ipv4(1, 2).tcp(3, 4);
        frames.write(memory, 0, 60);
        assertThat(Bytes.getUnsignedShortBe(memory, 20)).isEqualTo(Ipv4Layout.DONT_FRAGMENT);
        frames.dontFragment(false).write(memory, 0, 60);
        assertThat(Bytes.getUnsignedShortBe(memory, 20)).isZero();
    }

    @Test
    void shouldTakeAddressesAsBytes() {
        byte[] fromInts = new byte[60];
        byte[] fromBytes = new byte[60];
        new FrameBuilder()
                .macs(1, 0xFFFF_FFFF_FFFFL)
                .ipv4(0x0A000001, 0xAC100001)
                .udp(1, 2)
                .write(fromInts, 0, 60);
        new FrameBuilder()
                .macs(new byte[] {0, 0, 0, 0, 0, 1}, new byte[] {-1, -1, -1, -1, -1, -1})
                .addresses(new byte[] {10, 0, 0, 1}, new byte[] {(byte) 0xAC, 16, 0, 1})
                .udp(1, 2)
                .write(fromBytes, 0, 60);
        assertThat(fromBytes).isEqualTo(fromInts);
    }

    @Test
    void shouldSayWhichLengthsArePossible() {
        FrameBuilder frames = new FrameBuilder().ipv6(0, 1, 0, 2).tcp(1, 2);
        assertThatThrownBy(() -> frames.write(new byte[100], 0, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a frame of 60 bytes is not possible: IPv6 TCP takes 74 (its headers) to 65589 layer-2 bytes"
                                + " without FCS");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> new FrameBuilder().write(new byte[100], 0, 60))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call ipv4(), ipv6() or addresses()");
        assertThatThrownBy(() -> new FrameBuilder().ipv4(1, 2).write(new byte[100], 0, 60))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call udp(), tcp() or echo()");
        assertThatThrownBy(() -> new FrameBuilder().udp(1, 65536)).hasMessageContaining("destination port");
        assertThatThrownBy(() -> new FrameBuilder().macs(1L << 48, 0)).hasMessageContaining("48 bits");
        assertThatThrownBy(() -> new FrameBuilder().addresses(new byte[4], new byte[16]))
                .hasMessageContaining("4 bytes each");
        assertThatThrownBy(() -> new FrameBuilder().ipv4(1, 2).udp(1, 2).write(new byte[59], 0, 60))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
