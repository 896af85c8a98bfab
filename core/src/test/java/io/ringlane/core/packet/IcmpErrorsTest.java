package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpErrorsTest {
    private static final long A = 0x0200_0000_0001L;
    private static final long B = 0x0200_0000_0002L;
    private static final int ROUTER = 0x0A000001;
    private static final byte CANARY = 0x33;

    @ParameterizedTest
    @ValueSource(ints = {42, 43, 100, 562, 563, 1500, 9001})
    void shouldAnswerIpv4(int lengthBytes) {
        byte[] frame = ipv4(lengthBytes);
        byte[] reply = new byte[1000];
        int replyBytes = IcmpErrors.fragmentationNeeded(frame, 0, frame.length, ROUTER, 1400, reply, 3);

        assertThat(replyBytes).isEqualTo(Math.min(14 + 576, lengthBytes + 28));
        byte[] answer = Arrays.copyOfRange(reply, 3, 3 + replyBytes);
        assertThat(Arrays.copyOfRange(answer, 0, 6)).isEqualTo(Arrays.copyOfRange(frame, 6, 12));
        assertThat(Arrays.copyOfRange(answer, 6, 12)).isEqualTo(Arrays.copyOfRange(frame, 0, 6));
        assertThat(Bytes.getIntBe(answer, 26)).isEqualTo(ROUTER);
        assertThat(Bytes.getIntBe(answer, 30)).isEqualTo(0x0A000102);
        assertThat(answer[23]).isEqualTo((byte) IpProtocol.ICMP);
        assertThat(answer[34]).isEqualTo((byte) 3);
        assertThat(answer[35]).isEqualTo((byte) 4);
        assertThat(Bytes.getUnsignedShortBe(answer, 38)).isZero();
        assertThat(Bytes.getUnsignedShortBe(answer, 40)).isEqualTo(1400);
        assertThat(Arrays.copyOfRange(answer, 42, replyBytes))
                .isEqualTo(Arrays.copyOfRange(frame, 14, 14 + replyBytes - 42));
        assertIpv4Valid(reply, 3, replyBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 1246, 1247, 1500, 9001})
    void shouldAnswerIpv6(int lengthBytes) {
        byte[] frame = ipv6(lengthBytes);
        byte[] reply = new byte[1500];
        int replyBytes = IcmpErrors.packetTooBig(frame, 0, frame.length, 0xFD00L << 48, 1, 1400, reply, 3);

        assertThat(replyBytes).isEqualTo(Math.min(14 + 1280, lengthBytes + 48));
        byte[] answer = Arrays.copyOfRange(reply, 3, 3 + replyBytes);
        assertThat(Arrays.copyOfRange(answer, 0, 6)).isEqualTo(Arrays.copyOfRange(frame, 6, 12));
        assertThat(Arrays.copyOfRange(answer, 6, 12)).isEqualTo(Arrays.copyOfRange(frame, 0, 6));
        assertThat(Bytes.getLongBe(answer, 22)).isEqualTo(0xFD00L << 48);
        assertThat(Bytes.getLongBe(answer, 30)).isEqualTo(1);
        assertThat(Arrays.copyOfRange(answer, 38, 54)).isEqualTo(Arrays.copyOfRange(frame, 22, 38));
        assertThat(answer[54]).isEqualTo((byte) 2);
        assertThat(answer[55]).isEqualTo((byte) 0);
        assertThat(Bytes.getIntBe(answer, 58)).isEqualTo(1400);
        assertThat(Arrays.copyOfRange(answer, 62, replyBytes))
                .isEqualTo(Arrays.copyOfRange(frame, 14, 14 + replyBytes - 62));
        assertIpv6Valid(reply, 3, replyBytes);
    }

    @Test
    void shouldAnswerAFrameWhoseCaptureWasCut() {
        byte[] reply = new byte[1500];
        byte[] v4 = Arrays.copyOf(ipv4(9001), 96);
        assertThat(IcmpErrors.fragmentationNeeded(v4, 0, 96, ROUTER, 1500, reply, 0))
                .isEqualTo(42 + 82);
        assertIpv4Valid(reply, 0, 42 + 82);
        byte[] v6 = Arrays.copyOf(ipv6(9001), 96);
        assertThat(IcmpErrors.packetTooBig(v6, 0, 96, 1, 1, 1500, reply, 0)).isEqualTo(62 + 82);
        assertIpv6Valid(reply, 0, 62 + 82);
    }

    @Test
    void shouldNotQuoteEthernetPadding() {
        byte[] padded = Arrays.copyOf(ipv4(46), 60);
        assertThat(IcmpErrors.fragmentationNeeded(padded, 0, 60, ROUTER, 68, new byte[1000], 0))
                .isEqualTo(46 + 28);
    }

    @Test
    void shouldNotAnswerIpv4WhereTheStandardsForbidIt() {
        assertNoIpv4Reply(frame -> Bytes.putShortBe(frame, 20, 0)); // may be fragmented
        assertNoIpv4Reply(frame -> Bytes.putShortBe(frame, 20, 0x4001)); // a later fragment
        assertNoIpv4Reply(frame -> Bytes.putIntBe(frame, 26, 0)); // from nobody
        assertNoIpv4Reply(frame -> Bytes.putIntBe(frame, 26, 0x7F000001)); // from loopback
        assertNoIpv4Reply(frame -> Bytes.putIntBe(frame, 26, 0xE0000001)); // from a group
        assertNoIpv4Reply(frame -> Bytes.putIntBe(frame, 30, 0xE0000001)); // to a group
        assertNoIpv4Reply(frame -> Bytes.putIntBe(frame, 30, -1)); // to all
        assertNoIpv4Reply(frame -> frame[0] |= 1); // to a group, by MAC
        assertNoIpv4Reply(frame -> frame[14] = 0x44); // a header of 16 bytes
        assertNoIpv4Reply(frame -> frame[14] = 0x65); // version 6
        assertNoIpv4Reply(frame -> frame[13] = 6); // ARP
        for (int type : new int[] {3, 4, 5, 11, 12}) {
            assertNoIpv4Reply(frame -> {
                frame[23] = 1;
                frame[34] = (byte) type; // an ICMP error
            });
        }
        byte[] echo = ipv4(1500);
        echo[23] = 1;
        echo[34] = 8;
        assertThat(IcmpErrors.fragmentationNeeded(echo, 0, 1500, ROUTER, 1400, new byte[1000], 0))
                .isPositive();
        assertThat(IcmpErrors.fragmentationNeeded(echo, 0, 41, ROUTER, 1400, new byte[1000], 0))
                .isZero();
    }

    @Test
    void shouldNotAnswerIpv6WhereTheStandardsForbidIt() {
        assertNoIpv6Reply(frame -> Arrays.fill(frame, 22, 38, (byte) 0)); // from nobody
        assertNoIpv6Reply(frame -> frame[22] = (byte) 0xFF); // from a group
        assertNoIpv6Reply(frame -> frame[0] |= 1); // to a group, by MAC
        assertNoIpv6Reply(frame -> frame[14] = 0x45);
        for (int type : new int[] {1, 2, 3, 4, 127, 137}) {
            assertNoIpv6Reply(frame -> {
                frame[20] = 58;
                frame[54] = (byte) type; // an ICMPv6 error or redirect
            });
            assertNoIpv6Reply(frame -> {
                frame[20] = 60; // behind a header of destination options
                frame[54] = 58;
                frame[55] = 1;
                frame[54 + 16] = (byte) type;
            });
        }
        byte[] echo = ipv6(1500);
        echo[20] = 58;
        echo[54] = (byte) 128;
        assertThat(IcmpErrors.packetTooBig(echo, 0, 1500, 1, 1, 1280, new byte[1500], 0))
                .isPositive();
        assertThat(IcmpErrors.packetTooBig(echo, 0, 54, 1, 1, 1280, new byte[1500], 0))
                .isZero();
    }

    @Test
    void shouldRefuseAnMtuThatNoLinkHas() {
        assertThatThrownBy(() -> IcmpErrors.fragmentationNeeded(ipv4(100), 0, 100, ROUTER, 67, new byte[1000], 0))
                .hasMessage("next-hop MTU must be 68 to 65535 bytes, not 67");
        assertThatThrownBy(() -> IcmpErrors.packetTooBig(ipv6(100), 0, 100, 1, 1, 1279, new byte[1500], 0))
                .hasMessage("next-hop MTU must be 1280 or more bytes, not 1279");
    }

    @Property(tries = 500)
    void shouldStayInsideBrokenFramesAndAnswers(@ForAll long seed) {
        FrameMutator mutator = new FrameMutator(seed);
        for (int i = 0; i < 50; i++) {
            byte[] frame = mutator.frame();
            byte[] reply = new byte[2_000];
            Arrays.fill(reply, CANARY);
            int v4 = IcmpErrors.fragmentationNeeded(frame, 0, frame.length, ROUTER, 1500, reply, 100);
            assertUntouched(reply, v4);
            if (v4 > 0) {
                assertIpv4Valid(reply, 100, v4);
                assertThat(again4(reply, v4))
                        .as("an answer to the answer; seed %d", seed)
                        .isZero();
            }
            Arrays.fill(reply, CANARY);
            int v6 = IcmpErrors.packetTooBig(frame, 0, frame.length, 1, 1, 1500, reply, 100);
            assertUntouched(reply, v6);
            if (v6 > 0) {
                assertIpv6Valid(reply, 100, v6);
                assertThat(again6(reply, v6))
                        .as("an answer to the answer; seed %d", seed)
                        .isZero();
            }
        }
    }

    private static int again4(byte[] reply, int lengthBytes) {
        return IcmpErrors.fragmentationNeeded(reply, 100, lengthBytes, ROUTER, 68, new byte[1000], 0);
    }

    private static int again6(byte[] reply, int lengthBytes) {
        return IcmpErrors.packetTooBig(reply, 100, lengthBytes, 1, 1, 1280, new byte[1500], 0);
    }

    private static void assertUntouched(byte[] reply, int lengthBytes) {
        byte[] beside = reply.clone();
        Arrays.fill(beside, 100, 100 + lengthBytes, CANARY);
        byte[] untouched = new byte[reply.length];
        Arrays.fill(untouched, CANARY);
        assertThat(Arrays.equals(beside, untouched))
                .as("writes inside the answer only")
                .isTrue();
    }

    private static void assertIpv4Valid(byte[] memory, int offset, int lengthBytes) {
        assertThat(lengthBytes).isBetween(14 + 28 + 28, IcmpErrors.MAX_IPV4_REPLY_BYTES);
        assertThat(Bytes.getUnsignedShortBe(memory, offset + 16)).isEqualTo(lengthBytes - 14);
        assertThat(Checksums.isIpv4HeaderValid(memory, offset + 14, 20)).isTrue();
        assertThat(Checksums.checksum(memory, offset + 34, lengthBytes - 34)).isZero();
    }

    private static void assertIpv6Valid(byte[] memory, int offset, int lengthBytes) {
        assertThat(lengthBytes).isBetween(14 + 48 + 40, IcmpErrors.MAX_IPV6_REPLY_BYTES);
        assertThat(Bytes.getUnsignedShortBe(memory, offset + 18)).isEqualTo(lengthBytes - 54);
        long pseudo = Checksums.ipv6PseudoSum(memory, offset + 14, IpProtocol.ICMPV6, lengthBytes - 54);
        assertThat(Checksums.fold(pseudo + Checksums.sum(memory, offset + 54, lengthBytes - 54)))
                .isZero();
    }

    private static void assertNoIpv4Reply(Consumer<byte[]> change) {
        byte[] frame = ipv4(1500);
        change.accept(frame);
        assertThat(IcmpErrors.fragmentationNeeded(frame, 0, 1500, ROUTER, 1400, new byte[1000], 0))
                .isZero();
    }

    private static void assertNoIpv6Reply(Consumer<byte[]> change) {
        byte[] frame = ipv6(1500);
        change.accept(frame);
        assertThat(IcmpErrors.packetTooBig(frame, 0, 1500, 1, 1, 1400, new byte[1500], 0))
                .isZero();
    }

    private static byte[] ipv4(int lengthBytes) {
        byte[] frame = new byte[lengthBytes];
        new FrameBuilder()
                .macs(A, B)
                .ipv4(0x0A000102, 0x0A000203)
                .udp(7, 8)
                .payload(text())
                .write(frame, 0, lengthBytes);
        return frame;
    }

    private static byte[] ipv6(int lengthBytes) {
        byte[] frame = new byte[lengthBytes];
        new FrameBuilder()
                .macs(A, B)
                .ipv6(9, 10, 11, 12)
                .udp(7, 8)
                .payload(text())
                .write(frame, 0, lengthBytes);
        return frame;
    }

    private static byte[] text() {
        return "a packet that is too large ".getBytes(StandardCharsets.US_ASCII);
    }
}
