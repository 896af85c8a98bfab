package io.ringlane.benchmarks.ring;

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

    private final long[] single = new long[1];

    /**
     * @param name as in the benchmarks' {@code ring} parameter
     * @param capacity entries, a power of two
     * @param indexes how many numbers may travel: 0 to {@code indexes - 1}
     */
    static IndexChannel named(final String name, final int capacity, final int indexes) {
        return switch (name) {
            case "descriptor" -> new DescriptorIndexChannel(capacity);
            case "phase" -> new PhaseIndexChannel(capacity);
            case "exchange" -> new ExchangeIndexChannel(capacity);
            case "inline64" -> new InlineIndexChannel(capacity);
            case "jctools" -> new JCToolsIndexChannel(new SpscArrayQueue<>(capacity), indexes);
            case "jctoolsVarHandle" -> new JCToolsIndexChannel(new SpscVarHandleArrayQueue<>(capacity), indexes);
            case "agronaQueue" -> new AgronaQueueIndexChannel(capacity, indexes);
            case "agronaRingBuffer" -> new AgronaBufferIndexChannel(capacity);
            case "disruptor" -> new DisruptorIndexChannel(capacity);
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

    /** How many of {@code src[offset .. offset + count)} were taken, from the first on. One by one, unless overridden. */
    int offer(final long[] src, final int offset, final int count) {
        int accepted = 0;
        while (accepted < count && offer(src[offset + accepted])) {
            accepted++;
        }
        return accepted;
    }

    /** The oldest number, or {@link #EMPTY}. A burst of one, unless overridden. */
    long poll() {
        return poll(single, 0, 1) == 0 ? EMPTY : single[0];
    }

    abstract int poll(long[] dst, int offset, int limit);

    /** Lets go of what is not memory alone. */
    @Override
    public void close() {}

    /** Numbers as objects, made beforehand. */
    static Integer[] boxed(final int indexes) {
        final Integer[] boxed = new Integer[indexes];
        for (int i = 0; i < indexes; i++) {
            boxed[i] = i;
        }
        return boxed;
    }
}
