package io.ringlane.core.packet;

/** Reads and hashes the key words that {@link PacketParser} writes. */
public final class FlowKey {

    // Odd constants with well-spread bits: the fractional parts of the golden ratio and of sqrt(3).
    private static final long C0 = 0x9E3779B97F4A7C15L;
    private static final long C1 = 0xBB67AE8584CAA73BL;

    private FlowKey() {}

    /**
     * A hash of both words, all 64 bits usable: a table takes its slot from the low ones and a tag from the high ones.
     *
     * <p>Three multiplications. Two, with the second word folded in by shifts, sent flows that differ only in the
     * destination port or in the destination to a few slots: every bit has to cross a multiplication on its way down.
     */
    public static long hash(final long word0, final long word1) {
        return hash(word0, word1, C0, C1);
    }

    /** As {@link #hash(long, long)}, with other multipliers: odd, about half of their bits set. */
    public static long hash(final long word0, final long word1, final long multiplier0, final long multiplier1) {
        long h = (word0 ^ word1 * multiplier1) * multiplier0;
        h = (h ^ h >>> 32) * multiplier1;
        return h ^ h >>> 29;
    }

    /** Folds two words into one. */
    public static long mix(final long a, final long b) {
        return mix(a, b, C0, C1);
    }

    /** As {@link #mix(long, long)}, with other multipliers, see {@link #hash(long, long, long, long)}. */
    public static long mix(final long a, final long b, final long multiplier0, final long multiplier1) {
        long h = (a ^ Long.rotateLeft(b, 29) * multiplier1) * multiplier0;
        h ^= h >>> 31;
        return (h + b) * multiplier1;
    }

    /** Whether the key is of an IPv6 packet. */
    public static boolean isIpv6(final long word1) {
        return word1 < 0;
    }

    /** IP protocol number, 0 to 255. */
    public static int protocol(final long word1) {
        return (int) (word1 >>> 32) & 0xFF;
    }

    /** Word 1 with the port the packet came in through; stored as index + 1, so that no key's word 1 is 0. */
    public static long withPort(final long word1, final int portIndex) {
        return word1 | (long) (portIndex + 1) << PacketParser.PORT_SHIFT;
    }

    /** Index of the port the packet came in through. */
    public static int port(final long word1) {
        return ((int) (word1 >>> PacketParser.PORT_SHIFT) & 0x7FFFFF) - 1;
    }

    /** Source transport port in host order, 0 if the flow has none; of TCP and UDP. */
    public static int sourcePort(final long word1) {
        return Short.toUnsignedInt(Short.reverseBytes((short) word1));
    }

    /** Destination transport port in host order, 0 if the flow has none; of TCP and UDP. */
    public static int destinationPort(final long word1) {
        return Short.toUnsignedInt(Short.reverseBytes((short) (word1 >>> 16)));
    }

    /** Type of an ICMP or ICMPv6 message; {@link IcmpType#NONE} for a fragment, whose type is not known. */
    public static int icmpType(final long word1) {
        return (word1 & PacketParser.ICMP_KNOWN) == 0 ? IcmpType.NONE : (int) (word1 >>> 8) & 0xFF;
    }

    /** Code of an ICMP or ICMPv6 message; {@link IcmpType#NONE} for a fragment. */
    public static int icmpCode(final long word1) {
        return (word1 & PacketParser.ICMP_KNOWN) == 0 ? IcmpType.NONE : (int) (word1 >>> 24) & 0xFF;
    }

    /** Whether the protocol is ICMP or ICMPv6. */
    public static boolean isIcmp(final long word1) {
        final int protocol = protocol(word1);
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    /** IPv4 source address as a big-endian int: 10.0.0.1 is 0x0A000001. */
    public static int ipv4Source(final long word0) {
        return Integer.reverseBytes((int) word0);
    }

    /** IPv4 destination address as a big-endian int. */
    public static int ipv4Destination(final long word0) {
        return Integer.reverseBytes((int) (word0 >>> 32));
    }
}
