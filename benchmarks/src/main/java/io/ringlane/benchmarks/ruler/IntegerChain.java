package io.ringlane.benchmarks.ruler;

/** The linear congruential generator of the integer ruler, and where so many of its steps lead in one. */
final class IntegerChain {

    /** Factor and term of MMIX (Knuth, The Art of Computer Programming 2, 3.3.4): a full period, so no step is lost. */
    static final long FACTOR = 6364136223846793005L;

    static final long TERM = 1442695040888963407L;

    private static final long FACTOR_OF_ALL;
    private static final long TERM_OF_ALL;

    static {
        long factor = 1;
        long term = 0;
        for (int i = 0; i < RulerBenchmark.STEPS; i++) {
            factor *= FACTOR;
            term = term * FACTOR + TERM;
        }
        FACTOR_OF_ALL = factor;
        TERM_OF_ALL = term;
    }

    private IntegerChain() {}

    /** What {@value RulerBenchmark#STEPS} steps make of {@code start}. */
    static long after(final long start) {
        return start * FACTOR_OF_ALL + TERM_OF_ALL;
    }
}
