package io.ringlane.core.packet;

import io.ringlane.core.memory.Bytes;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes whole, valid Ethernet frames: IPv4 or IPv6, UDP, TCP or an echo of ICMP, every length and checksum right.
 *
 * <pre>{@code
 * FrameBuilder frames = new FrameBuilder().macs(0x02_00_00_00_00_01L, 0x02_00_00_00_00_02L)
 *         .ipv4(0x0A000001, 0x0A000002)
 *         .udp(5001, 5002);
 * frames.write(memory, offset, 1500);
 * }</pre>
 *
 * <p>A builder is set up once and writes any number of frames of any length; a setting stays until it is set again. Defaults: MACs zero,
 * don't-fragment set, TTL 64, identification 0, TCP flags ACK, payload all zero.
 *
 * <p>Lengths are layer-2 bytes without FCS, preamble and gap. Nothing is padded to Ethernet's minimum of 60 bytes: ask for 60 if the frame
 * is to look as it would on a wire.
 *
 * <p>Threads: one at a time. {@link #write} allocates nothing.
 */
public final class FrameBuilder {
    private static final long MAC_LIMIT = 1L << 48;
    private static final int DEFAULT_TTL = 64;
    private static final byte[] NO_PAYLOAD = new byte[0];

    private long sourceMac;
    private long destinationMac;
    private boolean isIpv6;
    private boolean hasAddresses;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol; // ICMP stands for ICMPv6 too
    private boolean isEchoReply;
    private int sourcePort;
    private int destinationPort;
    private boolean isDontFragment = true;
    private int ttl = DEFAULT_TTL;
    private int identification;
    private int tcpFlags = TcpLayout.FLAG_ACK;
    private int tcpSequence;
    private int tcpAcknowledgment;
    private byte[] payload = NO_PAYLOAD;

    /**
     * Both MAC addresses, in the low 48 bits, first byte on the wire highest.
     *
     * @throws IllegalArgumentException if a value has more than 48 bits
     */
    public FrameBuilder macs(final long source, final long destination) {
        this.sourceMac = checkMac("source", source);
        this.destinationMac = checkMac("destination", destination);
        return this;
    }

    /** Both MAC addresses, 6 bytes each; copied. */
    public FrameBuilder macs(final byte[] source, final byte[] destination) {
        return macs(macOf("source", source), macOf("destination", destination));
    }

    /** Makes frames IPv4; addresses in network order, so {@code 0x0A000001} is 10.0.0.1. */
    public FrameBuilder ipv4(final int source, final int destination) {
        this.isIpv6 = false;
        this.hasAddresses = true;
        this.sourceHigh = 0;
        this.sourceLow = source;
        this.destinationHigh = 0;
        this.destinationLow = destination;
        return this;
    }

    /** Makes frames IPv6; each address as its high and low 8 bytes. */
    public FrameBuilder ipv6(
            final long sourceHigh, final long sourceLow, final long destinationHigh, final long destinationLow) {
        this.isIpv6 = true;
        this.hasAddresses = true;
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
        this.destinationHigh = destinationHigh;
        this.destinationLow = destinationLow;
        return this;
    }

    /**
     * Both addresses, 4 bytes each for IPv4 or 16 each for IPv6; copied.
     *
     * @throws IllegalArgumentException for any other length, or a mix
     */
    public FrameBuilder addresses(final byte[] source, final byte[] destination) {
        if (source.length == Ipv4Layout.ADDRESS_BYTES && destination.length == Ipv4Layout.ADDRESS_BYTES) {
            return ipv4(Bytes.getIntBe(source, 0), Bytes.getIntBe(destination, 0));
        }
        if (source.length == Ipv6Layout.ADDRESS_BYTES && destination.length == Ipv6Layout.ADDRESS_BYTES) {
            return ipv6(
                    Bytes.getLongBe(source, 0),
                    Bytes.getLongBe(source, 8),
                    Bytes.getLongBe(destination, 0),
                    Bytes.getLongBe(destination, 8));
        }
        throw new IllegalArgumentException("addresses must be 4 bytes each (IPv4) or 16 bytes each (IPv6), not "
                + source.length + " (source) and " + destination.length + " (destination)");
    }

    /** Makes frames UDP. */
    public FrameBuilder udp(final int sourcePort, final int destinationPort) {
        return transport(IpProtocol.UDP, sourcePort, destinationPort);
    }

    /** Makes frames TCP, with a header of 20 bytes. */
    public FrameBuilder tcp(final int sourcePort, final int destinationPort) {
        return transport(IpProtocol.TCP, sourcePort, destinationPort);
    }

    /**
     * Makes frames echo messages: of ICMP over IPv4, of ICMPv6 over IPv6.
     *
     * @param isReply a reply, or a request
     * @param identifier which of a sender's pings it belongs to, 0 to 65535
     * @param sequence 0 to 65535
     */
    public FrameBuilder echo(final boolean isReply, final int identifier, final int sequence) {
        this.isEchoReply = isReply;
        return transport(IpProtocol.ICMP, checkRange("identifier", identifier, 0xFFFF), sequence);
    }

    /** {@link TcpLayout} flags, or-ed. */
    public FrameBuilder tcpFlags(final int flags) {
        this.tcpFlags = checkRange("TCP flags", flags, 0xFF);
        return this;
    }

    /** Sequence and acknowledgment number, unsigned 32 bits each; 0 unless set. */
    public FrameBuilder tcpNumbers(final int sequence, final int acknowledgment) {
        this.tcpSequence = sequence;
        this.tcpAcknowledgment = acknowledgment;
        return this;
    }

    /** IPv4's don't-fragment bit; IPv6 has none and never fragments on the way. */
    public FrameBuilder dontFragment(final boolean isDontFragment) {
        this.isDontFragment = isDontFragment;
        return this;
    }

    /** TTL or hop limit, 0 to 255. */
    public FrameBuilder ttl(final int ttl) {
        this.ttl = checkRange("TTL", ttl, 0xFF);
        return this;
    }

    /** IPv4 identification, 0 to 65535; not used for IPv6. */
    public FrameBuilder identification(final int identification) {
        this.identification = checkRange("identification", identification, 0xFFFF);
        return this;
    }

    /**
     * What follows the transport header: repeated if it is shorter than the room, cut if it is longer.
     *
     * @param payload held, not copied; an empty one stands for zeros
     */
    public FrameBuilder payload(final byte[] payload) {
        this.payload = Objects.requireNonNull(payload, "payload");
        return this;
    }

    /** Layer-2 bytes of all headers: the shortest frame that {@link #write} accepts. */
    public int headerBytes() {
        checkComplete();
        return EthernetLayout.HEADER_BYTES + ipHeaderBytes() + transportHeaderBytes();
    }

    /** The longest frame that {@link #write} accepts, in layer-2 bytes: IP's own limit. */
    public int maxLengthBytes() {
        return EthernetLayout.HEADER_BYTES
                + (isIpv6 ? Ipv6Layout.HEADER_BYTES + Ipv6Layout.MAX_PAYLOAD_BYTES : Ipv4Layout.MAX_TOTAL_BYTES);
    }

    /**
     * Writes one frame; every byte of it is written, none beside it.
     *
     * @param lengthBytes layer-2 length, {@link #headerBytes} to {@link #maxLengthBytes}
     * @return {@code lengthBytes}
     * @throws IllegalStateException if addresses or ports were not set
     * @throws IllegalArgumentException if the length is out of range
     * @throws IndexOutOfBoundsException if the array has no room for the frame at that offset
     */
    public int write(final byte[] memory, final int offset, final int lengthBytes) {
        if (lengthBytes < headerBytes() || lengthBytes > maxLengthBytes()) {
            throw lengthOutOfRange(lengthBytes);
        }
        Objects.checkFromIndexSize(offset, lengthBytes, memory.length);

        putMac(memory, offset + EthernetLayout.DESTINATION_OFFSET, destinationMac);
        putMac(memory, offset + EthernetLayout.SOURCE_OFFSET, sourceMac);
        Bytes.putShortBe(
                memory,
                offset + EthernetLayout.TYPE_OFFSET,
                isIpv6 ? EthernetLayout.TYPE_IPV6 : EthernetLayout.TYPE_IPV4);

        final int ipOffset = offset + EthernetLayout.HEADER_BYTES;
        final int ipBytes = lengthBytes - EthernetLayout.HEADER_BYTES;
        final int segmentOffset = ipOffset + ipHeaderBytes();
        final int segmentBytes = ipBytes - ipHeaderBytes();
        if (isIpv6) {
            writeIpv6(memory, ipOffset, segmentBytes);
        } else {
            writeIpv4(memory, ipOffset, ipBytes);
        }

        fill(memory, segmentOffset + transportHeaderBytes(), offset + lengthBytes);
        final int checksumOffset;
        if (protocol == IpProtocol.UDP) {
            writeUdp(memory, segmentOffset, segmentBytes);
            checksumOffset = UdpLayout.CHECKSUM_OFFSET;
        } else if (protocol == IpProtocol.TCP) {
            writeTcp(memory, segmentOffset);
            checksumOffset = TcpLayout.CHECKSUM_OFFSET;
        } else {
            writeEcho(memory, segmentOffset);
            checksumOffset = IcmpLayout.CHECKSUM_OFFSET;
        }
        Bytes.putShortBe(
                memory,
                segmentOffset + checksumOffset,
                transportChecksum(memory, ipOffset, segmentOffset, segmentBytes));
        return lengthBytes;
    }

    private int transportChecksum(
            final byte[] memory, final int ipOffset, final int segmentOffset, final int segmentBytes) {
        if (isIpv6) {
            return Checksums.ipv6Transport(memory, ipOffset, ipProtocol(), segmentOffset, segmentBytes);
        }
        return protocol == IpProtocol.ICMP
                ? Checksums.checksum(memory, segmentOffset, segmentBytes) // without a pseudo header
                : Checksums.ipv4Transport(memory, ipOffset, protocol, segmentOffset, segmentBytes);
    }

    private int ipProtocol() {
        return isIpv6 && protocol == IpProtocol.ICMP ? IpProtocol.ICMPV6 : protocol;
    }

    private void writeIpv4(final byte[] memory, final int ipOffset, final int ipBytes) {
        Bytes.putByte(memory, ipOffset + Ipv4Layout.VERSION_IHL_OFFSET, Ipv4Layout.VERSION_IHL_NO_OPTIONS);
        Bytes.putByte(memory, ipOffset + Ipv4Layout.TOS_OFFSET, 0);
        Bytes.putShortBe(memory, ipOffset + Ipv4Layout.TOTAL_LENGTH_OFFSET, ipBytes);
        Bytes.putShortBe(memory, ipOffset + Ipv4Layout.IDENTIFICATION_OFFSET, identification);
        Bytes.putShortBe(
                memory, ipOffset + Ipv4Layout.FLAGS_FRAGMENT_OFFSET, isDontFragment ? Ipv4Layout.DONT_FRAGMENT : 0);
        Bytes.putByte(memory, ipOffset + Ipv4Layout.TTL_OFFSET, ttl);
        Bytes.putByte(memory, ipOffset + Ipv4Layout.PROTOCOL_OFFSET, protocol);
        Bytes.putShortBe(memory, ipOffset + Ipv4Layout.CHECKSUM_OFFSET, 0);
        Bytes.putIntBe(memory, ipOffset + Ipv4Layout.SOURCE_OFFSET, (int) sourceLow);
        Bytes.putIntBe(memory, ipOffset + Ipv4Layout.DESTINATION_OFFSET, (int) destinationLow);
        Bytes.putShortBe(
                memory,
                ipOffset + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.checksum(memory, ipOffset, Ipv4Layout.MIN_HEADER_BYTES));
    }

    private void writeIpv6(final byte[] memory, final int ipOffset, final int segmentBytes) {
        Bytes.putIntBe(memory, ipOffset + Ipv6Layout.VERSION_CLASS_LABEL_OFFSET, Ipv6Layout.VERSION_CLASS_LABEL_ZERO);
        Bytes.putShortBe(memory, ipOffset + Ipv6Layout.PAYLOAD_LENGTH_OFFSET, segmentBytes);
        Bytes.putByte(memory, ipOffset + Ipv6Layout.NEXT_HEADER_OFFSET, ipProtocol());
        Bytes.putByte(memory, ipOffset + Ipv6Layout.HOP_LIMIT_OFFSET, ttl);
        Bytes.putLongBe(memory, ipOffset + Ipv6Layout.SOURCE_OFFSET, sourceHigh);
        Bytes.putLongBe(memory, ipOffset + Ipv6Layout.SOURCE_OFFSET + 8, sourceLow);
        Bytes.putLongBe(memory, ipOffset + Ipv6Layout.DESTINATION_OFFSET, destinationHigh);
        Bytes.putLongBe(memory, ipOffset + Ipv6Layout.DESTINATION_OFFSET + 8, destinationLow);
    }

    private void writeUdp(final byte[] memory, final int segmentOffset, final int segmentBytes) {
        Bytes.putShortBe(memory, segmentOffset + UdpLayout.SOURCE_PORT_OFFSET, sourcePort);
        Bytes.putShortBe(memory, segmentOffset + UdpLayout.DESTINATION_PORT_OFFSET, destinationPort);
        Bytes.putShortBe(memory, segmentOffset + UdpLayout.LENGTH_OFFSET, segmentBytes);
        Bytes.putShortBe(memory, segmentOffset + UdpLayout.CHECKSUM_OFFSET, 0);
    }

    private void writeTcp(final byte[] memory, final int segmentOffset) {
        Bytes.putShortBe(memory, segmentOffset + TcpLayout.SOURCE_PORT_OFFSET, sourcePort);
        Bytes.putShortBe(memory, segmentOffset + TcpLayout.DESTINATION_PORT_OFFSET, destinationPort);
        Bytes.putIntBe(memory, segmentOffset + TcpLayout.SEQUENCE_OFFSET, tcpSequence);
        Bytes.putIntBe(memory, segmentOffset + TcpLayout.ACKNOWLEDGMENT_OFFSET, tcpAcknowledgment);
        Bytes.putByte(
                memory,
                segmentOffset + TcpLayout.DATA_OFFSET_OFFSET,
                TcpLayout.MIN_HEADER_BYTES / TcpLayout.DATA_OFFSET_WORD_BYTES << TcpLayout.DATA_OFFSET_SHIFT);
        Bytes.putByte(memory, segmentOffset + TcpLayout.FLAGS_OFFSET, tcpFlags);
        Bytes.putShortBe(memory, segmentOffset + TcpLayout.WINDOW_OFFSET, 0xFFFF);
        Bytes.putIntBe(memory, segmentOffset + TcpLayout.CHECKSUM_OFFSET, 0);
    }

    private void writeEcho(final byte[] memory, final int segmentOffset) {
        final int type = isIpv6
                ? isEchoReply ? IcmpLayout.V6_TYPE_ECHO_REPLY : IcmpLayout.V6_TYPE_ECHO_REQUEST
                : isEchoReply ? IcmpLayout.TYPE_ECHO_REPLY : IcmpLayout.TYPE_ECHO_REQUEST;
        Bytes.putByte(memory, segmentOffset + IcmpLayout.TYPE_OFFSET, type);
        Bytes.putByte(memory, segmentOffset + IcmpLayout.CODE_OFFSET, 0);
        Bytes.putShortBe(memory, segmentOffset + IcmpLayout.CHECKSUM_OFFSET, 0);
        Bytes.putShortBe(memory, segmentOffset + IcmpLayout.IDENTIFIER_OFFSET, sourcePort);
        Bytes.putShortBe(memory, segmentOffset + IcmpLayout.SEQUENCE_OFFSET, destinationPort);
    }

    private void fill(final byte[] memory, final int from, final int to) {
        final byte[] payload = this.payload;
        if (payload.length == 0) {
            Arrays.fill(memory, from, to, (byte) 0);
            return;
        }
        for (int index = from; index < to; index += payload.length) {
            System.arraycopy(payload, 0, memory, index, Math.min(payload.length, to - index));
        }
    }

    private FrameBuilder transport(final int protocol, final int sourcePort, final int destinationPort) {
        this.protocol = protocol;
        this.sourcePort = checkRange("source port", sourcePort, 0xFFFF);
        this.destinationPort = checkRange("destination port", destinationPort, 0xFFFF);
        return this;
    }

    private int ipHeaderBytes() {
        return isIpv6 ? Ipv6Layout.HEADER_BYTES : Ipv4Layout.MIN_HEADER_BYTES;
    }

    private int transportHeaderBytes() {
        return protocol == IpProtocol.TCP
                ? TcpLayout.MIN_HEADER_BYTES
                : protocol == IpProtocol.UDP ? UdpLayout.HEADER_BYTES : IcmpLayout.HEADER_BYTES;
    }

    static void putMac(final byte[] memory, final int index, final long mac) {
        Bytes.putShortBe(memory, index, (int) (mac >>> 32));
        Bytes.putIntBe(memory, index + 2, (int) mac);
    }

    private static long macOf(final String which, final byte[] mac) {
        if (mac.length != EthernetLayout.MAC_BYTES) {
            throw new IllegalArgumentException(which + " MAC must be 6 bytes, not " + mac.length);
        }
        return (long) Bytes.getUnsignedShortBe(mac, 0) << 32 | Bytes.getUnsignedIntBe(mac, 2);
    }

    private static long checkMac(final String which, final long mac) {
        if (mac < 0 || mac >= MAC_LIMIT) {
            throw new IllegalArgumentException(which + " MAC must fit in 48 bits, but is 0x" + Long.toHexString(mac));
        }
        return mac;
    }

    private static int checkRange(final String what, final int value, final int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(what + " must be 0 to " + max + ", not " + value);
        }
        return value;
    }

    private void checkComplete() {
        if (!hasAddresses) {
            throw new IllegalStateException("no addresses: call ipv4(), ipv6() or addresses() before write()");
        }
        if (protocol == 0) {
            throw new IllegalStateException("no ports: call udp(), tcp() or echo() before write()");
        }
    }

    private IllegalArgumentException lengthOutOfRange(final int lengthBytes) {
        return new IllegalArgumentException("a frame of " + lengthBytes + " bytes is not possible: "
                + (isIpv6 ? "IPv6 " : "IPv4 ")
                + (protocol == IpProtocol.UDP ? "UDP" : protocol == IpProtocol.TCP ? "TCP" : "ICMP") + " takes "
                + headerBytes() + " (its headers) to " + maxLengthBytes() + " layer-2 bytes without FCS");
    }
}
