package io.ringlane.benchmarks.compare.stats;

import java.util.Locale;
import java.util.Set;

/** Which way a metric is better, from its unit: what happens a time is better high, what a thing costs is better low. */
public enum Direction {
    /** A rate: {@code ops/s}, {@code MB/sec}, {@code packets/us}. */
    HIGHER_IS_BETTER,
    /** A cost: {@code ns/op}, {@code B/op}, {@code ms}. */
    LOWER_IS_BETTER,
    /** A count without a unit, such as a counter of events; not judged. */
    NONE;

    private static final Set<String> TIMES =
            Set.of("ns", "us", "μs", "µs", "ms", "s", "sec", "second", "min", "minute", "hr", "hour", "day");

    /**
     * @param mode JMH's short name, {@code thrpt avgt sample ss}; decides where the unit says nothing
     * @param unit JMH's unit, such as {@code ops/ms} or {@code ns/op}
     * @param isPrimary whether this is the benchmark's own score, which always has a direction
     */
    public static Direction of(final String mode, final String unit, final boolean isPrimary) {
        final String written = unit.toLowerCase(Locale.ROOT).strip();
        final int slash = written.lastIndexOf('/');
        final String below = slash < 0 ? "" : written.substring(slash + 1);
        final String above = slash < 0 ? written : written.substring(0, slash);
        if (TIMES.contains(below)) {
            return HIGHER_IS_BETTER;
        }
        if (TIMES.contains(above) || below.equals("op")) {
            return LOWER_IS_BETTER;
        }
        if (!isPrimary) {
            return NONE;
        }
        return mode.equals("thrpt") ? HIGHER_IS_BETTER : LOWER_IS_BETTER;
    }
}
