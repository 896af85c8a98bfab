package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Dependency;

/**
 * Which kinds of connections, as {@link Dependency#connections} tells them apart, may have been opened: a Bloom filter of one hash,
 * which forgets nothing. One thread at a time.
 */
final class OpenedConnections {

    private static final int LEAST_BITS = 1 << 10;

    private final int mask;
    private long[] words; // null until the first one

    /** @param bits about how many to use, a power of two or the next one */
    OpenedConnections(int bits) {
        mask = Integer.highestOneBit(Math.max(LEAST_BITS, bits) - 1) * 2 - 1;
    }

    void add(long number) {
        if (words == null) {
            words = new long[(mask >>> 6) + 1];
        }
        int bit = (int) number & mask;
        words[bit >>> 6] |= 1L << bit;
    }

    /** Whether one may have been opened; never false if one was. */
    boolean mayContain(long number) {
        int bit = (int) number & mask;
        return words != null && (words[bit >>> 6] & 1L << bit) != 0;
    }
}
