package io.ringlane.dataplane.pipeline;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;
import io.ringlane.core.packet.TcpLayout;
import io.ringlane.core.packet.UdpLayout;

/**
 * Changes the packet that an ICMP error quotes as a {@link Translation} changes the error: it went the other way, so what is the
 * error's destination was its source. All checksums are mended by the difference, as far as they are there.
 *
 * <p>Source: RFC 5508, 4.2 and 4.3.
 */
final class QuoteTranslation {

    private static final int QUOTE = IcmpLayout.HEADER_BYTES;

    private QuoteTranslation() {}

    /**
     * Changes the quoted packet of an error, and nothing of any other message.
     *
     * @param header where the IPv4 header of the message begins, whose addresses have been changed already
     * @param lengthBytes bytes present from there on
     * @param oldSource the message's source before
     * @param oldDestination its destination before
     */
    static void apply(
            final Translation translation,
            final byte[] memory,
            final int header,
            final int lengthBytes,
            final int oldSource,
            final int oldDestination) {
        final int icmp = header + headerBytes(memory, header);
        final int end = header + lengthBytes;
        final int quote = icmp + QUOTE;
        if (quote + Ipv4Layout.MIN_HEADER_BYTES > end
                || !IcmpType.isError(IpProtocol.ICMP, Bytes.getUnsignedByte(memory, icmp + IcmpLayout.TYPE_OFFSET))) {
            return;
        }
        final Quote changed = new Quote(memory, Bytes.getUnsignedShortBe(memory, icmp + IcmpLayout.CHECKSUM_OFFSET));
        final int source = Bytes.getIntBe(memory, quote + Ipv4Layout.SOURCE_OFFSET);
        final int destination = Bytes.getIntBe(memory, quote + Ipv4Layout.DESTINATION_OFFSET);
        final int newSource =
                translation.setsDestination() && source == oldDestination ? translation.destination() : source;
        final int newDestination =
                translation.setsSource() && destination == oldSource ? translation.source() : destination;
        changed.putInt(quote + Ipv4Layout.SOURCE_OFFSET, newSource);
        changed.putInt(quote + Ipv4Layout.DESTINATION_OFFSET, newDestination);
        final int sum = Bytes.getUnsignedShortBe(memory, quote + Ipv4Layout.CHECKSUM_OFFSET);
        changed.putShort(
                quote + Ipv4Layout.CHECKSUM_OFFSET,
                Checksums.updateInt(Checksums.updateInt(sum, source, newSource), destination, newDestination));
        transport(translation, changed, quote, end, source, newSource, destination, newDestination);
        Bytes.putShortBe(memory, icmp + IcmpLayout.CHECKSUM_OFFSET, changed.checksum);
    }

    private static void transport(
            final Translation translation,
            final Quote quote,
            final int ip,
            final int end,
            final int source,
            final int newSource,
            final int destination,
            final int newDestination) {
        final byte[] memory = quote.memory;
        final int protocol = Bytes.getUnsignedByte(memory, ip + Ipv4Layout.PROTOCOL_OFFSET);
        final int fragment = Bytes.getUnsignedShortBe(memory, ip + Ipv4Layout.FLAGS_FRAGMENT_OFFSET)
                & Ipv4Layout.FRAGMENT_OFFSET_MASK;
        final int transport = ip + headerBytes(memory, ip);
        if (fragment == 0
                && protocol == IpProtocol.ICMP
                && IdentifierTranslation.isOfQuery(translation, memory, transport, end)) {
            identifier(translation.identifier(), quote, transport);
            return;
        }
        if (fragment != 0
                || protocol != IpProtocol.TCP && protocol != IpProtocol.UDP
                || transport + Integer.BYTES > end) {
            return;
        }
        final int ports = Bytes.getIntBe(memory, transport);
        final int newPorts =
                (translation.destinationPort() == Translation.KEEP ? ports >>> 16 : translation.destinationPort()) << 16
                        | (translation.sourcePort() == Translation.KEEP ? ports & 0xFFFF : translation.sourcePort());
        quote.putInt(transport, newPorts);
        final boolean isUdp = protocol == IpProtocol.UDP;
        final int field = transport + (isUdp ? UdpLayout.CHECKSUM_OFFSET : TcpLayout.CHECKSUM_OFFSET);
        if (field + Short.BYTES > end || isUdp && Bytes.getUnsignedShortBe(memory, field) == 0) {
            return;
        }
        int sum = Checksums.updateInt(Bytes.getUnsignedShortBe(memory, field), source, newSource);
        sum = Checksums.updateInt(sum, destination, newDestination);
        sum = Checksums.updateInt(sum, ports, newPorts);
        quote.putShort(field, isUdp && sum == 0 ? 0xFFFF : sum);
    }

    private static void identifier(final int identifier, final Quote quote, final int icmp) {
        final int old = Bytes.getUnsignedShortBe(quote.memory, icmp + IcmpLayout.IDENTIFIER_OFFSET);
        final int sum = Bytes.getUnsignedShortBe(quote.memory, icmp + IcmpLayout.CHECKSUM_OFFSET);
        quote.putShort(icmp + IcmpLayout.IDENTIFIER_OFFSET, identifier);
        quote.putShort(
                icmp + IcmpLayout.CHECKSUM_OFFSET,
                IdentifierTranslation.checksum(quote.memory, icmp, Checksums.update(sum, old, identifier)));
    }

    private static int headerBytes(final byte[] memory, final int header) {
        return (Bytes.getUnsignedByte(memory, header) & Ipv4Layout.IHL_MASK) * Ipv4Layout.IHL_WORD_BYTES;
    }

    /** Writes into the quoted packet, and keeps the error's checksum, which counts every byte of it, in step. */
    private static final class Quote {
        private final byte[] memory;
        private int checksum;

        Quote(final byte[] memory, final int checksum) {
            this.memory = memory;
            this.checksum = checksum;
        }

        void putInt(final int at, final int value) {
            checksum = Checksums.updateInt(checksum, Bytes.getIntBe(memory, at), value);
            Bytes.putIntBe(memory, at, value);
        }

        void putShort(final int at, final int value) {
            checksum = Checksums.update(checksum, Bytes.getUnsignedShortBe(memory, at), value);
            Bytes.putShortBe(memory, at, value);
        }
    }
}
