package io.ringlane.benchmarks.report;

import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.PercentileChart;
import io.ringlane.cloud.plot.StyleSheet;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * A run of the suites as one HTML page that opens without a network: style and drawings are inside, there is no script, and
 * it follows the reader's light or dark scheme.
 */
final class ReportPage {

    /** Lines that can be told apart in one plot. */
    private static final int COLOURS = 8;

    private static final String STYLE = """
            .run { overflow-wrap: anywhere; }
            svg .mean { stroke: var(--c, var(--soft)); stroke-width: 2.5; }
            svg .ours .label { font-weight: 600; }
            svg .ours .dot { fill: var(--c); }
            svg .floor .mean { stroke-dasharray: 3 2; }
            svg .far { opacity: .45; }
            """;

    private final List<Figure> figures;
    private final Map<String, String> facts;
    private final SortedMap<String, SortedMap<String, Histogram>> latencies;
    private final StringBuilder out = new StringBuilder(256 * 1024);
    private int charts;

    /** @param latencies see {@link LatencySeries#all} */
    ReportPage(
            final List<Figure> figures,
            final Map<String, String> facts,
            final SortedMap<String, SortedMap<String, Histogram>> latencies) {
        this.figures = figures;
        this.facts = facts;
        this.latencies = latencies;
    }

    String render() {
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add("<title>Ringlane benchmarks</title>\n<style>\n");
        out.append(StyleSheet.text()).append(STYLE);
        add("</style>\n</head>\n<body>\n<main>\n");
        header();
        final ChartGroups groups = ChartGroups.of(figures);
        ruler();
        dotSection(
                "Rivals",
                "A row each, best first; the line is the mean, each dot a fork. Ours are coloured, dashed lines are floors:"
                        + " the same work without what is compared.",
                groups.rivals());
        curveSection(groups.curves());
        accuracy();
        latencies();
        dotSection("Alone", "What has neither rivals nor a number that was varied.", groups.others());
        table();
        add("<footer><p>Written by scripts/bench from JMH's results, bench.json beside this page.</p></footer>\n");
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private void header() {
        add("<header>\n<div class=\"top\"><div><p class=\"brand\">Ringlane</p><h1>Benchmarks</h1></div>");
        final boolean isQuick = facts.containsKey(RunFacts.QUICK);
        add(
                "<p class=\"badge %s\">%s</p></div>\n",
                isQuick ? "warn" : "good", isQuick ? "Quick: not to be quoted" : figures.size() + " figures");
        if (isQuick) {
            add("<p class=\"banner warn\">%s</p>\n", ReportTable.NOT_QUOTABLE);
        }
        add("<dl class=\"facts\">\n");
        facts.forEach((name, value) -> {
            if (!name.equals(RunFacts.QUICK)) {
                add("<div class=\"run\"><dt>%s</dt><dd>%s</dd></div>\n", name, value);
            }
        });
        final SortedMap<String, Integer> flags = new TreeMap<>();
        figures.forEach(figure -> flags.merge(figure.jvmArgs(), 1, Integer::sum));
        flags.forEach((args, count) -> add(
                "<div class=\"run\"><dt>JVM flags of %s figures</dt><dd class=\"mono\">%s</dd></div>\n",
                count.toString(), args.isEmpty() ? "none" : args));
        add("</dl>\n");
        final long far = figures.stream().filter(figure -> !figure.isJudged()).count();
        if (far > 0) {
            add(
                    "<p class=\"banner warn\">* In %s figures of two cores some fork never had them near: its dots are pale,"
                            + " and say nothing about the code.</p>\n",
                    Long.toString(far));
        }
        add("</header>\n");
    }

    private void ruler() {
        final List<DotChart.Row> rows = figures.stream()
                .filter(ChartGroups::isRuler)
                .map(figure -> new DotChart.Row(figure.method(), figure, false, true))
                .toList();
        if (!rows.isEmpty()) {
            dotSection(
                    "Rulers",
                    "The machine itself: compare figures of two pages only where these agree.",
                    Map.of("ns a step", rows));
        }
    }

    private void dotSection(final String title, final String note, final Map<String, List<DotChart.Row>> plots) {
        if (plots.isEmpty()) {
            return;
        }
        add("<section>\n<h2>%s</h2>\n<p class=\"note\">%s</p>\n<div class=\"charts\">\n", title, note);
        plots.forEach((name, rows) -> {
            add("<figure class=\"card\"><h3>%s</h3>\n", name);
            out.append(new DotChart(rows).render("chart-" + charts++, name));
            add("</figure>\n");
        });
        add("</div>\n</section>\n");
    }

    private void curveSection(final Map<String, ChartGroups.Curves> plots) {
        if (plots.isEmpty()) {
            return;
        }
        add("<section>\n<h2>Against flows, frame size and other numbers</h2>\n");
        add("<p class=\"note\">Both axes are logarithmic; lines go through the means, each dot is a fork.</p>\n");
        add("<div class=\"charts\">\n");
        plots.forEach((name, curves) -> {
            final List<String> colours = colours(curves.series().size());
            add("<figure class=\"card curves\"><h3>%s</h3>\n", name);
            legend(new ArrayList<>(curves.series().keySet()), colours);
            out.append(new CurveChart(curves.varied(), curves.series(), colours).render("chart-" + charts++, name));
            add("</figure>\n");
        });
        add("</div>\n</section>\n");
    }

    private void accuracy() {
        final List<Figure> judged = figures.stream()
                .filter(figure -> figure.gauges().containsKey("error.mean"))
                .toList();
        if (judged.isEmpty()) {
            return;
        }
        add(
                "<section>\n<h2>How well a rate is kept</h2>\n<p class=\"note\">Error of the rate in windows of real time, worst"
                        + " and root mean square; windows in which the measuring thread was off its core are left out.</p>\n");
        add(
                "<div class=\"card\"><div class=\"scroll\"><table><thead><tr><th class=\"left\">limiter</th><th>rate</th><th>mean</th>");
        add("<th>1 ms<small>worst, rms</small></th><th>10 ms<small>worst, rms</small></th>");
        add("<th>100 ms<small>worst, rms</small></th><th>left out</th></tr></thead><tbody>\n");
        for (final Figure figure : judged) {
            add(
                    "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td>",
                    figure.params().get("limiter"),
                    Units.formatBitsPerSecond(Long.parseLong(figure.params().get("bitsPerSecond"))),
                    percent(figure, "error.mean", "%+.3f%%"));
            for (final String width : List.of("1ms", "10ms", "100ms")) {
                add(
                        "<td>%s<small>%s</small></td>",
                        percent(figure, "error." + width + ".worst", "%.3f%%"),
                        percent(figure, "error." + width + ".rms", "%.3f%%"));
            }
            add("<td>%s</td></tr>\n", percent(figure, "windows.leftOut", "%.0f"));
        }
        add("</tbody></table></div></div>\n</section>\n");
    }

    private static String percent(final Figure figure, final String gauge, final String pattern) {
        final Figure.Gauge value = figure.gauges().get(gauge);
        return value == null ? "–" : pattern.formatted(value.value());
    }

    private void latencies() {
        if (latencies.isEmpty()) {
            return;
        }
        add("<section>\n<h2>Latency by percentile</h2>\n");
        add(
                "<p class=\"note\">Both axes are logarithmic; each line ends at its slowest sample. All forks together.</p>\n");
        latencies.forEach((name, lines) -> {
            final List<String> colours = colours(lines.size());
            final List<PercentileChart.Curve> curves = new ArrayList<>();
            lines.forEach((line, latency) ->
                    curves.add(new PercentileChart.Curve(line, "", colours.get(curves.size()), latency)));
            add("<figure class=\"card curves\"><h3>%s</h3>\n", name);
            legend(new ArrayList<>(lines.keySet()), colours);
            out.append(new PercentileChart(curves, ReportPage::duration).render("chart-" + charts++, "samples"));
            add("</figure>\n");
        });
        add("</section>\n");
    }

    private static String duration(final long ns) {
        return ns < 1_000 ? ns + " ns" : ns < 1_000_000 ? Numbers.of(ns / 1e3) + " us" : Numbers.of(ns / 1e6) + " ms";
    }

    private static List<String> colours(final int count) {
        final List<String> colours = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            colours.add(i < COLOURS ? "c" + i : "");
        }
        return colours;
    }

    private void legend(final List<String> names, final List<String> colours) {
        add("<p class=\"legend\">");
        for (int i = 0; i < names.size(); i++) {
            add("<span class=\"%s\"><span class=\"swatch\"></span>%s</span>", colours.get(i), names.get(i));
        }
        add("</p>\n");
    }

    private void table() {
        add(
                "<details>\n<summary>All %s figures</summary>\n<div class=\"card\"><div class=\"scroll\"><table>\n<thead><tr>",
                "" + figures.size());
        add("<th class=\"left\">benchmark</th><th class=\"left\">parameters</th><th>value</th><th>error</th>");
        add("<th class=\"left\">unit</th><th>B/op</th></tr></thead><tbody>\n");
        for (final Figure figure : figures) {
            final Figure.Gauge allocated = figure.gauges().get("gc.alloc.rate.norm");
            add(
                    "<tr><th scope=\"row\">%s</th><td class=\"left\">%s</td><td>%s</td><td>%s</td><td class=\"left\">%s</td>"
                            + "<td>%s</td></tr>\n",
                    figure.benchmark(),
                    figure.paramsWithout(),
                    Numbers.of(figure.value()) + (figure.isJudged() ? "" : " *"),
                    Numbers.of(figure.error()),
                    figure.unit(),
                    allocated == null ? "" : Numbers.of(allocated.value()));
        }
        add("</tbody></table></div></div>\n</details>\n");
    }

    /** Every argument is escaped here, so that no caller can forget it. */
    private void add(final String template, final String... arguments) {
        final Object[] escaped = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            escaped[i] = Markup.escape(arguments[i]);
        }
        out.append(arguments.length == 0 ? template : template.formatted(escaped));
    }
}
