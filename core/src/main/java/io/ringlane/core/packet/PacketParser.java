package io.ringlane.core.packet;

import io.ringlane.core.memory.Bytes;

/**
 * Reads a flow key out of an Ethernet frame that carries IPv4 or IPv6.
 *
 * <p>The key of an IPv4 packet is two words; an IPv6 packet adds its addresses. Words hold wire bytes as they lie in
 * memory (little-endian loads), which is enough to compare and to hash; {@link FlowKey} turns them back into addresses.
 *
 * <pre>
 *   word 0   IPv4: source address, destination address        IPv6: a mix of both addresses
 *   word 1   ports (4 bytes, 0 if there are none) | protocol (8 bits) | port (23 bits) | IPv6 (1 bit)
 *   word 2-5 IPv6 only: source address, destination address
 *
 *   ICMP has in place of ports: 1 | type | 0 | code, a byte each, or 0 if they are not known
 * </pre>
 *
 * <p>The port stays 0; the caller adds it ({@link FlowKey#withPort}). A flow is a 5-tuple where the protocol has ports (TCP, UDP) and
 * the packet is whole, else a 3-tuple, of which ICMP's types and codes are told apart: fragments, first ones too, are keyed without
 * ports so that all pieces of a packet share one flow. Source: RFC 791, RFC 8200, and the flow key of EC2 (instance network bandwidth).
 *
 * <p>Never reads outside {@code [offset, offset + lengthBytes)}, whatever the bytes say. Any thread; allocates nothing.
 */
public final class PacketParser {

    /** A valid IPv4 packet; words 0 and 1 are written. */
    public static final int IPV4 = 0;

    /** A valid IPv6 packet; words 0 to 5 are written. */
    public static final int IPV6 = 1;

    /** Neither IPv4 nor IPv6 behind the Ethernet header. */
    public static final int NOT_IP = -1;

    /** The frame ends before its headers do, or the IP header claims more than the frame holds. */
    public static final int TRUNCATED = -2;

    /** An IP header that contradicts itself. */
    public static final int MALFORMED = -3;

    /** Words a key may take; bursts lay keys this far apart. */
    public static final int KEY_WORDS = 8;

    /** Bit of word 1 that marks IPv6. */
    public static final long IPV6_FLAG = 1L << 63;

    /** Where the port starts in word 1. */
    public static final int PORT_SHIFT = 40;

    /** Bit of word 1 that says that an ICMP message's type and code are in it. */
    static final int ICMP_KNOWN = 1;

    private static final int PROTOCOL_SHIFT = 32;
    private static final int L3 = EthernetLayout.HEADER_BYTES;
    private static final int IPV4_MIN_BYTES = L3 + 20;
    private static final int IPV6_MIN_BYTES = L3 + 40;

    /** EtherType 0800, version 4 and a header of 5 words, as three bytes in memory order. */
    private static final int PLAIN_IPV4 = 0x450008;

    private static final int MAX_EXTENSION_HEADERS = 8;

    private PacketParser() {}

    /**
     * Parses one frame.
     *
     * @param memory holds the frame
     * @param offset index of its first byte, the destination MAC
     * @param lengthBytes bytes present, 0 or more
     * @param wireLengthBytes layer-2 length on the wire without FCS; more than {@code lengthBytes} for a frame whose
     *     capture was cut short, which must still hold its headers up to the ports
     * @param key receives the words
     * @param keyIndex first word to write; {@link #KEY_WORDS} must fit
     * @return {@link #IPV4}, {@link #IPV6}, or the negative reason why there is no key
     */
    public static int parse(
            final byte[] memory,
            final int offset,
            final int lengthBytes,
            final int wireLengthBytes,
            final long[] key,
            final int keyIndex) {
        if (lengthBytes < IPV4_MIN_BYTES) {
            return lengthBytes >= L3 && !isIp(memory, offset) ? NOT_IP : TRUNCATED;
        }
        if ((Bytes.getInt(memory, offset + 12) & 0xFFFFFF) == PLAIN_IPV4) {
            return ipv4(memory, offset, lengthBytes, wireLengthBytes, 20, key, keyIndex);
        }
        return unusual(memory, offset, lengthBytes, wireLengthBytes, key, keyIndex);
    }

    private static int ipv4(
            final byte[] memory,
            final int offset,
            final int lengthBytes,
            final int wireLengthBytes,
            final int headerBytes,
            final long[] key,
            final int keyIndex) {
        // total length, identification, flags and fragment offset, time to live, protocol
        final long middle = Bytes.getLong(memory, offset + L3 + 2);
        final int totalBytes = (int) (middle & 0xFF) << 8 | (int) (middle >>> 8) & 0xFF;
        if (totalBytes < headerBytes) {
            return MALFORMED;
        }
        if (L3 + totalBytes > wireLengthBytes) {
            return TRUNCATED;
        }
        final int protocol = (int) (middle >>> 56);
        int ports = 0;
        if (hasPorts(protocol) && (middle >>> 32 & 0xFF3F) == 0) {
            final int end = headerBytes + 4;
            if (totalBytes < end || lengthBytes < L3 + end) {
                return TRUNCATED;
            }
            ports = Bytes.getInt(memory, offset + L3 + headerBytes);
        } else if (protocol == IpProtocol.ICMP && (middle >>> 32 & 0xFF3F) == 0) {
            ports = icmp(memory, offset, L3 + headerBytes, Math.min(L3 + totalBytes, lengthBytes));
        }
        key[keyIndex] = Bytes.getLong(memory, offset + L3 + 12);
        key[keyIndex + 1] = word1(protocol, ports);
        return IPV4;
    }

    private static int unusual(
            final byte[] memory,
            final int offset,
            final int lengthBytes,
            final int wireLengthBytes,
            final long[] key,
            final int keyIndex) {
        final int type = Bytes.getUnsignedShortBe(memory, offset + EthernetLayout.TYPE_OFFSET);
        final int version = Bytes.getUnsignedByte(memory, offset + L3);
        if (type == EthernetLayout.TYPE_IPV4) {
            final int headerBytes = (version & 0xF) * 4;
            if (version >>> 4 != 4 || headerBytes < 20) {
                return MALFORMED;
            }
            if (lengthBytes < L3 + headerBytes) {
                return TRUNCATED;
            }
            return ipv4(memory, offset, lengthBytes, wireLengthBytes, headerBytes, key, keyIndex);
        }
        if (type == EthernetLayout.TYPE_IPV6) {
            if (version >>> 4 != 6) {
                return MALFORMED;
            }
            return lengthBytes < IPV6_MIN_BYTES
                    ? TRUNCATED
                    : ipv6(memory, offset, lengthBytes, wireLengthBytes, key, keyIndex);
        }
        return NOT_IP;
    }

    private static int ipv6(
            final byte[] memory,
            final int offset,
            final int lengthBytes,
            final int wireLengthBytes,
            final long[] key,
            final int keyIndex) {
        final int end = IPV6_MIN_BYTES + Bytes.getUnsignedShortBe(memory, offset + L3 + 4);
        if (end > wireLengthBytes) {
            return TRUNCATED;
        }
        int protocol = Bytes.getUnsignedByte(memory, offset + L3 + 6);
        int position = IPV6_MIN_BYTES;
        int ports = 0;
        boolean isFragment = false;
        for (int headers = 0; isExtension(protocol); headers++) {
            if (headers == MAX_EXTENSION_HEADERS) {
                return MALFORMED;
            }
            if (position + 8 > end || position + 8 > lengthBytes) {
                return TRUNCATED;
            }
            isFragment |= protocol == IPV6_FRAGMENT;
            final int units = protocol == IPV6_FRAGMENT ? 0 : Bytes.getUnsignedByte(memory, offset + position + 1);
            protocol = Bytes.getUnsignedByte(memory, offset + position);
            position += 8 + 8 * units;
            if (position > end || position > lengthBytes) {
                return TRUNCATED;
            }
            if (isFragment) {
                break; // what follows belongs to the packet, and is there in the first fragment only
            }
        }
        if (hasPorts(protocol) && !isFragment) {
            if (position + 4 > end || position + 4 > lengthBytes) {
                return TRUNCATED;
            }
            ports = Bytes.getInt(memory, offset + position);
        } else if (protocol == IpProtocol.ICMPV6 && !isFragment) {
            ports = icmp(memory, offset, position, Math.min(end, lengthBytes));
        }
        final long sourceHigh = Bytes.getLong(memory, offset + L3 + 8);
        final long sourceLow = Bytes.getLong(memory, offset + L3 + 16);
        final long destinationHigh = Bytes.getLong(memory, offset + L3 + 24);
        final long destinationLow = Bytes.getLong(memory, offset + L3 + 32);
        key[keyIndex] = FlowKey.mix(FlowKey.mix(sourceHigh, sourceLow), FlowKey.mix(destinationHigh, destinationLow));
        key[keyIndex + 1] = IPV6_FLAG | word1(protocol, ports);
        key[keyIndex + 2] = sourceHigh;
        key[keyIndex + 3] = sourceLow;
        key[keyIndex + 4] = destinationHigh;
        key[keyIndex + 5] = destinationLow;
        return IPV6;
    }

    /** Type and code of a message that begins at {@code position} and ends, or is cut, at {@code end}; 0 if they are not there. */
    static int icmp(final byte[] memory, final int offset, final int position, final int end) {
        if (position + 2 > end) {
            return 0;
        }
        final int typeAndCode = Bytes.getUnsignedShortBe(memory, offset + position);
        return ICMP_KNOWN | typeAndCode >>> 8 << 8 | (typeAndCode & 0xFF) << 24;
    }

    /** The second word of a key, without a port and for IPv4. */
    static long word1(final int protocol, final int ports) {
        return (long) protocol << PROTOCOL_SHIFT | ports & 0xFFFFFFFFL;
    }

    private static final int IPV6_FRAGMENT = 44;

    static boolean isExtension(final int protocol) {
        return protocol == 0 || protocol == 43 || protocol == IPV6_FRAGMENT || protocol == 60;
    }

    private static boolean hasPorts(final int protocol) {
        return protocol == IpProtocol.UDP || protocol == IpProtocol.TCP;
    }

    private static boolean isIp(final byte[] memory, final int offset) {
        final int type = Bytes.getUnsignedShortBe(memory, offset + EthernetLayout.TYPE_OFFSET);
        return type == EthernetLayout.TYPE_IPV4 || type == EthernetLayout.TYPE_IPV6;
    }
}
