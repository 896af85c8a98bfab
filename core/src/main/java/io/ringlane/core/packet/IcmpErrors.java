package io.ringlane.core.packet;

import io.ringlane.core.memory.Bytes;
import java.util.Objects;

/**
 * Writes what a router answers to a packet that is too large for its next hop: ICMP "fragmentation needed" (type 3 code 4) for IPv4, ICMPv6
 * "packet too big" (type 2) for IPv6.
 *
 * <pre>
 *   +----------+---------------------+------+----------------------------+
 *   | Ethernet | IP, router to sender| ICMP | start of the packet        |     MAC addresses of the packet, swapped
 *   +----------+---------------------+------+----------------------------+
 *              |&lt;--------- IPv4: up to 576, IPv6: up to 1280 -----------&gt;|
 * </pre>
 *
 * <p>{@link #NO_REPLY} comes back where the standards forbid an answer: to another ICMP error, to a later fragment, to or from a group
 * or broadcast address, to a sender without an address. It also comes back for a frame that is no such packet at all, or is cut before
 * the bytes that must be quoted. A VLAN tag is not looked behind.
 *
 * <p>Threads: stateless. Allocates nothing. The frame is outside input: nothing beyond its stated length is read.
 *
 * <p>Source: RFC 792; RFC 1191, 4; RFC 1122, 3.2.2 and RFC 1812, 4.3.2 (when not to answer, how much to quote); RFC 4443, 2.4 and 3.2.
 */
public final class IcmpErrors {
    /** Returned when no answer may be sent; nothing was written. */
    public static final int NO_REPLY = 0;

    /** The longest IPv4 answer: no host takes less than 576 bytes whole, so no answer is ever fragmented. */
    public static final int MAX_IPV4_REPLY_BYTES = EthernetLayout.HEADER_BYTES + 576;

    /** The longest IPv6 answer: the least MTU that a link may have. */
    public static final int MAX_IPV6_REPLY_BYTES = EthernetLayout.HEADER_BYTES + Ipv6Layout.MIN_MTU_BYTES;

    /** The lowest MTU of an IPv4 link, RFC 791. */
    public static final int MIN_IPV4_MTU_BYTES = 68;

    /** Enough for ports and a sequence number; without them the sender cannot tell which connection it is. */
    private static final int MIN_QUOTED_PAYLOAD_BYTES = 8;

    private static final int TTL = 64;

    /** Precedence 6, internetwork control: RFC 1812, 4.3.2.5. */
    private static final int TOS_NETWORK_CONTROL = 0xC0;

    /** More extension headers than this are no honest packet. */
    private static final int MAX_EXTENSION_HEADERS = 8;

    private static final int IP = EthernetLayout.HEADER_BYTES;

    private IcmpErrors() {}

    /**
     * Answers an IPv4 packet that has don't-fragment set.
     *
     * @param frame holds the packet's frame
     * @param offset index of its first byte
     * @param lengthBytes bytes of it that are there; may be fewer than it had on the wire
     * @param routerAddress source of the answer, network order
     * @param mtuBytes what the next hop takes, {@link #MIN_IPV4_MTU_BYTES} to 65535
     * @param reply receives the answer; may be the same array, but not the same bytes
     * @param replyOffset first byte to write; {@link #MAX_IPV4_REPLY_BYTES} must fit
     * @return the answer's layer-2 length, or {@link #NO_REPLY}
     * @throws IllegalArgumentException if the MTU is out of range
     */
    public static int fragmentationNeeded(
            final byte[] frame,
            final int offset,
            final int lengthBytes,
            final int routerAddress,
            final int mtuBytes,
            final byte[] reply,
            final int replyOffset) {
        if (mtuBytes < MIN_IPV4_MTU_BYTES || mtuBytes > Ipv4Layout.MAX_TOTAL_BYTES) {
            throw mtuOutOfRange(mtuBytes, MIN_IPV4_MTU_BYTES);
        }
        Objects.checkFromIndexSize(offset, lengthBytes, frame.length);
        Objects.checkFromIndexSize(replyOffset, MAX_IPV4_REPLY_BYTES, reply.length);
        final int quotedBytes = quotableIpv4(frame, offset, lengthBytes);
        if (quotedBytes == NO_REPLY) {
            return NO_REPLY;
        }
        final int icmpBytes = IcmpLayout.HEADER_BYTES + quotedBytes;
        writeEthernet(frame, offset, EthernetLayout.TYPE_IPV4, reply, replyOffset);

        final int ip = replyOffset + IP;
        Bytes.putByte(reply, ip + Ipv4Layout.VERSION_IHL_OFFSET, Ipv4Layout.VERSION_IHL_NO_OPTIONS);
        Bytes.putByte(reply, ip + Ipv4Layout.TOS_OFFSET, TOS_NETWORK_CONTROL);
        Bytes.putShortBe(reply, ip + Ipv4Layout.TOTAL_LENGTH_OFFSET, Ipv4Layout.MIN_HEADER_BYTES + icmpBytes);
        Bytes.putShortBe(reply, ip + Ipv4Layout.IDENTIFICATION_OFFSET, 0);
        Bytes.putShortBe(reply, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.DONT_FRAGMENT);
        Bytes.putByte(reply, ip + Ipv4Layout.TTL_OFFSET, TTL);
        Bytes.putByte(reply, ip + Ipv4Layout.PROTOCOL_OFFSET, IpProtocol.ICMP);
        Bytes.putShortBe(reply, ip + Ipv4Layout.CHECKSUM_OFFSET, 0);
        Bytes.putIntBe(reply, ip + Ipv4Layout.SOURCE_OFFSET, routerAddress);
        Bytes.putIntBe(
                reply,
                ip + Ipv4Layout.DESTINATION_OFFSET,
                Bytes.getIntBe(frame, offset + IP + Ipv4Layout.SOURCE_OFFSET));
        Bytes.putShortBe(
                reply, ip + Ipv4Layout.CHECKSUM_OFFSET, Checksums.checksum(reply, ip, Ipv4Layout.MIN_HEADER_BYTES));

        final int icmp = ip + Ipv4Layout.MIN_HEADER_BYTES;
        Bytes.putByte(reply, icmp + IcmpLayout.TYPE_OFFSET, IcmpLayout.TYPE_DESTINATION_UNREACHABLE);
        Bytes.putByte(reply, icmp + IcmpLayout.CODE_OFFSET, IcmpLayout.CODE_FRAGMENTATION_NEEDED);
        Bytes.putIntBe(reply, icmp + IcmpLayout.CHECKSUM_OFFSET, 0); // and the first half of the unused field
        Bytes.putShortBe(reply, icmp + IcmpLayout.NEXT_HOP_MTU_OFFSET, mtuBytes);
        System.arraycopy(frame, offset + IP, reply, icmp + IcmpLayout.HEADER_BYTES, quotedBytes);
        Bytes.putShortBe(reply, icmp + IcmpLayout.CHECKSUM_OFFSET, Checksums.checksum(reply, icmp, icmpBytes));
        return IP + Ipv4Layout.MIN_HEADER_BYTES + icmpBytes;
    }

    /**
     * Answers an IPv6 packet.
     *
     * @param frame holds the packet's frame
     * @param offset index of its first byte
     * @param lengthBytes bytes of it that are there; may be fewer than it had on the wire
     * @param routerHigh first 8 bytes of the answer's source address
     * @param routerLow last 8 bytes of it
     * @param mtuBytes what the next hop takes, at least {@link Ipv6Layout#MIN_MTU_BYTES}
     * @param reply receives the answer; may be the same array, but not the same bytes
     * @param replyOffset first byte to write; {@link #MAX_IPV6_REPLY_BYTES} must fit
     * @return the answer's layer-2 length, or {@link #NO_REPLY}
     * @throws IllegalArgumentException if the MTU is out of range
     */
    public static int packetTooBig(
            final byte[] frame,
            final int offset,
            final int lengthBytes,
            final long routerHigh,
            final long routerLow,
            final int mtuBytes,
            final byte[] reply,
            final int replyOffset) {
        if (mtuBytes < Ipv6Layout.MIN_MTU_BYTES) {
            throw mtuOutOfRange(mtuBytes, Ipv6Layout.MIN_MTU_BYTES);
        }
        Objects.checkFromIndexSize(offset, lengthBytes, frame.length);
        Objects.checkFromIndexSize(replyOffset, MAX_IPV6_REPLY_BYTES, reply.length);
        final int quotedBytes = quotableIpv6(frame, offset, lengthBytes);
        if (quotedBytes == NO_REPLY) {
            return NO_REPLY;
        }
        final int icmpBytes = IcmpLayout.HEADER_BYTES + quotedBytes;
        writeEthernet(frame, offset, EthernetLayout.TYPE_IPV6, reply, replyOffset);

        final int ip = replyOffset + IP;
        Bytes.putIntBe(reply, ip + Ipv6Layout.VERSION_CLASS_LABEL_OFFSET, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(reply, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, icmpBytes);
        Bytes.putByte(reply, ip + Ipv6Layout.NEXT_HEADER_OFFSET, IpProtocol.ICMPV6);
        Bytes.putByte(reply, ip + Ipv6Layout.HOP_LIMIT_OFFSET, TTL);
        Bytes.putLongBe(reply, ip + Ipv6Layout.SOURCE_OFFSET, routerHigh);
        Bytes.putLongBe(reply, ip + Ipv6Layout.SOURCE_OFFSET + 8, routerLow);
        System.arraycopy(
                frame,
                offset + IP + Ipv6Layout.SOURCE_OFFSET,
                reply,
                ip + Ipv6Layout.DESTINATION_OFFSET,
                Ipv6Layout.ADDRESS_BYTES);

        final int icmp = ip + Ipv6Layout.HEADER_BYTES;
        Bytes.putByte(reply, icmp + IcmpLayout.TYPE_OFFSET, IcmpLayout.V6_TYPE_PACKET_TOO_BIG);
        Bytes.putByte(reply, icmp + IcmpLayout.CODE_OFFSET, 0);
        Bytes.putShortBe(reply, icmp + IcmpLayout.CHECKSUM_OFFSET, 0);
        Bytes.putIntBe(reply, icmp + IcmpLayout.V6_MTU_OFFSET, mtuBytes);
        System.arraycopy(frame, offset + IP, reply, icmp + IcmpLayout.HEADER_BYTES, quotedBytes);
        Bytes.putShortBe(
                reply,
                icmp + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.ipv6Transport(reply, ip, IpProtocol.ICMPV6, icmp, icmpBytes));
        return IP + Ipv6Layout.HEADER_BYTES + icmpBytes;
    }

    /** Bytes of the packet to quote, or {@link #NO_REPLY}. */
    private static int quotableIpv4(final byte[] frame, final int offset, final int lengthBytes) {
        final int ip = offset + IP;
        if (lengthBytes < IP + Ipv4Layout.MIN_HEADER_BYTES || !isUnicast(frame, offset, EthernetLayout.TYPE_IPV4)) {
            return NO_REPLY;
        }
        final int versionIhl = Bytes.getUnsignedByte(frame, ip + Ipv4Layout.VERSION_IHL_OFFSET);
        final int headerBytes = (versionIhl & Ipv4Layout.IHL_MASK) * Ipv4Layout.IHL_WORD_BYTES;
        final int packetBytes =
                Math.min(Bytes.getUnsignedShortBe(frame, ip + Ipv4Layout.TOTAL_LENGTH_OFFSET), lengthBytes - IP);
        final int flags = Bytes.getUnsignedShortBe(frame, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
        if (versionIhl >>> Ipv4Layout.VERSION_SHIFT != Ipv4Layout.VERSION
                || headerBytes < Ipv4Layout.MIN_HEADER_BYTES
                || packetBytes < headerBytes + MIN_QUOTED_PAYLOAD_BYTES
                || (flags & Ipv4Layout.DONT_FRAGMENT) == 0
                || (flags & Ipv4Layout.FRAGMENT_OFFSET_MASK) != 0
                || !isHost(Bytes.getIntBe(frame, ip + Ipv4Layout.SOURCE_OFFSET))
                || !isHost(Bytes.getIntBe(frame, ip + Ipv4Layout.DESTINATION_OFFSET))) {
            return NO_REPLY;
        }
        if (Bytes.getUnsignedByte(frame, ip + Ipv4Layout.PROTOCOL_OFFSET) == IpProtocol.ICMP
                && IcmpType.isError(
                        IpProtocol.ICMP, Bytes.getUnsignedByte(frame, ip + headerBytes + IcmpLayout.TYPE_OFFSET))) {
            return NO_REPLY;
        }
        final int room = MAX_IPV4_REPLY_BYTES - IP - Ipv4Layout.MIN_HEADER_BYTES - IcmpLayout.HEADER_BYTES;
        return Math.min(packetBytes, room);
    }

    /**
     * Bytes of the packet to quote, or {@link #NO_REPLY}. RFC 4443, 2.4 (e.3) would allow an answer to a packet for a group; with the
     * MAC addresses swapped it would come from a group, which no switch forwards.
     */
    private static int quotableIpv6(final byte[] frame, final int offset, final int lengthBytes) {
        final int ip = offset + IP;
        if (lengthBytes < IP + Ipv6Layout.HEADER_BYTES
                || !isUnicast(frame, offset, EthernetLayout.TYPE_IPV6)
                || Bytes.getUnsignedByte(frame, ip) >>> Ipv6Layout.VERSION_SHIFT != Ipv6Layout.VERSION) {
            return NO_REPLY;
        }
        final long sourceHigh = Bytes.getLongBe(frame, ip + Ipv6Layout.SOURCE_OFFSET);
        final long sourceLow = Bytes.getLongBe(frame, ip + Ipv6Layout.SOURCE_OFFSET + 8);
        final boolean isUnspecified = (sourceHigh | sourceLow) == 0;
        final boolean isMulticast = sourceHigh >>> 56 == 0xFF;
        final int packetBytes = Math.min(
                Ipv6Layout.HEADER_BYTES + Bytes.getUnsignedShortBe(frame, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET),
                lengthBytes - IP);
        if (isUnspecified || isMulticast || isIpv6Error(frame, ip, packetBytes)) {
            return NO_REPLY;
        }
        final int room = MAX_IPV6_REPLY_BYTES - IP - Ipv6Layout.HEADER_BYTES - IcmpLayout.HEADER_BYTES;
        return Math.min(packetBytes, room);
    }

    /** Whether the packet is, or may be, an ICMPv6 error or redirect: if the headers end before it shows, it may be. */
    private static boolean isIpv6Error(final byte[] frame, final int ip, final int packetBytes) {
        int protocol = Bytes.getUnsignedByte(frame, ip + Ipv6Layout.NEXT_HEADER_OFFSET);
        int position = Ipv6Layout.HEADER_BYTES;
        for (int headers = 0; isExtension(protocol); headers++) {
            if (headers == MAX_EXTENSION_HEADERS || position + Ipv6Layout.EXTENSION_UNIT_BYTES > packetBytes) {
                return true;
            }
            if (protocol == IpProtocol.IPV6_FRAGMENT && isLaterFragment(frame, ip + position)) {
                return Bytes.getUnsignedByte(frame, ip + position) == IpProtocol.ICMPV6;
            }
            final int units = protocol == IpProtocol.IPV6_FRAGMENT
                    ? 0
                    : Bytes.getUnsignedByte(frame, ip + position + Ipv6Layout.EXTENSION_LENGTH_OFFSET);
            protocol = Bytes.getUnsignedByte(frame, ip + position + Ipv6Layout.EXTENSION_NEXT_HEADER_OFFSET);
            position += Ipv6Layout.EXTENSION_UNIT_BYTES * (1 + units);
        }
        if (protocol != IpProtocol.ICMPV6) {
            return false;
        }
        if (position >= packetBytes) {
            return true;
        }
        final int type = Bytes.getUnsignedByte(frame, ip + position + IcmpLayout.TYPE_OFFSET);
        return type < IcmpLayout.V6_TYPE_FIRST_INFORMATIONAL || type == IcmpLayout.V6_TYPE_REDIRECT;
    }

    private static boolean isLaterFragment(final byte[] frame, final int fragmentHeader) {
        final int field = Bytes.getUnsignedShortBe(frame, fragmentHeader + Ipv6Layout.FRAGMENT_OFFSET_FLAGS_OFFSET);
        return (field & Ipv6Layout.FRAGMENT_OFFSET_MASK) != 0;
    }

    private static boolean isExtension(final int protocol) {
        return protocol == IpProtocol.IPV6_HOP_BY_HOP
                || protocol == IpProtocol.IPV6_ROUTING
                || protocol == IpProtocol.IPV6_FRAGMENT
                || protocol == IpProtocol.IPV6_DESTINATION_OPTIONS;
    }

    private static boolean isUnicast(final byte[] frame, final int offset, final int type) {
        return Bytes.getUnsignedShortBe(frame, offset + EthernetLayout.TYPE_OFFSET) == type
                && !isGroup(frame, offset + EthernetLayout.DESTINATION_OFFSET)
                && !isGroup(frame, offset + EthernetLayout.SOURCE_OFFSET);
    }

    private static boolean isGroup(final byte[] frame, final int macOffset) {
        return (Bytes.getUnsignedByte(frame, macOffset) & EthernetLayout.GROUP_BIT) != 0;
    }

    /** Not 0/8, loopback, multicast, reserved or broadcast. */
    private static boolean isHost(final int address) {
        final int first = address >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    private static void writeEthernet(
            final byte[] frame, final int offset, final int type, final byte[] reply, final int replyOffset) {
        System.arraycopy(
                frame,
                offset + EthernetLayout.SOURCE_OFFSET,
                reply,
                replyOffset + EthernetLayout.DESTINATION_OFFSET,
                EthernetLayout.MAC_BYTES);
        System.arraycopy(
                frame,
                offset + EthernetLayout.DESTINATION_OFFSET,
                reply,
                replyOffset + EthernetLayout.SOURCE_OFFSET,
                EthernetLayout.MAC_BYTES);
        Bytes.putShortBe(reply, replyOffset + EthernetLayout.TYPE_OFFSET, type);
    }

    private static IllegalArgumentException mtuOutOfRange(final int mtuBytes, final int least) {
        return new IllegalArgumentException("next-hop MTU must be " + least
                + (least == MIN_IPV4_MTU_BYTES ? " to 65535" : " or more") + " bytes, not " + mtuBytes);
    }
}
