package io.ringlane.benchmarks.compare.stats;

import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * Lets the benchmarks of a session lend each other degrees of freedom. Five blocks alone know their own spread badly,
 * while how noisy a machine was shows in all benchmarks together; each variance is drawn towards the common one by as
 * much as they agree among themselves, and not at all where they do not.
 * <p>
 * Source: G. K. Smyth, Linear models and empirical Bayes methods for assessing differential expression in microarray
 * experiments, Statistical Applications in Genetics and Molecular Biology 3 (2004), section 6.2.
 */
public final class Moderation {

    /** A variance this much smaller than the mean comes of rounding; its logarithm would drown all others. */
    private static final double LEAST_SHARE = 1e-5;

    private static final int MOST_STEPS = 50;

    private Moderation() {}

    /** The same estimates with moderated variances and their degrees of freedom; fewer than two stay as they are. */
    public static List<Estimate> moderate(final List<Estimate> estimates) {
        final double mean =
                estimates.stream().mapToDouble(Estimate::variance).average().orElse(0);
        if (estimates.size() < 2 || mean == 0) {
            return estimates;
        }
        final double[] e = estimates.stream()
                .mapToDouble(estimate -> logVariance(estimate, mean))
                .toArray();
        double centre = 0;
        double sampling = 0;
        for (int i = 0; i < e.length; i++) {
            centre += e[i] / e.length;
            sampling += Gamma.trigamma(estimates.get(i).degreesOfFreedom() / 2) / e.length;
        }
        double spread = 0;
        for (final double value : e) {
            spread += (value - centre) * (value - centre) / (e.length - 1);
        }
        final double total =
                estimates.stream().mapToDouble(Estimate::degreesOfFreedom).sum();
        if (spread <= sampling) { // no more spread than equal variances would show: one common variance
            return replaced(estimates, Math.exp(centre), Double.POSITIVE_INFINITY, total);
        }
        final double prior = 2 * inverseTrigamma(spread - sampling);
        return replaced(estimates, Math.exp(centre + Gamma.digamma(prior / 2) - Math.log(prior / 2)), prior, total);
    }

    /** The logarithm of a variance, without the bias that few degrees of freedom give it. */
    private static double logVariance(final Estimate estimate, final double mean) {
        final double half = estimate.degreesOfFreedom() / 2;
        return Math.log(Math.max(estimate.variance(), LEAST_SHARE * mean)) - Gamma.digamma(half) + Math.log(half);
    }

    /** Never more degrees of freedom than all benchmarks have together. */
    private static List<Estimate> replaced(
            final List<Estimate> estimates, final double priorVariance, final double prior, final double total) {
        return estimates.stream()
                .map(estimate -> {
                    final double own = estimate.degreesOfFreedom();
                    final double variance = Double.isInfinite(prior)
                            ? priorVariance
                            : (prior * priorVariance + own * estimate.variance()) / (prior + own);
                    return new Estimate(
                            estimate.logSlowdown(), variance, Math.min(prior + own, total), estimate.blocks());
                })
                .toList();
    }

    /** The y with trigamma(y) = x, by Newton's method on 1 / trigamma, which is convex and nearly linear. */
    static double inverseTrigamma(final double x) {
        double y = 0.5 + 1 / x;
        for (int i = 0; i < MOST_STEPS; i++) {
            final double trigamma = Gamma.trigamma(y);
            final double step = trigamma * (1 - trigamma / x) / tetragamma(y);
            y += step;
            if (-step / y < 1e-8) {
                break;
            }
        }
        return y;
    }

    /** The derivative of trigamma: upwards by recurrence, then its asymptotic series. */
    private static double tetragamma(final double x) {
        double sum = 0;
        double at = x;
        while (at < 12) {
            sum -= 2 / (at * at * at);
            at++;
        }
        final double inverse = 1 / (at * at);
        return sum
                - inverse
                        * (1 + 1 / at + inverse * (0.5 - inverse * (1.0 / 6 - inverse * (1.0 / 6 - inverse * 3 / 10))));
    }
}
