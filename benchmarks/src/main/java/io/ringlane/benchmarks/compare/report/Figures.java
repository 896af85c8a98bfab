package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.stats.Judgement;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {

    private Figures() {}

    /** A log ratio as a signed percentage: {@code +8.1 %} is slower by that. */
    static String percent(final double logSlowdown) {
        return Double.isNaN(logSlowdown) ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * Math.expm1(logSlowdown));
    }

    /** A margin without a sign: {@code 3 %}. */
    static String share(final double share) {
        final String text = String.format(Locale.ROOT, "%.2f", 100 * share);
        return text.replaceAll("\\.?0+$", "") + " %";
    }

    /** Estimate and interval. */
    static String change(final Judgement judgement) {
        return judgement.estimate() == null
                ? "-"
                : percent(judgement.estimate().logSlowdown()) + " [" + percent(judgement.low()) + ", "
                        + percent(judgement.high()) + "]";
    }

    /** Four significant digits. */
    static String score(final double score) {
        if (Double.isNaN(score)) {
            return "-";
        }
        final int whole = score > 0 ? (int) Math.floor(Math.log10(score)) + 1 : 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(6, 4 - whole)) + "f", score);
    }

    /** A count and its noun: {@code 1 benchmark}, {@code 2 benchmarks}. */
    static String plural(final long count, final String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static String minutes(final long seconds) {
        return seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
