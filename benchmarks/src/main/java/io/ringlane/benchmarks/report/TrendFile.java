package io.ringlane.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A CSV file with a row a run, as Apache Otava reads it: the column {@code time}, attributes, then a column a figure. Beside
 * it goes a configuration for Otava that says of each column whether more is good.
 *
 * <p>Otava wants a number in every field it is asked about, so a row must have exactly the columns of those before it.
 */
final class TrendFile {

    private static final List<String> ATTRIBUTES = List.of("commit", "branch", "machine", "jdk");

    /** The run cannot become a row; the message says why and what to do. */
    static final class TrendException extends Exception {

        private static final long serialVersionUID = 1;

        TrendException(final String message) {
            super(message);
        }
    }

    private TrendFile() {}

    /**
     * Adds a row, and makes the file if it is not there.
     *
     * @param time with its zone, as {@code git show -s --format=%cI} prints it
     * @param attributes a value for each of {@code commit}, {@code branch}, {@code machine} and {@code jdk}
     */
    static void append(
            final Path file, final List<Figure> figures, final String time, final Map<String, String> attributes)
            throws IOException, TrendException {
        final SortedMap<String, Figure> columns = new TreeMap<>();
        figures.forEach(figure -> columns.put(column(figure), figure));
        final List<String> header = new ArrayList<>(List.of("time"));
        header.addAll(ATTRIBUTES);
        header.addAll(columns.keySet());
        final String headerLine = line(header);
        if (Files.exists(file)) {
            final List<String> lines = Files.readAllLines(file);
            if (!lines.isEmpty() && !lines.get(0).equals(headerLine)) {
                throw new TrendException(
                        file + " has other columns than this run, " + difference(lines.get(0), headerLine)
                                + ". Measure the same benchmarks with the same parameters, or begin another file.");
            }
        }
        final List<String> row = new ArrayList<>(List.of(time));
        for (final String attribute : ATTRIBUTES) {
            row.add(attributes.getOrDefault(attribute, "unknown"));
        }
        for (final Map.Entry<String, Figure> entry : columns.entrySet()) {
            if (!Double.isFinite(entry.getValue().value())) {
                throw new TrendException(entry.getKey() + " has no value; the run is incomplete");
            }
            row.add(Double.toString(entry.getValue().value()));
        }
        final boolean isNew = !Files.exists(file) || Files.size(file) == 0;
        Files.writeString(
                file,
                (isNew ? headerLine + "\n" : "") + line(row) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.writeString(configuration(file), configuration(file.getFileName().toString(), columns));
    }

    /** Where the configuration goes: {@code trend.otava.yaml} for {@code trend.csv}. */
    static Path configuration(final Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.csv$", "") + ".otava.yaml");
    }

    /** Without commas, quotes or spaces, which would need care in one of the tools on the way. */
    private static String column(final Figure figure) {
        final StringBuilder name = new StringBuilder(figure.benchmark());
        figure.params()
                .forEach(
                        (key, value) -> name.append(':').append(key).append('=').append(value));
        return name.toString().replaceAll("[\\s,\"']", "_");
    }

    private static String configuration(final String file, final SortedMap<String, Figure> columns) {
        final StringBuilder out = new StringBuilder("""
                # For Apache Otava: otava --config-file THIS analyze ringlane
                tests:
                  ringlane:
                    type: csv
                    file: %s
                    time_column: time
                    attributes: [%s]
                    metrics:
                """.formatted(file, String.join(", ", ATTRIBUTES)));
        columns.forEach((name, figure) ->
                out.append("      \"%s\": {direction: %d}\n".formatted(name, figure.isHigherBetter() ? 1 : -1)));
        return out.toString();
    }

    private static String difference(final String before, final String now) {
        final TreeSet<String> gone = new TreeSet<>(List.of(before.split(",")));
        final TreeSet<String> come = new TreeSet<>(List.of(now.split(",")));
        gone.removeAll(List.of(now.split(",")));
        come.removeAll(List.of(before.split(",")));
        return gone.size() + " of them missing"
                + (gone.isEmpty() ? "" : " (the first is " + gone.first() + ")") + " and "
                + come.size() + " new"
                + (come.isEmpty() ? "" : " (the first is " + come.first() + ")");
    }

    private static String line(final List<String> fields) {
        return fields.stream()
                .map(field -> field.matches("[^,\"\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }
}
