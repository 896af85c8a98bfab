package io.ringlane.benchmarks.compare.stats;

/**
 * One JVM's figure.
 *
 * @param score in the metric's unit, above zero; {@link Double#NaN} if the JVM died or gave none
 */
public record Fork(Side side, double score) {

    /** A fork that gave no figure. */
    public static Fork dead(final Side side) {
        return new Fork(side, Double.NaN);
    }

    /** Whether a logarithm of it can be taken. */
    public boolean isAlive() {
        return score > 0 && Double.isFinite(score);
    }
}
