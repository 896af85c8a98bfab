package io.ringlane.cloud.report;

import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.PercentileChart;
import io.ringlane.cloud.plot.StyleSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies measured outside of a scenario, as a page in the manner of {@link HtmlReport}: a table, and a plot a group. */
public final class LatencyPage {

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 99.999};
    private static final int COLOURS = 8;

    private final StringBuilder out = new StringBuilder(32 * 1024);

    private LatencyPage() {}

    /**
     * One measurement.
     *
     * @param group what is drawn into one plot
     * @param name what tells it from others of the group
     * @param latencyNs values in nanoseconds
     * @param log the HdrHistogram log beside the page
     * @param remark why it is void, or null
     */
    public record Series(String group, String name, Histogram latencyNs, String log, String remark) {}

    /**
     * Writes the page.
     *
     * @param facts what a reader must know to judge the figures, by name
     */
    public static void write(Path file, String title, String note, Map<String, String> facts, List<Series> series)
            throws IOException {
        OutputFile.write(file, new LatencyPage().page(title, note, facts, series));
    }

    private String page(String title, String note, Map<String, String> facts, List<Series> series) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\"")
                .append(" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Markup.escape(title))
                .append("</title>\n<style>\n")
                .append(StyleSheet.text())
                .append("</style>\n</head>\n<body>\n<main>\n<header>\n<p class=\"brand\">Ringlane report</p><h1>")
                .append(Markup.escape(title))
                .append("</h1>\n<dl class=\"facts\">\n");
        facts.forEach((name, value) -> out.append("<div><dt>")
                .append(Markup.escape(name))
                .append("</dt><dd>")
                .append(Markup.escape(value))
                .append("</dd></div>\n"));
        out.append("</dl>\n</header>\n<section>\n<h2>Percentiles</h2>\n<p class=\"note\">")
                .append(Markup.escape(note))
                .append("</p>\n<div class=\"card scroll\">\n<table>\n<thead><tr><th class=\"left\">Measurement</th>");
        for (double percentile : PERCENTILES) {
            out.append("<th>p").append(name(percentile)).append("</th>");
        }
        out.append("<th>max</th><th>frames</th></tr></thead>\n<tbody>\n");
        series.forEach(this::row);
        out.append("</tbody>\n</table>\n</div>\n</section>\n");
        int plot = 0;
        for (String group : series.stream().map(Series::group).distinct().toList()) {
            plot(
                    plot++,
                    group,
                    series.stream().filter(each -> each.group().equals(group)).toList());
        }
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    /** For instance {@code 99.9}. */
    public static String name(double percentile) {
        return PercentileChart.name(percentile);
    }

    private void row(Series each) {
        out.append("<tr><th scope=\"row\"><a href=\"")
                .append(Markup.escape(each.log()))
                .append("\">")
                .append(Markup.escape(each.group() + ", " + each.name()))
                .append("</a>");
        if (each.remark() != null) {
            out.append("<small class=\"bad\">")
                    .append(Markup.escape(each.remark()))
                    .append("</small>");
        }
        out.append("</th>");
        for (double percentile : PERCENTILES) {
            cell(Figures.duration(each.latencyNs().getValueAtPercentile(percentile)));
        }
        cell(Figures.duration(each.latencyNs().getMaxValue()));
        cell(Figures.count(each.latencyNs().getTotalCount()));
        out.append("</tr>\n");
    }

    private void cell(String text) {
        out.append("<td>").append(Markup.escape(text)).append("</td>");
    }

    private void plot(int number, String group, List<Series> series) {
        List<PercentileChart.Curve> curves = new ArrayList<>();
        out.append("<section>\n<h2>")
                .append(Markup.escape(group))
                .append("</h2>\n<figure class=\"card curves\">\n<div class=\"legend\">\n");
        for (Series each : series) {
            String colour = "c" + curves.size() % COLOURS;
            curves.add(new PercentileChart.Curve(each.name(), "", colour, each.latencyNs()));
            out.append("<span class=\"")
                    .append(colour)
                    .append("\"><span class=\"swatch\"></span>")
                    .append(Markup.escape(each.name()))
                    .append("</span>\n");
        }
        out.append("</div>\n")
                .append(new PercentileChart(curves, Figures::duration).render("latency-" + number, "frames"))
                .append("</figure>\n</section>\n");
    }
}
