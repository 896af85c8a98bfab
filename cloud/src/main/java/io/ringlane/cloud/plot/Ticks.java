package io.ringlane.cloud.plot;

import java.util.ArrayList;
import java.util.List;

/** Round values for the marks of an axis: 1, 2 or 5 times a power of ten. */
public final class Ticks {

    private Ticks() {}

    /** From 0 to at most {@code max}, about {@code count} of them. */
    public static List<Double> linear(double max, int count) {
        List<Double> ticks = new ArrayList<>();
        if (!(max > 0)) {
            ticks.add(0.0);
            return ticks;
        }
        double step = atLeast(max / count);
        for (int i = 0; i * step <= max * 1.000_001; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Every 1, 2 and 5 from the last at or below {@code min} to the first at or above {@code max}. */
    public static List<Long> logarithmic(long min, long max) {
        List<Long> ticks = new ArrayList<>();
        long low = Math.max(1, min);
        long high = Math.max(low + 1, max);
        long previous = 1;
        for (long decade = 1; ; decade *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                long tick = decade * digit;
                if (tick > low && ticks.isEmpty()) {
                    ticks.add(previous);
                }
                if (!ticks.isEmpty()) {
                    ticks.add(tick);
                }
                if (tick >= high || tick > Long.MAX_VALUE / 10) {
                    return ticks;
                }
                previous = tick;
            }
        }
    }

    /** The least round value that is not below {@code least}, which is above 0. */
    public static double atLeast(double least) {
        double decade = Math.pow(10, Math.floor(Math.log10(least)));
        for (int digit : new int[] {1, 2, 5}) {
            if (digit * decade >= least * 0.999_999) {
                return digit * decade;
            }
        }
        return 10 * decade;
    }
}
