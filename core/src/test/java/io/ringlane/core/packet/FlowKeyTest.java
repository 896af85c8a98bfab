package io.ringlane.core.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class FlowKeyTest {

    private static final int FLOWS = 1 << 16;

    @Test
    void shouldReadBackWhatTheParserWrote() {
        final byte[] frame = new byte[60];
        new FrameBuilder().ipv4(0x0A010203, 0xC0A80001).udp(1234, 65535).write(frame, 0, 60);
        final long[] key = new long[PacketParser.KEY_WORDS];
        PacketParser.parse(frame, 0, 60, 60, key, 0);
        final long word1 = FlowKey.withPort(key[1], 4_000_000);

        assertThat(FlowKey.ipv4Source(key[0])).isEqualTo(0x0A010203);
        assertThat(FlowKey.ipv4Destination(key[0])).isEqualTo(0xC0A80001);
        assertThat(FlowKey.protocol(word1)).isEqualTo(IpProtocol.UDP);
        assertThat(FlowKey.sourcePort(word1)).isEqualTo(1234);
        assertThat(FlowKey.destinationPort(word1)).isEqualTo(65535);
        assertThat(FlowKey.port(word1)).isEqualTo(4_000_000);
        assertThat(FlowKey.isIpv6(word1)).isFalse();
    }

    @Test
    void shouldTellIcmpMessagesApartByTypeAndCodeWhereTheyAreKnown() {
        final byte[] frame = new byte[60];
        new FrameBuilder().ipv4(0x0A010203, 0xC0A80001).udp(0, 0).write(frame, 0, 60);
        frame[14 + Ipv4Layout.PROTOCOL_OFFSET] = IpProtocol.ICMP;
        frame[34] = 3;
        frame[35] = (byte) 200;
        final long[] key = new long[PacketParser.KEY_WORDS];
        PacketParser.parse(frame, 0, 60, 60, key, 0);
        assertThat(FlowKey.icmpType(key[1])).isEqualTo(3);
        assertThat(FlowKey.icmpCode(key[1])).isEqualTo(200);
        assertThat(FlowKey.isIcmp(key[1])).isTrue();

        frame[34] = 0; // an echo reply is not the same as no type
        frame[35] = 0;
        PacketParser.parse(frame, 0, 60, 60, key, 0);
        assertThat(FlowKey.icmpType(key[1])).isZero();
        frame[20] = 0x20; // more fragments
        PacketParser.parse(frame, 0, 60, 60, key, 0);
        assertThat(FlowKey.icmpType(key[1])).isEqualTo(IcmpType.NONE);
        assertThat(FlowKey.icmpCode(key[1])).isEqualTo(IcmpType.NONE);
    }

    @Test
    void shouldSpreadFlowsThatDifferInAFewBits() {
        final long udp = 17L << 32;
        final long addresses = 0x0200000A_0100000AL;
        checkSpread("source port", i -> FlowKey.hash(addresses, FlowKey.withPort(udp | swapped(i), 0)));
        checkSpread("destination port", i -> FlowKey.hash(addresses, FlowKey.withPort(udp | swapped(i) << 16, 0)));
        checkSpread("both ports alike", i -> FlowKey.hash(addresses, FlowKey.withPort(udp | swapped(i) * 65537, 0)));
        checkSpread("source address", i -> FlowKey.hash(addresses + ((long) i << 8), FlowKey.withPort(udp, 0)));
        checkSpread("destination address", i -> FlowKey.hash(addresses + ((long) i << 40), FlowKey.withPort(udp, 0)));
        checkSpread("both addresses alike", i -> FlowKey.hash(i * 0x1_0000_0001L << 8, FlowKey.withPort(udp, 0)));
        checkSpread("port index", i -> FlowKey.hash(addresses, FlowKey.withPort(udp, i)));
        checkSpread(
                "grid of addresses and ports",
                i -> FlowKey.hash(
                        addresses + ((long) (i & 15) << 24) + ((long) (i >> 4 & 15) << 56),
                        FlowKey.withPort(udp | swapped(i >> 8) * 65537, 0)));
        checkSpread(
                "grid of destination addresses and ports",
                i -> FlowKey.hash(
                        addresses + ((long) (i & 255) << 56), FlowKey.withPort(udp | swapped(i >> 8) << 16, 0)));
        checkSpread(
                "grid of source and destination ports",
                i -> FlowKey.hash(addresses, FlowKey.withPort(udp | swapped(i & 255) | swapped(i >> 8) << 16, 0)));
        checkSpread(
                "IPv6 interface",
                i -> FlowKey.hash(
                        FlowKey.mix(FlowKey.mix(0xB80D0120L, Long.reverseBytes(i)), FlowKey.mix(0xB80D0120L, 1L << 56)),
                        FlowKey.withPort(udp | PacketParser.IPV6_FLAG, 0)));
    }

    private static long swapped(final int port) {
        return Short.reverseBytes((short) port) & 0xFFFFL;
    }

    /** A table of twice as many slots takes its index from the low bits and its tag from the high ones. */
    private static void checkSpread(final String what, final IntToLongFunction hashOf) {
        final BitSet slots = new BitSet();
        final BitSet tagged = new BitSet();
        for (int i = 0; i < FLOWS; i++) {
            final long hash = hashOf.applyAsLong(i);
            slots.set((int) hash & 2 * FLOWS - 1);
            tagged.set((int) (hash & 0x1FF) << 8 | (int) (hash >>> 56));
        }
        // n balls in 2n bins hit 2n(1 - e^-1/2) of them, 0.787 n.
        assertThat(slots.cardinality()).as(what + ": low bits").isGreaterThan((int) (0.7 * FLOWS));
        assertThat(tagged.cardinality()).as(what + ": low bits with tag").isGreaterThan((int) (0.7 * FLOWS));
    }
}
