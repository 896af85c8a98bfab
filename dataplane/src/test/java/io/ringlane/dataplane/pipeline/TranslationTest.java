package io.ringlane.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.UdpLayout;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static final int HEADER = EthernetLayout.HEADER_BYTES;
    private static final int UDP_CHECKSUM = HEADER + Ipv4Layout.MIN_HEADER_BYTES + UdpLayout.CHECKSUM_OFFSET;
    private static final int CLIENT = 0x0A00_0001;
    private static final int SERVER = 0x0808_0808;
    private static final int PUBLIC = 0xC612_0001;

    private record Ends(int source, int sourcePort, int destination, int destinationPort) {

        static Ends random(final Random random) {
            return new Ends(random.nextInt(), random.nextInt(65536), random.nextInt(), random.nextInt(65536));
        }

        Translation to() {
            return new Translation(true, source, sourcePort, true, destination, destinationPort);
        }
    }

    private static byte[] frame(final Ends ends, final boolean tcp, final int length, final long payloadSeed) {
        final byte[] payload = new byte[64];
        new Random(payloadSeed).nextBytes(payload);
        final FrameBuilder builder = new FrameBuilder()
                .macs(0x0A00_0000_0001L, 0x0A00_0000_0002L)
                .ipv4(ends.source(), ends.destination())
                .payload(payload);
        if (tcp) {
            builder.tcp(ends.sourcePort(), ends.destinationPort());
        } else {
            builder.udp(ends.sourcePort(), ends.destinationPort());
        }
        final byte[] frame = new byte[length];
        builder.write(frame, 0, length);
        return frame;
    }

    /** The frame is what a sender of the other flow would have built from scratch; applied twice, it stays so. */
    @Property
    void shouldMakeTheFrameThatTheOtherFlowWouldHaveSent(
            @ForAll final long seed,
            @ForAll final boolean tcp,
            @ForAll @IntRange(min = 60, max = 200) final int length) {
        final Random random = new Random(seed);
        final Ends before = Ends.random(random);
        final Ends after = Ends.random(random);
        final byte[] frame = frame(before, tcp, length, seed);
        after.to().apply(frame, HEADER, length - HEADER);
        assertThat(frame).isEqualTo(frame(after, tcp, length, seed));
        after.to().apply(frame, HEADER, length - HEADER); // a delivery that was withdrawn is delivered again
        assertThat(frame).isEqualTo(frame(after, tcp, length, seed));
        before.to().apply(frame, HEADER, length - HEADER);
        assertThat(frame).isEqualTo(frame(before, tcp, length, seed));
    }

    @Test
    void shouldLeaveAUdpPacketWithoutAChecksumWithoutOne() {
        final byte[] frame = frame(new Ends(CLIENT, 1, SERVER, 53), false, 80, 1);
        Bytes.putShortBe(frame, UDP_CHECKSUM, 0);
        sourceTo(Translation.KEEP).apply(frame, HEADER, 80 - HEADER);
        assertThat(Bytes.getUnsignedShortBe(frame, UDP_CHECKSUM)).isZero();
        assertThat(Checksums.isIpv4HeaderValid(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES))
                .isTrue();
    }

    @Test
    void shouldChangeOnlyTheAddressesOfALaterFragment() {
        final byte[] frame = frame(new Ends(CLIENT, 1, SERVER, 53), false, 80, 1);
        Bytes.putShortBe(frame, HEADER + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, 185);
        Bytes.putShortBe(
                frame,
                HEADER + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.ipv4Header(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES));
        final byte[] behind = Arrays.copyOfRange(frame, HEADER + Ipv4Layout.MIN_HEADER_BYTES, 80);
        sourceTo(9).apply(frame, HEADER, 80 - HEADER);
        assertThat(frame).endsWith(behind);
        assertThat(Checksums.isIpv4HeaderValid(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES))
                .isTrue();
        assertThat(Bytes.getIntBe(frame, HEADER + Ipv4Layout.SOURCE_OFFSET)).isEqualTo(PUBLIC);
    }

    /** An error goes the other way than the packet it quotes: both end up as if the packet had had the other ends. */
    @Property
    void shouldChangeThePacketThatAnErrorQuotes(
            @ForAll final long seed,
            @ForAll final boolean tcp,
            @ForAll @IntRange(min = 60, max = 200) final int length,
            @ForAll @IntRange(min = 4, max = 32) final int quotedWords) {
        final int quotedPayload = 2 * quotedWords; // not half a checksum
        final Random random = new Random(seed);
        final Ends before = Ends.random(random);
        final Ends after = Ends.random(random);
        final byte[] error = error(frame(before, tcp, length, seed), quotedPayload);
        final Translation back = new Translation(
                true, after.destination(), after.destinationPort(), true, after.source(), after.sourcePort());
        final byte[] expected = error(frame(after, tcp, length, seed), quotedPayload);
        back.apply(error, HEADER, error.length - HEADER);
        assertThat(error).isEqualTo(expected);
        back.apply(error, HEADER, error.length - HEADER);
        assertThat(error).isEqualTo(expected);
        for (int cut = HEADER + Ipv4Layout.MIN_HEADER_BYTES; cut < error.length; cut++) {
            final byte[] present = Arrays.copyOf(error, cut);
            back.apply(present, HEADER, cut - HEADER); // never beyond what is there
        }
    }

    private static byte[] echo(final int source, final int destination, final int identifier, final int length) {
        final byte[] frame = new byte[length];
        new FrameBuilder()
                .macs(0x0A00_0000_0001L, 0x0A00_0000_0002L)
                .ipv4(source, destination)
                .echo(true, identifier, 0)
                .write(frame, 0, length);
        return frame;
    }

    /** Also where nothing but zeros is left, of which the checksum is none of a sum of others. */
    @Property
    void shouldChangeTheIdentifierOfAnEchoAndOfOneThatAnErrorQuotes(
            @ForAll @IntRange(max = 0xFFFF) final int before, @ForAll @IntRange(max = 0xFFFF) final int after) {
        final int icmp = HEADER + Ipv4Layout.MIN_HEADER_BYTES;
        for (final int identifier : new int[] {after, 0}) {
            final Translation in = new Translation(false, 0, -1, true, CLIENT, -1, identifier);
            final byte[] frame = echo(SERVER, PUBLIC, before, 80);
            in.apply(frame, HEADER, 80 - HEADER);
            assertThat(frame).isEqualTo(echo(SERVER, CLIENT, identifier, 80));
            assertThat(Checksums.checksum(frame, icmp, 80 - icmp)).isZero();

            final Translation back = new Translation(true, PUBLIC, -1, false, 0, -1, before);
            final byte[] error = error(echo(SERVER, CLIENT, identifier, 80), 46);
            back.apply(error, HEADER, error.length - HEADER);
            final byte[] expected = error(echo(SERVER, PUBLIC, before, 80), 46);
            assertThat(error).isEqualTo(expected);
            for (int cut = HEADER + Ipv4Layout.MIN_HEADER_BYTES; cut < error.length; cut++) {
                back.apply(Arrays.copyOf(error, cut), HEADER, cut - HEADER); // never beyond what is there
            }
        }
    }

    /** A port unreachable from the packet's destination to its source. */
    private static byte[] error(final byte[] packet, final int quotedPayload) {
        final int quoted = Math.min(Ipv4Layout.MIN_HEADER_BYTES + quotedPayload, packet.length - HEADER);
        final int icmp = HEADER + Ipv4Layout.MIN_HEADER_BYTES;
        final byte[] frame = new byte[icmp + 8 + quoted];
        new FrameBuilder()
                .macs(0x0A00_0000_0001L, 0x0A00_0000_0002L)
                .ipv4(
                        Bytes.getIntBe(packet, HEADER + Ipv4Layout.DESTINATION_OFFSET),
                        Bytes.getIntBe(packet, HEADER + Ipv4Layout.SOURCE_OFFSET))
                .udp(0, 0)
                .write(frame, 0, frame.length);
        Arrays.fill(frame, icmp, frame.length, (byte) 0);
        frame[HEADER + Ipv4Layout.PROTOCOL_OFFSET] = 1;
        Bytes.putShortBe(
                frame,
                HEADER + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.ipv4Header(frame, HEADER, Ipv4Layout.MIN_HEADER_BYTES));
        frame[icmp] = 3;
        frame[icmp + 1] = 3;
        System.arraycopy(packet, HEADER, frame, icmp + 8, quoted);
        Bytes.putShortBe(frame, icmp + 2, Checksums.checksum(frame, icmp, frame.length - icmp));
        return frame;
    }

    @Test
    void shouldChangeThePortsOfAFirstFragment() {
        final byte[] frame = frame(new Ends(CLIENT, 1, SERVER, 53), false, 80, 1);
        Bytes.putShortBe(frame, HEADER + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.MORE_FRAGMENTS);
        sourceTo(9).apply(frame, HEADER, 80 - HEADER);
        assertThat(Bytes.getUnsignedShortBe(frame, HEADER + Ipv4Layout.MIN_HEADER_BYTES))
                .isEqualTo(9);
    }

    @Test
    void shouldRefuseAPortThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> sourceTo(65536)).withMessageContaining("65536");
        assertThatIllegalArgumentException().isThrownBy(() -> sourceTo(-2)).withMessageContaining("-2");
    }

    private static Translation sourceTo(final int port) {
        return new Translation(true, PUBLIC, port, false, 0, Translation.KEEP);
    }
}
