package io.ringlane.core.capture;

import static io.ringlane.core.capture.PcapngLayout.*;

import io.ringlane.core.memory.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes Ethernet frames to a pcapng file: nanoseconds, any number of named interfaces, a comment a frame. Little-endian on every machine,
 * and free of anything but what it was given, so equal runs make equal files.
 *
 * <pre>{@code
 * try (CaptureWriter out = CaptureWriter.create(file)) {
 *     int b = out.addInterface("b");
 *     out.write(b, timestampNs, memory, offset, capturedBytes, originalBytes, "same zone; flow cap 5Gbit/s");
 * }
 * }</pre>
 *
 * <p>Threads: one at a time. Blocks are gathered in a buffer and reach the stream when it is full, on {@link #flush} and on
 * {@link #close}. {@link #write} allocates nothing once the buffer fits the largest frame, unless there is a comment.
 */
public final class CaptureWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int NANOSECOND_RESOLUTION = 9;
    private static final byte[] APPLICATION = "Ringlane".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_BYTES = new byte[0];

    private final OutputStream out;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int length;
    private int interfaces;
    private long packets;
    private boolean isClosed;

    /**
     * Starts a capture on a stream, which {@link #close} closes.
     *
     * @param out need not be buffered
     */
    public CaptureWriter(final OutputStream out) {
        this.out = Objects.requireNonNull(out, "out");
        startSection();
    }

    /** Starts a capture in a file, replacing what was there. */
    public static CaptureWriter create(final Path file) throws IOException {
        return new CaptureWriter(Files.newOutputStream(file));
    }

    /**
     * Describes an interface; may be called at any time before its first frame.
     *
     * @param name shown by Wireshark, up to 65535 bytes of UTF-8
     * @return its index, for {@link #write}
     */
    public int addInterface(final String name) throws IOException {
        checkOpen();
        final byte[] text = option("interface name", name);
        final int totalBytes = INTERFACE_OPTIONS_OFFSET
                + optionRoom(text.length)
                + optionRoom(1)
                + OPTION_HEADER_BYTES
                + BLOCK_TRAILER_BYTES;
        final int at = claim(totalBytes);
        startBlock(at, TYPE_INTERFACE, totalBytes);
        Bytes.putShort(buffer, at + INTERFACE_LINK_TYPE_OFFSET, LinkTypes.ETHERNET);
        Bytes.putInt(buffer, at + INTERFACE_SNAP_LENGTH_OFFSET, 0); // no limit
        int next = putOption(at + INTERFACE_OPTIONS_OFFSET, OPTION_INTERFACE_NAME, text);
        next = putOption(next, OPTION_INTERFACE_RESOLUTION, new byte[] {NANOSECOND_RESOLUTION});
        putOption(next, OPTION_END, NO_BYTES);
        return interfaces++;
    }

    /**
     * Writes one frame.
     *
     * @param interfaceIndex from {@link #addInterface}
     * @param timestampNs nanoseconds since 1970, not negative
     * @param capturedBytes how much of the frame is in {@code memory} at {@code offset}: 0 to
     *     {@link CaptureReader#MAX_PACKET_BYTES}
     * @param originalBytes the frame's full length, at least {@code capturedBytes}; both without FCS
     * @param comment up to 65535 bytes of UTF-8; null or empty for none
     * @throws IllegalArgumentException if a value is out of range
     */
    public void write(
            final int interfaceIndex,
            final long timestampNs,
            final byte[] memory,
            final int offset,
            final int capturedBytes,
            final int originalBytes,
            final String comment)
            throws IOException {
        checkOpen();
        check(interfaceIndex, timestampNs, capturedBytes, originalBytes);
        Objects.checkFromIndexSize(offset, capturedBytes, memory.length);
        final byte[] text = comment == null || comment.isEmpty() ? NO_BYTES : option("comment", comment);
        final int optionsBytes = text.length == 0 ? 0 : optionRoom(text.length) + OPTION_HEADER_BYTES;
        final int dataBytes = padded(capturedBytes);
        final int totalBytes = PACKET_DATA_OFFSET + dataBytes + optionsBytes + BLOCK_TRAILER_BYTES;

        final int at = claim(totalBytes);
        startBlock(at, TYPE_ENHANCED_PACKET, totalBytes);
        Bytes.putInt(buffer, at + PACKET_INTERFACE_OFFSET, interfaceIndex);
        Bytes.putInt(buffer, at + PACKET_TIME_HIGH_OFFSET, (int) (timestampNs >>> 32));
        Bytes.putInt(buffer, at + PACKET_TIME_LOW_OFFSET, (int) timestampNs);
        Bytes.putInt(buffer, at + PACKET_CAPTURED_OFFSET, capturedBytes);
        Bytes.putInt(buffer, at + PACKET_ORIGINAL_OFFSET, originalBytes);
        System.arraycopy(memory, offset, buffer, at + PACKET_DATA_OFFSET, capturedBytes);
        if (text.length > 0) {
            final int next = putOption(at + PACKET_DATA_OFFSET + dataBytes, OPTION_COMMENT, text);
            putOption(next, OPTION_END, NO_BYTES);
        }
        packets++;
    }

    /** Frames written so far. */
    public long packets() {
        return packets;
    }

    /** Hands everything written so far to the stream. */
    public void flush() throws IOException {
        checkOpen();
        drain();
        out.flush();
    }

    /** Writes what is left and closes the stream; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (OutputStream closing = out) {
            drain();
            closing.flush();
        }
    }

    private void startSection() {
        final int totalBytes =
                SECTION_OPTIONS_OFFSET + optionRoom(APPLICATION.length) + OPTION_HEADER_BYTES + BLOCK_TRAILER_BYTES;
        length = totalBytes;
        startBlock(0, TYPE_SECTION_HEADER, totalBytes);
        Bytes.putInt(buffer, SECTION_MAGIC_OFFSET, BYTE_ORDER_MAGIC);
        Bytes.putShort(buffer, SECTION_MAJOR_OFFSET, SECTION_MAJOR);
        Bytes.putLong(buffer, SECTION_LENGTH_OFFSET, SECTION_LENGTH_UNKNOWN);
        final int next = putOption(SECTION_OPTIONS_OFFSET, OPTION_SECTION_APPLICATION, APPLICATION);
        putOption(next, OPTION_END, NO_BYTES);
    }

    /** Room for a block in the buffer, zeroed, where the padding stays as it is. */
    private int claim(final int totalBytes) throws IOException {
        if (totalBytes > buffer.length - length) {
            drain();
            if (totalBytes > buffer.length) {
                buffer = new byte[Integer.highestOneBit(totalBytes) << 1];
            }
        }
        final int at = length;
        Arrays.fill(buffer, at, at + totalBytes, (byte) 0);
        length += totalBytes;
        return at;
    }

    private void drain() throws IOException {
        final int lengthBytes = length;
        length = 0; // a failing stream is not given the same bytes twice
        out.write(buffer, 0, lengthBytes);
    }

    private void startBlock(final int at, final int type, final int totalBytes) {
        Bytes.putInt(buffer, at + TYPE_OFFSET, type);
        Bytes.putInt(buffer, at + TOTAL_LENGTH_OFFSET, totalBytes);
        Bytes.putInt(buffer, at + totalBytes - BLOCK_TRAILER_BYTES, totalBytes);
    }

    private int putOption(final int at, final int code, final byte[] value) {
        Bytes.putShort(buffer, at + OPTION_CODE_OFFSET, code);
        Bytes.putShort(buffer, at + OPTION_LENGTH_OFFSET, value.length);
        System.arraycopy(value, 0, buffer, at + OPTION_HEADER_BYTES, value.length);
        return at + optionRoom(value.length);
    }

    private static int optionRoom(final int valueBytes) {
        return OPTION_HEADER_BYTES + padded(valueBytes);
    }

    private static byte[] option(final String what, final String value) {
        final byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (text.length > OPTION_MAX_BYTES) {
            throw new IllegalArgumentException(
                    what + " has " + text.length + " bytes of UTF-8; the format takes " + OPTION_MAX_BYTES);
        }
        return text;
    }

    private void check(
            final int interfaceIndex, final long timestampNs, final int capturedBytes, final int originalBytes) {
        if (interfaceIndex < 0 || interfaceIndex >= interfaces) {
            throw new IllegalArgumentException(
                    "interface " + interfaceIndex + " was not added; there are " + interfaces);
        }
        if (timestampNs < 0) {
            throw new IllegalArgumentException("timestamp " + timestampNs + " ns is before 1970");
        }
        if (capturedBytes < 0 || capturedBytes > CaptureReader.MAX_PACKET_BYTES || capturedBytes > originalBytes) {
            throw new IllegalArgumentException("captured bytes must be 0 to " + CaptureReader.MAX_PACKET_BYTES
                    + " and at most the original " + originalBytes + ", not " + capturedBytes);
        }
    }

    private void checkOpen() throws IOException {
        if (isClosed) {
            throw new IOException("the capture is closed");
        }
    }
}
