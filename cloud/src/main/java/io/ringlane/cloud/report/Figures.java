package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult.FlowResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers for columns: SI units, a fixed count of digits so that points align, no locale. In sentences the shorter
 * {@link io.ringlane.core.rate.Units} reads better.
 *
 * <p>Text is in full Unicode ({@code –}); {@link Style#text} turns it into ASCII where it must be. Microseconds are
 * {@code us} everywhere, as scenarios write them.
 */
final class Figures {

    private static final String[] SI = {"", "k", "M", "G", "T", "P", "E"};

    /** What stands where there is nothing to say. */
    static final String NONE = "–";

    private Figures() {}

    /** Four digits, so that 9.998 and 10.00 do not look alike: {@code 10.00 Gbit/s}. */
    static String bitRate(long bitsPerSecond) {
        if (Math.abs(bitsPerSecond) < 1_000) {
            return bitsPerSecond + " bit/s";
        }
        BigDecimal rounded = BigDecimal.valueOf(bitsPerSecond).round(new MathContext(4, RoundingMode.HALF_UP));
        int prefix = (rounded.precision() - rounded.scale() - 1) / 3;
        return digits(rounded.movePointLeft(3 * prefix), 4) + " " + SI[prefix] + "bit/s";
    }

    /** A flow's cap, from the lowest to the highest where events changed it: {@code 5.000 to 10.00 Gbit/s}. */
    static String cap(FlowResult flow) {
        long most = flow.mostCapBitsPerSecond();
        return most == 0 ? NONE : range(bitRate(flow.leastCapBitsPerSecond()), bitRate(most));
    }

    /** From one figure to another, with the unit once where they share it; one of them where they are alike. */
    static String range(String least, String most) {
        if (least.equals(most)) {
            return most;
        }
        int unit = least.indexOf(' ');
        return (most.endsWith(least.substring(unit)) ? least.substring(0, unit) : least) + " to " + most;
    }

    /** {@code 250 ns}, {@code 1.02 ms}, {@code 12.3 s}: three digits, nanoseconds whole. */
    static String duration(long ns) {
        if (ns < 1_000) {
            return ns + " ns";
        }
        if (ns < 999_500) {
            return digits(BigDecimal.valueOf(ns, 3), 3) + " us";
        }
        if (ns < 999_500_000) {
            return digits(BigDecimal.valueOf(ns, 6), 3) + " ms";
        }
        BigDecimal seconds = BigDecimal.valueOf(ns, 9);
        return (ns < 1_000_000_000_000L ? digits(seconds, 3) : seconds.setScale(0, RoundingMode.HALF_UP)) + " s";
    }

    /** {@code 1,234,567}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A signed error: {@code +0.0012%}; {@code -3.21%} from one percent on. */
    static String errorPpm(long ppm) {
        if (ppm == 0) {
            return "0%";
        }
        String pattern = Math.abs(ppm) < 10_000 ? "%+.4f%%" : "%+.2f%%";
        return String.format(Locale.ROOT, pattern, ppm / 10_000.0);
    }

    /** A share; never rounds something to nothing or nearly all to all: {@code <0.01%}, {@code >99.99%}. */
    static String share(long part, long whole) {
        if (part == 0 || whole == 0) {
            return "0%";
        }
        if (part == whole) {
            return "100%";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.01) {
            return "<0.01%";
        }
        if (percent > 99.99) {
            return ">99.99%";
        }
        return String.format(Locale.ROOT, "%.2f%%", percent);
    }

    private static String digits(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_UP));
        int whole = Math.max(1, rounded.precision() - rounded.scale());
        return rounded.setScale(Math.max(0, digits - whole), RoundingMode.HALF_UP)
                .toPlainString();
    }
}
