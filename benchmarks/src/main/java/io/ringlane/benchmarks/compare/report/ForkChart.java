package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.session.BlockLog;
import io.ringlane.benchmarks.compare.session.MetricResult;
import io.ringlane.benchmarks.compare.stats.Fork;
import io.ringlane.benchmarks.compare.stats.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** One metric's forks as dots: left to right as they ran, up by their figure, a line at each side's mean. */
final class ForkChart {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 150;
    private static final double LEFT = 100;
    private static final double TOP = 12;
    private static final double BOTTOM = 12;

    private record Dot(int number, Side side, double score, boolean isCounted) {}

    private final MetricResult metric;
    private final List<Dot> dots;
    private final double low;
    private final double high;

    private ForkChart(final MetricResult metric, final List<Dot> dots) {
        this.metric = metric;
        this.dots = dots;
        final double least = dots.stream().mapToDouble(Dot::score).min().orElse(0);
        final double most = dots.stream().mapToDouble(Dot::score).max().orElse(1);
        final double room = Math.max(0.05 * (most - least), 0.005 * most); // equal figures still need a scale
        low = least - room;
        high = most + room;
    }

    static ForkChart of(final MetricResult metric) {
        final List<Dot> dots = new ArrayList<>();
        metric.log()
                .blocks()
                .forEach(block ->
                        add(dots, metric, block, block.block(metric.key()).isWhole()));
        metric.log().setAside().forEach(block -> add(dots, metric, block, false));
        dots.sort(Comparator.comparingInt(Dot::number));
        return new ForkChart(metric, dots);
    }

    private static void add(
            final List<Dot> dots, final MetricResult metric, final BlockLog block, final boolean isCounted) {
        block.forks().forEach(log -> {
            final Fork fork = log.fork(metric.key());
            if (fork.isAlive()) {
                dots.add(new Dot(log.number(), fork.side(), fork.score(), isCounted));
            }
        });
    }

    String render() {
        final String unit = metric.key().unit();
        final StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%d forks, %s to %s %s\">%n",
                WIDTH,
                HEIGHT,
                dots.size(),
                Figures.score(low),
                Figures.score(high),
                VerdictPage.escape(unit)));
        tick(out, high, Figures.score(high) + " " + unit);
        tick(out, low, Figures.score(low));
        for (final Side side : Side.values()) {
            final double mean = metric.figure(side);
            if (mean > 0) {
                out.append(String.format(
                        Locale.ROOT,
                        "<line class=\"mean %s\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                        VerdictPage.classOf(side),
                        LEFT,
                        WIDTH,
                        y(mean),
                        y(mean)));
            }
        }
        for (int i = 0; i < dots.size(); i++) {
            final Dot dot = dots.get(i);
            out.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"%s%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>fork %d, %s, %s %s</title></circle>%n",
                    VerdictPage.classOf(dot.side()),
                    dot.isCounted() ? "" : " aside",
                    LEFT + (i + 0.5) * (WIDTH - LEFT) / dots.size(),
                    y(dot.score()),
                    dot.number(),
                    dot.side(),
                    Figures.score(dot.score()),
                    VerdictPage.escape(unit)));
        }
        return out.append("</svg>\n").toString();
    }

    private static String line(final double y) {
        return String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                LEFT,
                WIDTH,
                y,
                y);
    }

    private void tick(final StringBuilder out, final double score, final String label) {
        out.append(line(y(score)));
        out.append(String.format(
                Locale.ROOT, "<text x=\"0\" y=\"%.1f\">%s</text>%n", y(score) + 4, VerdictPage.escape(label)));
    }

    private double y(final double score) {
        return TOP + (high - score) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }
}
