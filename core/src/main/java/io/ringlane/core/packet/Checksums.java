package io.ringlane.core.packet;

import io.ringlane.core.memory.Bytes;
import java.util.Objects;

/**
 * The internet checksum: the complement of the one's complement sum of 16-bit big-endian words.
 *
 * <p>Partial sums are {@code long}s that may be added together in any grouping as long as each piece but the last has an even length;
 * {@link #fold} turns one into the checksum. Adding 32 bits at a time into 64 leaves room for 2<sup>31</sup> words, far past any array,
 * so no carry is ever lost.
 *
 * <p>A checksum that covers its own field: write zero there, sum, store the result. Summing a range whose field is already right folds
 * to {@code 0}.
 *
 * <p>Threads: stateless. Allocates nothing. Errors: {@link IndexOutOfBoundsException} when the range leaves the array.
 *
 * <p>Source: RFC 1071; RFC 1624, eqn. 3 (incremental update); RFC 768, RFC 9293, 3.1 and RFC 8200, 8.1 (pseudo headers).
 */
public final class Checksums {
    private Checksums() {}

    /**
     * The sum of a range, not folded and not complemented.
     *
     * @param lengthBytes 0 or more; an odd last byte counts as the high half of a word
     */
    public static long sum(final byte[] memory, final int offset, final int lengthBytes) {
        Objects.checkFromIndexSize(offset, lengthBytes, memory.length);
        final int end = offset + lengthBytes;
        int index = offset;
        long sum = 0;
        for (; index <= end - 8; index += 8) {
            final long word = Bytes.getLongBe(memory, index);
            sum += (word >>> 32) + (word & 0xFFFF_FFFFL);
        }
        if (index <= end - 4) {
            sum += Bytes.getUnsignedIntBe(memory, index);
            index += 4;
        }
        if (index <= end - 2) {
            sum += Bytes.getUnsignedShortBe(memory, index);
            index += 2;
        }
        if (index < end) {
            sum += Bytes.getUnsignedByte(memory, index) << 8;
        }
        return sum;
    }

    /** The checksum of a sum: 16 bits, 0 to 65535. */
    public static int fold(final long sum) {
        long folded = (sum >>> 32) + (sum & 0xFFFF_FFFFL);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        folded = (folded >>> 16) + (folded & 0xFFFF);
        return (int) ~folded & 0xFFFF;
    }

    /** The checksum of a range; 0 for one that holds its own right checksum. */
    public static int checksum(final byte[] memory, final int offset, final int lengthBytes) {
        return fold(sum(memory, offset, lengthBytes));
    }

    /**
     * The value for an IPv4 header's checksum field, whatever the field holds now.
     *
     * @param headerBytes 20 to 60, as the header states
     */
    public static int ipv4Header(final byte[] memory, final int headerOffset, final int headerBytes) {
        final long field = Bytes.getUnsignedShortBe(memory, headerOffset + Ipv4Layout.CHECKSUM_OFFSET);
        return fold(sum(memory, headerOffset, headerBytes) - field);
    }

    /** Whether an IPv4 header's checksum is right. */
    public static boolean isIpv4HeaderValid(final byte[] memory, final int headerOffset, final int headerBytes) {
        return checksum(memory, headerOffset, headerBytes) == 0;
    }

    /**
     * The sum of the IPv4 pseudo header, to be added to that of the segment.
     *
     * @param protocol an {@link IpProtocol}
     * @param segmentBytes the transport header and its payload
     */
    public static long ipv4PseudoSum(
            final byte[] memory, final int ipOffset, final int protocol, final int segmentBytes) {
        return Bytes.getUnsignedIntBe(memory, ipOffset + Ipv4Layout.SOURCE_OFFSET)
                + Bytes.getUnsignedIntBe(memory, ipOffset + Ipv4Layout.DESTINATION_OFFSET)
                + protocol
                + segmentBytes;
    }

    /**
     * The sum of the IPv6 pseudo header, to be added to that of the segment. With a routing header that has segments left, the
     * destination differs: such packets are not for this method.
     *
     * @param protocol the transport protocol, not an extension header
     * @param segmentBytes the transport header and its payload, without extension headers
     */
    public static long ipv6PseudoSum(
            final byte[] memory, final int ipOffset, final int protocol, final int segmentBytes) {
        return sum(memory, ipOffset + Ipv6Layout.SOURCE_OFFSET, 2 * Ipv6Layout.ADDRESS_BYTES) + protocol + segmentBytes;
    }

    /**
     * The value for a transport checksum field over IPv4, whatever the field holds now. A UDP sum of zero comes back as 0xFFFF.
     *
     * @param protocol {@link IpProtocol#TCP} or {@link IpProtocol#UDP}
     * @param segmentOffset where the transport header starts
     * @param segmentBytes the transport header and its payload
     */
    public static int ipv4Transport(
            final byte[] memory,
            final int ipOffset,
            final int protocol,
            final int segmentOffset,
            final int segmentBytes) {
        return transport(
                memory, ipv4PseudoSum(memory, ipOffset, protocol, segmentBytes), protocol, segmentOffset, segmentBytes);
    }

    /**
     * The value for a transport checksum field over IPv6, whatever the field holds now. A UDP sum of zero comes back as 0xFFFF.
     *
     * @param protocol {@link IpProtocol#TCP}, {@link IpProtocol#UDP} or {@link IpProtocol#ICMPV6}
     * @param segmentOffset where the transport header starts
     * @param segmentBytes the transport header and its payload
     */
    public static int ipv6Transport(
            final byte[] memory,
            final int ipOffset,
            final int protocol,
            final int segmentOffset,
            final int segmentBytes) {
        return transport(
                memory, ipv6PseudoSum(memory, ipOffset, protocol, segmentBytes), protocol, segmentOffset, segmentBytes);
    }

    /**
     * The checksum after one 16-bit word under it changed, without reading the rest: RFC 1624, eqn. 3. Right also where the older
     * subtraction of RFC 1141 gives a wrong zero.
     *
     * @param checksum the field as it is, 16 bits; must have been right
     * @param oldWord 16 bits, big-endian, at an even distance from the start of the summed range
     * @param newWord 16 bits
     */
    public static int update(final int checksum, final int oldWord, final int newWord) {
        return fold((long) (~checksum & 0xFFFF) + (~oldWord & 0xFFFF) + (newWord & 0xFFFF));
    }

    /** As {@link #update(int, int, int)} for a 32-bit word at an even distance, such as an IPv4 address. */
    public static int updateInt(final int checksum, final int oldWord, final int newWord) {
        return fold((long) (~checksum & 0xFFFF) + (~oldWord & 0xFFFF_FFFFL) + (newWord & 0xFFFF_FFFFL));
    }

    private static int transport(
            final byte[] memory,
            final long pseudoSum,
            final int protocol,
            final int segmentOffset,
            final int segmentBytes) {
        final long field = Bytes.getUnsignedShortBe(memory, segmentOffset + checksumOffset(protocol));
        final int checksum = fold(pseudoSum + sum(memory, segmentOffset, segmentBytes) - field);
        return checksum == 0 && protocol == IpProtocol.UDP ? 0xFFFF : checksum;
    }

    private static int checksumOffset(final int protocol) {
        switch (protocol) {
            case IpProtocol.TCP:
                return TcpLayout.CHECKSUM_OFFSET;
            case IpProtocol.UDP:
                return UdpLayout.CHECKSUM_OFFSET;
            case IpProtocol.ICMPV6:
                return IcmpLayout.CHECKSUM_OFFSET;
            default:
                throw noTransportChecksum(protocol);
        }
    }

    private static IllegalArgumentException noTransportChecksum(final int protocol) {
        return new IllegalArgumentException("protocol " + protocol + " has no checksum with a pseudo header known here"
                + " (TCP 6, UDP 17, ICMPv6 58)");
    }
}
