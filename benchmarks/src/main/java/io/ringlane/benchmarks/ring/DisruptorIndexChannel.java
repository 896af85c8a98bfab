package io.ringlane.benchmarks.ring;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;

/** A burst is claimed and published as one. */
final class DisruptorIndexChannel extends IndexChannel {
    private static final class Event {
        private long index;
    }

    private final RingBuffer<Event> ring;
    private final EventPoller<Event> poller;
    private final ArrayCursor drained = new ArrayCursor();
    private final EventPoller.Handler<Event> handler = (event, sequence, endOfBatch) -> {
        drained.put(event.index);
        return --drained.left > 0;
    };

    DisruptorIndexChannel(final int capacity) {
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
