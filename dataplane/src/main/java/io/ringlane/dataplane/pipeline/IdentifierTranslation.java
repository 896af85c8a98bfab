package io.ringlane.dataplane.pipeline;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.Checksums;
import io.ringlane.core.packet.IcmpLayout;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.core.packet.Ipv4Layout;

/**
 * Changes the identifier of an ICMP query, or of its answer, as a {@link Translation} says; the checksum is mended by the difference.
 *
 * <p>Source: RFC 5508, 3.1 and 3.2; RFC 1624, 5 (the two zeros).
 */
final class IdentifierTranslation {

    private static final int OTHER_ZERO = 0xFFFF;

    private IdentifierTranslation() {}

    /**
     * Changes a message, and nothing of one that is neither.
     *
     * @param header where its IPv4 header begins
     * @param end of the bytes that are there
     */
    static void apply(final Translation translation, final byte[] memory, final int header, final int end) {
        final int ihl = Bytes.getUnsignedByte(memory, header) & Ipv4Layout.IHL_MASK;
        final int icmp = header + ihl * Ipv4Layout.IHL_WORD_BYTES;
        if (isOfQuery(translation, memory, icmp, end)) {
            final int old = Bytes.getUnsignedShortBe(memory, icmp + IcmpLayout.IDENTIFIER_OFFSET);
            final int sum = Bytes.getUnsignedShortBe(memory, icmp + IcmpLayout.CHECKSUM_OFFSET);
            Bytes.putShortBe(memory, icmp + IcmpLayout.IDENTIFIER_OFFSET, translation.identifier());
            Bytes.putShortBe(
                    memory,
                    icmp + IcmpLayout.CHECKSUM_OFFSET,
                    checksum(memory, icmp, Checksums.update(sum, old, translation.identifier())));
        }
    }

    /**
     * A mended checksum. Mending by the difference cannot tell the two zeros of one's complement apart: of a message of zeros alone, as
     * the answer to ping 0 of identifier 0 may be, it makes 0, which says that the message is broken. So for what begins like that the
     * other zero is written, which is right whatever follows.
     */
    static int checksum(final byte[] memory, final int icmp, final int mended) {
        final boolean mayBeZeros = mended == 0
                && Bytes.getUnsignedShortBe(memory, icmp) == 0
                && Bytes.getUnsignedShortBe(memory, icmp + IcmpLayout.IDENTIFIER_OFFSET) == 0;
        return mayBeZeros ? OTHER_ZERO : mended;
    }

    /** Whether there is a query or an answer, up to its identifier, that is to be changed. */
    static boolean isOfQuery(final Translation translation, final byte[] memory, final int icmp, final int end) {
        return translation.identifier() != Translation.KEEP
                && icmp + IcmpLayout.SEQUENCE_OFFSET <= end
                && IcmpType.isQuery(IpProtocol.ICMP, Bytes.getUnsignedByte(memory, icmp + IcmpLayout.TYPE_OFFSET));
    }
}
