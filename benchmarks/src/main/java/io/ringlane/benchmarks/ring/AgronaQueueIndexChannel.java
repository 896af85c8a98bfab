package io.ringlane.benchmarks.ring;

import java.util.function.Consumer;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/** It has no burst of its own to put in. */
final class AgronaQueueIndexChannel extends IndexChannel {
    private final OneToOneConcurrentArrayQueue<Integer> queue;
    private final Integer[] boxed;
    private final ArrayCursor drained = new ArrayCursor();
    private final Consumer<Integer> consumer = drained::put;

    AgronaQueueIndexChannel(final int capacity, final int indexes) {
        queue = new OneToOneConcurrentArrayQueue<>(capacity);
        boxed = boxed(indexes);
    }

    @Override
    boolean offer(final long index) {
        return queue.offer(boxed[(int) index]);
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
