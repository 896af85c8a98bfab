package io.ringlane.cloud.live;

import io.ringlane.cloud.state.Reads;

/** The last connections that were opened, by number: whether one was since some moment, and which. One thread at a time. */
final class LatelyOpened {

    /** More are seldom opened in the microseconds that a decision takes; if they are, it is made again. */
    private static final int MOST = 256;

    private final long[] numbers = new long[MOST];
    private long count;

    void add(long number) {
        numbers[(int) (count++ % MOST)] = number;
    }

    /** How many there have been so far. */
    long count() {
        return count;
    }

    /** Whether one of those that a decision has read may have been opened since there were so many; never false if one was. */
    boolean mayContain(long since, Reads reads) {
        if (count - since > MOST) {
            return true;
        }
        for (long i = since; i < count; i++) {
            if (reads.contains(numbers[(int) (i % MOST)])) {
                return true;
            }
        }
        return false;
    }
}
