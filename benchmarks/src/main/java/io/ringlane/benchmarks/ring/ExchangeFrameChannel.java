package io.ringlane.benchmarks.ring;

import io.ringlane.core.ring.ExchangeRing;

/**
 * One exchange ring, as between an instance and its card: the sender submits full frames, the receiver takes each, leaves
 * one it read earlier in its slot, and reads; the sender collects what was left.
 */
final class ExchangeFrameChannel extends FrameChannel {
    private static final int BASE_OFFSET = 48; // with the array's 16-byte header: frames on lines, if the array is
    private static final int MAX_BURST = 256;
    private static final long EMPTY = -1;

    private final ExchangeRing ring;
    private final byte[] frames;
    private final long[] sending = new long[MAX_BURST + 32]; // 32 unused keep the two sides' arrays apart
    private final long[] spares = new long[MAX_BURST + 32]; // the receiver's: one for each frame of a burst
    private final ArrayCursor stock = new ArrayCursor(); // free frames the sender holds: array[0 .. index)

    ExchangeFrameChannel(final int capacity) {
        ring = new ExchangeRing(capacity);
        frames = new byte[BASE_OFFSET + (capacity + MAX_BURST) * FRAME_BYTES];
        stock.moveTo(new long[capacity], 0);
        for (int i = 0; i < capacity; i++) {
            stock.put(i);
        }
        for (int i = 0; i < MAX_BURST; i++) {
            spares[i] = capacity + i;
        }
    }

    @Override
    int send(final long first, final int count) {
        int free = stock.index;
        if (free < count) {
            free += ring.collect(stock.array, free, Math.min(count, stock.array.length - free));
        }
        final int batch = Math.min(count, free);
        for (int i = 0; i < batch; i++) {
            final long frame = stock.array[--free];
            write(frames, BASE_OFFSET + (int) frame * FRAME_BYTES, first + i);
            sending[i] = frame;
        }
        stock.index = free;
        if (batch == 0) {
            return 0;
        }
        // There are as many frames as slots, so a slot is free for every frame the sender holds.
        if (batch == 1 ? !ring.submit(sending[0]) : ring.submit(sending, 0, batch) != batch) {
            throw new IllegalStateException("a ring of as many slots as frames was full");
        }
        ring.publish();
        return batch;
    }

    @Override
    int receive(final long first, final int limit) {
        int taken = 0;
        while (taken < limit) {
            final long frame = ring.exchangeOr(spares[taken], EMPTY);
            if (frame == EMPTY) {
                break;
            }
            check(frames, BASE_OFFSET + (int) frame * FRAME_BYTES, FRAME_BYTES, first + taken);
            spares[taken++] = frame;
        }
        if (taken != 0) {
            ring.publishExchanged();
        }
        return taken;
    }
}
