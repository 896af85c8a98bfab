package io.ringlane.core.capture;

import static io.ringlane.core.capture.TimestampScale.NANOS_PER_SECOND;

import java.io.IOException;

/** Reads {@link PcapLayout} files. */
final class PcapReader extends CaptureReader {
    private static final long NANOS_PER_MICROSECOND = 1000;
    private static final int FCS_UNIT_BYTES = 2;

    private final int linkType;
    private final int fcsBytes;
    private final int recordHeaderBytes;
    private final long fractionNs;

    static boolean isMagic(final int magic) {
        return magic == PcapLayout.MAGIC_MICROSECONDS
                || magic == PcapLayout.MAGIC_NANOSECONDS
                || magic == PcapLayout.MAGIC_MODIFIED;
    }

    PcapReader(final CaptureInput input, final String name) throws IOException {
        super(input, name);
        if (!input.fill(PcapLayout.FILE_HEADER_BYTES)) {
            throw wrong(
                    0,
                    "a pcap header has " + PcapLayout.FILE_HEADER_BYTES + " bytes, the file only " + input.buffered());
        }
        input.bigEndian(!isMagic(input.getInt(PcapLayout.MAGIC_OFFSET)));
        final int magic = input.getInt(PcapLayout.MAGIC_OFFSET);
        fractionNs = magic == PcapLayout.MAGIC_NANOSECONDS ? 1 : NANOS_PER_MICROSECOND;
        recordHeaderBytes = magic == PcapLayout.MAGIC_MODIFIED
                ? PcapLayout.MODIFIED_RECORD_HEADER_BYTES
                : PcapLayout.RECORD_HEADER_BYTES;
        final int major = input.getUnsignedShort(PcapLayout.MAJOR_OFFSET);
        if (major != PcapLayout.MAJOR) {
            throw wrong(
                    0,
                    "pcap version " + major + "." + input.getUnsignedShort(PcapLayout.MINOR_OFFSET)
                            + " is not known; this reads version " + PcapLayout.MAJOR);
        }
        final int linkField = input.getInt(PcapLayout.LINK_TYPE_OFFSET);
        linkType = linkField & PcapLayout.LINK_TYPE_MASK;
        fcsBytes = (linkField & PcapLayout.FCS_PRESENT) == 0
                ? 0
                : (linkField >>> PcapLayout.FCS_LENGTH_SHIFT) * FCS_UNIT_BYTES;
        if (linkType != LinkTypes.ETHERNET) {
            throw wrong(0, LinkTypes.refusal(linkType));
        }
        input.skip(PcapLayout.FILE_HEADER_BYTES);
    }

    @Override
    boolean advance() throws IOException {
        final long recordOffset = input.position();
        if (!input.fill(recordHeaderBytes)) {
            return input.buffered() != 0 && cutAt(recordOffset);
        }
        // Both factors have 32 bits at most: below 4.3e18 + 4.3e12, so no overflow before the year 2106 ends the
        // format.
        final long timestampNs = input.getUnsignedInt(PcapLayout.SECONDS_OFFSET) * NANOS_PER_SECOND
                + input.getUnsignedInt(PcapLayout.FRACTION_OFFSET) * fractionNs;
        final long captured = input.getUnsignedInt(PcapLayout.CAPTURED_OFFSET);
        final long original = input.getUnsignedInt(PcapLayout.ORIGINAL_OFFSET);
        input.skip(recordHeaderBytes);
        return takePacket(recordOffset, 0, linkType, timestampNs, captured, original, fcsBytes);
    }
}
