package io.ringlane.benchmarks.compare.jmh;

/**
 * A fork that ran, or died.
 *
 * @param result null if it died
 * @param failure null if it ran, else what its output said, in one line
 */
public record ForkOutcome(ForkResult result, String failure) {

    /** Ran to its end. */
    public static ForkOutcome of(final ForkResult result) {
        return new ForkOutcome(result, null);
    }

    /** Died. */
    public static ForkOutcome dead(final String failure) {
        return new ForkOutcome(null, failure);
    }

    /** Whether there is a result. */
    public boolean isAlive() {
        return result != null;
    }
}
