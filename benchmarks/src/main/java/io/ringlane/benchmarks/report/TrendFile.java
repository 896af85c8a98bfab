package io.ringlane.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A CSV file with a row a commit, as Apache Otava reads it: the column {@code time}, attributes, then a column a figure. Beside
 * it goes a configuration for Otava that says of each column whether more is good.
 *
 * <p>A commit measured again has its row replaced. Otava wants a number in every field it is asked about, so a row must have exactly the columns of those before it.
 */
final class TrendFile {

    private static final List<String> ATTRIBUTES = List.of("commit", "branch", "machine", "jdk");
    private static final int COMMIT = 1; // behind the time
    private static final String UNKNOWN = "unknown";

    private static final Pattern FIELD = Pattern.compile("\\G(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))");

    /** The run cannot become a row; the message says why and what to do. */
    static final class TrendException extends Exception {

        private static final long serialVersionUID = 1;

        TrendException(final String message) {
            super(message);
        }
    }

    private TrendFile() {}

    /**
     * Whether a run will become a row, asked before it is measured.
     *
     * @param columns that it will have, as {@link #column} names them
     */
    static void check(final Path file, final Collection<String> columns) throws IOException, TrendException {
        final Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new TrendException(folder + (Files.isDirectory(folder) ? " cannot be written to" : " is no folder")
                    + ": no place for " + file.getFileName());
        }
        if (Files.isDirectory(file) || Files.exists(file) && !Files.isWritable(file)) {
            throw new TrendException(file + (Files.isDirectory(file) ? " is a folder" : " cannot be written to"));
        }
        rows(file, header(columns));
    }

    /**
     * Adds a row, or replaces that of the same commit, and makes the file if it is not there.
     *
     * @param time with its zone, as {@code git show -s --format=%cI} prints it
     * @param attributes a value for each of {@code commit}, {@code branch}, {@code machine} and {@code jdk}
     */
    static void append(
            final Path file, final List<Figure> figures, final String time, final Map<String, String> attributes)
            throws IOException, TrendException {
        final SortedMap<String, Figure> columns = new TreeMap<>();
        figures.forEach(figure -> columns.put(column(figure), figure));
        final String header = header(columns.keySet());
        final List<String> rows = rows(file, header);
        final List<String> row = new ArrayList<>(List.of(time));
        for (final String attribute : ATTRIBUTES) {
            row.add(attributes.getOrDefault(attribute, UNKNOWN));
        }
        for (final Map.Entry<String, Figure> entry : columns.entrySet()) {
            if (!Double.isFinite(entry.getValue().value())) {
                throw new TrendException(entry.getKey() + " has no value; the run is incomplete");
            }
            row.add(Double.toString(entry.getValue().value()));
        }
        final String commit = row.get(COMMIT);
        final int before = IntStream.range(0, rows.size())
                .filter(i -> !commit.equals(UNKNOWN) && commit.equals(field(rows.get(i), COMMIT)))
                .findFirst()
                .orElse(-1);
        if (before >= 0) {
            rows.set(before, line(row));
        } else {
            rows.add(line(row));
        }
        Files.writeString(file, header + "\n" + String.join("\n", rows) + "\n");
        Files.writeString(configuration(file), configuration(file.getFileName().toString(), columns));
    }

    /** The rows there are; none where there is no file. */
    private static List<String> rows(final Path file, final String header) throws IOException, TrendException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return new ArrayList<>();
        }
        final List<String> lines = Files.readAllLines(file);
        if (!lines.get(0).equals(header)) {
            throw new TrendException(file + " has other columns than this run, " + difference(lines.get(0), header)
                    + ". Measure the same benchmarks with the same parameters, or begin another file.");
        }
        return new ArrayList<>(lines.subList(1, lines.size()));
    }

    private static String header(final Collection<String> columns) {
        final List<String> header = new ArrayList<>(List.of("time"));
        header.addAll(ATTRIBUTES);
        header.addAll(new TreeSet<>(columns));
        return line(header);
    }

    /** One of the fields ahead of the first that may hold a line's end; quotes taken off. */
    private static String field(final String row, final int index) {
        final Matcher fields = FIELD.matcher(row);
        for (int i = 0; fields.find(); i++) {
            if (i == index) {
                return fields.group(1) != null ? fields.group(1).replace("\"\"", "\"") : fields.group(2);
            }
        }
        return "";
    }

    /** Where the configuration goes: {@code trend.otava.yaml} for {@code trend.csv}. */
    static Path configuration(final Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.csv$", "") + ".otava.yaml");
    }

    private static String column(final Figure figure) {
        return column(figure.benchmark(), figure.params());
    }

    /** Without commas, quotes or spaces, which would need care in one of the tools on the way. */
    static String column(final String benchmark, final SortedMap<String, String> params) {
        final StringBuilder name = new StringBuilder(benchmark);
        params.forEach((key, value) -> name.append(':').append(key).append('=').append(value));
        return name.toString().replaceAll("[\\s,\"']", "_");
    }

    private static String configuration(final String file, final SortedMap<String, Figure> columns) {
        final StringBuilder out =
                new StringBuilder("""
                # For Apache Otava, in the folder of the two files: otava analyze ringlane --config-file %s
                tests:
                  ringlane:
                    type: csv
                    file: %s
                    time_column: time
                    attributes: [%s]
                    metrics:
                """.formatted(configuration(Path.of(file)), file, String.join(", ", ATTRIBUTES)));
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
