package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.machine.Rulers;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.session.MetricResult;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.stats.Side;
import java.util.Locale;
import java.util.Map;

/** A verdict as one page with a dot for every fork, in the order in which they ran. Needs no network and no script. */
public final class VerdictPage {

    private VerdictPage() {}

    /** The whole page. */
    public static String render(final Report report) {
        final SessionResult result = report.result();
        final StringBuilder out = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Comparison</title>
                <style>
                :root { color-scheme: light dark; --base: #5b6b7f; --head: #c2410c; --line: #8884 }
                body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 64em; padding: 0 1em }
                h1 { font-size: 1.35em } h2 { font-size: 1em; margin: 2em 0 .2em }
                table { border-collapse: collapse; width: 100% }
                th, td { border-bottom: 1px solid var(--line); padding: .25em .6em; text-align: left }
                svg { width: 100%; height: auto; display: block } svg text { font-size: 11px; fill: currentColor }
                .base { fill: var(--base) } .head { fill: var(--head) } .aside { fill-opacity: .2; stroke: currentColor }
                .axis { stroke: var(--line) } .mean { stroke-width: 1.5 }
                .mean.base { stroke: var(--base) } .mean.head { stroke: var(--head) }
                .b { color: var(--base); font-weight: 600 } .h { color: var(--head); font-weight: 600 }
                </style></head><body>
                """);
        out.append("<h1>").append(escape(Headline.of(report))).append("</h1>\n<p><span class=\"b\">BASE</span> ");
        out.append(escape(report.base().toString())).append(", <span class=\"h\">HEAD</span> ");
        out.append(escape(report.head().toString())).append("; margin ").append(Figures.share(report.margin()));
        out.append(", ").append(report.forksASide()).append(". ").append(escape(report.method()));
        out.append(". A dot is a fork; a pale dot is of a block that was run again and does not count.</p>\n");
        for (final MetricResult metric : result.metrics()) {
            out.append("<h2>").append(escape(metric.name())).append(": ").append(escape(VerdictMarkdown.word(metric)));
            out.append(", slower by ")
                    .append(Figures.change(metric.judgement()))
                    .append("</h2>\n");
            chart(out, metric);
        }
        if (result.controlMetric() != null) {
            out.append("<h2>Control, BASE against itself: ")
                    .append(result.control().state().name().replace('_', ' '));
            out.append(" (").append(escape(result.controlMetric().name())).append(")</h2>\n");
            chart(out, result.controlMetric());
        }
        exact(out, result);
        trend(out, report.trend());
        machine(out, report);
        return out.append("</body></html>\n").toString();
    }

    private static void chart(final StringBuilder out, final MetricResult metric) {
        if (metric.log().failure() != null) {
            out.append("<p>A fork died: ")
                    .append(escape(metric.log().failure()))
                    .append("</p>\n");
        }
        if (metric.key() != null) {
            out.append(ForkChart.of(metric).render());
        }
    }

    private static void exact(final StringBuilder out, final SessionResult result) {
        if (result.exact().isEmpty()) {
            return;
        }
        out.append("<h2>Exact comparisons</h2>\n<table><tr><th>what<th>kind<th>state<th>detail</tr>\n");
        for (final ExactRow row : result.exact()) {
            out.append("<tr><td>").append(escape(row.name()));
            out.append("<td>").append(row.kind().name().toLowerCase(Locale.ROOT));
            out.append("<td>").append(row.state().name().replace('_', ' '));
            out.append("<td>").append(escape(row.detail())).append("</tr>\n");
        }
        out.append("</table>\n");
    }

    private static void trend(final StringBuilder out, final Trend trend) {
        if (trend == null) {
            return;
        }
        out.append("<h2>Beside ").append(escape(trend.file())).append("</h2>\n");
        if (trend.refusal() != null) {
            out.append("<p>Not compared: ").append(escape(trend.refusal())).append(".</p>\n");
            return;
        }
        out.append("<p>Two sessions are no pair: shown, not judged.</p>\n");
        out.append("<table><tr><th>what<th>then<th>now<th>slower by</tr>\n");
        for (final Trend.Row row : trend.rows()) {
            out.append("<tr><td>").append(escape(row.name()));
            out.append("<td>").append(Figures.score(row.then()));
            out.append("<td>").append(Figures.score(row.now())).append(' ').append(escape(row.unit()));
            out.append("<td>").append(Figures.percent(row.logSlowdown())).append("</tr>\n");
        }
        out.append("</table>\n");
    }

    private static void machine(final StringBuilder out, final Report report) {
        out.append("<h2>Machine</h2>\n<p>")
                .append(escape(report.machine().toString()))
                .append("</p>\n");
        final Rulers after = report.rulersAfter();
        if (!report.rulersBefore().stepNs().isEmpty()) {
            out.append("<table><tr><th>ruler<th>ns a step before<th>after</tr>\n");
            for (final Map.Entry<String, Double> ruler :
                    report.rulersBefore().stepNs().entrySet()) {
                out.append("<tr><td>").append(escape(ruler.getKey()));
                out.append("<td>").append(Figures.score(ruler.getValue()));
                out.append("<td>")
                        .append(Figures.score(after.stepNs().getOrDefault(ruler.getKey(), Double.NaN)))
                        .append("</tr>\n");
            }
            out.append("</table>\n");
        }
        out.append("<p>Started ").append(report.started()).append(", took ");
        out.append(Figures.minutes(report.seconds())).append(".</p>\n");
        if (!report.remarks().isEmpty()) {
            out.append("<ul>");
            report.remarks()
                    .forEach(remark -> out.append("<li>").append(escape(remark)).append("</li>"));
            out.append("</ul>\n");
        }
    }

    static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The CSS class of a side. */
    static String classOf(final Side side) {
        return side == Side.BASE ? "base" : "head";
    }
}
