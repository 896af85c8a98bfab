package io.ringlane.benchmarks.ring;

import io.ringlane.core.ring.DescriptorRing;

/** The one-way ring, a shared tail and a number a slot. */
final class DescriptorIndexChannel extends IndexChannel {
    private final DescriptorRing ring;

    DescriptorIndexChannel(final int capacity) {
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
