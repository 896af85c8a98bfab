package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.net.Flow;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.packet.UdpLayout;

/**
 * Gives a packet the addresses and ports of another flow, as internet and NAT gateways do, and mends its checksums by the
 * difference: a checksum that was wrong stays wrong, and nobody needs to see the payload.
 *
 * <p>IPv4 only: IPv6 is not translated. Of a fragment that is not the first only the addresses change, as it has no ports. The
 * packet inside an ICMP error is left as it is.
 *
 * <p>Threads: stateless. Allocates nothing. Source: RFC 1624, eqn. 3; RFC 768 (a UDP checksum of 0 is none).
 */
public final class HeaderRewrite {

    private static final int NO_CHECKSUM = 0;
    private static final int ZERO_SUM = 0xFFFF; // how UDP writes a checksum that comes out as 0

    private HeaderRewrite() {}

    /**
     * Rewrites a packet.
     *
     * @param memory holds an IPv4 header, and a whole TCP or UDP one behind it where the protocol says so
     * @param header where the IPv4 header begins
     * @param to the flow that it shall belong to; its protocol is the packet's
     */
    public static void apply(byte[] memory, int header, Flow to) {
        int oldSource = Bytes.getIntBe(memory, header + Ipv4Layout.SOURCE_OFFSET);
        int oldDestination = Bytes.getIntBe(memory, header + Ipv4Layout.DESTINATION_OFFSET);
        int newSource = to.source().ipv4();
        int newDestination = to.destination().ipv4();
        Bytes.putIntBe(memory, header + Ipv4Layout.SOURCE_OFFSET, newSource);
        Bytes.putIntBe(memory, header + Ipv4Layout.DESTINATION_OFFSET, newDestination);
        int checksum = Bytes.getUnsignedShortBe(memory, header + Ipv4Layout.CHECKSUM_OFFSET);
        checksum = Checksums.updateInt(checksum, oldSource, newSource);
        checksum = Checksums.updateInt(checksum, oldDestination, newDestination);
        Bytes.putShortBe(memory, header + Ipv4Layout.CHECKSUM_OFFSET, checksum);

        int fragment = Bytes.getUnsignedShortBe(memory, header + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
        if (!to.hasPorts() || (fragment & Ipv4Layout.FRAGMENT_OFFSET_MASK) != 0) {
            return;
        }
        int ihl = Bytes.getUnsignedByte(memory, header) & Ipv4Layout.IHL_MASK;
        int transport = header + ihl * Ipv4Layout.IHL_WORD_BYTES;
        // TCP and UDP begin with the same two ports; read as one word, the source port is its upper half
        int oldPorts = Bytes.getIntBe(memory, transport);
        int newPorts = to.sourcePort() << 16 | to.destinationPort();
        Bytes.putIntBe(memory, transport, newPorts);
        boolean udp = to.protocol() == IpProtocol.UDP;
        int at = transport + (udp ? UdpLayout.CHECKSUM_OFFSET : TcpLayout.CHECKSUM_OFFSET);
        int sum = Bytes.getUnsignedShortBe(memory, at);
        if (udp && sum == NO_CHECKSUM) {
            return;
        }
        sum = Checksums.updateInt(sum, oldSource, newSource); // addresses count through the pseudo header
        sum = Checksums.updateInt(sum, oldDestination, newDestination);
        sum = Checksums.updateInt(sum, oldPorts, newPorts);
        Bytes.putShortBe(memory, at, udp && sum == NO_CHECKSUM ? ZERO_SUM : sum);
    }
}
