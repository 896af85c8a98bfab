package io.ringlane.benchmarks.ring;

import org.jctools.queues.MessagePassingQueue;

/** Its batch calls, fill and drain. */
final class JCToolsIndexChannel extends IndexChannel {
    private final MessagePassingQueue<Integer> queue;
    private final Integer[] boxed;
    private final ArrayCursor filled = new ArrayCursor();
    private final ArrayCursor drained = new ArrayCursor();
    private final MessagePassingQueue.Supplier<Integer> supplier;
    private final MessagePassingQueue.Consumer<Integer> consumer = drained::put;

    JCToolsIndexChannel(final MessagePassingQueue<Integer> queue, final int indexes) {
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
