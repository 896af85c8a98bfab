package io.ringlane.benchmarks.compare.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Forks that were far slower than the others of their benchmark, on either side. The screen takes them for a disturbed
 * machine, and a disturbance falls on both sides alike; where HEAD has nearly all of them, it is HEAD that runs in two
 * speeds. Counted over all forks, those of blocks that do not count included.
 *
 * @param base slow ones of BASE
 * @param baseForks that ran
 * @param head slow ones of HEAD
 * @param headForks that ran
 * @param logSlowdown of HEAD's mean against BASE's, slow forks included; above zero is worse, NaN if a side has none
 */
public record SlowForks(int base, int baseForks, int head, int headForks, double logSlowdown) {

    /** Counts them. */
    static SlowForks of(final Series series) {
        final List<Fork> forks = Stream.concat(series.blocks().stream(), series.aside().stream())
                .flatMap(block -> block.forks().stream())
                .filter(Fork::isAlive)
                .toList();
        final double[] costs = forks.stream()
                .mapToDouble(fork -> logCost(fork, series.direction()))
                .sorted()
                .toArray();
        final double median = Screen.median(costs);
        final double[] apart = Arrays.stream(costs)
                .map(cost -> Math.abs(cost - median))
                .sorted()
                .toArray();
        final double limit = median + Screen.limit(apart);
        final int[] slow = new int[Side.values().length];
        final int[] all = new int[slow.length];
        final double[] sums = new double[slow.length];
        for (final Fork fork : forks) {
            final int side = fork.side().ordinal();
            all[side]++;
            sums[side] += fork.score();
            slow[side] += logCost(fork, series.direction()) > limit ? 1 : 0;
        }
        final int base = Side.BASE.ordinal();
        final int head = Side.HEAD.ordinal();
        final double ratio = Math.log(sums[head] / all[head] / (sums[base] / all[base]));
        return new SlowForks(
                slow[base],
                all[base],
                slow[head],
                all[head],
                series.direction() == Direction.HIGHER_IS_BETTER ? -ratio : ratio);
    }

    /** How likely HEAD has so many of them if it has them no more often than BASE. */
    double pMoreOnHead() {
        return Fisher.pMore(head, headForks, base, baseForks);
    }

    private static double logCost(final Fork fork, final Direction direction) {
        return direction == Direction.HIGHER_IS_BETTER ? -Math.log(fork.score()) : Math.log(fork.score());
    }
}
