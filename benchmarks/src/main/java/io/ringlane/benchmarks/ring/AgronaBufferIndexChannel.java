package io.ringlane.benchmarks.ring;

import java.nio.ByteBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Messages of eight bytes, sixteen with their header; the same bytes of memory as {@code capacity} of those. */
final class AgronaBufferIndexChannel extends IndexChannel {
    private static final int TYPE = 1;

    private final OneToOneRingBuffer ring;
    private final ArrayCursor drained = new ArrayCursor();
    private final MessageHandler handler = (type, buffer, offset, length) -> drained.put(buffer.getLong(offset));

    AgronaBufferIndexChannel(final int capacity) {
        ring = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(16 * capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    @Override
    boolean offer(final long index) {
        final int claim = ring.tryClaim(TYPE, Long.BYTES);
        if (claim < 0) {
            return false;
        }
        ring.buffer().putLong(claim, index);
        ring.commit(claim);
        return true;
    }

    @Override
    int poll(final long[] dst, final int offset, final int limit) {
        drained.moveTo(dst, offset);
        return ring.read(handler, limit);
    }
}
