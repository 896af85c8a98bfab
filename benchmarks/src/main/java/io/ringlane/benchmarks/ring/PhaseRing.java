package io.ringlane.benchmarks.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An alternative to {@link io.ringlane.core.ring.DescriptorRing} that was measured and not taken: a slot says itself
 * whether it is full, by a top bit that flips every lap, as in a network card's completion queue. The consumer watches
 * the slot it wants next and never the producer's tail.
 *
 * <pre>
 *   slot, 8 bytes        63 62                                    0
 *                        +-+--------------------------------------+
 *                        |P| descriptor                           |    P = 1 in laps 0, 2, 4 ...; a new ring is all 0
 *                        +-+--------------------------------------+
 * </pre>
 *
 * The first slot of a burst is stored last, with the release, so a burst is seen whole or not at all.
 * <p>
 * Threads: {@code offer} by one, {@code poll} by one. Descriptors are 0 or more; nothing checks that.
 */
final class PhaseRing {
    private static final VarHandle LONG =
            MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
    private static final long PHASE = Long.MIN_VALUE;

    // Places in cursors, 128 bytes from each other and from the ends: whoever writes a line shares it with nobody.
    private static final int TAIL = 16;
    private static final int HEAD_LIMIT = 17;
    private static final int HEAD = 34;
    private static final int CURSORS = 52;

    private final long[] cursors = new long[CURSORS];
    private final long[] slots;
    private final int phaseShift; // brings the lap's lowest bit of a count to the phase bit

    /** @param capacitySlots a power of two */
    PhaseRing(final int capacitySlots) {
        slots = new long[capacitySlots];
        phaseShift = Long.numberOfLeadingZeros(capacitySlots);
        cursors[HEAD_LIMIT] = capacitySlots;
    }

    boolean offer(final long descriptor) {
        final long tail = cursors[TAIL];
        if (tail == cursors[HEAD_LIMIT] && refreshRoom(tail) == 0) {
            return false;
        }
        cursors[TAIL] = tail + 1;
        LONG.setRelease(slots, place(tail), full(descriptor, tail));
        return true;
    }

    /** How many were taken, from the first on. */
    int offer(final long[] src, final int offset, final int count) {
        final long tail = cursors[TAIL];
        final long known = cursors[HEAD_LIMIT] - tail;
        final int room = (int) Math.min(known >= count ? known : refreshRoom(tail), count);
        if (room == 0) {
            return 0;
        }
        for (int i = 1; i < room; i++) {
            slots[place(tail + i)] = full(src[offset + i], tail + i);
        }
        cursors[TAIL] = tail + room;
        LONG.setRelease(slots, place(tail), full(src[offset], tail));
        return room;
    }

    long pollOr(final long emptyValue) {
        final long head = cursors[HEAD];
        final long slot = (long) LONG.getAcquire(slots, place(head));
        if (isEmpty(slot, head)) {
            return emptyValue;
        }
        LONG.setRelease(cursors, HEAD, head + 1);
        return slot & ~PHASE;
    }

    /** How many were moved, oldest first. */
    int poll(final long[] dst, final int offset, final int limit) {
        final long head = cursors[HEAD];
        int taken = 0;
        while (taken < limit) {
            final long slot = (long) LONG.getAcquire(slots, place(head + taken));
            if (isEmpty(slot, head + taken)) {
                break;
            }
            dst[offset + taken++] = slot & ~PHASE;
        }
        if (taken != 0) {
            LONG.setRelease(cursors, HEAD, head + taken);
        }
        return taken;
    }

    private long refreshRoom(final long tail) {
        final long limit = (long) LONG.getAcquire(cursors, HEAD) + slots.length;
        cursors[HEAD_LIMIT] = limit;
        return limit - tail;
    }

    private int place(final long count) {
        return (int) count & (slots.length - 1);
    }

    private long full(final long descriptor, final long count) {
        return descriptor | (~count << phaseShift & PHASE);
    }

    private boolean isEmpty(final long slot, final long count) { // still the phase of the lap before
        return (slot ^ ~count << phaseShift) < 0;
    }
}
