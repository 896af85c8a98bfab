package io.ringlane.core.capture;

import static io.ringlane.core.capture.PcapngLayout.*;

import io.ringlane.core.memory.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link PcapngLayout} files, a block at a time. */
final class PcapngReader extends CaptureReader {
    /** Interface descriptions beyond this are an attack on memory: no machine has so many. */
    private static final int MAX_INTERFACES = 65_536;

    private final List<Interface> interfaces = new ArrayList<>();
    private final byte[] options = new byte[OPTION_HEADER_BYTES + OPTION_MAX_BYTES + 1];
    private int optionsBytes;
    private boolean isBigEndian;

    private record Interface(int linkType, long snapLengthBytes, TimestampScale scale) {}

    PcapngReader(final CaptureInput input, final String name) throws IOException {
        super(input, name);
        final long blockOffset = input.position();
        if (!input.fill(SECTION_OPTIONS_OFFSET + BLOCK_TRAILER_BYTES)) {
            throw wrong(blockOffset, "the file ends within its section header");
        }
    }

    @Override
    boolean advance() throws IOException {
        while (true) {
            final long blockOffset = input.position();
            if (!input.fill(MIN_BLOCK_BYTES)) {
                return input.buffered() != 0 && cutAt(blockOffset);
            }
            final int type = input.getInt(TYPE_OFFSET);
            if (type == TYPE_SECTION_HEADER) {
                startSection(blockOffset);
            }
            final long totalBytes = input.getUnsignedInt(TOTAL_LENGTH_OFFSET);
            if (totalBytes < MIN_BLOCK_BYTES || totalBytes % ALIGNMENT_BYTES != 0) {
                throw wrong(
                        blockOffset,
                        "a block claims a length of " + totalBytes + " bytes; it must be a multiple of "
                                + ALIGNMENT_BYTES + " from " + MIN_BLOCK_BYTES);
            }
            switch (type) {
                case TYPE_SECTION_HEADER:
                    if (!takeSection(blockOffset, totalBytes)) {
                        return cutAt(blockOffset);
                    }
                    break;
                case TYPE_INTERFACE:
                    if (!takeInterface(blockOffset, totalBytes)) {
                        return cutAt(blockOffset);
                    }
                    break;
                case TYPE_ENHANCED_PACKET:
                case TYPE_PACKET:
                    return takePacketBlock(blockOffset, totalBytes, type);
                case TYPE_SIMPLE_PACKET:
                    return takeSimplePacket(blockOffset, totalBytes);
                default:
                    if (!skipToEnd(blockOffset, totalBytes)) {
                        return cutAt(blockOffset);
                    }
            }
        }
    }

    @Override
    public String comment() {
        final int at = findOption(OPTION_COMMENT);
        return at < 0 ? "" : new String(options, at + OPTION_HEADER_BYTES, optionLength(at), StandardCharsets.UTF_8);
    }

    /** The byte order comes first: until it is known, not even the block's length can be read. */
    private void startSection(final long blockOffset) throws CaptureFormatException {
        input.bigEndian(false);
        final int magic = input.getInt(SECTION_MAGIC_OFFSET);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            throw wrong(blockOffset, "a section header without a byte order: 0x" + String.format("%08x", magic));
        }
        isBigEndian = magic != BYTE_ORDER_MAGIC;
        input.bigEndian(isBigEndian);
    }

    private boolean takeSection(final long blockOffset, final long totalBytes) throws IOException {
        checkRoom(blockOffset, totalBytes, SECTION_OPTIONS_OFFSET, "section header");
        if (!input.fill(SECTION_OPTIONS_OFFSET)) {
            return false;
        }
        final int major = input.getUnsignedShort(SECTION_MAJOR_OFFSET);
        if (major != SECTION_MAJOR) {
            throw wrong(
                    blockOffset,
                    "pcapng version " + major + "." + input.getUnsignedShort(SECTION_MINOR_OFFSET)
                            + " is not known; this reads version " + SECTION_MAJOR);
        }
        interfaces.clear(); // numbering starts again in each section
        return skipToEnd(blockOffset, totalBytes);
    }

    private boolean takeInterface(final long blockOffset, final long totalBytes) throws IOException {
        checkRoom(blockOffset, totalBytes, INTERFACE_OPTIONS_OFFSET, "interface description");
        if (interfaces.size() == MAX_INTERFACES) {
            throw wrong(blockOffset, "more than " + MAX_INTERFACES + " interfaces in a section");
        }
        if (!input.fill(INTERFACE_OPTIONS_OFFSET)) {
            return false;
        }
        final int linkType = input.getUnsignedShort(INTERFACE_LINK_TYPE_OFFSET);
        final long snapLengthBytes = input.getUnsignedInt(INTERFACE_SNAP_LENGTH_OFFSET);
        input.skip(INTERFACE_OPTIONS_OFFSET);
        final long optionsRoom = totalBytes - INTERFACE_OPTIONS_OFFSET - BLOCK_TRAILER_BYTES;
        if (optionsRoom > options.length) {
            throw wrong(
                    blockOffset,
                    "an interface description claims " + optionsRoom + " bytes of options; more than " + options.length
                            + " is damage");
        }
        if (!takeOptions(optionsRoom)) {
            return false;
        }
        interfaces.add(new Interface(linkType, snapLengthBytes, readScale(blockOffset)));
        return skipToEnd(blockOffset, totalBytes);
    }

    private TimestampScale readScale(final long blockOffset) throws CaptureFormatException {
        TimestampScale scale = TimestampScale.MICROSECONDS;
        final int resolutionAt = findOption(OPTION_INTERFACE_RESOLUTION);
        if (resolutionAt >= 0 && optionLength(resolutionAt) == 1) {
            final int resolution = Bytes.getUnsignedByte(options, resolutionAt + OPTION_HEADER_BYTES);
            if (!TimestampScale.isSupported(resolution)) {
                throw wrong(
                        blockOffset,
                        "an interface claims a time resolution of "
                                + (resolution >= 0x80 ? "2^-" + (resolution & 0x7F) : "10^-" + resolution) + " s");
            }
            scale = scale.withResolution(resolution);
        }
        final int offsetAt = findOption(OPTION_INTERFACE_OFFSET);
        if (offsetAt >= 0 && optionLength(offsetAt) == Long.BYTES) {
            final int at = offsetAt + OPTION_HEADER_BYTES;
            scale = scale.withOffsetSeconds(isBigEndian ? Bytes.getLongBe(options, at) : Bytes.getLong(options, at));
        }
        return scale;
    }

    private boolean takePacketBlock(final long blockOffset, final long totalBytes, final int type) throws IOException {
        checkRoom(blockOffset, totalBytes, PACKET_DATA_OFFSET, "packet block");
        if (!input.fill(PACKET_DATA_OFFSET)) {
            return cutAt(blockOffset);
        }
        final long interfaceIndex = type == TYPE_PACKET
                ? input.getUnsignedShort(PACKET_INTERFACE_OFFSET)
                : input.getUnsignedInt(PACKET_INTERFACE_OFFSET);
        final Interface source = interfaceAt(blockOffset, interfaceIndex);
        final long captured = input.getUnsignedInt(PACKET_CAPTURED_OFFSET);
        final long original = input.getUnsignedInt(PACKET_ORIGINAL_OFFSET);
        checkFits(blockOffset, totalBytes, PACKET_DATA_OFFSET, captured);
        final long timestampNs = timestampNs(
                blockOffset,
                source,
                input.getUnsignedInt(PACKET_TIME_HIGH_OFFSET) << 32 | input.getUnsignedInt(PACKET_TIME_LOW_OFFSET));
        input.skip(PACKET_DATA_OFFSET);
        optionsBytes = 0;
        return takePacket(blockOffset, (int) interfaceIndex, source.linkType(), timestampNs, captured, original, 0)
                && takePacketOptions(blockOffset, totalBytes, captured);
    }

    private boolean takePacketOptions(final long blockOffset, final long totalBytes, final long captured)
            throws IOException {
        input.skip(padded((int) captured) - captured);
        final long room = blockOffset + totalBytes - BLOCK_TRAILER_BYTES - input.position();
        // A packet is worth having without its options: more of them than a comment needs are passed over.
        return (room > options.length || takeOptions(room)) && skipToEnd(blockOffset, totalBytes) || cutAt(blockOffset);
    }

    private boolean takeSimplePacket(final long blockOffset, final long totalBytes) throws IOException {
        checkRoom(blockOffset, totalBytes, SIMPLE_DATA_OFFSET, "simple packet block");
        if (!input.fill(SIMPLE_DATA_OFFSET)) {
            return cutAt(blockOffset);
        }
        final Interface source = interfaceAt(blockOffset, 0);
        final long original = input.getUnsignedInt(SIMPLE_ORIGINAL_OFFSET);
        final long captured = source.snapLengthBytes() == 0 ? original : Math.min(original, source.snapLengthBytes());
        checkFits(blockOffset, totalBytes, SIMPLE_DATA_OFFSET, captured);
        input.skip(SIMPLE_DATA_OFFSET);
        optionsBytes = 0;
        return takePacket(blockOffset, 0, source.linkType(), timestampNs(), captured, original, 0)
                && (skipToEnd(blockOffset, totalBytes) || cutAt(blockOffset));
    }

    private Interface interfaceAt(final long blockOffset, final long index) throws CaptureFormatException {
        if (index >= interfaces.size()) {
            throw wrong(
                    blockOffset,
                    "a packet of interface " + index + ", but the section has described " + interfaces.size()
                            + " interfaces so far");
        }
        return interfaces.get((int) index);
    }

    private long timestampNs(final long blockOffset, final Interface source, final long units)
            throws CaptureFormatException {
        try {
            return source.scale().toNs(units);
        } catch (final ArithmeticException e) {
            throw wrong(blockOffset, "a packet's time is outside the years 1677 to 2262");
        }
    }

    private void checkRoom(final long blockOffset, final long totalBytes, final int bodyEndOffset, final String what)
            throws CaptureFormatException {
        if (totalBytes < bodyEndOffset + BLOCK_TRAILER_BYTES) {
            throw wrong(
                    blockOffset,
                    "a " + what + " of " + totalBytes + " bytes; it has at least "
                            + (bodyEndOffset + BLOCK_TRAILER_BYTES));
        }
    }

    private void checkFits(final long blockOffset, final long totalBytes, final int dataOffset, final long captured)
            throws CaptureFormatException {
        if (captured > totalBytes - dataOffset - BLOCK_TRAILER_BYTES) {
            throw wrong(
                    blockOffset,
                    "a packet claims " + captured + " captured bytes in a block of " + totalBytes + " bytes");
        }
    }

    /** Consumes what is left of a block, up to and including its second length; false if the file ends first. */
    private boolean skipToEnd(final long blockOffset, final long totalBytes) throws IOException {
        final long left = blockOffset + totalBytes - BLOCK_TRAILER_BYTES - input.position();
        if (!input.skip(left) || !input.fill(BLOCK_TRAILER_BYTES)) {
            return false;
        }
        final long trailing = input.getUnsignedInt(0);
        if (trailing != totalBytes) {
            throw wrong(
                    blockOffset, "a block starts with a length of " + totalBytes + " bytes but ends with " + trailing);
        }
        return input.skip(BLOCK_TRAILER_BYTES);
    }

    private boolean takeOptions(final long lengthBytes) throws IOException {
        optionsBytes = 0;
        if (!input.read(options, 0, (int) lengthBytes)) {
            return false;
        }
        optionsBytes = (int) lengthBytes;
        return true;
    }

    /** Where an option starts in {@link #options}, or -1; a list that overruns its block ends where it does. */
    private int findOption(final int code) {
        int at = 0;
        while (at + OPTION_HEADER_BYTES <= optionsBytes) {
            final int lengthBytes = optionLength(at);
            final int found = optionField(at + OPTION_CODE_OFFSET);
            if (found == OPTION_END || at + OPTION_HEADER_BYTES + lengthBytes > optionsBytes) {
                return -1;
            }
            if (found == code) {
                return at;
            }
            at += OPTION_HEADER_BYTES + padded(lengthBytes);
        }
        return -1;
    }

    private int optionLength(final int at) {
        return optionField(at + OPTION_LENGTH_OFFSET);
    }

    private int optionField(final int at) {
        return isBigEndian ? Bytes.getUnsignedShortBe(options, at) : Bytes.getUnsignedShort(options, at);
    }
}
