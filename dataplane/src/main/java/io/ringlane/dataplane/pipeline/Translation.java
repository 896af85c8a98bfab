package io.ringlane.dataplane.pipeline;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.packet.UdpLayout;

/**
 * What a route changes in IPv4 headers: addresses, and ports where the flow has some. Checksums are mended by the
 * difference, so that the payload is neither read nor needed, and one that was wrong stays wrong.
 *
 * <p>Of a later fragment only the addresses change, as it has no ports. An ICMP error is changed with the packet that it quotes, which
 * went the other way: the ports are then those of that packet. An ICMP query and its answer have one identifier in place of ports. Immutable, compared by content, so that
 * all flows that are changed alike can share a route. Allocates nothing when applied.
 *
 * <p>Source: RFC 1624, eqn. 3; RFC 768 (a UDP checksum of 0 is none); RFC 5508, 3 (queries) and 4 (what an ICMP error
 * quotes).
 *
 * @param setsSource whether the source address becomes {@code source}
 * @param source a big-endian int
 * @param sourcePort 0 to 65535, or {@link #KEEP}; of an ICMP error, the quoted packet's destination port
 * @param setsDestination whether the destination address becomes {@code destination}
 * @param destination a big-endian int
 * @param destinationPort 0 to 65535, or {@link #KEEP}; of an ICMP error, the quoted packet's source port
 * @param identifier of an ICMP query or its answer, or of the one that an ICMP error quotes, 0 to 65535, or {@link #KEEP}
 */
public record Translation(
        boolean setsSource,
        int source,
        int sourcePort,
        boolean setsDestination,
        int destination,
        int destinationPort,
        int identifier) {

    /** A port that stays as it is. */
    public static final int KEEP = -1;

    private static final int NO_CHECKSUM = 0;
    private static final int ZERO_SUM = 0xFFFF; // how UDP writes a checksum that comes out as 0
    private static final int FRAGMENT_MASK = Ipv4Layout.MORE_FRAGMENTS | Ipv4Layout.FRAGMENT_OFFSET_MASK;

    /** @throws IllegalArgumentException for a port or an identifier that is none */
    public Translation {
        checkPort(sourcePort);
        checkPort(destinationPort);
        checkPort(identifier);
    }

    /** One that leaves identifiers as they are. */
    public Translation(
            final boolean setsSource,
            final int source,
            final int sourcePort,
            final boolean setsDestination,
            final int destination,
            final int destinationPort) {
        this(setsSource, source, sourcePort, setsDestination, destination, destinationPort, KEEP);
    }

    private static void checkPort(final int port) {
        if (port < KEEP || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port + " is neither 0 to 65535 nor KEEP (-1)");
        }
    }

    /**
     * Changes a packet.
     *
     * @param header where the IPv4 header begins
     * @param lengthBytes bytes present from there on; what lies beyond, in a capture that was cut short, is left alone
     */
    void apply(final byte[] memory, final int header, final int lengthBytes) {
        final int oldSource = Bytes.getIntBe(memory, header + Ipv4Layout.SOURCE_OFFSET);
        final int oldDestination = Bytes.getIntBe(memory, header + Ipv4Layout.DESTINATION_OFFSET);
        final int newSource = setsSource ? source : oldSource;
        final int newDestination = setsDestination ? destination : oldDestination;
        Bytes.putIntBe(memory, header + Ipv4Layout.SOURCE_OFFSET, newSource);
        Bytes.putIntBe(memory, header + Ipv4Layout.DESTINATION_OFFSET, newDestination);
        final int checksum = Bytes.getUnsignedShortBe(memory, header + Ipv4Layout.CHECKSUM_OFFSET);
        Bytes.putShortBe(
                memory,
                header + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.updateInt(
                        Checksums.updateInt(checksum, oldSource, newSource), oldDestination, newDestination));

        final int protocol = Bytes.getUnsignedByte(memory, header + Ipv4Layout.PROTOCOL_OFFSET);
        final int fragment =
                Bytes.getUnsignedShortBe(memory, header + Ipv4Layout.FLAGS_FRAGMENT_OFFSET) & FRAGMENT_MASK;
        final boolean isFirst = (fragment & Ipv4Layout.FRAGMENT_OFFSET_MASK) == 0;
        if (protocol == IpProtocol.ICMP && fragment == 0) {
            IdentifierTranslation.apply(this, memory, header, header + lengthBytes);
            QuoteTranslation.apply(this, memory, header, lengthBytes, oldSource, oldDestination);
            return;
        }
        if (!isFirst || protocol != IpProtocol.UDP && protocol != IpProtocol.TCP) {
            return;
        }
        final int ihl = Bytes.getUnsignedByte(memory, header) & Ipv4Layout.IHL_MASK;
        final int transportBytes = ihl * Ipv4Layout.IHL_WORD_BYTES;
        final int transport = header + transportBytes;
        final boolean isUdp = protocol == IpProtocol.UDP;
        final int field = isUdp ? UdpLayout.CHECKSUM_OFFSET : TcpLayout.CHECKSUM_OFFSET;
        int oldPorts = 0;
        int newPorts = 0;
        if (lengthBytes >= transportBytes + Integer.BYTES) {
            oldPorts = Bytes.getIntBe(memory, transport);
            newPorts = translatedPorts(oldPorts);
            Bytes.putIntBe(memory, transport, newPorts);
        }
        if (lengthBytes < transportBytes + field + Short.BYTES) {
            return;
        }
        final int old = Bytes.getUnsignedShortBe(memory, transport + field);
        if (isUdp && old == NO_CHECKSUM) {
            return;
        }
        int sum = Checksums.updateInt(old, oldSource, newSource); // addresses count through the pseudo header
        sum = Checksums.updateInt(sum, oldDestination, newDestination);
        sum = Checksums.updateInt(sum, oldPorts, newPorts);
        Bytes.putShortBe(memory, transport + field, isUdp && sum == NO_CHECKSUM ? ZERO_SUM : sum);
    }

    private int translatedPorts(final int ports) {
        final int from = sourcePort == KEEP ? ports >>> 16 : sourcePort;
        final int to = destinationPort == KEEP ? ports & 0xFFFF : destinationPort;
        return from << 16 | to;
    }

    /** The first key word of a packet once it is changed; see {@link io.ringlane.core.packet.FlowKey}. */
    long translatedWord0(final long word0) {
        final long low = setsSource ? Integer.toUnsignedLong(Integer.reverseBytes(source)) : word0 & 0xFFFF_FFFFL;
        final long high = setsDestination ? Integer.reverseBytes(destination) : word0 >> 32;
        return high << 32 | low;
    }

    /** The low half of the second key word of a packet, its ports, once it is changed; 0 stays 0. */
    int translatedWord1Ports(final int ports) {
        return ports == 0 ? 0 : Integer.reverseBytes(translatedPorts(Integer.reverseBytes(ports)));
    }
}
