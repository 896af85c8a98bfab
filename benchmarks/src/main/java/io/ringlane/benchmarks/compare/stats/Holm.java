package io.ringlane.benchmarks.compare.stats;

import java.util.stream.IntStream;

/**
 * Holm's step-down correction: the chance that any of several true hypotheses is rejected stays below the level, however
 * the tests depend on each other.
 * <p>
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
 */
public final class Holm {

    private Holm() {}

    /** Adjusted p-values, in the order given; a hypothesis is rejected where its adjusted value is at most the level. */
    public static double[] adjusted(final double[] pValues) {
        final int[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted((a, b) -> Double.compare(pValues[a], pValues[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        final double[] adjusted = new double[pValues.length];
        double atLeast = 0;
        for (int rank = 0; rank < order.length; rank++) {
            atLeast = Math.max(atLeast, Math.min(1, (order.length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = atLeast;
        }
        return adjusted;
    }
}
