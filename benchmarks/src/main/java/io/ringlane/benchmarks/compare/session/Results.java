package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.outcome.Allocations;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.stats.Direction;
import io.ringlane.benchmarks.compare.stats.Judge;
import io.ringlane.benchmarks.compare.stats.Judgement;
import io.ringlane.benchmarks.compare.stats.Series;
import io.ringlane.benchmarks.compare.stats.SessionJudgement;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.ArrayList;
import java.util.List;

/** From what ran to what it says. */
public final class Results {

    private static final Judgement NOTHING = new Judgement(Verdict.INCONCLUSIVE, null, Double.NaN, Double.NaN, 1, 1);

    private Results() {}

    /**
     * @param outcomes of scenarios, exact
     * @param logs as {@link Schedule#run} returned them
     */
    public static SessionResult of(
            final List<ExactRow> outcomes,
            final List<CaseLog> logs,
            final Judge judge,
            final boolean isOutcomeAccepted) {
        final List<ExactRow> exact = new ArrayList<>(outcomes);
        final List<MetricResult> open = new ArrayList<>();
        MetricResult control = null;
        for (final CaseLog log : logs) {
            final List<Metric.Key> keys = log.metrics();
            if (log.isControl()) {
                control = new MetricResult(log, keys.isEmpty() ? null : keys.get(0), NOTHING);
                continue;
            }
            if (keys.isEmpty()) {
                open.add(new MetricResult(log, null, NOTHING));
            } else {
                exact.add(Allocations.compare(
                        log.benchmark().toString(), log.allocated(Side.BASE), log.allocated(Side.HEAD)));
            }
            keys.forEach(key -> open.add(new MetricResult(log, key, NOTHING)));
        }
        final SessionJudgement judged =
                judge.judge(open.stream().map(Results::seriesOf).toList(), control == null ? null : seriesOf(control));
        final List<MetricResult> metrics = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            metrics.add(new MetricResult(
                    open.get(i).log(), open.get(i).key(), judged.judgements().get(i)));
        }
        return new SessionResult(exact, metrics, judged.control(), control, isOutcomeAccepted);
    }

    private static Series seriesOf(final MetricResult metric) {
        return metric.key() == null
                ? new Series(Direction.NONE, List.of())
                : metric.log().series(metric.key());
    }
}
