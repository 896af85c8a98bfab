package io.ringlane.benchmarks.compare.jmh;

import java.util.Arrays;

/** How a fork's iterations become the fork's one figure. */
public enum ForkScore {
    /** The middle iteration: what disturbs a fork for less than half of its time is not seen. */
    MEDIAN,
    /** All iterations alike, as JMH reports it. */
    MEAN;

    double of(final double[] iterations) {
        if (this == MEAN) {
            return Arrays.stream(iterations).average().orElse(Double.NaN);
        }
        final double[] sorted = iterations.clone();
        Arrays.sort(sorted);
        final int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
