package io.ringlane.core.time;

/** Nanoseconds since some start; never goes back. Compare two readings by their difference. */
@FunctionalInterface
public interface NanoClock {

    /** The present time in nanoseconds since the clock's start, 0 or more. */
    long nanoTime();

    /** The machine's monotonic clock, counted from the moment of this call. */
    static NanoClock real() {
        final long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }
}
