package io.ringlane.benchmarks.compare.stats;

import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * Fisher's exact test of two shares, one-sided.
 * <p>
 * Source: R. A. Fisher, On the interpretation of chi-squared from contingency tables, and the calculation of P, Journal of
 * the Royal Statistical Society 85 (1922).
 */
public final class Fisher {

    private Fisher() {}

    /**
     * How likely the first side has so many hits or more, if hits fall on forks of both sides alike; 1 for none.
     *
     * @param hits of the first side, 0 to {@code all}
     * @param otherHits of the second side, 0 to {@code otherAll}
     */
    public static double pMore(final int hits, final int all, final int otherHits, final int otherAll) {
        return hits == 0
                ? 1
                : new HypergeometricDistribution(null, all + otherAll, hits + otherHits, all)
                        .upperCumulativeProbability(hits);
    }
}
