package io.ringlane.benchmarks.report;

import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.Svg;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Figures against a number that was varied: a line a series through its means, a dot a fork, both axes logarithmic. */
final class CurveChart {

    private static final int WIDTH = 540;
    private static final int LEFT = 62;
    private static final int RIGHT = 20;
    private static final int TOP = 26;
    private static final int FLOOR = 246;
    private static final int HEIGHT = 290;

    private final String varied;
    private final SortedMap<String, NavigableMap<Long, Figure>> series;
    private final List<String> colours;

    /**
     * @param varied name of the parameter along the axis
     * @param series figures by its value, by the series' name
     * @param colours a class a series, in order
     */
    CurveChart(
            final String varied,
            final SortedMap<String, NavigableMap<Long, Figure>> series,
            final List<String> colours) {
        this.varied = varied;
        this.series = series;
        this.colours = colours;
    }

    String render(final String id, final String title) {
        final Svg svg = new Svg(WIDTH, HEIGHT, id, title, description());
        final List<Long> places = series.values().stream()
                .flatMap(points -> points.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        final double first = Math.log10(Math.max(1, places.get(0)));
        final double last = Math.log10(Math.max(1, places.get(places.size() - 1)));
        final LogAxis values = new LogAxis(
                figures()
                        .flatMap(figure -> figure.forks().stream())
                        .mapToDouble(Figure.Fork::value)
                        .toArray(),
                FLOOR,
                TOP);
        final String unit = figures().findFirst().orElseThrow().unit();
        svg.text("", 0, 12, "start", unit);
        for (final double tick : values.ticks()) {
            svg.line("grid", LEFT, values.px(tick), WIDTH - RIGHT, values.px(tick));
            svg.text("", LEFT - 8, values.px(tick) + 4, "end", Numbers.tick(tick));
        }
        for (final long place : places) {
            final double x = x(place, first, last);
            svg.line("axis", x, FLOOR, x, FLOOR + 4);
            svg.text("", x, FLOOR + 18, "middle", label(place));
        }
        svg.line("axis", LEFT, FLOOR, WIDTH - RIGHT, FLOOR);
        svg.text("", WIDTH - RIGHT, HEIGHT - 6, "end", varied);
        int i = 0;
        for (final Map.Entry<String, NavigableMap<Long, Figure>> each : series.entrySet()) {
            curve(svg, values, each.getKey(), each.getValue(), colours.get(i++), first, last);
        }
        return svg.end();
    }

    /** The value that was asked for; a word is a place without a number. */
    private String label(final long place) {
        return word(place).orElseGet(() -> "%,d".formatted(place));
    }

    private Optional<String> word(final long place) {
        return series.values().stream()
                .map(points -> points.get(place))
                .filter(Objects::nonNull)
                .map(figure -> figure.params().getOrDefault(varied, ""))
                .filter(value -> !value.isEmpty() && !ChartGroups.isNumber(value))
                .findFirst();
    }

    private void curve(
            final Svg svg,
            final LogAxis values,
            final String name,
            final NavigableMap<Long, Figure> points,
            final String colour,
            final double first,
            final double last) {
        svg.open(colour);
        final StringBuilder line = new StringBuilder();
        points.forEach(
                (place, figure) -> line.append(line.isEmpty() || word(place).isPresent() ? "M" : "L")
                        .append(Markup.px(x(place, first, last)))
                        .append(' ')
                        .append(Markup.px(values.px(figure.value()))));
        svg.path(colour + " line", line.toString());
        points.forEach((place, figure) -> figure.forks()
                .forEach(fork -> svg.dot(
                        fork.isJudged() ? "dot" : "dot far",
                        x(place, first, last),
                        values.px(fork.value()),
                        name + ", " + word(place).orElseGet(() -> Numbers.of(place)) + ": " + Numbers.of(fork.value())
                                + " " + figure.unit())));
        svg.close();
    }

    private static double x(final long place, final double first, final double last) {
        final double at = last == first ? 0.5 : (Math.log10(Math.max(1, place)) - first) / (last - first);
        return LEFT + 16 + at * (WIDTH - LEFT - RIGHT - 32);
    }

    private Stream<Figure> figures() {
        return series.values().stream().flatMap(points -> points.values().stream());
    }

    private String description() {
        final StringBuilder text = new StringBuilder("Against " + varied + ".");
        series.forEach((name, points) -> text.append(' ')
                .append(name)
                .append(": ")
                .append(Numbers.of(points.firstEntry().getValue().value()))
                .append(" to ")
                .append(Numbers.of(points.lastEntry().getValue().value()))
                .append('.'));
        return text.toString();
    }
}
