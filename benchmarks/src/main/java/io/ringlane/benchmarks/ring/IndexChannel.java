package io.ringlane.benchmarks.ring;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.ring.DescriptorRing;
import io.ringlane.core.ring.ExchangeRing;
import io.ringlane.core.ring.InlineRing;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * One thread hands small numbers to another, each library by its own fastest calls for a single and for a burst.
 * <p>
 * Threads: {@code offer} by one, {@code poll} by one. A library of references carries objects boxed beforehand, so no
 * way allocates.
 */
abstract class IndexChannel implements AutoCloseable {
    static final long EMPTY = -1;

    /**
     * @param name as in the benchmarks' {@code ring} parameter
     * @param capacity entries, a power of two
     * @param indexes how many numbers may travel: 0 to {@code indexes - 1}
     */
    static IndexChannel named(final String name, final int capacity, final int indexes) {
        return switch (name) {
            case "descriptor" -> new OfDescriptorRing(capacity);
            case "phase" -> new OfPhaseRing(capacity);
            case "exchange" -> new OfExchangeRing(capacity);
            case "inline64" -> new OfInlineRing(capacity);
            case "jctools" -> new OfJCTools(new SpscArrayQueue<>(capacity), indexes);
            case "jctoolsVarHandle" -> new OfJCTools(new SpscVarHandleArrayQueue<>(capacity), indexes);
            case "agronaQueue" -> new OfAgronaQueue(capacity, indexes);
            case "agronaRingBuffer" -> new OfAgronaRingBuffer(capacity);
            case "disruptor" -> new OfDisruptor(capacity);
            case "aeron" -> new AeronIndexChannel(capacity);
            default -> throw new IllegalArgumentException("no ring is called " + name);
        };
    }

    abstract boolean offer(long index);

    /** Like {@link #offer(long)}, but may stay unseen until {@link #publish()}, where a library can do that. */
    boolean stage(final long index) {
        return offer(index);
    }

    /** Shows what was staged. */
    void publish() {}

    /** How many of {@code src[offset .. offset + count)} were taken, from the first on. */
    abstract int offer(long[] src, int offset, int count);

    /** The oldest number, or {@link #EMPTY}. */
    abstract long poll();

    abstract int poll(long[] dst, int offset, int limit);

    /** Lets go of what is not memory alone. */
    @Override
    public void close() {}

    private static Integer[] boxed(final int indexes) {
        final Integer[] boxed = new Integer[indexes];
        for (int i = 0; i < indexes; i++) {
            boxed[i] = i;
        }
        return boxed;
    }

    private static final class OfDescriptorRing extends IndexChannel {
        private final DescriptorRing ring;

        OfDescriptorRing(final int capacity) {
            ring = new DescriptorRing(capacity);
        }

        @Override
        boolean offer(final long index) {
            return ring.offer(index);
        }

        @Override
        boolean stage(final long index) {
            return ring.stage(index);
        }

        @Override
        void publish() {
            ring.publish();
        }

        @Override
        int offer(final long[] src, final int offset, final int count) {
            return ring.offer(src, offset, count);
        }

        @Override
        long poll() {
            return ring.pollOr(EMPTY);
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            return ring.poll(dst, offset, limit);
        }
    }

    /** The answers are of no use here, but must be collected. */
    private static final class OfExchangeRing extends IndexChannel {
        private final ExchangeRing ring;
        private final long[] answers;

        OfExchangeRing(final int capacity) {
            ring = new ExchangeRing(capacity);
            answers = new long[capacity];
        }

        @Override
        boolean offer(final long index) {
            final boolean accepted = stage(index);
            ring.publish();
            return accepted;
        }

        @Override
        boolean stage(final long index) {
            if (ring.submit(index)) {
                return true;
            }
            ring.collect(answers, 0, answers.length);
            return ring.submit(index);
        }

        @Override
        void publish() {
            ring.publish();
        }

        @Override
        int offer(final long[] src, final int offset, final int count) {
            if (ring.room() < count) {
                ring.collect(answers, 0, answers.length);
            }
            final int accepted = ring.submit(src, offset, count);
            ring.publish();
            return accepted;
        }

        @Override
        long poll() {
            final long index = ring.exchangeOr(0, EMPTY);
            if (index != EMPTY) {
                ring.publishExchanged();
            }
            return index;
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            int taken = 0;
            while (taken < limit) {
                final long index = ring.exchangeOr(0, EMPTY);
                if (index == EMPTY) {
                    break;
                }
                dst[offset + taken++] = index;
            }
            if (taken != 0) {
                ring.publishExchanged();
            }
            return taken;
        }
    }

    private static final class OfPhaseRing extends IndexChannel {
        private final PhaseRing ring;

        OfPhaseRing(final int capacity) {
            ring = new PhaseRing(capacity);
        }

        @Override
        boolean offer(final long index) {
            return ring.offer(index);
        }

        @Override
        int offer(final long[] src, final int offset, final int count) {
            return ring.offer(src, offset, count);
        }

        @Override
        long poll() {
            return ring.pollOr(EMPTY);
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            return ring.poll(dst, offset, limit);
        }
    }

    /** Eight bytes a slot of sixty-four: not what it is for, shown for completeness. */
    private static final class OfInlineRing extends IndexChannel {
        private final InlineRing ring;
        private final byte[] out = new byte[256]; // the producer's, on lines of its own
        private final byte[] in = new byte[256]; // the consumer's
        private final ArrayCursor drained = new ArrayCursor();
        private final InlineRing.FrameHandler handler =
                (memory, offset, lengthBytes) -> drained.put(Bytes.getLong(memory, offset));

        OfInlineRing(final int capacity) {
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

    private static final class OfJCTools extends IndexChannel {
        private final MessagePassingQueue<Integer> queue;
        private final Integer[] boxed;
        private final ArrayCursor filled = new ArrayCursor();
        private final ArrayCursor drained = new ArrayCursor();
        private final MessagePassingQueue.Supplier<Integer> supplier;
        private final MessagePassingQueue.Consumer<Integer> consumer = drained::put;

        OfJCTools(final MessagePassingQueue<Integer> queue, final int indexes) {
            this.queue = queue;
            boxed = boxed(indexes);
            supplier = () -> boxed[(int) filled.next()];
        }

        @Override
        boolean offer(final long index) {
            return queue.offer(boxed[(int) index]);
        }

        @Override
        int offer(final long[] src, final int offset, final int count) {
            filled.moveTo(src, offset);
            return queue.fill(supplier, count);
        }

        @Override
        long poll() {
            final Integer index = queue.poll();
            return index == null ? EMPTY : index;
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            drained.moveTo(dst, offset);
            return queue.drain(consumer, limit);
        }
    }

    private static final class OfAgronaQueue extends IndexChannel {
        private final OneToOneConcurrentArrayQueue<Integer> queue;
        private final Integer[] boxed;
        private final ArrayCursor drained = new ArrayCursor();
        private final Consumer<Integer> consumer = drained::put;

        OfAgronaQueue(final int capacity, final int indexes) {
            queue = new OneToOneConcurrentArrayQueue<>(capacity);
            boxed = boxed(indexes);
        }

        @Override
        boolean offer(final long index) {
            return queue.offer(boxed[(int) index]);
        }

        @Override
        int offer(final long[] src, final int offset, final int count) { // it has no burst of its own
            int accepted = 0;
            while (accepted < count && queue.offer(boxed[(int) src[offset + accepted]])) {
                accepted++;
            }
            return accepted;
        }

        @Override
        long poll() {
            final Integer index = queue.poll();
            return index == null ? EMPTY : index;
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            drained.moveTo(dst, offset);
            return queue.drain(consumer, limit);
        }
    }

    /** Messages of eight bytes, sixteen with their header; the same bytes of memory as {@code capacity} of those. */
    private static final class OfAgronaRingBuffer extends IndexChannel {
        private static final int TYPE = 1;

        private final OneToOneRingBuffer ring;
        private final ArrayCursor drained = new ArrayCursor();
        private final long[] single = new long[1];
        private final MessageHandler handler = (type, buffer, offset, length) -> drained.put(buffer.getLong(offset));

        OfAgronaRingBuffer(final int capacity) {
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
        int offer(final long[] src, final int offset, final int count) { // it has no burst of its own
            int accepted = 0;
            while (accepted < count && offer(src[offset + accepted])) {
                accepted++;
            }
            return accepted;
        }

        @Override
        long poll() {
            return poll(single, 0, 1) == 0 ? EMPTY : single[0];
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            drained.moveTo(dst, offset);
            return ring.read(handler, limit);
        }
    }

    private static final class OfDisruptor extends IndexChannel {
        private static final class Event {
            private long index;
        }

        private final RingBuffer<Event> ring;
        private final EventPoller<Event> poller;
        private final ArrayCursor drained = new ArrayCursor();
        private final long[] single = new long[1];
        private final EventPoller.Handler<Event> handler = (event, sequence, endOfBatch) -> {
            drained.put(event.index);
            return --drained.left > 0;
        };

        OfDisruptor(final int capacity) {
            ring = RingBuffer.createSingleProducer(Event::new, capacity, new YieldingWaitStrategy());
            poller = ring.newPoller();
            ring.addGatingSequences(poller.getSequence());
        }

        @Override
        boolean offer(final long index) {
            if (!ring.hasAvailableCapacity(1)) {
                return false;
            }
            final long sequence = ring.next();
            ring.get(sequence).index = index;
            ring.publish(sequence);
            return true;
        }

        @Override
        int offer(final long[] src, final int offset, final int count) { // all or nothing, as it is meant to be used
            if (!ring.hasAvailableCapacity(count)) {
                return 0;
            }
            final long last = ring.next(count);
            final long first = last - count + 1;
            for (int i = 0; i < count; i++) {
                ring.get(first + i).index = src[offset + i];
            }
            ring.publish(first, last);
            return count;
        }

        @Override
        long poll() {
            return poll(single, 0, 1) == 0 ? EMPTY : single[0];
        }

        @Override
        int poll(final long[] dst, final int offset, final int limit) {
            drained.moveTo(dst, offset);
            drained.left = limit;
            try {
                poller.poll(handler);
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
            return drained.index - offset;
        }
    }
}
