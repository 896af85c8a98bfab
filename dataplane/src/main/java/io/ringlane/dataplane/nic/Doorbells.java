package io.ringlane.dataplane.nic;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * One bit a queue: the sender sets it, the worker finds it without polling idle queues, and a parked worker wakes.
 *
 * <p>A queue that the worker is polling anyway rings no bell: the worker disarms its bell while it is busy and arms it
 * again before it looks away (as NAPI does with interrupts), so that a saturated queue costs its sender no shared write.
 *
 * <p>Over the words lies a summary, a bit a word: a worker of ten thousand queues looks at three words each turn and not at 157.
 * A bell is set in its word first and in the summary then, and taken the other way round, so that none is missed; a bell may be
 * seen a turn before its summary bit is, which then leads to a word without any.
 */
public final class Doorbells {

    private final AtomicLongArray words;
    private final AtomicLongArray summary;
    private volatile int wordsInUse;
    private volatile Thread parked;

    /** @param capacity queues that can have a bell */
    public Doorbells(final int capacity) {
        words = new AtomicLongArray((capacity + 63) / 64);
        summary = new AtomicLongArray((words.length() + 63) / 64);
    }

    /** Queues that can have a bell. */
    public int capacity() {
        return words.length() * 64;
    }

    /** Rings for a queue. Any thread. */
    public void ring(final int queue) {
        words.getAndAccumulate(queue >>> 6, 1L << queue, (a, b) -> a | b);
        summary.getAndAccumulate(queue >>> 12, 1L << (queue >>> 6), (a, b) -> a | b);
        final Thread sleeper = parked;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    /** Takes the rung bells of word {@code index} (queues 64 * index and up), leaving it silent. The worker only. */
    public long take(final int index) {
        return words.getPlain(index) == 0 ? 0 : words.getAndSet(index, 0);
    }

    /** Says that the first {@code bells} have a queue each from now on. */
    void use(final int bells) {
        wordsInUse = (bells + 63) / 64;
    }

    /** Groups of 64 words to {@link #takeGroup}: those with bells that have a queue. */
    public int groupCount() {
        return wordsInUse + 63 >>> 6;
    }

    /** Which words of a group may have rung bells, a bit each, to be {@link #take taken} now. The worker only. */
    public long takeGroup(final int group) {
        return summary.getPlain(group) == 0 ? 0 : summary.getAndSet(group, 0);
    }

    /** Sleeps at most {@code limitNs}; ends early when a bell rings. The worker only. */
    public void await(final long limitNs) {
        parked = Thread.currentThread();
        try {
            for (int i = 0; i < groupCount(); i++) { // a bell rung before parked was set woke nobody
                if (summary.get(i) != 0) {
                    return;
                }
            }
            LockSupport.parkNanos(this, limitNs);
        } finally {
            parked = null;
        }
    }

    /** Wakes the worker without a bell, for a command. */
    public void wake() {
        final Thread sleeper = parked;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public String toString() {
        final long[] copy = new long[words.length()];
        Arrays.setAll(copy, words::get);
        return "Doorbells" + Arrays.toString(copy);
    }
}
