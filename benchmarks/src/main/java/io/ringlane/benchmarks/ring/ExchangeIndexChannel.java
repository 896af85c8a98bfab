package io.ringlane.benchmarks.ring;

import io.ringlane.core.ring.ExchangeRing;

/** The answers are of no use here, but must be collected. */
final class ExchangeIndexChannel extends IndexChannel {
    private final ExchangeRing ring;
    private final long[] answers;

    ExchangeIndexChannel(final int capacity) {
        ring = new ExchangeRing(capacity);
        answers = new long[capacity];
    }

    @Override
    boolean offer(final long index) {
        final boolean accepted = stage(index);
        ring.publish();
        return accepted;
    }

    @Override
    boolean stage(final long index) {
        if (ring.submit(index)) {
            return true;
        }
        ring.collect(answers, 0, answers.length);
        return ring.submit(index);
    }

    @Override
    void publish() {
        ring.publish();
    }

    @Override
    int offer(final long[] src, final int offset, final int count) {
        if (ring.room() < count) {
            ring.collect(answers, 0, answers.length);
        }
        final int accepted = ring.submit(src, offset, count);
        ring.publish();
        return accepted;
    }

    @Override
    long poll() {
        final long index = ring.exchangeOr(0, EMPTY);
        if (index != EMPTY) {
            ring.publishExchanged();
        }
        return index;
    }

    @Override
    int poll(final long[] dst, final int offset, final int limit) {
        int taken = 0;
        while (taken < limit) {
            final long index = ring.exchangeOr(0, EMPTY);
            if (index == EMPTY) {
                break;
            }
            dst[offset + taken++] = index;
        }
        if (taken != 0) {
            ring.publishExchanged();
        }
        return taken;
    }
}
