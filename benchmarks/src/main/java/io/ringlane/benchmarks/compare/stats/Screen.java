package io.ringlane.benchmarks.compare.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the blocks to run again: those with a dead fork, and those in which the two forks of one side disagree by far
 * more than such pairs usually do, because something disturbed the machine between them.
 * <p>
 * Only forks of one side are held against each other. With noise that is normal in its logarithm, their difference is
 * independent of the difference between the sides, so choosing blocks by it cannot favour a verdict.
 */
public final class Screen {

    /** In estimated standard deviations of a pair's difference; noise alone passes it once in 16,000 pairs. */
    private static final double LIMIT_DEVIATIONS = 4;

    /** Below this a pair agrees, however quiet the others were: about 5 %. */
    private static final double LEAST_LIMIT = 0.05;

    /** From the median of absolute values to a normal's standard deviation. */
    private static final double DEVIATION_OF_MEDIAN = 1.4826;

    private Screen() {}

    /** Indexes of blocks that a repetition should replace, in order. */
    public static List<Integer> toRepeat(final List<Block> blocks) {
        final double[] discords = blocks.stream()
                .filter(Block::isWhole)
                .flatMapToDouble(block -> Arrays.stream(Side.values()).mapToDouble(block::logDiscord))
                .sorted()
                .toArray();
        final double limit = limit(discords);
        final List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            final Block block = blocks.get(i);
            if (!block.isWhole() || worstDiscord(block) > limit) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static double worstDiscord(final Block block) {
        return Math.max(block.logDiscord(Side.BASE), block.logDiscord(Side.HEAD));
    }

    /** How far apart two figures may usually be, from how far apart others were; sorted, 0 or more each. */
    static double limit(final double[] apart) {
        return Math.max(LEAST_LIMIT, LIMIT_DEVIATIONS * DEVIATION_OF_MEDIAN * median(apart));
    }

    static double median(final double[] sorted) {
        final int half = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
