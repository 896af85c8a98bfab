package io.ringlane.benchmarks.ring;

import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Frames written in place into an Aeron log; it has no burst of its own for messages of many lengths. */
final class AeronFrameChannel extends FrameChannel {
    private static final int MESSAGE_BYTES = 96; // a frame, a header of 32

    private final AeronIpc ipc;
    private final ArrayCursor expected = new ArrayCursor();
    private final FragmentHandler handler = this::onFragment;

    AeronFrameChannel(final int capacity) {
        ipc = new AeronIpc(Math.max(1 << 16, Integer.highestOneBit(2 * capacity * MESSAGE_BYTES)));
        expected.moveTo(new long[32], 16);
    }

    @Override
    int send(final long first, final int count) {
        int sent = 0;
        while (sent < count) {
            final BufferClaim claim = ipc.claim(FRAME_BYTES);
            if (claim == null) {
                break;
            }
            final MutableDirectBuffer buffer = claim.buffer();
            final int offset = claim.offset();
            for (int i = 0; i < FRAME_BYTES; i += Long.BYTES) {
                buffer.putLong(offset + i, first + sent + (i >> 3));
            }
            claim.commit();
            sent++;
        }
        return sent;
    }

    @Override
    int receive(final long first, final int limit) {
        expected.array[16] = first;
        return ipc.poll(handler, limit);
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int lengthBytes, final Header header) {
        check(buffer, offset, expected.array[16]++);
    }

    @Override
    public void close() {
        ipc.close();
    }
}
