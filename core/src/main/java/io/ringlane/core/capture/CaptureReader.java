package io.ringlane.core.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the Ethernet frames of a pcap or pcapng file, one after the other; which of the two it is shows in the file.
 *
 * <pre>{@code
 * try (CaptureReader capture = CaptureReader.open(file)) {
 *     while (capture.next()) {
 *         send(capture.data(), capture.capturedBytes(), capture.originalBytes(), capture.timestampNs());
 *     }
 *     if (capture.isTruncated()) {
 *         warn(capture.truncation());
 *     }
 * }
 * }</pre>
 *
 * <p>Reads pcap in both byte orders, with micro- or nanoseconds, and the "modified" kind; pcapng with any number of sections (each in its
 * own byte order) and interfaces, enhanced, simple and obsolete packet blocks, every time resolution; blocks of other kinds are skipped.
 *
 * <p>A file that stops in the middle of a record or block, as a recording that was killed does, ends there: what was whole has been
 * delivered, {@link #next} returns false and {@link #isTruncated} true. A file that is <em>wrong</em> throws a
 * {@link CaptureFormatException}, and so does a link type other than Ethernet; after one, {@link #next} returns false.
 *
 * <p>Threads: one at a time. Memory: a window of 64 KiB and a frame of at most {@link #MAX_PACKET_BYTES}, whatever the file claims;
 * {@link #next} allocates only where that frame buffer grows. Time: each byte is looked at a constant number of times, so a finite file
 * ends.
 */
public abstract class CaptureReader implements Closeable {
    /** The longest captured frame accepted, in bytes: what tcpdump takes when asked for everything. */
    public static final int MAX_PACKET_BYTES = 262_144;

    private static final int FIRST_BUFFER_BYTES = 2048;
    private static final int GZIP_MAGIC = 0x8B1F;

    final CaptureInput input;
    final String name;

    private byte[] data = new byte[FIRST_BUFFER_BYTES];
    private int capturedBytes;
    private int originalBytes;
    private int linkType;
    private int interfaceIndex;
    private long timestampNs;
    private long packets;
    private boolean isEnded;
    private boolean isClosed;
    private String truncation = "";

    CaptureReader(final CaptureInput input, final String name) {
        this.input = input;
        this.name = name;
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws CaptureFormatException if it is no capture, or a pcap file of another link type
     */
    public static CaptureReader open(final Path file) throws IOException {
        final InputStream in = Files.newInputStream(file);
        try {
            return open(in, file.toString());
        } catch (final IOException | RuntimeException | Error e) {
            try {
                in.close();
            } catch (final IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * Reads a capture's header from a stream, which {@link #close} closes; on an exception it is left open.
     *
     * @param in need not be buffered
     * @param name what messages call it
     */
    public static CaptureReader open(final InputStream in, final String name) throws IOException {
        final CaptureInput input = new CaptureInput(in);
        if (!input.fill(Integer.BYTES)) {
            throw new CaptureFormatException(
                    name, 0, "neither pcap nor pcapng: the file has only " + input.buffered() + " bytes");
        }
        final int magic = input.getInt(0);
        if (magic == PcapngLayout.TYPE_SECTION_HEADER) {
            return new PcapngReader(input, name);
        }
        if (PcapReader.isMagic(magic) || PcapReader.isMagic(Integer.reverseBytes(magic))) {
            return new PcapReader(input, name);
        }
        throw new CaptureFormatException(name, 0, notACapture(magic));
    }

    /**
     * Moves to the next frame.
     *
     * @return false at the end of the file
     * @throws CaptureFormatException if the file is wrong at this point
     */
    public final boolean next() throws IOException {
        if (isEnded) {
            return false;
        }
        isEnded = true; // stays so if advance() throws: behind damage, anything would be a guess
        if (!advance()) {
            return false;
        }
        packets++;
        isEnded = false;
        return true;
    }

    /** Reads up to and including the next frame, ending in {@link #takePacket}, or returns false. */
    abstract boolean advance() throws IOException;

    /** The frame: bytes 0 to {@link #capturedBytes}, valid until the next call of {@link #next}; owned by the reader. */
    public final byte[] data() {
        return data;
    }

    /** Bytes of the frame that the file holds, 0 to {@link #MAX_PACKET_BYTES}, without FCS. */
    public final int capturedBytes() {
        return capturedBytes;
    }

    /** Bytes that the frame had on its network, without FCS; never less than {@link #capturedBytes}. */
    public final int originalBytes() {
        return originalBytes;
    }

    /**
     * When the frame was recorded, in nanoseconds since 1970. Not always rising: captures of several interfaces are often out of order. A
     * simple packet block has no time; it gets that of the frame before it.
     */
    public final long timestampNs() {
        return timestampNs;
    }

    /** Always 1, Ethernet: frames of other link types are refused. */
    public final int linkType() {
        return linkType;
    }

    /** Which interface of the file recorded the frame: its index within the section, 0 for pcap. */
    public final int interfaceIndex() {
        return interfaceIndex;
    }

    /** The frame's comment, or an empty string; pcapng only. Allocates. */
    public String comment() {
        return "";
    }

    /** Frames delivered so far. */
    public final long packets() {
        return packets;
    }

    /** Whether the file ended within a record or block. */
    public final boolean isTruncated() {
        return !truncation.isEmpty();
    }

    /** One line that says where the file was cut, or an empty string. */
    public final String truncation() {
        return truncation;
    }

    /** Closes the stream; a second call does nothing. */
    @Override
    public final void close() throws IOException {
        isEnded = true;
        if (!isClosed) {
            isClosed = true;
            input.close();
        }
    }

    /**
     * Consumes a frame's bytes and makes it the current one.
     *
     * @param recordOffset where its record or block starts, for messages
     * @param captured unsigned 32 bits, from the file
     * @param original unsigned 32 bits, from the file
     * @param fcsBytes how many of the frame's last bytes are frame check sequence
     * @return false if the file ends within the frame
     */
    final boolean takePacket(
            final long recordOffset,
            final int interfaceIndex,
            final int linkType,
            final long timestampNs,
            final long captured,
            final long original,
            final int fcsBytes)
            throws IOException {
        if (linkType != LinkTypes.ETHERNET) {
            throw wrong(recordOffset, LinkTypes.refusal(linkType));
        }
        if (captured > MAX_PACKET_BYTES) {
            throw wrong(
                    recordOffset,
                    "a packet claims " + captured + " captured bytes; more than " + MAX_PACKET_BYTES + " is damage");
        }
        if (original > Integer.MAX_VALUE) {
            throw wrong(recordOffset, "a packet claims an original length of " + original + " bytes");
        }
        if (captured > data.length) {
            data = new byte[Math.min(MAX_PACKET_BYTES, Integer.highestOneBit((int) captured) << 1)];
        }
        if (!input.read(data, 0, (int) captured)) {
            return cutAt(recordOffset);
        }
        final int whole = (int) Math.max(captured, original); // some writers leave the original length 0
        this.originalBytes = Math.max(0, whole - fcsBytes);
        this.capturedBytes = Math.min((int) captured, originalBytes);
        this.linkType = linkType;
        this.interfaceIndex = interfaceIndex;
        this.timestampNs = timestampNs;
        return true;
    }

    /** Notes that the file ends within what starts at an offset; returns false, for {@link #advance} to pass on. */
    final boolean cutAt(final long recordOffset) {
        truncation =
                name + " is cut off at byte " + (input.position() + input.buffered()) + ", within what starts at byte "
                        + recordOffset + "; the packets before it, " + packets + ", are whole";
        return false;
    }

    final CaptureFormatException wrong(final long recordOffset, final String problem) {
        return new CaptureFormatException(name, recordOffset, problem);
    }

    private static String notACapture(final int magic) {
        if ((magic & 0xFFFF) == GZIP_MAGIC) {
            return "compressed with gzip; decompress it first (gunzip)";
        }
        return "neither pcap nor pcapng: it starts with 0x" + String.format("%08x", Integer.reverseBytes(magic));
    }
}
