package io.ringlane.benchmarks.compare.stats;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What the blocks of one metric say.
 *
 * @param logSlowdown mean over blocks of {@link Block#logSlowdown}; above zero is worse
 * @param variance of a block's log ratio
 * @param degreesOfFreedom of that variance, above 0
 * @param blocks that count, 2 or more
 */
public record Estimate(double logSlowdown, double variance, double degreesOfFreedom, int blocks) {

    /** From whole blocks, 2 or more, with the sample variance. */
    public static Estimate of(final List<Block> blocks, final Direction direction) {
        final double[] ratios = blocks.stream()
                .mapToDouble(block -> block.logSlowdown(direction))
                .toArray();
        double sum = 0;
        for (final double ratio : ratios) {
            sum += ratio;
        }
        final double mean = sum / ratios.length;
        double squares = 0;
        for (final double ratio : ratios) {
            squares += (ratio - mean) * (ratio - mean);
        }
        return new Estimate(mean, squares / (ratios.length - 1), ratios.length - 1, ratios.length);
    }

    /** The standard error of {@link #logSlowdown}. */
    public double standardError() {
        return Math.sqrt(variance / blocks);
    }

    /** How far a two-sided confidence interval reaches to either side of {@link #logSlowdown}. */
    public double halfWidth(final double confidence) {
        return new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability((1 + confidence) / 2)
                * standardError();
    }

    /** One-sided p-value of "the slowdown is at most {@code logMargin}": small if it is beyond. */
    public double pAbove(final double logMargin) {
        return upperTail(logSlowdown - logMargin);
    }

    /** One-sided p-value of "the slowdown is at least {@code -logMargin}": small if HEAD is better by more than that. */
    public double pBelow(final double logMargin) {
        return upperTail(-logMargin - logSlowdown);
    }

    private double upperTail(final double excess) {
        if (standardError() == 0) {
            return excess > 0 ? 0 : 1; // blocks that agree to the last bit leave nothing to chance
        }
        return new TDistribution(null, degreesOfFreedom).cumulativeProbability(-excess / standardError());
    }
}
