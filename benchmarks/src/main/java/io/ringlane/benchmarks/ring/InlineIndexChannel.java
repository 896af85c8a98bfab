package io.ringlane.benchmarks.ring;

import io.ringlane.core.memory.Bytes;
import io.ringlane.core.ring.InlineRing;

/** Eight bytes a slot of sixty-four: not what it is for, shown for completeness. */
final class InlineIndexChannel extends IndexChannel {
    private final InlineRing ring;
    private final byte[] out = new byte[256]; // the producer's, on lines of its own
    private final byte[] in = new byte[256]; // the consumer's
    private final ArrayCursor drained = new ArrayCursor();
    private final InlineRing.FrameHandler handler =
            (memory, offset, lengthBytes) -> drained.put(Bytes.getLong(memory, offset));

    InlineIndexChannel(final int capacity) {
        ring = new InlineRing(capacity, 64);
    }

    @Override
    boolean offer(final long index) {
        Bytes.putLong(out, 128, index);
        return ring.offer(out, 128, Long.BYTES);
    }

    @Override
    int offer(final long[] src, final int offset, final int count) {
        int accepted = 0;
        while (accepted < count) {
            Bytes.putLong(out, 128, src[offset + accepted]);
            if (!ring.stage(out, 128, Long.BYTES)) {
                break;
            }
            accepted++;
        }
        ring.publish();
        return accepted;
    }

    @Override
    long poll() {
        return ring.poll(in, 128) == 0 ? EMPTY : Bytes.getLong(in, 128);
    }

    @Override
    int poll(final long[] dst, final int offset, final int limit) {
        drained.moveTo(dst, offset);
        return ring.drain(handler, limit);
    }
}
