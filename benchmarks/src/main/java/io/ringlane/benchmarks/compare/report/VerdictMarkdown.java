package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.session.MetricResult;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.session.SessionVerdict;
import io.ringlane.benchmarks.compare.stats.ControlJudgement;
import io.ringlane.benchmarks.compare.stats.Judgement;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.SlowForks;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A verdict for a pull request: what matters in at most twelve lines, then everything, folded. */
public final class VerdictMarkdown {

    /** Above the fold. */
    static final int MOST_LINES = 12;

    /** Headline, the table's two, the summary, and a blank one after each of the three. */
    private static final int LINES_BESIDE_ROWS = 7;

    /** One alone is the machine's as likely as not. */
    private static final int LEAST_SLOW_FORKS = 3;

    private VerdictMarkdown() {}

    /** Ends with a line break. */
    public static String render(final Report report) {
        final List<String> lines = new ArrayList<>();
        lines.add("### " + Headline.of(report));
        lines.add("");
        final boolean isRefused = report.trend() != null && report.trend().refusal() != null;
        final int mostRows = MOST_LINES - LINES_BESIDE_ROWS - (isRefused ? 1 : 0);
        final List<String> rows = mattering(report.result());
        if (!rows.isEmpty()) {
            lines.add("| what | BASE | HEAD | slower by | verdict |");
            lines.add("|---|--:|--:|--:|---|");
            final int shown = rows.size() <= mostRows ? rows.size() : mostRows - 1;
            lines.addAll(rows.subList(0, shown));
            if (shown < rows.size()) {
                lines.add("| and " + (rows.size() - shown) + " more below | | | | |");
            }
            lines.add("");
        }
        lines.add(cell(report.base().toString()) + " → " + cell(report.head().toString()) + ", margin "
                + Figures.share(report.margin()) + ", " + report.forksASide() + ", "
                + control(report.result()) + ", " + Figures.minutes(report.seconds()) + ".");
        if (isRefused) {
            lines.add("**Not compared with " + cell(report.trend().file()) + "**: "
                    + report.trend().refusal() + ".");
        }
        lines.add("");
        folded(lines, report);
        return String.join("\n", lines) + "\n";
    }

    /** What made the verdict first, then what else is not plainly equal. */
    private static List<String> mattering(final SessionResult result) {
        final List<String> rows = new ArrayList<>();
        result.exact().stream().filter(result::isFailure).forEach(row -> rows.add(row(row)));
        for (final Verdict verdict :
                List.of(Verdict.BROKEN, Verdict.REGRESSED, Verdict.INCONCLUSIVE, Verdict.IMPROVED)) {
            result.metrics().stream()
                    .filter(metric -> metric.judgement().verdict() == verdict)
                    .forEach(metric -> rows.add(row(metric)));
        }
        result.exact().stream()
                .filter(row -> !result.isFailure(row)
                        && (row.state() == ExactRow.State.CHANGED || row.state() == ExactRow.State.IMPROVED))
                .forEach(row -> rows.add(row(row)));
        return rows;
    }

    private static void folded(final List<String> lines, final Report report) {
        final SessionResult result = report.result();
        lines.add("<details><summary>Everything that was compared</summary>");
        lines.add("");
        if (result.verdict() == SessionVerdict.VOID) {
            lines.add("The control left the margin, so the verdicts on timings below say nothing.");
            lines.add("");
        }
        lines.add("| what | BASE | HEAD | slower by (90 % interval) | verdict | forks |");
        lines.add("|---|--:|--:|--:|---|--:|");
        result.metrics().forEach(metric -> lines.add(row(metric) + " " + metric.forks() + " |"));
        result.exact().forEach(row -> lines.add(row(row) + " |"));
        lines.add("");
        if (report.trend() != null && report.trend().refusal() == null) {
            lines.add("Beside " + cell(report.trend().file()) + " ("
                    + cell(report.trend().headThen()) + "), two sessions and so not a verdict:");
            lines.add("");
            lines.add("| what | then | now | slower by |");
            lines.add("|---|--:|--:|--:|");
            for (final Trend.Row row : report.trend().rows()) {
                lines.add("| " + cell(row.name()) + " | " + Figures.score(row.then()) + " | "
                        + Figures.score(row.now()) + " " + row.unit() + " | " + Figures.percent(row.logSlowdown())
                        + " |");
            }
            lines.add("");
        }
        result.metrics().stream()
                .filter(metric -> metric.log().failure() != null)
                .forEach(metric -> lines.add("- " + cell(metric.name()) + ": a fork died, "
                        + cell(metric.log().failure())));
        if (result.controlMetric() != null && result.controlMetric().log().failure() != null) {
            final String failure = result.controlMetric().log().failure(); // begins with a side; both run BASE here
            lines.add("- control: a fork died, " + cell(failure.substring(failure.indexOf(": ") + 2)));
        }
        report.remarks().forEach(remark -> lines.add("- " + cell(remark)));
        lines.add("- " + cell(report.method()));
        lines.add("- " + cell(report.machine().toString()));
        lines.add("");
        lines.add("</details>");
    }

    private static String row(final MetricResult metric) {
        final String unit = metric.key() == null ? "" : " " + metric.key().unit();
        return "| " + cell(metric.name()) + " | " + Figures.score(metric.figure(Side.BASE)) + " | "
                + Figures.score(metric.figure(Side.HEAD)) + unit + " | " + Figures.change(metric.judgement()) + " | "
                + word(metric) + " |";
    }

    /** The verdict; for one that is open only towards faster, that it is. */
    static String word(final MetricResult metric) {
        final Judgement judgement = metric.judgement();
        final boolean isNotSlower = judgement.verdict() == Verdict.INCONCLUSIVE && !judgement.isOpen();
        return judgement.verdict() + (isNotSlower ? ", not slower" : "") + slowForks(judgement);
    }

    /** What a mean that the screen has cleaned does not show. */
    private static String slowForks(final Judgement judgement) {
        final SlowForks slow = judgement.slowForks();
        final boolean isTold =
                slow != null && !judgement.isNoWorse() && slow.head() > slow.base() && slow.head() >= LEAST_SLOW_FORKS;
        return isTold
                ? ", %d of %d forks far slower (BASE %d of %d)"
                        .formatted(slow.head(), slow.headForks(), slow.base(), slow.baseForks())
                : "";
    }

    private static String row(final ExactRow row) {
        final String what = switch (row.kind()) {
            case OUTCOME -> "outcome of ";
            case ALLOCATION -> "allocation of ";
            case COUNTER -> "counter of ";
        };
        return "| " + what + cell(row.name()) + " | " + cell(row.detail()) + " | | exact | "
                + row.state().name().replace('_', ' ') + " |";
    }

    private static String control(final SessionResult result) {
        final ControlJudgement control = result.control();
        if (control == null) {
            return "no control";
        }
        return control.estimate() == null
                ? Headline.lostControl(result)
                : "control " + Figures.percent(control.estimate().logSlowdown());
    }

    /** Names and messages come from outside: nothing in them may end a cell or open a tag or a mention. */
    private static String cell(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("|", "\\|")
                .replace("@", "@\u200b")
                .replaceAll("\\s+", " ");
    }
}
