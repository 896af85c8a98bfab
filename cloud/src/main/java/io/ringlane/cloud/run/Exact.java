package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.OffWindow;
import io.ringlane.cloud.run.RunResult.Outside;
import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.Units;
import java.util.Locale;
import java.util.StringJoiner;

/** What was measured, in sentences that hold it against what was wanted: with as many digits as tell the two apart. */
final class Exact {

    /** Four as everywhere, and two more: caps are met within some parts per million. */
    private static final int DIGITS = 6;

    private static final double PPM = 1e6;

    /** Windows outside that are named. */
    private static final int MOST_NAMED = 3;

    private Exact() {}

    /** {@code 9.99988 Gbit/s}. */
    static String bitRate(final double bitsPerSecond) {
        return Quantity.BIT_RATE.format(Math.round(bitsPerSecond), DIGITS);
    }

    /** {@code 0.1%}. */
    static String share(final double ppm) {
        return Units.formatPpm(Math.round(ppm));
    }

    /** Which windows miss what is wanted of each: how many, by how much, where, and beside which absences. */
    static String outside(final Windows windows) {
        final Outside outside = windows.outside();
        final double wanted = windows.target().bitsPerSecond();
        final StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%,d of %,d windows %s outside",
                outside.count(),
                outside.windows(),
                outside.count() == 1 ? "is" : "are"));
        if (outside.besideAbsences() > 0) {
            out.append(", ")
                    .append(outside.besideAbsences())
                    .append(
                            outside.count() > outside.first().size()
                                    ? " of the first " + outside.first().size()
                                    : "")
                    .append(" beside an absence of a thread");
        }
        final StringJoiner named = new StringJoiner("; ", ": ", "");
        named.setEmptyValue("");
        for (final OffWindow each :
                outside.first().subList(0, Math.min(MOST_NAMED, outside.first().size()))) {
            named.add(bitRate(each.bitsPerSecond()) + " from " + Units.formatNanos(each.atNs()) + " on ("
                    + signed((each.bitsPerSecond() - wanted) * PPM / wanted)
                    + (each.absence() == null ? "" : ", " + each.absence()) + ")");
        }
        return out.append(named)
                .append(outside.count() > MOST_NAMED ? "; …" : "")
                .toString();
    }

    private static String signed(final double ppm) {
        return (ppm < 0 ? "-" : "+") + share(Math.abs(ppm));
    }
}
