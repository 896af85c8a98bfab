package io.ringlane.benchmarks.report;

import io.ringlane.benchmarks.support.CoreDistance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Turns JMH's JSON into a Markdown table and a page, and describes the machine.
 *
 * <pre>
 *   --machine                                      prints machine, JDK and how near two cores are
 *   RESULT.json MACHINE.txt OUT.md OUT.html        writes both tables
 * </pre>
 */
public final class BenchmarkReport {

    private static final List<String> COLUMNS = List.of("benchmark", "parameters", "score", "error", "unit", "B/op");

    private BenchmarkReport() {}

    /** See the class. */
    public static void main(final String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--machine")) {
            System.out.print(machine());
        } else if (args.length == 4) {
            final List<List<String>> rows = rows(new ObjectMapper().readTree(Files.readString(Path.of(args[0]))));
            final String machine = Files.readString(Path.of(args[1]));
            Files.writeString(Path.of(args[2]), markdown(rows, machine));
            Files.writeString(Path.of(args[3]), html(rows, machine));
        } else {
            System.err.println("usage: BenchmarkReport --machine | RESULT.json MACHINE.txt OUT.md OUT.html");
            System.exit(2);
        }
    }

    /** Processor, system, JDK and how near two cores are, a line each: {@code name: value}. */
    public static String machine() {
        final int cores = Runtime.getRuntime().availableProcessors();
        return String.format(
                Locale.ROOT,
                "machine: %s, %d cores seen%nsystem:  %s %s%nJDK:     %s %s%ncores:   %s%n",
                processor(),
                cores,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                cores < 2 ? "one: no distance to measure" : CoreDistance.measure());
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (final IOException e) {
            return System.getProperty("os.arch"); // not Linux
        }
    }

    /** A row a result, in JMH's order; {@link #COLUMNS} says what is where. */
    static List<List<String>> rows(final JsonNode results) {
        final List<List<String>> rows = new ArrayList<>();
        for (final JsonNode result : results) {
            final String name = result.get("benchmark").asString();
            final int method = name.lastIndexOf('.');
            final Map<String, String> params = new TreeMap<>();
            if (result.has("params")) {
                result.get("params")
                        .properties()
                        .forEach(e -> params.put(e.getKey(), e.getValue().asString()));
            }
            final StringBuilder parameters = new StringBuilder();
            params.forEach((key, value) -> parameters
                    .append(parameters.length() == 0 ? "" : " ")
                    .append(key)
                    .append('=')
                    .append(value));
            final JsonNode primary = result.get("primaryMetric");
            final JsonNode allocated = result.path("secondaryMetrics").path("gc.alloc.rate.norm");
            rows.add(List.of(
                    name.substring(name.lastIndexOf('.', method - 1) + 1),
                    parameters.toString(),
                    number(primary.get("score")),
                    number(primary.get("scoreError")),
                    primary.get("scoreUnit").asString(),
                    allocated.isMissingNode() ? "" : number(allocated.get("score"))));
        }
        return rows;
    }

    /** JMH writes "NaN" as a string where too few repetitions allow no error. */
    private static String number(final JsonNode node) {
        final double value = node.asDouble(Double.NaN);
        return Double.isFinite(value) ? String.format(Locale.ROOT, value < 10 ? "%.3f" : "%.1f", value) : "-";
    }

    private static String markdown(final List<List<String>> rows, final String machine) {
        final StringBuilder out = new StringBuilder("```\n").append(machine).append("```\n\n");
        out.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n|---|---|--:|--:|---|--:|\n");
        for (final List<String> row : rows) {
            out.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
        return out.toString();
    }

    private static String html(final List<List<String>> rows, final String machine) {
        final StringBuilder out = new StringBuilder("""
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Ringlane benchmarks</title>
                <style>
                body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em }
                table { border-collapse: collapse; width: 100% }
                th, td { border-bottom: 1px solid #ccc; padding: .25em .6em; text-align: left }
                td:nth-child(3), td:nth-child(4), td:nth-child(6) { text-align: right; font-variant-numeric: tabular-nums }
                </style>
                <h1>Ringlane benchmarks</h1>
                """);
        out.append("<pre>").append(escaped(machine)).append("</pre>\n<table><tr>");
        COLUMNS.forEach(column -> out.append("<th>").append(column).append("</th>"));
        out.append("</tr>\n");
        for (final List<String> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(escaped(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        return out.append("</table>\n</html>\n").toString();
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
