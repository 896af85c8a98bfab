package io.ringlane.core.packet;

import io.ringlane.core.memory.Bytes;

/**
 * What a packet says of itself that its flow's key does not: the packet that an ICMP error quotes, the identifier of an ICMP query,
 * and which datagram a fragment is a piece of. Filters and translators need it, packet by packet.
 *
 * <p>Never reads outside the frame, whatever the bytes say. One thread; reused, allocates nothing.
 *
 * <p>Source: RFC 792, RFC 4443, 2.4 (what an error quotes); RFC 791, RFC 8200, 4.5 (fragments); RFC 5508, 3
 * (identifiers of queries).
 */
public final class LonePacket {

    private static final int L3 = EthernetLayout.HEADER_BYTES;
    private static final int IPV4_FRAGMENT = Ipv4Layout.MORE_FRAGMENTS | Ipv4Layout.FRAGMENT_OFFSET_MASK;
    private static final int PORTS_BYTES = 4;
    private static final int MAX_EXTENSION_HEADERS = 8;

    private boolean isError;
    private boolean isQuery;
    private int identifier;
    private boolean isFragment;
    private boolean isFirst;
    private int identification;
    private int transport; // where the transport header begins in the frame; 0 if nobody knows
    private int end; // of the packet's bytes that are there; padding behind them is none
    private boolean hasPorts; // a first fragment
    private boolean isQuoteRead;
    private final long[] quoted = new long[PacketParser.KEY_WORDS];
    private long ownPorts; // low half of word 1, of a first fragment

    /** Whether a packet with this second key word may be one to look at; all others are as their key says. */
    public static boolean isPossible(final long word1) {
        if (FlowKey.isIcmp(word1)) {
            final int type = FlowKey.icmpType(word1);
            return type == IcmpType.NONE
                    || IcmpType.isError(FlowKey.protocol(word1), type)
                    || IcmpType.isQuery(FlowKey.protocol(word1), type);
        }
        final int protocol = FlowKey.protocol(word1);
        return (int) word1 == 0 && (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP);
    }

    /**
     * Looks at a packet that {@link PacketParser} has taken.
     *
     * @param offset where the frame begins
     * @param lengthBytes bytes present
     * @param word1 the packet's second key word
     * @return whether it is a fragment, an ICMP error, or an ICMP query or the answer to one
     */
    public boolean read(final byte[] memory, final int offset, final int lengthBytes, final long word1) {
        isError = false;
        isQuery = false;
        identifier = IcmpType.NONE;
        isFragment = false;
        isFirst = false;
        isQuoteRead = false;
        ownPorts = 0;
        hasPorts = false;
        end = offset + lengthBytes;
        if (FlowKey.isIpv6(word1)) {
            readIpv6(memory, offset + L3);
        } else {
            readIpv4(memory, offset + L3);
        }
        if (isFirst) {
            readPorts(memory, word1);
        }
        isError = !isFragment
                && FlowKey.isIcmp(word1)
                && IcmpType.isError(FlowKey.protocol(word1), FlowKey.icmpType(word1));
        if (isError) {
            isQuoteRead = readQuote(memory, transport + IcmpLayout.HEADER_BYTES, FlowKey.isIpv6(word1));
        } else if (!isFragment && FlowKey.isIcmp(word1)) {
            identifier = readIdentifier(memory, transport, FlowKey.protocol(word1), FlowKey.icmpType(word1));
            isQuery = identifier != IcmpType.NONE;
        }
        return isError || isFragment || isQuery;
    }

    /** Of a message at {@code icmp}; {@link IcmpType#NONE} if it is no query, or ends before its identifier does. */
    private int readIdentifier(final byte[] memory, final int icmp, final int protocol, final int type) {
        return IcmpType.isQuery(protocol, type) && icmp + IcmpLayout.SEQUENCE_OFFSET <= end
                ? Bytes.getUnsignedShortBe(memory, icmp + IcmpLayout.IDENTIFIER_OFFSET)
                : IcmpType.NONE;
    }

    private void readPorts(final byte[] memory, final long word1) {
        final int protocol = FlowKey.protocol(word1);
        if (FlowKey.isIcmp(word1)) {
            ownPorts = PacketParser.icmp(memory, 0, transport, end) & 0xFFFF_FFFFL;
            hasPorts = ownPorts != 0;
        } else if (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) {
            hasPorts = transport + PORTS_BYTES <= end;
            ownPorts = hasPorts ? Bytes.getInt(memory, transport) & 0xFFFF_FFFFL : 0;
        } else {
            hasPorts = true; // none to know
        }
    }

    private void readIpv4(final byte[] memory, final int ip) {
        end = Math.min(end, ip + Bytes.getUnsignedShortBe(memory, ip + Ipv4Layout.TOTAL_LENGTH_OFFSET));
        final int flags = Bytes.getUnsignedShortBe(memory, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET) & IPV4_FRAGMENT;
        isFragment = flags != 0;
        isFirst = isFragment && (flags & Ipv4Layout.FRAGMENT_OFFSET_MASK) == 0;
        identification = Bytes.getUnsignedShortBe(memory, ip + Ipv4Layout.IDENTIFICATION_OFFSET);
        transport = ip + (Bytes.getUnsignedByte(memory, ip) & Ipv4Layout.IHL_MASK) * Ipv4Layout.IHL_WORD_BYTES;
    }

    private void readIpv6(final byte[] memory, final int ip) {
        final int payloadBytes = Bytes.getUnsignedShortBe(memory, ip + Ipv6Layout.PAYLOAD_LENGTH_OFFSET);
        end = Math.min(end, ip + Ipv6Layout.HEADER_BYTES + payloadBytes);
        int protocol = Bytes.getUnsignedByte(memory, ip + Ipv6Layout.NEXT_HEADER_OFFSET);
        int position = ip + Ipv6Layout.HEADER_BYTES;
        for (int headers = 0; headers < MAX_EXTENSION_HEADERS && isExtension(protocol); headers++) {
            if (position + Ipv6Layout.EXTENSION_UNIT_BYTES > end) {
                break;
            }
            final int next = Bytes.getUnsignedByte(memory, position);
            if (protocol == IpProtocol.IPV6_FRAGMENT) {
                final int field = Bytes.getUnsignedShortBe(memory, position + Ipv6Layout.FRAGMENT_OFFSET_FLAGS_OFFSET);
                isFragment = true;
                isFirst = (field & Ipv6Layout.FRAGMENT_OFFSET_MASK) == 0;
                identification = Bytes.getIntBe(memory, position + Ipv6Layout.FRAGMENT_IDENTIFICATION_OFFSET);
                position += Ipv6Layout.FRAGMENT_HEADER_BYTES;
                break;
            }
            final int units = Bytes.getUnsignedByte(memory, position + Ipv6Layout.EXTENSION_LENGTH_OFFSET);
            position += Ipv6Layout.EXTENSION_UNIT_BYTES * (1 + units);
            protocol = next;
        }
        transport = position;
    }

    private static boolean isExtension(final int protocol) {
        return protocol == IpProtocol.IPV6_HOP_BY_HOP
                || protocol == IpProtocol.IPV6_ROUTING
                || protocol == IpProtocol.IPV6_FRAGMENT
                || protocol == IpProtocol.IPV6_DESTINATION_OPTIONS;
    }

    /** Whether a header is there from which the quoted packet's flow can be told. */
    private boolean readQuote(final byte[] memory, final int ip, final boolean isIpv6) {
        return isIpv6 ? quoteIpv6(memory, ip) : quoteIpv4(memory, ip);
    }

    private boolean quoteIpv4(final byte[] memory, final int ip) {
        if (ip + Ipv4Layout.MIN_HEADER_BYTES > end) {
            return false;
        }
        final int versionIhl = Bytes.getUnsignedByte(memory, ip);
        final int headerBytes = (versionIhl & Ipv4Layout.IHL_MASK) * Ipv4Layout.IHL_WORD_BYTES;
        if (versionIhl >>> Ipv4Layout.VERSION_SHIFT != Ipv4Layout.VERSION
                || headerBytes < Ipv4Layout.MIN_HEADER_BYTES) {
            return false;
        }
        final int fragment = Bytes.getUnsignedShortBe(memory, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET);
        if ((fragment & Ipv4Layout.FRAGMENT_OFFSET_MASK) != 0) {
            return false; // of what the error is about, there is no port in it
        }
        quoted[0] = Bytes.getLong(memory, ip + Ipv4Layout.SOURCE_OFFSET);
        return quotePorts(memory, ip + headerBytes, Bytes.getUnsignedByte(memory, ip + Ipv4Layout.PROTOCOL_OFFSET), 0);
    }

    private boolean quoteIpv6(final byte[] memory, final int ip) {
        if (ip + Ipv6Layout.HEADER_BYTES > end
                || Bytes.getUnsignedByte(memory, ip) >>> Ipv6Layout.VERSION_SHIFT != Ipv6Layout.VERSION) {
            return false;
        }
        for (int word = 0; word < 2 * Ipv6Layout.ADDRESS_BYTES / Long.BYTES; word++) {
            quoted[2 + word] = Bytes.getLong(memory, ip + Ipv6Layout.SOURCE_OFFSET + Long.BYTES * word);
        }
        return quotePorts(
                memory,
                ip + Ipv6Layout.HEADER_BYTES,
                Bytes.getUnsignedByte(memory, ip + Ipv6Layout.NEXT_HEADER_OFFSET),
                PacketParser.IPV6_FLAG);
    }

    private boolean quotePorts(final byte[] memory, final int position, final int protocol, final long flag) {
        int ports = 0;
        if (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) {
            if (position + PORTS_BYTES > end) {
                return false;
            }
            ports = Bytes.getInt(memory, position);
        } else if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
            ports = PacketParser.icmp(memory, 0, position, end);
        }
        quoted[1] = PacketParser.word1(protocol, ports) | flag;
        if (FlowKey.isIcmp(quoted[1])) {
            identifier = readIdentifier(memory, position, protocol, FlowKey.icmpType(quoted[1]));
        }
        return true;
    }

    /** Whether it is an ICMP or ICMPv6 error; a fragment of one is none. */
    public boolean isError() {
        return isError;
    }

    /** Whether it is an ICMP query, or the answer to one, with its identifier. */
    public boolean isQuery() {
        return isQuery;
    }

    /** The identifier of a query or an answer, or of the one that an error quotes: 0 to 65535; {@link IcmpType#NONE} if it has none. */
    public int identifier() {
        return identifier;
    }

    /** Whether it is a fragment. */
    public boolean isFragment() {
        return isFragment;
    }

    /** Whether it is a datagram's first fragment, which has the ports. */
    public boolean isFirstFragment() {
        return isFirst;
    }

    /**
     * Whether a first fragment has the ports, or the ICMP type, of its datagram: one that was cut shorter than that has not, and what
     * its frame is padded with is no port.
     */
    public boolean hasPorts() {
        return hasPorts;
    }

    /** What the fragments of a datagram have in common, beside addresses and protocol. */
    public int identification() {
        return identification;
    }

    /** The low half of the second key word that the datagram would have if it were whole; 0 unless {@link #hasPorts}. */
    public long ports() {
        return ownPorts;
    }

    /**
     * The key words of the packet that an error quotes, as {@link PacketParser} would have written them but for word 0 of an IPv6
     * packet; null if they cannot be told. Valid until the next {@link #read}.
     */
    public long[] quoted() {
        return isQuoteRead ? quoted : null;
    }
}
