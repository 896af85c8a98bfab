package io.ringlane.cloud.live;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.core.frame.FrameLayout;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * A UDP or TCP packet as a test sends or receives it.
 *
 * @param id what the sender wrote into the payload
 * @param flow its headers
 * @param isValid whether both checksums are right
 * @param destinationMac of the frame
 */
record Packet(long id, Flow flow, boolean isValid, long destinationMac) {

    private static final int LENGTH_BYTES = 90;

    /** Sends one, of TCP a SYN; false if the port has no frame left. */
    static boolean send(VirtualFunction from, long destinationMac, Flow flow, long id) {
        return send(from, destinationMac, flow, id, TcpLayout.FLAG_SYN);
    }

    /** As above, of TCP with other flags. */
    static boolean send(VirtualFunction from, long destinationMac, Flow flow, long id, int tcpFlags) {
        QueuePair queue = from.queuePair(0);
        int frame = queue.take();
        if (frame == FrameLayout.NO_FRAME) {
            return false;
        }
        byte[] payload = new byte[Long.BYTES];
        Bytes.putLongBe(payload, 0, id);
        FrameBuilder packet = new FrameBuilder()
                .macs(from.mac(), destinationMac)
                .ipv4(flow.source().ipv4(), flow.destination().ipv4());
        (flow.protocol() == IpProtocol.TCP
                        ? packet.tcp(flow.sourcePort(), flow.destinationPort()).tcpFlags(tcpFlags)
                        : packet.udp(flow.sourcePort(), flow.destinationPort()))
                .payload(payload)
                .write(queue.region().memory(frame), queue.region().data(frame), LENGTH_BYTES);
        boolean sent = queue.transmit(frame, LENGTH_BYTES);
        queue.flush();
        return sent;
    }

    /** Everything that a port has received. */
    static List<Packet> receive(VirtualFunction at) {
        List<Packet> packets = new ArrayList<>();
        for (int queue = 0; queue < at.queueCount(); queue++) {
            at.queuePair(queue)
                    .receive((memory, offset, length, descriptor) -> packets.add(read(memory, offset, length)), 1024);
        }
        return packets;
    }

    private static Packet read(byte[] memory, int offset, int length) {
        int ip = offset + EthernetLayout.HEADER_BYTES;
        int transport = ip + Ipv4Layout.MIN_HEADER_BYTES;
        int protocol = Bytes.getUnsignedByte(memory, ip + Ipv4Layout.PROTOCOL_OFFSET);
        int segment = length - EthernetLayout.HEADER_BYTES - Ipv4Layout.MIN_HEADER_BYTES;
        int field = transport + (protocol == IpProtocol.TCP ? 16 : 6);
        boolean isValid = Checksums.isIpv4HeaderValid(memory, ip, Ipv4Layout.MIN_HEADER_BYTES)
                && Bytes.getUnsignedShortBe(memory, field)
                        == Checksums.ipv4Transport(memory, ip, protocol, transport, segment);
        Flow flow = new Flow(
                IpAddress.ofIpv4(Bytes.getIntBe(memory, ip + Ipv4Layout.SOURCE_OFFSET)),
                IpAddress.ofIpv4(Bytes.getIntBe(memory, ip + Ipv4Layout.DESTINATION_OFFSET)),
                protocol,
                Bytes.getUnsignedShortBe(memory, transport),
                Bytes.getUnsignedShortBe(memory, transport + 2));
        long id = Bytes.getLongBe(memory, transport + (protocol == IpProtocol.TCP ? 20 : 8));
        return new Packet(id, flow, isValid, Bytes.getLongBe(memory, offset) >>> 16);
    }
}
