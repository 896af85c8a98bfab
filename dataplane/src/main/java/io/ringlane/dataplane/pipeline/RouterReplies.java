package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.NeighbourLayout;
import io.ringlane.core.packet.RouterLayout;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * Answers router solicitations of IPv6 with an advertisement, to whoever asked; to all nodes if that has no address yet. One that RFC
 * 4861, 6.1.1, calls invalid has no answer. Nothing is advertised unasked. One a worker, its thread only.
 */
final class RouterReplies {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int MESSAGE = IP + Ipv6Layout.HEADER_BYTES;
    private static final int MESSAGE_BYTES = RouterLayout.OPTIONS_OFFSET + NeighbourLayout.MAC_OPTION_BYTES;
    private static final int REPLY_BYTES = MESSAGE + MESSAGE_BYTES;

    private final FrameRegion region;
    private final Neighbours neighbours;
    private final long routerMac;

    RouterReplies(final FrameRegion region, final Neighbours neighbours, final long routerMac) {
        this.region = region;
        this.neighbours = neighbours;
        this.routerMac = routerMac;
    }

    /** Whether an IPv6 frame is a router solicitation, valid or not. */
    boolean isSolicitation(final int frame, final int lengthBytes) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        return lengthBytes > MESSAGE
                && Bytes.getUnsignedByte(memory, data + IP + Ipv6Layout.NEXT_HEADER_OFFSET) == IpProtocol.ICMPV6
                && Bytes.getUnsignedByte(memory, data + MESSAGE) == RouterLayout.TYPE_SOLICITATION;
    }

    /**
     * What a solicitation is answered with.
     *
     * @return null if it is not valid, or there is no router for the asker
     */
    RouterAdvertisement wanted(final int frame, final int lengthBytes, final VirtualFunction asker) {
        return region.maxFrameBytes() >= REPLY_BYTES && isValid(region.memory(frame), region.data(frame), lengthBytes)
                ? neighbours.routerOf(asker)
                : null;
    }

    private static boolean isValid(final byte[] memory, final int data, final int lengthBytes) {
        final int ip = data + IP;
        final int message = data + MESSAGE;
        final int messageBytes = Bytes.getUnsignedShortBe(memory, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET);
        return messageBytes >= RouterLayout.SOLICITATION_OPTIONS_OFFSET
                && NeighbourReplies.isOfLink(memory, data, messageBytes, lengthBytes)
                && NeighbourReplies.hasValidOptions(
                        memory,
                        message + RouterLayout.SOLICITATION_OPTIONS_OFFSET,
                        message + messageBytes,
                        !NeighbourReplies.isFromNobody(memory, ip));
    }

    /**
     * Writes the answer to a solicitation.
     *
     * @param request the frame that asks
     * @param reply the frame to write into
     * @return its length
     */
    int build(final int request, final int reply, final VirtualFunction asker, final RouterAdvertisement router) {
        final byte[] from = region.memory(request);
        final int asked = region.data(request) + IP;
        final byte[] to = region.memory(reply);
        final int frame = region.data(reply);
        final int ip = frame + IP;
        final int message = frame + MESSAGE;
        NeighbourReplies.putHeader(from, asked, to, frame, asker.mac(), routerMac, MESSAGE_BYTES);
        Bytes.putLongBe(to, ip + Ipv6Layout.SOURCE_OFFSET, router.addressHigh());
        Bytes.putLongBe(to, ip + Ipv6Layout.SOURCE_OFFSET + Long.BYTES, router.addressLow());
        Bytes.putIntBe(to, message, RouterLayout.TYPE_ADVERTISEMENT << Byte.SIZE + Short.SIZE); // code, checksum
        Bytes.putByte(to, message + RouterLayout.HOP_LIMIT_OFFSET, router.hopLimit());
        Bytes.putByte(
                to,
                message + RouterLayout.FLAGS_OFFSET,
                (router.isManaged() ? RouterLayout.FLAG_MANAGED : 0)
                        | (router.hasOther() ? RouterLayout.FLAG_OTHER : 0));
        Bytes.putShortBe(to, message + RouterLayout.LIFETIME_OFFSET, router.lifetimeSeconds());
        Bytes.putIntBe(to, message + RouterLayout.REACHABLE_TIME_OFFSET, 0); // both unspecified
        Bytes.putIntBe(to, message + RouterLayout.RETRANSMIT_TIME_OFFSET, 0);
        NeighbourReplies.putMacOption(
                to, message + RouterLayout.OPTIONS_OFFSET, NeighbourLayout.OPTION_SOURCE_MAC, routerMac);
        Bytes.putShortBe(
                to,
                message + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.ipv6Transport(to, ip, IpProtocol.ICMPV6, message, MESSAGE_BYTES));
        Bytes.putLong(to, region.metadata(reply) + FrameLayout.TAG_OFFSET, MtuReplies.TAG);
        return REPLY_BYTES;
    }
}
