package io.ringlane.benchmarks.ring;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.ring.InlineRing;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One thread writes 64-byte frames, another reads every byte of them. Frame {@code n} holds the longs {@code n, n + 1
 * ... n + 7}, and the reader checks all, in order, so a ring that tears, loses or reorders cannot be fast.
 * <p>
 * Threads: {@code send} by one, {@code receive} by one.
 */
abstract class FrameChannel implements AutoCloseable {
    static final int FRAME_BYTES = 64;

    /**
     * @param name as in the benchmarks' {@code ring} parameter
     * @param capacity frames in flight at most, a power of two
     */
    static FrameChannel named(final String name, final int capacity) {
        return switch (name) {
            case "exchange" -> new ExchangeFrameChannel(capacity);
            case "inline64" -> new Inline(capacity, 64);
            case "inline128" -> new Inline(capacity, 128);
            case "agronaRingBuffer" -> new OfAgronaRingBuffer(capacity);
            case "disruptor" -> new OfDisruptor(capacity);
            case "aeron" -> new AeronFrameChannel(capacity);
            default -> new Pooled(name, capacity);
        };
    }

    /**
     * Writes and publishes frames {@code first, first + 1 ...}
     *
     * @return frames sent, 0 to {@code count}; fewer when the ring, or the pool, is used up
     */
    abstract int send(long first, int count);

    /**
     * Reads frames and checks that they are {@code first, first + 1 ...}
     *
     * @return frames received, 0 to {@code limit}
     * @throws IllegalStateException if a frame is not the one expected, down to its last byte
     */
    abstract int receive(long first, int limit);

    /** Lets go of what is not memory alone. */
    @Override
    public void close() {}

    private static IllegalStateException wrongFrame(final long expected) {
        return new IllegalStateException("frame " + expected + " did not arrive whole and in order");
    }

    /** Fills 64 bytes. */
    static void write(final byte[] memory, final int offset, final long frame) {
        for (int i = 0; i < FRAME_BYTES; i += Long.BYTES) {
            Bytes.putLong(memory, offset + i, frame + (i >> 3));
        }
    }

    /** Reads {@code lengthBytes} of the 64, at least 60. */
    static void check(final byte[] memory, final int offset, final int lengthBytes, final long frame) {
        long wrong = 0;
        for (int i = 0; i < FRAME_BYTES - Long.BYTES; i += Long.BYTES) {
            wrong |= Bytes.getLong(memory, offset + i) ^ frame + (i >> 3);
        }
        wrong |= lengthBytes == FRAME_BYTES
                ? Bytes.getLong(memory, offset + 56) ^ frame + 7
                : Bytes.getInt(memory, offset + 56) ^ (int) (frame + 7);
        if (wrong != 0) {
            throw wrongFrame(frame);
        }
    }

    /** Reads 64 bytes. */
    static void check(final DirectBuffer buffer, final int offset, final long frame) {
        long wrong = 0;
        for (int i = 0; i < FRAME_BYTES; i += Long.BYTES) {
            wrong |= buffer.getLong(offset + i) ^ frame + (i >> 3);
        }
        if (wrong != 0) {
            throw wrongFrame(frame);
        }
    }

    /** A descriptor ring, frames of a pool behind it, and a second ring that brings the frames home. */
    private static final class Pooled extends FrameChannel {
        private static final int BASE_OFFSET = 48; // with the array's 16-byte header: frames on lines, if the array is
        private static final int MAX_BURST = 256;

        private final IndexChannel there;
        private final IndexChannel back;
        private final byte[] frames;
        private final long[] sending = new long[MAX_BURST + 32]; // 32 unused keep the two sides' arrays apart
        private final long[] receiving = new long[MAX_BURST + 32];
        private final ArrayCursor stock = new ArrayCursor(); // free frames the sender holds: array[0 .. index)

        Pooled(final String ring, final int capacity) {
            there = IndexChannel.named(ring, capacity, capacity);
            back = IndexChannel.named(ring, capacity, capacity);
            frames = new byte[BASE_OFFSET + capacity * FRAME_BYTES];
            stock.moveTo(new long[capacity], 0);
            for (int i = 0; i < capacity; i++) {
                stock.put(i);
            }
        }

        @Override
        int send(final long first, final int count) {
            int free = stock.index;
            if (free < count) {
                if (count == 1) {
                    final long frame = back.poll();
                    if (frame != IndexChannel.EMPTY) {
                        stock.array[free++] = frame;
                    }
                } else {
                    free += back.poll(stock.array, free, count);
                }
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
            // There are as many frames as slots, so the ring has room for every frame the sender holds.
            if (batch == 1 ? !there.offer(sending[0]) : there.offer(sending, 0, batch) != batch) {
                throw new IllegalStateException("a ring of as many slots as frames was full");
            }
            return batch;
        }

        @Override
        int receive(final long first, final int limit) {
            final int batch;
            if (limit == 1) {
                receiving[0] = there.poll();
                batch = receiving[0] == IndexChannel.EMPTY ? 0 : 1;
            } else {
                batch = there.poll(receiving, 0, limit);
            }
            if (batch == 0) {
                return 0;
            }
            for (int i = 0; i < batch; i++) {
                check(frames, BASE_OFFSET + (int) receiving[i] * FRAME_BYTES, FRAME_BYTES, first + i);
            }
            if (batch == 1 ? !back.offer(receiving[0]) : back.offer(receiving, 0, batch) != batch) {
                throw new IllegalStateException("a ring of as many slots as frames was full");
            }
            return batch;
        }
    }

    /** Slots of 64 bytes carry 60 of the frame: with its check sequence of 4, which a card adds, those are the 64. */
    private static final class Inline extends FrameChannel {
        private final InlineRing ring;
        private final int lengthBytes;
        private final byte[] out = new byte[FRAME_BYTES + 256];
        private final ArrayCursor expected = new ArrayCursor();
        private final InlineRing.FrameHandler handler = this::onFrame;

        Inline(final int capacity, final int slotBytes) {
            ring = new InlineRing(capacity, slotBytes);
            lengthBytes = Math.min(FRAME_BYTES, ring.maxFrameBytes());
            expected.moveTo(new long[32], 16);
        }

        @Override
        int send(final long first, final int count) {
            int sent = 0;
            while (sent < count) {
                write(out, 128, first + sent);
                if (!ring.stage(out, 128, lengthBytes)) {
                    break;
                }
                sent++;
            }
            ring.publish();
            return sent;
        }

        @Override
        int receive(final long first, final int limit) {
            expected.array[16] = first;
            return ring.drain(handler, limit);
        }

        private void onFrame(final byte[] memory, final int offset, final int frameBytes) {
            check(memory, offset, frameBytes, expected.array[16]++);
        }
    }

    private static final class OfAgronaRingBuffer extends FrameChannel {
        private static final int TYPE = 1;

        /** A read ends at the buffer's end, and one there may find padding only. */
        private static final int READS_PAST_THE_END = 2;

        private final OneToOneRingBuffer ring;
        private final ArrayCursor expected = new ArrayCursor();
        private final MessageHandler handler = this::onMessage;

        OfAgronaRingBuffer(final int capacity) {
            ring = new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(2 * FRAME_BYTES * capacity
                    + RingBufferDescriptor.TRAILER_LENGTH))); // 72 bytes a message, rounded up
            expected.moveTo(new long[32], 16);
        }

        @Override
        int send(final long first, final int count) {
            int sent = 0;
            while (sent < count) {
                final int claim = ring.tryClaim(TYPE, FRAME_BYTES);
                if (claim < 0) {
                    break;
                }
                for (int i = 0; i < FRAME_BYTES; i += Long.BYTES) {
                    ring.buffer().putLong(claim + i, first + sent + (i >> 3));
                }
                ring.commit(claim);
                sent++;
            }
            return sent;
        }

        @Override
        int receive(final long first, final int limit) {
            expected.array[16] = first;
            int received = ring.read(handler, limit);
            for (int again = 0; again < READS_PAST_THE_END && received < limit; again++) {
                received += ring.read(handler, limit - received);
            }
            return received;
        }

        private void onMessage(
                final int type, final MutableDirectBuffer buffer, final int offset, final int lengthBytes) {
            check(buffer, offset, expected.array[16]++);
        }
    }

    /** Events that own their bytes, as the Disruptor is meant to be used. */
    private static final class OfDisruptor extends FrameChannel {
        private static final class Event {
            private final byte[] frame = new byte[FRAME_BYTES];
        }

        private final RingBuffer<Event> ring;
        private final EventPoller<Event> poller;
        private final ArrayCursor expected = new ArrayCursor();
        private final EventPoller.Handler<Event> handler = this::onEvent;

        OfDisruptor(final int capacity) {
            ring = RingBuffer.createSingleProducer(Event::new, capacity, new YieldingWaitStrategy());
            poller = ring.newPoller();
            ring.addGatingSequences(poller.getSequence());
            expected.moveTo(new long[32], 16);
        }

        @Override
        int send(final long first, final int count) { // all or nothing, as it is meant to be used
            if (!ring.hasAvailableCapacity(count)) {
                return 0;
            }
            final long last = ring.next(count);
            final long start = last - count + 1;
            for (int i = 0; i < count; i++) {
                write(ring.get(start + i).frame, 0, first + i);
            }
            ring.publish(start, last);
            return count;
        }

        @Override
        int receive(final long first, final int limit) {
            expected.array[16] = first;
            expected.left = limit;
            try {
                poller.poll(handler);
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
            return limit - expected.left;
        }

        private boolean onEvent(final Event event, final long sequence, final boolean endOfBatch) {
            check(event.frame, 0, FRAME_BYTES, expected.array[16]++);
            return --expected.left > 0;
        }
    }
}
