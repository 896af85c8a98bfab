package io.ringlane.core.ring;

/**
 * {@link DescriptorRing}'s burst methods with one mistake: the tail is published before the slots are written. Nothing
 * but {@link BrokenRingPublicationStress} may use it.
 */
final class BrokenRing extends RingCursors {
    private final long[] slots;

    BrokenRing(final int capacitySlots) {
        super(capacitySlots);
        slots = new long[capacitySlots];
    }

    int offer(final long[] src, final int offset, final int count) {
        final long tail = stagedTail;
        final int room = headLimit - tail >= count ? count : refreshRoom(tail, count);
        if (room == 0) {
            return 0;
        }
        stagedTail = tail + room;
        tailSetRelease(tail + room); // the mistake: these two lines belong below the loop
        final long[] slots = this.slots;
        for (int i = 0; i < room; i++) {
            slots[(int) (tail + i) & (slots.length - 1)] = src[offset + i];
        }
        return room;
    }

    int poll(final long[] dst, final int offset, final int limit) {
        final long head = this.head;
        final long available = tailAcquire() - head;
        final int fill = (int) Math.min(available, limit);
        final long[] slots = this.slots;
        for (int i = 0; i < fill; i++) {
            dst[offset + i] = slots[(int) (head + i) & (slots.length - 1)];
        }
        headSetRelease(head + fill);
        return fill;
    }
}
