package io.ringlane.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures as people write them: three digits, and a prefix from a hundred thousand on. */
final class Numbers {

    private static final String[] PREFIXES = {"", "k", "M", "G", "T"};

    private Numbers() {}

    /** As short as it can be, for the marks of an axis: {@code 0.5}, {@code 20}, {@code 10 k}. */
    static String tick(final double value) {
        final int prefix = value < 10_000 ? 0 : (int) Math.floor(Math.log10(value) / 3 + 1e-9);
        return BigDecimal.valueOf(value / Math.pow(1_000, prefix))
                        .round(new MathContext(3, RoundingMode.HALF_UP))
                        .stripTrailingZeros()
                        .toPlainString()
                + (prefix == 0 ? "" : " " + PREFIXES[prefix]);
    }

    /** {@code 0.512}, {@code 38.4}, {@code 1,240}, {@code 119 M}; a dash for what is no number. */
    static String of(final double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double scaled = value;
        int prefix = 0;
        if (Math.abs(value) >= 99_950) {
            while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.length - 1) {
                scaled /= 1_000;
                prefix++;
            }
        }
        final BigDecimal rounded = BigDecimal.valueOf(scaled).round(new MathContext(3, RoundingMode.HALF_UP));
        final String digits = Math.abs(scaled) >= 999.5
                ? "%,d".formatted(Math.round(scaled))
                : Math.abs(scaled) < 0.0005
                        ? "0"
                        : rounded.setScale(Math.min(3, Math.max(0, rounded.scale())), RoundingMode.HALF_UP)
                                .toPlainString();
        return prefix == 0 ? digits : digits + " " + PREFIXES[prefix];
    }
}
