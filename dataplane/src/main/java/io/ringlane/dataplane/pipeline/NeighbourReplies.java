package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv6Layout;
import io.ringlane.core.packet.NeighbourLayout;
import io.ringlane.core.packet.RouterLayout;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * Answers neighbour solicitations of IPv6 for a port's neighbours, as {@link ArpReplies} answers ARP. One that RFC 4861, 7.1.1, calls
 * invalid has no answer. A probe for duplicates, from the unspecified address, is answered to all nodes. One a worker, its thread only.
 */
final class NeighbourReplies {

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int MESSAGE = IP + Ipv6Layout.HEADER_BYTES;
    private static final int REPLY_BYTES = MESSAGE + NeighbourLayout.OPTIONS_OFFSET + NeighbourLayout.MAC_OPTION_BYTES;
    private static final int MAC_HIGH_SHIFT = 32;
    private static final int GROUP_BYTE_SHIFT = 56;
    private static final int GROUP_BYTE = 0xFF;

    private final FrameRegion region;
    private final Neighbours neighbours;
    private final long routerMac;

    NeighbourReplies(final FrameRegion region, final Neighbours neighbours, final long routerMac) {
        this.region = region;
        this.neighbours = neighbours;
        this.routerMac = routerMac;
    }

    /**
     * Whether a packet with this second key word is a solicitation, for a neighbour or a router, which never travels: its host answers or
     * nobody does.
     */
    static boolean isSolicitation(final long word1) {
        return FlowKey.isIpv6(word1)
                && FlowKey.protocol(word1) == IpProtocol.ICMPV6
                && (FlowKey.icmpType(word1) == NeighbourLayout.TYPE_SOLICITATION
                        || FlowKey.icmpType(word1) == RouterLayout.TYPE_SOLICITATION);
    }

    /**
     * The MAC that a solicitation asks for.
     *
     * @return {@link Neighbours#NOBODY} if it is not valid, or nobody has the address
     */
    long wanted(final int frame, final int lengthBytes, final VirtualFunction asker) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        if (region.maxFrameBytes() < REPLY_BYTES || !isValid(memory, data, lengthBytes)) {
            return Neighbours.NOBODY;
        }
        final int target = data + MESSAGE + NeighbourLayout.TARGET_OFFSET;
        final long high = Bytes.getLongBe(memory, target);
        final long low = Bytes.getLongBe(memory, target + Long.BYTES);
        return isFromNobody(memory, data + IP)
                ? neighbours.holderOfIpv6(asker, high, low)
                : neighbours.macOfIpv6(asker, high, low);
    }

    private static boolean isValid(final byte[] memory, final int data, final int lengthBytes) {
        final int message = data + MESSAGE;
        final int ip = data + IP;
        final int messageBytes = Bytes.getUnsignedShortBe(memory, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET);
        if (messageBytes < NeighbourLayout.OPTIONS_OFFSET || !isOfLink(memory, data, messageBytes, lengthBytes)) {
            return false;
        }
        final long targetHigh = Bytes.getLongBe(memory, message + NeighbourLayout.TARGET_OFFSET);
        final long targetLow = Bytes.getLongBe(memory, message + NeighbourLayout.TARGET_OFFSET + Long.BYTES);
        final long toHigh = Bytes.getLongBe(memory, ip + Ipv6Layout.DESTINATION_OFFSET);
        final long toLow = Bytes.getLongBe(memory, ip + Ipv6Layout.DESTINATION_OFFSET + Long.BYTES);
        final boolean isToGroup = toHigh == NeighbourLayout.LINK_GROUP_HIGH
                && toLow == (NeighbourLayout.SOLICITED_NODE_LOW | targetLow & NeighbourLayout.SOLICITED_NODE_MASK);
        return isUnicast(targetHigh)
                && (isToGroup || isUnicast(toHigh) && !isFromNobody(memory, ip))
                && hasValidOptions(
                        memory,
                        message + NeighbourLayout.OPTIONS_OFFSET,
                        message + messageBytes,
                        !isFromNobody(memory, ip));
    }

    /** Whether a message is a whole ICMPv6 message of the link's, with code 0 and a right checksum. */
    static boolean isOfLink(final byte[] memory, final int data, final int messageBytes, final int lengthBytes) {
        final int ip = data + IP;
        final int message = data + MESSAGE;
        return Bytes.getUnsignedByte(memory, ip + Ipv6Layout.NEXT_HEADER_OFFSET) == IpProtocol.ICMPV6
                && Bytes.getUnsignedByte(memory, ip + Ipv6Layout.HOP_LIMIT_OFFSET) == NeighbourLayout.HOP_LIMIT
                && MESSAGE + messageBytes <= lengthBytes
                && Bytes.getUnsignedByte(memory, message + IcmpLayout.CODE_OFFSET) == 0
                && Bytes.getUnsignedShortBe(memory, message + IcmpLayout.CHECKSUM_OFFSET)
                        == Checksums.ipv6Transport(memory, ip, IpProtocol.ICMPV6, message, messageBytes);
    }

    /** Whether each of the options has a length, and none says the sender's MAC that may not. */
    static boolean hasValidOptions(final byte[] memory, final int options, final int end, final boolean maySayMac) {
        int option = options;
        while (option + 1 < end) {
            final int units = Bytes.getUnsignedByte(memory, option + 1);
            final boolean saysMac = Bytes.getUnsignedByte(memory, option) == NeighbourLayout.OPTION_SOURCE_MAC;
            if (units == 0 || saysMac && !maySayMac) {
                return false;
            }
            option += units * NeighbourLayout.OPTION_UNIT_BYTES;
        }
        return option == end;
    }

    private static boolean isUnicast(final long addressHigh) {
        return addressHigh >>> GROUP_BYTE_SHIFT != GROUP_BYTE;
    }

    /** Whether it comes from the unspecified address, as a probe for duplicates does. */
    static boolean isFromNobody(final byte[] memory, final int ip) {
        return (Bytes.getLongBe(memory, ip + Ipv6Layout.SOURCE_OFFSET)
                        | Bytes.getLongBe(memory, ip + Ipv6Layout.SOURCE_OFFSET + Long.BYTES))
                == 0;
    }

    /**
     * Writes the answer to a solicitation.
     *
     * @param request the frame that asks
     * @param reply the frame to write into
     * @return its length
     */
    int build(final int request, final int reply, final VirtualFunction asker, final long mac) {
        final byte[] from = region.memory(request);
        final int asked = region.data(request) + IP;
        final byte[] to = region.memory(reply);
        final int frame = region.data(reply);
        final int ip = frame + IP;
        final int message = frame + MESSAGE;
        final boolean isProbe = isFromNobody(from, asked);
        putHeader(from, asked, to, frame, asker.mac(), mac, REPLY_BYTES - MESSAGE);
        final int target = region.data(request) + MESSAGE + NeighbourLayout.TARGET_OFFSET;
        copyAddress(from, target, to, ip + Ipv6Layout.SOURCE_OFFSET);
        Bytes.putIntBe(to, message, NeighbourLayout.TYPE_ADVERTISEMENT << Byte.SIZE + Short.SIZE); // code, checksum
        Bytes.putIntBe(to, message + NeighbourLayout.FLAGS_OFFSET, 0);
        Bytes.putByte(
                to,
                message + NeighbourLayout.FLAGS_OFFSET,
                NeighbourLayout.FLAG_OVERRIDE
                        | (isProbe ? 0 : NeighbourLayout.FLAG_SOLICITED)
                        | (mac == routerMac ? NeighbourLayout.FLAG_ROUTER : 0));
        copyAddress(from, target, to, message + NeighbourLayout.TARGET_OFFSET);
        putMacOption(to, message + NeighbourLayout.OPTIONS_OFFSET, NeighbourLayout.OPTION_TARGET_MAC, mac);
        Bytes.putShortBe(
                to,
                message + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.ipv6Transport(to, ip, IpProtocol.ICMPV6, message, REPLY_BYTES - MESSAGE));
        Bytes.putLong(to, region.metadata(reply) + FrameLayout.TAG_OFFSET, MtuReplies.TAG);
        return REPLY_BYTES;
    }

    /**
     * Writes an answer's headers but for its source address: to whoever asked, or to all nodes if that has no address.
     *
     * @param asked where the IPv6 header of the question begins
     * @param frame where the answer begins
     * @param messageBytes behind the headers
     */
    static void putHeader(
            final byte[] from,
            final int asked,
            final byte[] to,
            final int frame,
            final long askerMac,
            final long mac,
            final int messageBytes) {
        final int ip = frame + IP;
        final boolean isToAll = isFromNobody(from, asked);
        putMac(to, frame + EthernetLayout.DESTINATION_OFFSET, isToAll ? NeighbourLayout.ALL_NODES_MAC : askerMac);
        putMac(to, frame + EthernetLayout.SOURCE_OFFSET, mac);
        Bytes.putShortBe(to, frame + EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_IPV6);
        Bytes.putIntBe(to, ip, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(to, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, messageBytes);
        Bytes.putByte(to, ip + Ipv6Layout.NEXT_HEADER_OFFSET, IpProtocol.ICMPV6);
        Bytes.putByte(to, ip + Ipv6Layout.HOP_LIMIT_OFFSET, NeighbourLayout.HOP_LIMIT);
        if (isToAll) {
            Bytes.putLongBe(to, ip + Ipv6Layout.DESTINATION_OFFSET, NeighbourLayout.LINK_GROUP_HIGH);
            Bytes.putLongBe(to, ip + Ipv6Layout.DESTINATION_OFFSET + Long.BYTES, NeighbourLayout.ALL_NODES_LOW);
        } else {
            copyAddress(from, asked + Ipv6Layout.SOURCE_OFFSET, to, ip + Ipv6Layout.DESTINATION_OFFSET);
        }
    }

    /** Writes an option that says a MAC. */
    static void putMacOption(final byte[] to, final int option, final int type, final long mac) {
        Bytes.putByte(to, option, type);
        Bytes.putByte(to, option + 1, NeighbourLayout.MAC_OPTION_BYTES / NeighbourLayout.OPTION_UNIT_BYTES);
        putMac(to, option + 2, mac);
    }

    private static void copyAddress(final byte[] from, final int source, final byte[] to, final int destination) {
        Bytes.putLongBe(to, destination, Bytes.getLongBe(from, source));
        Bytes.putLongBe(to, destination + Long.BYTES, Bytes.getLongBe(from, source + Long.BYTES));
    }

    private static void putMac(final byte[] memory, final int index, final long mac) {
        Bytes.putShortBe(memory, index, (int) (mac >>> MAC_HIGH_SHIFT));
        Bytes.putIntBe(memory, index + Short.BYTES, (int) mac);
    }
}
