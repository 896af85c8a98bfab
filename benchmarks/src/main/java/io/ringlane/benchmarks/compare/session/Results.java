package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.outcome.Allocations;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.stats.Judgement;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.ArrayList;
import java.util.List;

/** From what ran to what it says. */
public final class Results {

    private Results() {}

    /**
     * @param outcomes of scenarios, exact
     * @param logs as {@link Schedule#run} returned them
     * @param judge that the schedule had
     */
    public static SessionResult of(
            final List<ExactRow> outcomes,
            final List<CaseLog> logs,
            final SequentialJudge judge,
            final boolean isOutcomeAccepted) {
        final List<ExactRow> exact = new ArrayList<>(outcomes);
        final List<MetricResult> metrics = new ArrayList<>();
        MetricResult control = null;
        for (final CaseLog log : logs) {
            final List<Metric.Key> keys = log.metrics();
            if (log.isControl()) {
                control = new MetricResult(
                        log, keys.isEmpty() ? null : keys.get(0), Judgement.without(Verdict.INCONCLUSIVE));
                continue;
            }
            if (log.isBrokenOnHead()) {
                metrics.add(new MetricResult(log, null, Judgement.without(Verdict.BROKEN)));
                continue;
            }
            if (keys.isEmpty()) {
                metrics.add(new MetricResult(log, null, Judgement.without(Verdict.INCONCLUSIVE)));
                continue;
            }
            exact.add(Allocations.compare(
                    log.benchmark().toString(), log.allocated(Side.BASE), log.allocated(Side.HEAD)));
            for (final Metric.Key counter : log.countersWithZeros()) {
                exact.add(standing(ZeroCounter.compare(log, counter), judge.judgement(log, counter)));
            }
            keys.forEach(key -> metrics.add(new MetricResult(log, key, judge.judgement(log, key))));
        }
        return new SessionResult(exact, metrics, judge.control(), control, isOutcomeAccepted);
    }

    /** A counter that was judged worse while every fork had it stays so when a later fork has none. */
    private static ExactRow standing(final ExactRow row, final Judgement before) {
        return row.state() == ExactRow.State.NOT_COMPARED && before.verdict() == Verdict.REGRESSED
                ? new ExactRow(
                        row.name(),
                        row.kind(),
                        ExactRow.State.REGRESSED,
                        row.detail() + "; worse until a fork had none")
                : row;
    }
}
