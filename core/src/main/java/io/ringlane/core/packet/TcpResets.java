package io.ringlane.core.packet;

import io.ringlane.core.memory.Bytes;

/**
 * Writes what answers a TCP segment of a connection that is not there: a reset, from whom the segment was sent to.
 *
 * <p>{@link #NO_REPLY} comes back for a segment that is a reset itself, for a fragment, and for a frame that is no whole TCP header over
 * IPv4. The answer's MAC addresses are left to the caller.
 *
 * <p>Threads: stateless. Allocates nothing. The frame is outside input: nothing beyond its stated length is read.
 *
 * <p>Source: RFC 9293, 3.5.2 (group 1) and 3.10.7.1.
 */
public final class TcpResets {
    /** Returned when no answer may be sent; nothing was written. */
    public static final int NO_REPLY = 0;

    /** The answer: headers without options, padded to the shortest frame. */
    public static final int REPLY_BYTES = EthernetLayout.MIN_FRAME_BYTES;

    private static final int IP = EthernetLayout.HEADER_BYTES;
    private static final int TTL = 64;
    private static final int EXTENSION_UNIT_BYTES = 8;
    private static final int FRAGMENT = Ipv4Layout.MORE_FRAGMENTS | Ipv4Layout.FRAGMENT_OFFSET_MASK;

    private TcpResets() {}

    /**
     * Answers a segment.
     *
     * @param frame holds it
     * @param offset index of its frame's first byte
     * @param lengthBytes bytes of it that are there
     * @param reply receives the answer; may be the same array, but not the same bytes
     * @param replyOffset first byte to write; {@link #REPLY_BYTES} must fit
     * @return {@link #REPLY_BYTES} or {@link #NO_REPLY}
     */
    public static int ofIpv4(
            final byte[] frame, final int offset, final int lengthBytes, final byte[] reply, final int replyOffset) {
        final int ip = offset + IP;
        if (lengthBytes < IP + Ipv4Layout.MIN_HEADER_BYTES
                || Bytes.getUnsignedShortBe(frame, offset + EthernetLayout.TYPE_OFFSET) != EthernetLayout.TYPE_IPV4
                || Bytes.getUnsignedByte(frame, ip + Ipv4Layout.PROTOCOL_OFFSET) != IpProtocol.TCP
                || (Bytes.getUnsignedShortBe(frame, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET) & FRAGMENT) != 0) {
            return NO_REPLY;
        }
        final int ihl = Bytes.getUnsignedByte(frame, ip) & Ipv4Layout.IHL_MASK;
        final int tcp = ip + ihl * Ipv4Layout.IHL_WORD_BYTES;
        final int segmentBytes = ip + Bytes.getUnsignedShortBe(frame, ip + Ipv4Layout.TOTAL_LENGTH_OFFSET) - tcp;
        if (tcp < ip + Ipv4Layout.MIN_HEADER_BYTES
                || tcp + TcpLayout.MIN_HEADER_BYTES > offset + lengthBytes
                || segmentBytes < TcpLayout.MIN_HEADER_BYTES) {
            return NO_REPLY;
        }
        final int flags = Bytes.getUnsignedByte(frame, tcp + TcpLayout.FLAGS_OFFSET);
        if ((flags & TcpLayout.FLAG_RST) != 0) {
            return NO_REPLY;
        }
        writeIp(frame, ip, reply, replyOffset);
        final int answer = replyOffset + IP + Ipv4Layout.MIN_HEADER_BYTES;
        Bytes.putShortBe(
                reply,
                answer + TcpLayout.SOURCE_PORT_OFFSET,
                Bytes.getUnsignedShortBe(frame, tcp + TcpLayout.DESTINATION_PORT_OFFSET));
        Bytes.putShortBe(
                reply,
                answer + TcpLayout.DESTINATION_PORT_OFFSET,
                Bytes.getUnsignedShortBe(frame, tcp + TcpLayout.SOURCE_PORT_OFFSET));
        final boolean acknowledges = (flags & TcpLayout.FLAG_ACK) != 0;
        final int headerBytes = TcpLayout.DATA_OFFSET_WORD_BYTES
                * (Bytes.getUnsignedByte(frame, tcp + TcpLayout.DATA_OFFSET_OFFSET) >>> TcpLayout.DATA_OFFSET_SHIFT);
        final int occupied = Math.max(0, segmentBytes - headerBytes)
                + ((flags & TcpLayout.FLAG_SYN) != 0 ? 1 : 0)
                + ((flags & TcpLayout.FLAG_FIN) != 0 ? 1 : 0);
        Bytes.putIntBe(
                reply,
                answer + TcpLayout.SEQUENCE_OFFSET,
                acknowledges ? Bytes.getIntBe(frame, tcp + TcpLayout.ACKNOWLEDGMENT_OFFSET) : 0);
        Bytes.putIntBe(
                reply,
                answer + TcpLayout.ACKNOWLEDGMENT_OFFSET,
                acknowledges ? 0 : Bytes.getIntBe(frame, tcp + TcpLayout.SEQUENCE_OFFSET) + occupied);
        Bytes.putByte(
                reply,
                answer + TcpLayout.DATA_OFFSET_OFFSET,
                TcpLayout.MIN_HEADER_BYTES / TcpLayout.DATA_OFFSET_WORD_BYTES << TcpLayout.DATA_OFFSET_SHIFT);
        Bytes.putByte(
                reply,
                answer + TcpLayout.FLAGS_OFFSET,
                acknowledges ? TcpLayout.FLAG_RST : TcpLayout.FLAG_RST | TcpLayout.FLAG_ACK);
        Bytes.putShortBe(reply, answer + TcpLayout.WINDOW_OFFSET, 0);
        Bytes.putIntBe(reply, answer + TcpLayout.CHECKSUM_OFFSET, 0); // and the urgent pointer
        Bytes.putShortBe(
                reply,
                answer + TcpLayout.CHECKSUM_OFFSET,
                Checksums.ipv4Transport(reply, replyOffset + IP, IpProtocol.TCP, answer, TcpLayout.MIN_HEADER_BYTES));
        for (int i = answer + TcpLayout.MIN_HEADER_BYTES; i < replyOffset + REPLY_BYTES; i++) {
            Bytes.putByte(reply, i, 0);
        }
        return REPLY_BYTES;
    }

    private static void writeIp(final byte[] frame, final int ip, final byte[] reply, final int replyOffset) {
        Bytes.putShortBe(reply, replyOffset + EthernetLayout.TYPE_OFFSET, EthernetLayout.TYPE_IPV4);
        final int header = replyOffset + IP;
        Bytes.putByte(reply, header + Ipv4Layout.VERSION_IHL_OFFSET, Ipv4Layout.VERSION_IHL_NO_OPTIONS);
        Bytes.putByte(reply, header + Ipv4Layout.TOS_OFFSET, 0);
        Bytes.putShortBe(
                reply,
                header + Ipv4Layout.TOTAL_LENGTH_OFFSET,
                Ipv4Layout.MIN_HEADER_BYTES + TcpLayout.MIN_HEADER_BYTES);
        Bytes.putShortBe(reply, header + Ipv4Layout.IDENTIFICATION_OFFSET, 0);
        Bytes.putShortBe(reply, header + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, Ipv4Layout.DONT_FRAGMENT);
        Bytes.putByte(reply, header + Ipv4Layout.TTL_OFFSET, TTL);
        Bytes.putByte(reply, header + Ipv4Layout.PROTOCOL_OFFSET, IpProtocol.TCP);
        Bytes.putIntBe(
                reply, header + Ipv4Layout.SOURCE_OFFSET, Bytes.getIntBe(frame, ip + Ipv4Layout.DESTINATION_OFFSET));
        Bytes.putIntBe(
                reply, header + Ipv4Layout.DESTINATION_OFFSET, Bytes.getIntBe(frame, ip + Ipv4Layout.SOURCE_OFFSET));
        Bytes.putShortBe(
                reply,
                header + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.ipv4Header(reply, header, Ipv4Layout.MIN_HEADER_BYTES));
    }

    /**
     * The flags of a TCP segment that {@link PacketParser} has taken, over IPv4 or IPv6, and not as a fragment.
     *
     * @param lengthBytes bytes of its frame that are there
     * @return {@link TcpLayout} flags; 0 if they are not there
     */
    public static int flags(final byte[] memory, final int offset, final int lengthBytes) {
        final int ip = offset + IP;
        final int version = Bytes.getUnsignedByte(memory, ip);
        final int tcp = version >>> Ipv4Layout.VERSION_SHIFT == Ipv4Layout.VERSION
                ? ip + (version & Ipv4Layout.IHL_MASK) * Ipv4Layout.IHL_WORD_BYTES
                : behindExtensions(memory, ip, offset + lengthBytes);
        return tcp + TcpLayout.FLAGS_OFFSET < offset + lengthBytes
                ? Bytes.getUnsignedByte(memory, tcp + TcpLayout.FLAGS_OFFSET)
                : 0;
    }

    private static int behindExtensions(final byte[] memory, final int ip, final int end) {
        int protocol = Bytes.getUnsignedByte(memory, ip + Ipv6Layout.NEXT_HEADER_OFFSET);
        int header = ip + Ipv6Layout.HEADER_BYTES;
        while (PacketParser.isExtension(protocol) && header + 1 < end) {
            protocol = Bytes.getUnsignedByte(memory, header);
            header += EXTENSION_UNIT_BYTES * (1 + Bytes.getUnsignedByte(memory, header + 1));
        }
        return header;
    }
}
