package io.ringlane.benchmarks.report;

import io.ringlane.cloud.plot.Svg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A row for each of several figures of one unit, best first, with a dot a fork on a logarithmic axis. */
final class DotChart {

    private static final int WIDTH = 540;
    private static final int LEFT = 176;
    private static final int RIGHT = 74;
    private static final int TOP = 22;
    private static final int ROW = 24;
    private static final int BOTTOM = 26;
    private static final int LEAST_TICK_DISTANCE = 36; // wider than any mark's text

    private final List<Row> rows;
    private final String unit;

    /** @param isOurs drawn in colour */
    record Row(String label, Figure figure, boolean isOurs, boolean isFloor) {}

    DotChart(final List<Row> rows) {
        this.rows = new ArrayList<>(rows);
        this.unit = rows.get(0).figure().unit();
        final Comparator<Row> byValue =
                Comparator.comparingDouble(row -> row.figure().value());
        final boolean isHigherBetter = rows.get(0).figure().isHigherBetter();
        this.rows.sort(isHigherBetter ? byValue.reversed() : byValue);
    }

    String render(final String id, final String title) {
        final int floor = TOP + rows.size() * ROW;
        final Svg svg = new Svg(WIDTH, floor + BOTTOM, id, title, description());
        final double[] values = rows.stream()
                .flatMap(row -> row.figure().forks().stream())
                .mapToDouble(Figure.Fork::value)
                .toArray();
        final LogAxis axis = new LogAxis(values, LEFT, WIDTH - RIGHT);
        double lastPx = 0;
        for (final double tick : axis.ticks()) {
            final double px = axis.px(tick);
            svg.line("grid", px, TOP - 4, px, floor);
            if (px - lastPx > LEAST_TICK_DISTANCE) {
                svg.text("", px, floor + 16, "middle", Numbers.tick(tick));
                lastPx = px;
            }
        }
        svg.text("", WIDTH, 12, "end", unit + (rows.get(0).figure().isHigherBetter() ? ", more is better" : ""));
        for (int i = 0; i < rows.size(); i++) {
            row(svg, axis, rows.get(i), TOP + i * ROW + ROW / 2.0);
        }
        return svg.end();
    }

    private static void row(final Svg svg, final LogAxis axis, final Row row, final double y) {
        final Figure figure = row.figure();
        svg.open((row.isOurs() ? "c0 ours" : row.isFloor() ? "floor" : "c1"));
        svg.text("label", LEFT - 10, y + 4, "end", row.label());
        svg.line("grid", LEFT, y, WIDTH - RIGHT, y);
        svg.line("mean", axis.px(figure.value()), y - 8, axis.px(figure.value()), y + 8);
        for (final Figure.Fork fork : figure.forks()) {
            svg.dot(
                    fork.isJudged() ? "dot" : "dot far",
                    axis.px(fork.value()),
                    y,
                    row.label() + ": " + Numbers.of(fork.value()) + " " + figure.unit()
                            + (fork.isJudged() ? "" : ", cores far apart"));
        }
        svg.text("label", WIDTH, y + 4, "end", Numbers.of(figure.value()) + (figure.isJudged() ? "" : " *"));
        svg.close();
    }

    private String description() {
        final StringBuilder text =
                new StringBuilder("Best first, in ").append(unit).append(':');
        rows.forEach(row -> text.append(' ')
                .append(row.label())
                .append(' ')
                .append(Numbers.of(row.figure().value()))
                .append(';'));
        return text.toString();
    }
}
