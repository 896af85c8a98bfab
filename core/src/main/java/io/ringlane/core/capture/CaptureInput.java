package io.ringlane.core.capture;

import io.ringlane.core.memory.Bytes;
import java.io.IOException;
import java.io.InputStream;

/** A stream with a window to look ahead in, integers in either byte order, and a count of where it is. */
final class CaptureInput {
    /** The furthest look-ahead, and the size of one read: large enough that a read costs little, small enough for an idle reader. */
    static final int WINDOW_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] window = new byte[WINDOW_BYTES];
    private int head;
    private int tail;
    private long position;
    private boolean isBigEndian;

    CaptureInput(final InputStream in) {
        this.in = in;
    }

    void bigEndian(final boolean isBigEndian) {
        this.isBigEndian = isBigEndian;
    }

    /** Bytes consumed so far. */
    long position() {
        return position;
    }

    /** Bytes in the window; after a {@link #fill} that returned false, all that is left of the file. */
    int buffered() {
        return tail - head;
    }

    /**
     * Makes bytes available to the getters.
     *
     * @param lengthBytes at most {@link #WINDOW_BYTES}
     * @return false if the file ends before them
     */
    boolean fill(final int lengthBytes) throws IOException {
        if (tail - head >= lengthBytes) {
            return true;
        }
        System.arraycopy(window, head, window, 0, tail - head);
        tail -= head;
        head = 0;
        while (tail < lengthBytes) {
            final int count = in.read(window, tail, window.length - tail);
            if (count < 0) {
                return false;
            }
            tail += count;
        }
        return true;
    }

    /** A signed 32-bit value at a distance from the position; {@link #fill} first. */
    int getInt(final int distance) {
        return isBigEndian ? Bytes.getIntBe(window, head + distance) : Bytes.getInt(window, head + distance);
    }

    long getUnsignedInt(final int distance) {
        return getInt(distance) & 0xFFFF_FFFFL;
    }

    int getUnsignedShort(final int distance) {
        return isBigEndian
                ? Bytes.getUnsignedShortBe(window, head + distance)
                : Bytes.getUnsignedShort(window, head + distance);
    }

    /** Consumes bytes into an array; false if the file ends first. */
    boolean read(final byte[] target, final int offset, final int lengthBytes) throws IOException {
        int done = 0;
        while (done < lengthBytes) {
            final int wanted = lengthBytes - done;
            if (!fill(Math.min(wanted, WINDOW_BYTES))) {
                skip(buffered());
                return false;
            }
            final int count = Math.min(wanted, buffered());
            System.arraycopy(window, head, target, offset + done, count);
            consume(count);
            done += count;
        }
        return true;
    }

    /** Consumes bytes unseen; false if the file ends first. */
    boolean skip(final long lengthBytes) throws IOException {
        long left = lengthBytes;
        while (left > 0) {
            if (buffered() == 0 && !fill(1)) {
                return false;
            }
            final int count = (int) Math.min(left, buffered());
            consume(count);
            left -= count;
        }
        return true;
    }

    private void consume(final int count) {
        head += count;
        position += count;
    }

    void close() throws IOException {
        in.close();
    }
}
