package io.ringlane.benchmarks.compare.jmh;

import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long a fork takes, as far as the options say it. */
public final class ForkTime {

    /** To start two JVMs, JMH's own and the fork's, to set up and to tear down; measured on two cores. */
    private static final double STARTS_SECONDS = 1.6;

    private ForkTime() {}

    /** In seconds; empty where iterations are left to the benchmarks' annotations. */
    public static OptionalDouble seconds(final List<String> options) {
        final String[] values = new String[4];
        for (int i = 0; i + 1 < options.size(); i++) {
            final int at = List.of("-wi", "-w", "-i", "-r").indexOf(options.get(i));
            if (at >= 0) {
                values[at] = options.get(i + 1);
            }
        }
        if (values[0] == null || values[2] == null || values[3] == null) {
            return OptionalDouble.empty();
        }
        final int warmups = Integer.parseInt(values[0]);
        if (warmups > 0 && values[1] == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(STARTS_SECONDS
                + (warmups == 0 ? 0 : warmups * seconds(values[1]))
                + Integer.parseInt(values[2]) * seconds(values[3]));
    }

    private static double seconds(final String time) {
        return TimeValue.fromString(time).convertTo(TimeUnit.MILLISECONDS) / 1e3;
    }
}
