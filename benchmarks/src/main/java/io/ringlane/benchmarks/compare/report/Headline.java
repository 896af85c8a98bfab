package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.session.MetricResult;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.session.SessionVerdict;
import io.ringlane.benchmarks.compare.stats.ControlJudgement;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The one sentence that a verdict comes down to. */
public final class Headline {

    private Headline() {}

    /** Starts with the verdict's word. */
    public static String of(final Report report) {
        final SessionResult result = report.result();
        final SessionVerdict verdict = result.verdict();
        final String margin = Figures.share(report.margin());
        final String reason = switch (verdict) {
            case GOOD -> "nothing is slower by more than " + margin + " (" + counts(result) + ")";
            case REGRESSED -> regression(result, margin);
            case INCONCLUSIVE -> counts(result) + "; " + String.join("; ", undecided(result));
            case VOID ->
                "identical code differed by "
                        + Figures.percent(result.control().estimate().logSlowdown()) + ", beyond the margin of "
                        + margin + "; run it again on a quieter machine";
        };
        return verdict + ": " + reason;
    }

    private static String regression(final SessionResult result, final String margin) {
        final long changed = result.exact().stream()
                .filter(row -> row.state() == ExactRow.State.CHANGED && result.isFailure(row))
                .count();
        final long allocating = regressed(result, ExactRow.Kind.ALLOCATION);
        final long counting = regressed(result, ExactRow.Kind.COUNTER);
        final long broken = result.count(Verdict.BROKEN);
        final long slower = result.count(Verdict.REGRESSED);
        final List<String> parts = new ArrayList<>();
        if (changed > 0) {
            parts.add(Figures.plural(changed, "scenario") + " with another outcome");
        }
        if (allocating > 0) {
            parts.add(Figures.plural(allocating, "benchmark") + " allocating more");
        }
        if (counting > 0) {
            parts.add(Figures.plural(counting, "counter") + " worse");
        }
        if (broken > 0) {
            parts.add(Figures.plural(broken, "benchmark") + " that HEAD does not run");
        }
        if (slower > 0) {
            parts.add(Figures.plural(slower, "figure") + " slower by more than " + margin);
        }
        return String.join(", ", parts);
    }

    private static long regressed(final SessionResult result, final ExactRow.Kind kind) {
        return result.exact().stream()
                .filter(row -> row.kind() == kind && row.state() == ExactRow.State.REGRESSED)
                .count();
    }

    /** Every reason there is. */
    private static List<String> undecided(final SessionResult result) {
        final List<String> reasons = new ArrayList<>();
        if (isAnyOpen(result, metric -> metric.judgement().estimate() != null)) {
            reasons.add("more forks (--max-forks) or a quieter machine would tell");
        }
        if (isAnyOpen(result, metric -> isUnmeasured(metric) && metric.log().failure() == null)) {
            reasons.add("forks of one side disagreed too much; run it again on a quieter machine");
        }
        if (isAnyOpen(result, metric -> isUnmeasured(metric) && metric.log().failure() != null)
                || result.metrics().stream().anyMatch(metric -> metric.log().diesOnlyOn(Side.HEAD))) {
            reasons.add("forks died, see below");
        }
        if (result.control() != null && result.control().state() == ControlJudgement.State.TOO_FEW_BLOCKS) {
            reasons.add(lostControl(result)
                    + ", so nothing vouches for the machine; run it again"
                    + (result.controlMetric().log().failure() == null ? " on a quieter one" : ""));
        }
        return reasons;
    }

    private static boolean isAnyOpen(final SessionResult result, final Predicate<MetricResult> which) {
        return result.metrics().stream().anyMatch(metric -> metric.judgement().isOpen() && which.test(metric));
    }

    private static boolean isUnmeasured(final MetricResult metric) {
        return metric.judgement().estimate() == null;
    }

    /** Why the control has too few blocks. */
    static String lostControl(final SessionResult result) {
        return result.controlMetric().log().failure() == null
                ? "the control's forks disagreed too much"
                : "the control's forks died";
    }

    private static long open(final SessionResult result) {
        return result.metrics().stream()
                .filter(metric -> metric.judgement().isOpen())
                .count();
    }

    private static String counts(final SessionResult result) {
        final List<String> parts = new ArrayList<>();
        for (final Verdict verdict : Verdict.values()) {
            final long open = verdict == Verdict.INCONCLUSIVE ? open(result) : result.count(verdict);
            if (open > 0) {
                parts.add(open + " " + verdict.name().toLowerCase(Locale.ROOT));
            }
        }
        final long notSlower = result.count(Verdict.INCONCLUSIVE) - open(result);
        if (notSlower > 0) {
            parts.add(notSlower + " not slower");
        }
        return parts.isEmpty() ? "no benchmark ran" : String.join(", ", parts);
    }
}
