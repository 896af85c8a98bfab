package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.LoadRange;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.core.rate.Units;
import java.util.Locale;

/** Figures and sentences that table and page share. */
final class Wording {

    static final String NONE = "–";

    private Wording() {}

    static String rate(final double packetsPerSecond) {
        return Double.isNaN(packetsPerSecond) ? NONE : Units.formatPacketsPerSecond(Math.round(packetsPerSecond));
    }

    static String bits(final Finding finding, final double packetsPerSecond) {
        return Double.isNaN(packetsPerSecond)
                ? NONE
                : Units.formatBitsPerSecond(finding.bitsPerSecond(packetsPerSecond));
    }

    static String range(final LoadRange range) {
        if (Double.isNaN(range.lower())) {
            return Double.isNaN(range.upper()) ? NONE : "below " + rate(range.upper());
        }
        return Double.isNaN(range.upper())
                ? "from " + rate(range.lower())
                : rate(range.lower()) + " to " + rate(range.upper());
    }

    static String standing(final Finding finding, final GoalResult goal) {
        if (goal.isRegular()) {
            return finding.isMostlyVoid()
                    ? "void"
                    : finding.result().isOverturned() ? "proven, then overturned" : "proven";
        }
        final String label = finding.isMostlyVoid() ? "void" : goal.shortfall().label();
        return goal.likely().equals(goal.bounds()) ? label : label + "; looks like " + range(goal.likely());
    }

    static String share(final double ratio) {
        if (ratio == 0) {
            return "0 %";
        }
        return ratio < 0.000_1 ? "<0.01 %" : String.format(Locale.ROOT, "%.2f %%", 100 * ratio);
    }

    /** How a search went: {@code 74 trials in 78 s, 1 void, began anew once}. */
    static String course(final SearchResult result) {
        final StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%d trials in %.0f s", result.trials().size(), result.elapsedNs() / 1e9));
        if (result.voidTrials() > 0) {
            text.append(", ").append(result.voidTrials()).append(" void");
        }
        if (result.restarts() > 0) {
            text.append(", began anew ").append(result.restarts() == 1 ? "once" : result.restarts() + " times");
        }
        if (result.isOverturned()) {
            text.append(", the system has changed since");
        }
        return text.toString();
    }

    static String placement(final Placement placement) {
        return switch (placement) {
            case ONE_THREAD ->
                "one thread: sender, worker and receiver take turns, so loss arises where they are late" + " together";
            case TWO_THREADS -> "two threads: sender and receiver on one, the worker on the other, not pinned";
        };
    }
}
