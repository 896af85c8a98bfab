package io.ringlane.benchmarks.ring;

/** Slots that say by a bit whether they are full. */
final class PhaseIndexChannel extends IndexChannel {
    private final PhaseRing ring;

    PhaseIndexChannel(final int capacity) {
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
