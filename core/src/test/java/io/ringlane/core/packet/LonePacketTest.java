package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.memory.Bytes;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LonePacketTest {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int TRANSPORT = IP + Ipv4Layout.MIN_HEADER_BYTES;
    private static final int CLIENT = 0x0A00_0001;
    private static final int SERVER = 0x0A00_0002;

    private final LonePacket lone = new LonePacket();

    private static byte[] udp() {
        byte[] frame = new byte[100];
        new FrameBuilder().ipv4(CLIENT, SERVER).udp(1234, 53).identification(77).write(frame, 0, 100);
        return frame;
    }

    private boolean read(byte[] frame) {
        long[] key = new long[PacketParser.KEY_WORDS];
        int kind = PacketParser.parse(frame, 0, frame.length, frame.length, key, 0);
        return kind >= 0 && LonePacket.isPossible(key[1]) && lone.read(frame, 0, frame.length, key[1]);
    }

    @Test
    void shouldTakeAWholePacketForNothingSpecial() {
        assertThat(read(udp())).isFalse();
        byte[] portZero = new byte[60];
        new FrameBuilder().ipv4(CLIENT, SERVER).udp(0, 0).write(portZero, 0, 60);
        assertThat(read(portZero)).isFalse();
    }

    @Test
    void shouldTellTheFirstFragmentFromLaterOnes() {
        byte[] frame = udp();
        Bytes.putShortBe(frame, IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.MORE_FRAGMENTS);
        assertThat(read(frame)).isTrue();
        assertThat(lone.isFragment()).isTrue();
        assertThat(lone.isFirstFragment()).isTrue();
        assertThat(lone.identification()).isEqualTo(77);
        assertThat(FlowKey.sourcePort(lone.ports())).isEqualTo(1234);
        assertThat(FlowKey.destinationPort(lone.ports())).isEqualTo(53);

        Bytes.putShortBe(frame, IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, 5);
        assertThat(read(frame)).isTrue();
        assertThat(lone.isFirstFragment()).isFalse();
        assertThat(lone.identification()).isEqualTo(77);
    }

    @Test
    void shouldReadIpv6Fragments() {
        byte[] frame = new byte[IP + 40 + 8 + 16];
        Bytes.putShortBe(frame, 12, EthernetLayout.TYPE_IPV6);
        frame[IP] = 0x60;
        frame[IP + 5] = 24;
        frame[IP + 6] = IpProtocol.IPV6_FRAGMENT;
        frame[IP + 40] = IpProtocol.UDP;
        frame[IP + 43] = 1; // more
        Bytes.putIntBe(frame, IP + 44, 0xCAFE_BABE);
        Bytes.putShortBe(frame, IP + 48, 7);
        Bytes.putShortBe(frame, IP + 50, 8);
        assertThat(read(frame)).isTrue();
        assertThat(lone.isFirstFragment()).isTrue();
        assertThat(lone.identification()).isEqualTo(0xCAFE_BABE);
        assertThat(FlowKey.sourcePort(lone.ports())).isEqualTo(7);
        assertThat(FlowKey.destinationPort(lone.ports())).isEqualTo(8);
    }

    @Test
    void shouldReadThePacketThatAnErrorQuotes() {
        byte[] packet = udp();
        byte[] error = new byte[IcmpErrors.MAX_IPV4_REPLY_BYTES];
        packet[IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET] = 0x40;
        int length = IcmpErrors.fragmentationNeeded(packet, 0, packet.length, 0x0A00_0009, 576, error, 0);
        error = Arrays.copyOf(error, length);
        assertThat(read(error)).isTrue();
        assertThat(lone.isError()).isTrue();
        long[] expected = new long[PacketParser.KEY_WORDS];
        PacketParser.parse(packet, 0, packet.length, packet.length, expected, 0);
        assertThat(lone.quoted()[0]).isEqualTo(expected[0]);
        assertThat(lone.quoted()[1]).isEqualTo(expected[1]);

        error[TRANSPORT + 8] = 0x55; // quotes no IPv4
        assertThat(read(error)).isTrue();
        assertThat(lone.quoted()).isNull();
    }

    @Test
    void shouldReadThePacketThatAnIpv6ErrorQuotes() {
        byte[] packet = new byte[100];
        new FrameBuilder()
                .ipv6(0x20010DB8L << 32, 1, 0x20010DB8L << 32, 2)
                .tcp(5, 6)
                .write(packet, 0, 100);
        byte[] error = new byte[IcmpErrors.MAX_IPV6_REPLY_BYTES];
        int length = IcmpErrors.packetTooBig(packet, 0, 100, 0x20010DB8L << 32, 9, 1280, error, 0);
        assertThat(read(Arrays.copyOf(error, length))).isTrue();
        long[] expected = new long[PacketParser.KEY_WORDS];
        PacketParser.parse(packet, 0, 100, 100, expected, 0);
        assertThat(Arrays.copyOfRange(lone.quoted(), 1, 6)).isEqualTo(Arrays.copyOfRange(expected, 1, 6));
    }

    /** Ends with the frame, so that a read behind it throws; and other bytes behind it change nothing. */
    @Property(tries = 300)
    void shouldNeverLookOutsideTheFrame(@ForAll long seed) {
        FrameMutator mutator = new FrameMutator(seed);
        LonePacket other = new LonePacket();
        for (int i = 0; i < 50; i++) {
            byte[] frame = mutator.frame();
            int cut = frame.length == 0 ? 0 : mutator.random().nextInt(frame.length);
            frame = Arrays.copyOf(frame, mutator.random().nextBoolean() ? frame.length : cut);
            long[] key = new long[PacketParser.KEY_WORDS];
            if (PacketParser.parse(frame, 0, frame.length, frame.length + 9000, key, 0) < 0) {
                continue;
            }
            boolean isLone = lone.read(frame, 0, frame.length, key[1]);
            byte[] padded = Arrays.copyOf(frame, frame.length + 64);
            Arrays.fill(padded, frame.length, padded.length, (byte) 0xFF);
            String what = "seed " + seed + ", frame " + i;
            assertThat(other.read(padded, 0, frame.length, key[1])).as(what).isEqualTo(isLone);
            assertThat(other.quoted()).as(what).isEqualTo(lone.quoted());
            assertThat(other.ports()).as(what).isEqualTo(lone.ports());
            assertThat(other.isFirstFragment()).as(what).isEqualTo(lone.isFirstFragment());
        }
    }
}
