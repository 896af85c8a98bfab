package io.ringlane.benchmarks.ring;

import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;

/** Messages of eight bytes, 64 with header and alignment. */
final class AeronIndexChannel extends IndexChannel {
    private static final int MESSAGE_BYTES = 64;

    private final AeronIpc ipc;
    private final ArrayCursor drained = new ArrayCursor();
    private final FragmentHandler handler =
            (buffer, offset, lengthBytes, header) -> drained.put(buffer.getLong(offset));

    AeronIndexChannel(final int capacity) {
        ipc = new AeronIpc(Math.max(1 << 16, 2 * capacity * MESSAGE_BYTES));
    }

    @Override
    boolean offer(final long index) {
        final BufferClaim claim = ipc.claim(Long.BYTES);
        if (claim == null) {
            return false;
        }
        claim.buffer().putLong(claim.offset(), index);
        claim.commit();
        return true;
    }

    @Override
    int poll(final long[] dst, final int offset, final int limit) {
        drained.moveTo(dst, offset);
        return ipc.poll(handler, limit);
    }

    @Override
    public void close() {
        ipc.close();
    }
}
