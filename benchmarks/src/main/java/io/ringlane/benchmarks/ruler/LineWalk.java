package io.ringlane.benchmarks.ruler;

import java.util.Random;

/** One circle through all cache lines of a piece of memory, in random order. */
final class LineWalk {

    private static final int LINE_INTS = 16;

    private final int[] next; // index of the next line's first element, in each line's first
    private final int lines;
    private int at;
    private int steps;

    /** @param bytes a multiple of 64 */
    LineWalk(final int bytes, final long seed) {
        lines = bytes / Integer.BYTES / LINE_INTS;
        next = new int[lines * LINE_INTS];
        final int[] order = new int[lines];
        for (int i = 0; i < lines; i++) {
            order[i] = i;
        }
        final Random random = new Random(seed);
        for (int i = lines - 1; i > 0; i--) { // Sattolo: a permutation of one cycle
            final int j = random.nextInt(i);
            final int line = order[i];
            order[i] = order[j];
            order[j] = line;
        }
        for (int i = 0; i < lines; i++) {
            next[i * LINE_INTS] = order[i] * LINE_INTS;
        }
    }

    int lines() {
        return lines;
    }

    /**
     * @return where it stands now
     * @throws IllegalStateException if it stands at the start without having been everywhere, or the other way round
     */
    int advance(final int count) {
        final int[] next = this.next;
        int at = this.at;
        for (int i = 0; i < count; i++) {
            at = next[at];
        }
        this.at = at;
        steps = (steps + count) % lines;
        if ((at == 0) != (steps == 0)) {
            throw new IllegalStateException("the walk is at line " + at / LINE_INTS + " after " + steps + " steps");
        }
        return at;
    }
}
