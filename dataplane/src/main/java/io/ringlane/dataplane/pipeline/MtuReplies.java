package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.dataplane.counter.PortCounters;

/**
 * Answers packets that are too long for their path: ICMP "fragmentation needed" (RFC 792, RFC 1191) and ICMPv6 "packet too
 * big" (RFC 4443).
 *
 * <p>The answer comes from the address the packet was sent to, for the data plane knows no router's address; senders match
 * it by the packet it quotes. An IPv4 packet that may be fragmented gets no answer, and neither does an ICMP error.
 */
final class MtuReplies {

    /** Tag of a reply, so that nobody takes it for the packet whose frame it reuses. */
    static final long TAG = -1;

    private static final int L3 = EthernetLayout.HEADER_BYTES;
    private static final int MAX_IPV4_REPLY_BYTES = 576; // RFC 1812, 4.3.2.3
    private static final int TTL = 64;

    private final FrameRegion region;
    private final long routerMac;
    private final PortCounters counters = new PortCounters();

    MtuReplies(final FrameRegion region, final long routerMac) {
        this.region = region;
        this.routerMac = routerMac;
    }

    /** Counters of the replies. */
    PortCounters counters() {
        return counters;
    }

    /**
     * Writes the answer to one packet.
     *
     * @param refused the frame that holds the packet, whose headers were parsed before
     * @param refusedBytes bytes present in it
     * @param reply the frame to write into
     * @param senderMac where the answer goes
     * @return layer-2 length of the answer, 0 if there is none
     */
    int build(final int refused, final int refusedBytes, final int reply, final long senderMac, final int mtuBytes) {
        final byte[] from = region.memory(refused);
        final int packet = region.data(refused) + L3;
        final byte[] to = region.memory(reply);
        final int frame = region.data(reply);
        final boolean ipv4 = Bytes.getUnsignedByte(from, packet) >>> 4 == Ipv4Layout.VERSION;
        final int present = refusedBytes - L3;
        final int length = ipv4
                ? ipv4(from, packet, present, to, frame + L3, mtuBytes)
                : ipv6(from, packet, present, to, frame + L3, mtuBytes);
        if (length == 0) {
            return 0;
        }
        putMac(to, frame + EthernetLayout.DESTINATION_OFFSET, senderMac);
        putMac(to, frame + EthernetLayout.SOURCE_OFFSET, routerMac);
        Bytes.putShortBe(
                to, frame + EthernetLayout.TYPE_OFFSET, ipv4 ? EthernetLayout.TYPE_IPV4 : EthernetLayout.TYPE_IPV6);
        Bytes.putLong(to, region.metadata(reply) + FrameLayout.TAG_OFFSET, TAG);
        return L3 + length;
    }

    private int ipv4(
            final byte[] from, final int packet, final int present, final byte[] to, final int ip, final int mtuBytes) {
        final int flags = Bytes.getUnsignedShortBe(from, packet + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
        final int headerBytes = (Bytes.getUnsignedByte(from, packet) & 0xF) * 4;
        if ((flags & Ipv4Layout.DONT_FRAGMENT) == 0 || isIcmpError(from, packet, headerBytes, present)) {
            return 0;
        }
        final int overhead = Ipv4Layout.MIN_HEADER_BYTES + IcmpLayout.HEADER_BYTES;
        final int quoted = Math.min(present, Math.min(MAX_IPV4_REPLY_BYTES, region.maxFrameBytes() - L3) - overhead);
        final int icmp = ip + Ipv4Layout.MIN_HEADER_BYTES;
        Bytes.putByte(to, ip + Ipv4Layout.VERSION_IHL_OFFSET, Ipv4Layout.VERSION_IHL_NO_OPTIONS);
        Bytes.putByte(to, ip + Ipv4Layout.TOS_OFFSET, 0);
        Bytes.putShortBe(to, ip + Ipv4Layout.TOTAL_LENGTH_OFFSET, overhead + quoted);
        Bytes.putShortBe(to, ip + Ipv4Layout.IDENTIFICATION_OFFSET, 0);
        Bytes.putShortBe(to, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.DONT_FRAGMENT);
        Bytes.putByte(to, ip + Ipv4Layout.TTL_OFFSET, TTL);
        Bytes.putByte(to, ip + Ipv4Layout.PROTOCOL_OFFSET, IpProtocol.ICMP);
        System.arraycopy(
                from,
                packet + Ipv4Layout.DESTINATION_OFFSET,
                to,
                ip + Ipv4Layout.SOURCE_OFFSET,
                Ipv4Layout.ADDRESS_BYTES);
        System.arraycopy(
                from,
                packet + Ipv4Layout.SOURCE_OFFSET,
                to,
                ip + Ipv4Layout.DESTINATION_OFFSET,
                Ipv4Layout.ADDRESS_BYTES);
        Bytes.putShortBe(
                to, ip + Ipv4Layout.CHECKSUM_OFFSET, Checksums.ipv4Header(to, ip, Ipv4Layout.MIN_HEADER_BYTES));
        Bytes.putByte(to, icmp + IcmpLayout.TYPE_OFFSET, IcmpLayout.TYPE_DESTINATION_UNREACHABLE);
        Bytes.putByte(to, icmp + IcmpLayout.CODE_OFFSET, IcmpLayout.CODE_FRAGMENTATION_NEEDED);
        Bytes.putShortBe(to, icmp + IcmpLayout.CHECKSUM_OFFSET, 0);
        Bytes.putShortBe(to, icmp + IcmpLayout.IDENTIFIER_OFFSET, 0);
        Bytes.putShortBe(to, icmp + IcmpLayout.NEXT_HOP_MTU_OFFSET, mtuBytes);
        System.arraycopy(from, packet, to, icmp + IcmpLayout.HEADER_BYTES, quoted);
        Bytes.putShortBe(
                to, icmp + IcmpLayout.CHECKSUM_OFFSET, Checksums.checksum(to, icmp, IcmpLayout.HEADER_BYTES + quoted));
        return overhead + quoted;
    }

    private int ipv6(
            final byte[] from, final int packet, final int present, final byte[] to, final int ip, final int mtuBytes) {
        final int protocol = Bytes.getUnsignedByte(from, packet + Ipv6Layout.NEXT_HEADER_OFFSET);
        if (protocol == IpProtocol.ICMPV6
                && present > Ipv6Layout.HEADER_BYTES
                && Bytes.getUnsignedByte(from, packet + Ipv6Layout.HEADER_BYTES)
                        < IcmpLayout.V6_TYPE_FIRST_INFORMATIONAL) {
            return 0;
        }
        final int overhead = Ipv6Layout.HEADER_BYTES + IcmpLayout.HEADER_BYTES;
        final int quoted =
                Math.min(present, Math.min(Ipv6Layout.MIN_MTU_BYTES, region.maxFrameBytes() - L3) - overhead);
        final int icmp = ip + Ipv6Layout.HEADER_BYTES;
        final int segmentBytes = IcmpLayout.HEADER_BYTES + quoted;
        Bytes.putIntBe(to, ip + Ipv6Layout.VERSION_CLASS_LABEL_OFFSET, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(to, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, segmentBytes);
        Bytes.putByte(to, ip + Ipv6Layout.NEXT_HEADER_OFFSET, IpProtocol.ICMPV6);
        Bytes.putByte(to, ip + Ipv6Layout.HOP_LIMIT_OFFSET, TTL);
        System.arraycopy(
                from,
                packet + Ipv6Layout.DESTINATION_OFFSET,
                to,
                ip + Ipv6Layout.SOURCE_OFFSET,
                Ipv6Layout.ADDRESS_BYTES);
        System.arraycopy(
                from,
                packet + Ipv6Layout.SOURCE_OFFSET,
                to,
                ip + Ipv6Layout.DESTINATION_OFFSET,
                Ipv6Layout.ADDRESS_BYTES);
        Bytes.putByte(to, icmp + IcmpLayout.TYPE_OFFSET, IcmpLayout.V6_TYPE_PACKET_TOO_BIG);
        Bytes.putByte(to, icmp + IcmpLayout.CODE_OFFSET, 0);
        Bytes.putShortBe(to, icmp + IcmpLayout.CHECKSUM_OFFSET, 0);
        Bytes.putIntBe(to, icmp + IcmpLayout.V6_MTU_OFFSET, mtuBytes);
        System.arraycopy(from, packet, to, icmp + IcmpLayout.HEADER_BYTES, quoted);
        Bytes.putShortBe(
                to,
                icmp + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.ipv6Transport(to, ip, IpProtocol.ICMPV6, icmp, segmentBytes));
        return Ipv6Layout.HEADER_BYTES + segmentBytes;
    }

    private static boolean isIcmpError(final byte[] from, final int packet, final int headerBytes, final int present) {
        if (Bytes.getUnsignedByte(from, packet + Ipv4Layout.PROTOCOL_OFFSET) != IpProtocol.ICMP
                || present <= headerBytes) {
            return false;
        }
        final int type = Bytes.getUnsignedByte(from, packet + headerBytes);
        return type != IcmpLayout.TYPE_ECHO_REQUEST && type != IcmpLayout.TYPE_ECHO_REPLY;
    }

    private static void putMac(final byte[] memory, final int index, final long mac) {
        Bytes.putShortBe(memory, index, (int) (mac >>> 32));
        Bytes.putIntBe(memory, index + 2, (int) mac);
    }
}
