package io.ringlane.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which figures share a plot. Where a parameter names rivals, or a class's benchmarks are, they are rows of one; where a number was varied, figures lie
 * along it; the rest of a class is together.
 *
 * @param rivals rows by the plot's name
 * @param curves series by the plot's name
 * @param others rows by the plot's name
 */
record ChartGroups(
        Map<String, List<DotChart.Row>> rivals, Map<String, Curves> curves, Map<String, List<DotChart.Row>> others) {

    /** Parameters that make an axis, the more telling first. */
    private static final List<String> VARIED =
            List.of("flows", "frameBytes", "frames", "ports", "hosts", "workers", "burst");

    private static final int MOST_SERIES = 8;

    /** @param varied the parameter along the axis */
    record Curves(String varied, SortedMap<String, NavigableMap<Long, Figure>> series) {}

    static ChartGroups of(final List<Figure> figures) {
        final Map<String, List<DotChart.Row>> rivals = new LinkedHashMap<>();
        final Map<String, Curves> curves = new LinkedHashMap<>();
        final Map<String, List<DotChart.Row>> others = new LinkedHashMap<>();
        final Map<String, List<Figure>> byClass = new LinkedHashMap<>();
        for (final Figure figure : figures) {
            if (isRuler(figure) || Rivals.isFloor(figure) || figure.gauges().containsKey("error.mean")) {
                continue; // with the figures they are the floor of, or in a section of their own
            }
            if (Rivals.areMethods(figure)) {
                rivals.computeIfAbsent(named(figure.className(), figure.paramsWithout()), key -> new ArrayList<>())
                        .add(Rivals.methodRow(figure));
                continue;
            }
            final Optional<String> rival = Rivals.param(figure);
            if (rival.isPresent()) {
                final String name = named(figure.benchmark(), figure.paramsWithout(rival.get()));
                rivals.computeIfAbsent(name, key -> floorOf(figure, figures))
                        .add(new DotChart.Row(
                                figure.params().get(rival.get()),
                                figure,
                                Rivals.isOurs(figure.params().get(rival.get())),
                                Rivals.isFloor(figure.params().get(rival.get()))));
            }
            byClass.computeIfAbsent(
                            rival.isPresent() ? figure.benchmark() : figure.className(), key -> new ArrayList<>())
                    .add(figure);
        }
        byClass.forEach((name, group) -> {
            final Optional<String> varied = varied(group);
            if (varied.isPresent()) {
                curves.putAll(curves(name, varied.get(), group, figures));
            } else if (Rivals.param(group.get(0)).isEmpty()) {
                for (final Figure figure : group) {
                    others.computeIfAbsent(name + ", " + figure.unit(), key -> new ArrayList<>())
                            .add(new DotChart.Row(
                                    named(figure.method(), figure.paramsWithout()), figure, false, false));
                }
            }
        });
        return new ChartGroups(rivals, curves, others);
    }

    static boolean isRuler(final Figure figure) {
        return figure.className().equals("RulerBenchmark");
    }

    private static List<DotChart.Row> floorOf(final Figure figure, final List<Figure> all) {
        final List<DotChart.Row> rows = new ArrayList<>();
        Rivals.floor(figure, all)
                .map(floor -> figure.unit().endsWith("/s") && floor.unit().equals("ns/op")
                        ? floor.perSecond(figure.unit())
                        : floor)
                .filter(floor -> floor.unit().equals(figure.unit()))
                .ifPresent(floor -> rows.add(new DotChart.Row("floor: " + floor.method(), floor, false, true)));
        return rows;
    }

    private static Optional<String> varied(final List<Figure> group) {
        return VARIED.stream()
                .filter(param ->
                        group.stream().allMatch(figure -> figure.params().containsKey(param)))
                .filter(param -> group.stream()
                                .map(figure -> figure.params().get(param))
                                .distinct()
                                .count()
                        > 1)
                .findFirst();
    }

    /** One plot, or one for each set of the other parameters where one would have too many lines. */
    private static Map<String, Curves> curves(
            final String name, final String varied, final List<Figure> group, final List<Figure> all) {
        final String rival = Rivals.param(group.get(0)).orElse("");
        final Map<String, Curves> plots = new LinkedHashMap<>();
        final boolean isOnePlot = group.stream()
                        .map(figure -> named(figure.method(), figure.paramsWithout(varied)))
                        .distinct()
                        .count()
                <= MOST_SERIES;
        for (final Figure figure : group) {
            final String others = figure.paramsWithout(varied, rival);
            final String line = !rival.isEmpty()
                    ? figure.params().get(rival)
                    : isOnePlot ? named(figure.method(), others) : figure.method();
            final String plot = named(name, (isOnePlot && rival.isEmpty()) ? "" : others);
            plots.computeIfAbsent(plot, key -> new Curves(varied, new TreeMap<>()))
                    .series()
                    .computeIfAbsent(line, key -> new TreeMap<>())
                    .put(place(figure.params().get(varied), varied, group), figure);
        }
        if (rival.isEmpty()) {
            plots.values().forEach(plot -> addFloors(plot, varied, all));
        }
        return plots;
    }

    /** Of a value on the axis; a word, such as {@code imix}, is behind the greatest number. */
    private static long place(final String value, final String varied, final List<Figure> group) {
        if (isNumber(value)) {
            return Long.parseLong(value);
        }
        return 2
                * group.stream()
                        .map(figure -> figure.params().get(varied))
                        .filter(ChartGroups::isNumber)
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElse(1);
    }

    static boolean isNumber(final String value) {
        return !value.isEmpty() && value.chars().allMatch(Character::isDigit);
    }

    /** A line for each floor there is, at all places of the figures it is the floor of. */
    private static void addFloors(final Curves plot, final String varied, final List<Figure> all) {
        final SortedMap<String, NavigableMap<Long, Figure>> floors = new TreeMap<>();
        plot.series()
                .values()
                .forEach(points -> points.forEach((place, figure) -> Rivals.floor(figure, all)
                        .filter(floor -> floor.unit().equals(figure.unit()))
                        .ifPresent(floor -> floors.computeIfAbsent("floor: " + floor.method(), key -> new TreeMap<>())
                                .put(place, floor))));
        plot.series().putAll(floors);
    }

    private static String named(final String what, final String params) {
        return params.isEmpty() ? what : what + " " + params;
    }
}
