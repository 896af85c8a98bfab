package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.stats.ControlJudgement;
import io.ringlane.benchmarks.compare.stats.Judge;
import io.ringlane.benchmarks.compare.stats.Judgement;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.compare.stats.Series;
import io.ringlane.benchmarks.compare.stats.SessionJudgement;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges a session while it runs, look by look. What is decided once stays so, whatever later forks of others say. */
public final class SequentialJudge {

    private final Judge judge;
    private final Map<Row, Judgement> judgements = new HashMap<>();
    private ControlJudgement control;

    private record Row(CaseLog log, Metric.Key key) {}

    /** @param margin as a share, above 0 */
    public SequentialJudge(final double margin, final LookPlan plan) {
        judge = new Judge(margin, plan.looks());
    }

    /** Looks once at everything that ran. */
    void look(final List<CaseLog> logs) {
        final List<Row> rows = new ArrayList<>();
        final List<Series> series = new ArrayList<>();
        final Map<Integer, Judgement> decided = new HashMap<>();
        Series controlSeries = null;
        for (final CaseLog log : logs) {
            for (final Metric.Key key : log.metrics()) {
                if (log.isControl()) {
                    controlSeries = controlSeries == null ? log.series(key) : controlSeries;
                    continue;
                }
                final Row row = new Row(log, key);
                final Judgement before = judgements.get(row);
                if (before != null && !before.isOpen()) {
                    decided.put(rows.size(), before);
                }
                rows.add(row);
                series.add(log.series(key));
            }
        }
        final SessionJudgement judged = judge.judge(series, controlSeries, decided);
        for (int i = 0; i < rows.size(); i++) {
            judgements.put(rows.get(i), judged.judgements().get(i));
        }
        final boolean hasControl = logs.stream().anyMatch(CaseLog::isControl);
        control = judged.control() == null && hasControl ? ControlJudgement.withoutBlocks() : judged.control();
    }

    /** Whether more blocks of a benchmark could tell more; none can once the control has left the margin. */
    boolean isOpen(final CaseLog log) {
        return isControlOpen()
                && (log.metrics().isEmpty()
                        || log.metrics().stream()
                                .anyMatch(key -> judgement(log, key).isOpen()));
    }

    boolean isControlOpen() {
        return control == null || control.state() != ControlJudgement.State.LEFT_THE_MARGIN;
    }

    /** What was said last of a metric. */
    Judgement judgement(final CaseLog log, final Metric.Key key) {
        return judgements.getOrDefault(new Row(log, key), Judgement.without(Verdict.INCONCLUSIVE));
    }

    /** What was said last of the control; null without one. */
    ControlJudgement control() {
        return control;
    }
}
