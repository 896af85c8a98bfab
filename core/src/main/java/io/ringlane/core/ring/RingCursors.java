package io.ringlane.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

// Padding is of longs, not bytes: bytes would leave a 4-byte hole beside the first cursor, and since JDK 15 the VM
// fills such holes with a subclass's int or reference, that is, with a field that the other thread reads.

abstract class RingPad0 {
    long a00, a01, a02, a03, a04, a05, a06, a07;
    long a08, a09, a10, a11, a12, a13, a14, a15;
}

/** Written by the producer only. */
abstract class RingProducer extends RingPad0 {
    /** Slots published, a count since creation. */
    long tail;

    /** Slots written: {@code tail} plus what is staged. */
    long stagedTail;

    /** First count the producer may not write yet: the consumer's head as last seen, plus the capacity. */
    long headLimit;

    /** In {@link InlineRing}: what the first staged slot will hold, stored there by the publication. */
    long stagedFirst;

    /** In {@link ExchangeRing}: first count that is not collected yet. */
    long collected;

    /** In {@link ExchangeRing}: first count that may not be collected yet: the other side's head as last seen. */
    long headSeen;
}

abstract class RingPad1 extends RingProducer {
    long b00, b01, b02, b03, b04, b05, b06, b07;
    long b08, b09, b10, b11, b12, b13, b14, b15;
}

/** Written by the consumer only. */
abstract class RingConsumer extends RingPad1 {
    /** Slots handed back to the producer, a count since creation. */
    long head;

    /** First count the consumer may not read yet: the producer's tail as last seen. */
    long tailLimit;

    /** In {@link ExchangeRing}: slots exchanged, {@code head} plus what is staged. */
    long stagedHead;
}

abstract class RingPad2 extends RingConsumer {
    long c00, c01, c02, c03, c04, c05, c06, c07;
    long c08, c09, c10, c11, c12, c13, c14, c15;
}

/** Written once, before the ring is shared; a subclass's own fields, all final, lie behind. */
abstract class RingFixed extends RingPad2 {
    final int capacitySlots;

    RingFixed(final int capacitySlots) {
        if (capacitySlots < 1
                || Integer.bitCount(capacitySlots) != 1
                || capacitySlots > RingCursors.MAX_CAPACITY_SLOTS) {
            throw capacityNotAPowerOfTwo(capacitySlots);
        }
        this.capacitySlots = capacitySlots;
    }

    private static IllegalArgumentException capacityNotAPowerOfTwo(final int capacitySlots) {
        final int below = Integer.highestOneBit(Math.max(capacitySlots, 1));
        final int above = below >= RingCursors.MAX_CAPACITY_SLOTS ? RingCursors.MAX_CAPACITY_SLOTS : below << 1;
        final int nearest = capacitySlots <= below || capacitySlots - below < above - capacitySlots ? below : above;
        return new IllegalArgumentException("capacitySlots must be a power of two from 1 to "
                + RingCursors.MAX_CAPACITY_SLOTS + ", but is " + capacitySlots + "; the nearest is " + nearest);
    }
}

/**
 * The two cursors of a single-producer single-consumer ring, each with the copy of the other that its owner keeps, on
 * lines of their own: 128 bytes from any field that another thread writes, because the prefetcher takes lines in pairs.
 */
abstract class RingCursors extends RingFixed {
    /** Largest power of two an array can have. */
    static final int MAX_CAPACITY_SLOTS = 1 << 30;

    private static final VarHandle TAIL;
    private static final VarHandle HEAD;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(RingCursors.class, "tail", long.class).withInvokeExactBehavior();
            HEAD = lookup.findVarHandle(RingCursors.class, "head", long.class).withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    RingCursors(final int capacitySlots) {
        super(capacitySlots);
        headLimit = capacitySlots;
    }

    /** Makes every slot store before it visible to whoever sees the new tail through {@link #tailAcquire()}. */
    final void tailSetRelease(final long newTail) {
        TAIL.setRelease(this, newTail);
    }

    /** Feeds on {@link #tailSetRelease(long)}. */
    final long tailAcquire() {
        return (long) TAIL.getAcquire(this);
    }

    /** Hands slots back: every slot load before it is done before the producer sees the new head. */
    final void headSetRelease(final long newHead) {
        HEAD.setRelease(this, newHead);
    }

    /** Feeds on {@link #headSetRelease(long)}. */
    final long headAcquire() {
        return (long) HEAD.getAcquire(this);
    }

    /** Rare: the producer's only touch of the consumer's line. */
    final int refreshRoom(final long nextTail, final int count) {
        headLimit = headAcquire() + capacitySlots;
        return (int) Math.min(headLimit - nextTail, count);
    }

    /** Published and not yet handed back, as any thread may ask. */
    final int publishedSlots() {
        final long takenFirst = headAcquire(); // before the tail: the other order could come out negative
        return (int) Math.min(tailAcquire() - takenFirst, capacitySlots);
    }

    /**
     * How many slots the ring has. Any thread.
     *
     * @return the capacity in slots, always a power of two
     */
    public final int capacitySlots() {
        return capacitySlots;
    }
}
