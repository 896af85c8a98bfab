package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IcmpErrors;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.TcpResets;
import io.ringlane.dataplane.counter.PortCounters;

/**
 * Answers packets that are too long for their path: ICMP "fragmentation needed" and ICMPv6 "packet too big", as
 * {@link IcmpErrors} writes them.
 *
 * <p>The answer comes from the address the packet was sent to, for the data plane knows no router's address; senders match
 * it by the packet it quotes. There is none to an IPv4 packet that may be fragmented, for a path whose MTU is below what
 * the protocol requires, or where frames are too short to hold one.
 */
final class MtuReplies {

    /** Tag of a reply, so that nobody takes it for the packet whose frame it reuses. */
    static final long TAG = -1;

    private static final int L3 = EthernetLayout.HEADER_BYTES;

    private final FrameRegion region;
    private final long routerMac;
    private final PortCounters counters = new PortCounters();

    MtuReplies(final FrameRegion region, final long routerMac) {
        this.region = region;
        this.routerMac = routerMac;
        counters.open();
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
     * @return layer-2 length of the answer, {@link IcmpErrors#NO_REPLY} if there is none
     */
    int build(final int refused, final int refusedBytes, final int reply, final long senderMac, final int mtuBytes) {
        final byte[] from = region.memory(refused);
        final int packet = region.data(refused);
        final byte[] to = region.memory(reply);
        final int frame = region.data(reply);
        final boolean ipv4 = Bytes.getUnsignedByte(from, packet + L3) >>> 4 == Ipv4Layout.VERSION;
        final int length = ipv4
                ? ipv4(from, packet, refusedBytes, mtuBytes, to, frame)
                : ipv6(from, packet, refusedBytes, mtuBytes, to, frame);
        if (length != IcmpErrors.NO_REPLY) {
            putMac(to, frame + EthernetLayout.DESTINATION_OFFSET, senderMac);
            putMac(to, frame + EthernetLayout.SOURCE_OFFSET, routerMac);
            Bytes.putLong(to, region.metadata(reply) + FrameLayout.TAG_OFFSET, TAG);
        }
        return length;
    }

    /**
     * Writes the TCP reset that answers a segment of a connection which a translator has forgotten; it comes from whom the segment was
     * sent to.
     *
     * @return layer-2 length of the answer, {@link TcpResets#NO_REPLY} if there is none
     */
    int buildReset(final int refused, final int refusedBytes, final int reply, final long senderMac) {
        final byte[] to = region.memory(reply);
        final int frame = region.data(reply);
        final int length = TcpResets.ofIpv4(region.memory(refused), region.data(refused), refusedBytes, to, frame);
        if (length != TcpResets.NO_REPLY) {
            putMac(to, frame + EthernetLayout.DESTINATION_OFFSET, senderMac);
            putMac(to, frame + EthernetLayout.SOURCE_OFFSET, routerMac);
            Bytes.putLong(to, region.metadata(reply) + FrameLayout.TAG_OFFSET, TAG);
        }
        return length;
    }

    private int ipv4(
            final byte[] from,
            final int packet,
            final int length,
            final int mtuBytes,
            final byte[] to,
            final int frame) {
        final int flags = Bytes.getUnsignedShortBe(from, packet + L3 + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
        if ((flags & Ipv4Layout.DONT_FRAGMENT) == 0
                || mtuBytes < IcmpErrors.MIN_IPV4_MTU_BYTES
                || region.maxFrameBytes() < IcmpErrors.MAX_IPV4_REPLY_BYTES) {
            return IcmpErrors.NO_REPLY;
        }
        final int address = Bytes.getIntBe(from, packet + L3 + Ipv4Layout.DESTINATION_OFFSET);
        return IcmpErrors.fragmentationNeeded(from, packet, length, address, mtuBytes, to, frame);
    }

    private int ipv6(
            final byte[] from,
            final int packet,
            final int length,
            final int mtuBytes,
            final byte[] to,
            final int frame) {
        if (mtuBytes < Ipv6Layout.MIN_MTU_BYTES || region.maxFrameBytes() < IcmpErrors.MAX_IPV6_REPLY_BYTES) {
            return IcmpErrors.NO_REPLY;
        }
        final int address = packet + L3 + Ipv6Layout.DESTINATION_OFFSET;
        return IcmpErrors.packetTooBig(
                from,
                packet,
                length,
                Bytes.getLongBe(from, address),
                Bytes.getLongBe(from, address + Long.BYTES),
                mtuBytes,
                to,
                frame);
    }

    private static void putMac(final byte[] memory, final int index, final long mac) {
        Bytes.putShortBe(memory, index, (int) (mac >>> 32));
        Bytes.putIntBe(memory, index + 2, (int) mac);
    }
}
