package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frames that tests build byte by byte: ICMP messages, and datagrams in pieces. */
final class RawFrames {

    static final int IP = EthernetLayout.HEADER_BYTES;
    static final int TRANSPORT = IP + Ipv4Layout.MIN_HEADER_BYTES;
    static final int QUERY_BYTES = IcmpLayout.HEADER_BYTES + 24;

    private RawFrames() {}

    /** Sends a frame from a port to a MAC; false if the port has none left. */
    static boolean send(VirtualFunction from, long destinationMac, byte[] frame) {
        QueuePair queue = from.queuePair(0);
        int slot = queue.take();
        if (slot == FrameLayout.NO_FRAME) {
            return false;
        }
        byte[] memory = queue.region().memory(slot);
        int data = queue.region().data(slot);
        System.arraycopy(frame, 0, memory, data, frame.length);
        Bytes.putLongBe(memory, data, destinationMac << 16 | from.mac() >>> 32);
        Bytes.putIntBe(memory, data + 8, (int) from.mac());
        boolean sent = queue.transmit(slot, frame.length);
        queue.flush();
        return sent;
    }

    /** Everything that a port has received. */
    static List<byte[]> receive(VirtualFunction at) {
        List<byte[]> frames = new ArrayList<>();
        at.queuePair(0)
                .receive(
                        (memory, offset, length, descriptor) ->
                                frames.add(Arrays.copyOfRange(memory, offset, offset + length)),
                        1024);
        return frames;
    }

    /** A whole packet of a TCP or UDP flow, of TCP a SYN. */
    static byte[] packet(Flow flow, int length) {
        byte[] frame = new byte[length];
        FrameBuilder builder = new FrameBuilder()
                .ipv4(flow.source().ipv4(), flow.destination().ipv4())
                .dontFragment(false);
        (flow.protocol() == IpProtocol.TCP
                        ? builder.tcp(flow.sourcePort(), flow.destinationPort()).tcpFlags(TcpLayout.FLAG_SYN)
                        : builder.udp(flow.sourcePort(), flow.destinationPort()))
                .write(frame, 0, length);
        return frame;
    }

    /** An ICMP message of a flow's type and code. */
    static byte[] icmp(Flow flow, byte[] body) {
        byte[] frame = new byte[TRANSPORT + IcmpLayout.HEADER_BYTES + body.length];
        new FrameBuilder()
                .ipv4(flow.source().ipv4(), flow.destination().ipv4())
                .dontFragment(false)
                .udp(0, 0)
                .write(frame, 0, frame.length);
        Arrays.fill(frame, TRANSPORT, frame.length, (byte) 0);
        frame[IP + Ipv4Layout.PROTOCOL_OFFSET] = IpProtocol.ICMP;
        frame[TRANSPORT + IcmpLayout.TYPE_OFFSET] = (byte) flow.sourcePort();
        frame[TRANSPORT + IcmpLayout.CODE_OFFSET] = (byte) flow.destinationPort();
        System.arraycopy(body, 0, frame, TRANSPORT + IcmpLayout.HEADER_BYTES, body.length);
        Bytes.putShortBe(
                frame,
                TRANSPORT + IcmpLayout.CHECKSUM_OFFSET,
                Checksums.checksum(frame, TRANSPORT, frame.length - TRANSPORT));
        mend(frame);
        return frame;
    }

    /** An ICMP query of a flow's type and code, or the answer to one, with 24 bytes of data. */
    static byte[] query(Flow flow, int identifier, int sequence) {
        byte[] frame = icmp(flow, new byte[QUERY_BYTES - IcmpLayout.HEADER_BYTES]);
        Bytes.putShortBe(frame, TRANSPORT + IcmpLayout.IDENTIFIER_OFFSET, identifier);
        Bytes.putShortBe(frame, TRANSPORT + IcmpLayout.SEQUENCE_OFFSET, sequence);
        Bytes.putShortBe(frame, TRANSPORT + IcmpLayout.CHECKSUM_OFFSET, 0);
        Bytes.putShortBe(
                frame, TRANSPORT + IcmpLayout.CHECKSUM_OFFSET, Checksums.checksum(frame, TRANSPORT, QUERY_BYTES));
        return frame;
    }

    /** The identifier of a query or an answer. */
    static int identifier(byte[] frame) {
        return Bytes.getUnsignedShortBe(frame, TRANSPORT + IcmpLayout.IDENTIFIER_OFFSET);
    }

    /** An ICMP error about a packet of a flow. */
    static byte[] error(Flow flow, Flow about) {
        byte[] packet = packet(about, 80);
        return icmp(flow, Arrays.copyOfRange(packet, IP, TRANSPORT + 8));
    }

    /** A packet in pieces, each with so many bytes behind its IP header, a multiple of 8. */
    static List<byte[]> fragments(byte[] packet, int identification, int payloadBytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = TRANSPORT; at < packet.length; at += payloadBytes) {
            int end = Math.min(packet.length, at + payloadBytes);
            byte[] piece = Arrays.copyOf(packet, TRANSPORT + end - at);
            System.arraycopy(packet, at, piece, TRANSPORT, end - at);
            Bytes.putShortBe(piece, IP + Ipv4Layout.TOTAL_LENGTH_OFFSET, piece.length - IP);
            Bytes.putShortBe(piece, IP + Ipv4Layout.IDENTIFICATION_OFFSET, identification);
            int more = end < packet.length ? Ipv4Layout.MORE_FRAGMENTS : 0;
            Bytes.putShortBe(piece, IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, more | (at - TRANSPORT) / 8);
            mend(piece);
            pieces.add(piece);
        }
        return pieces;
    }

    /** A packet put together from its pieces, in any order; the header is the first one's. */
    static byte[] reassembled(List<byte[]> pieces) {
        byte[] packet = new byte[TRANSPORT];
        for (byte[] piece : pieces) {
            int flags = Bytes.getUnsignedShortBe(piece, IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
            int at = TRANSPORT + (flags & Ipv4Layout.FRAGMENT_OFFSET_MASK) * 8;
            int length = piece.length - TRANSPORT;
            packet = Arrays.copyOf(packet, Math.max(packet.length, at + length));
            System.arraycopy(piece, TRANSPORT, packet, at, length);
            if (at == TRANSPORT) {
                System.arraycopy(piece, 0, packet, 0, TRANSPORT);
            }
        }
        Bytes.putShortBe(packet, IP + Ipv4Layout.TOTAL_LENGTH_OFFSET, packet.length - IP);
        Bytes.putShortBe(packet, IP + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, 0);
        mend(packet);
        return packet;
    }

    private static void mend(byte[] frame) {
        Bytes.putShortBe(frame, IP + Ipv4Layout.CHECKSUM_OFFSET, Checksums.ipv4Header(frame, IP, 20));
    }

    /** Whether the checksum over an ICMP message is right. */
    static boolean isIcmpValid(byte[] frame) {
        return Checksums.isIpv4HeaderValid(frame, IP, 20)
                && Checksums.checksum(frame, TRANSPORT, frame.length - TRANSPORT) == 0;
    }
}
