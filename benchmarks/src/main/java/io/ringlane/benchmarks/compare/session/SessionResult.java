package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.stats.ControlJudgement;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.List;

/**
 * A session's verdict and all that it stands on.
 *
 * @param exact tier 0
 * @param metrics tier 1
 * @param control null if none ran
 * @param controlMetric what the control ran; null if none ran
 * @param isOutcomeAccepted whether changed outcomes of scenarios are intended and only shown
 */
public record SessionResult(
        List<ExactRow> exact,
        List<MetricResult> metrics,
        ControlJudgement control,
        MetricResult controlMetric,
        boolean isOutcomeAccepted) {

    /** Copies the lists. */
    public SessionResult {
        exact = List.copyOf(exact);
        metrics = List.copyOf(metrics);
    }

    /**
     * An exact difference, or a benchmark that HEAD does not run, stands whatever the machine did; timings stand only where the
     * control held.
     */
    public SessionVerdict verdict() {
        if (exact.stream().anyMatch(this::isFailure) || count(Verdict.BROKEN) > 0) {
            return SessionVerdict.REGRESSED;
        }
        if (control != null && control.state() == ControlJudgement.State.LEFT_THE_MARGIN) {
            return SessionVerdict.VOID;
        }
        if (count(Verdict.REGRESSED) > 0) {
            return SessionVerdict.REGRESSED;
        }
        final boolean isUndecided =
                metrics.stream().anyMatch(metric -> metric.judgement().isOpen());
        final boolean isUncontrolled = control != null && control.state() == ControlJudgement.State.TOO_FEW_BLOCKS;
        final boolean diesOnHead =
                metrics.stream().anyMatch(metric -> metric.log().diesOnlyOn(Side.HEAD));
        return isUndecided || isUncontrolled || diesOnHead ? SessionVerdict.INCONCLUSIVE : SessionVerdict.GOOD;
    }

    /** Whether this row alone makes the session a regression. */
    public boolean isFailure(final ExactRow row) {
        return row.state() == ExactRow.State.REGRESSED || row.state() == ExactRow.State.CHANGED && !isOutcomeAccepted;
    }

    /** Metrics with this verdict. */
    public long count(final Verdict verdict) {
        return metrics.stream()
                .filter(metric -> metric.judgement().verdict() == verdict)
                .count();
    }
}
