package io.ringlane.core.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes captures field by field, right or wrong, in either byte order. */
final class CaptureBytes {
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);

    CaptureBytes(ByteOrder order) {
        bytes.order(order);
    }

    CaptureBytes order(ByteOrder order) {
        bytes.order(order);
        return this;
    }

    CaptureBytes ints(long... values) {
        for (long value : values) {
            bytes.putInt((int) value);
        }
        return this;
    }

    CaptureBytes shorts(int... values) {
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return this;
    }

    CaptureBytes longs(long value) {
        bytes.putLong(value);
        return this;
    }

    CaptureBytes raw(byte... values) {
        bytes.put(values);
        return this;
    }

    CaptureBytes pcapHeader(long magic, long linkType) {
        return ints(magic).shorts(2, 4).ints(0, 0, 262144, linkType);
    }

    CaptureBytes record(long seconds, long fraction, long original, byte... data) {
        return ints(seconds, fraction, data.length, original).raw(data);
    }

    CaptureBytes section() {
        return block(0x0A0D0D0A, part().ints(0x1A2B3C4D).shorts(1, 0).longs(-1));
    }

    CaptureBytes interfaceBlock(int linkType, int snapLength, CaptureBytes options) {
        return block(1, part().shorts(linkType, 0).ints(snapLength).append(options));
    }

    CaptureBytes enhancedPacket(int interfaceIndex, long units, int original, byte... data) {
        return block(
                6,
                part().ints(interfaceIndex, units >>> 32, units, data.length, original)
                        .padded(data));
    }

    CaptureBytes block(int type, CaptureBytes body) {
        int total = body.bytes.position() + 12;
        return ints(type, total).append(body).ints(total);
    }

    CaptureBytes option(int code, byte... value) {
        return shorts(code, value.length).padded(value);
    }

    CaptureBytes option(int code, String value) {
        return option(code, value.getBytes(StandardCharsets.UTF_8));
    }

    CaptureBytes padded(byte... data) {
        return raw(data).raw(new byte[-data.length & 3]);
    }

    CaptureBytes append(CaptureBytes other) {
        return raw(other.toArray());
    }

    /** Another one in the same byte order, for the inside of a block. */
    CaptureBytes part() {
        return new CaptureBytes(bytes.order());
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
