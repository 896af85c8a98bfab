package io.ringlane.benchmarks.report;

import io.ringlane.benchmarks.report.TrendFile.TrendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import tools.jackson.databind.ObjectMapper;

/**
 * Turns JMH's JSON into a page, a table and a row of a trend, describes the machine, and says how long a run will take.
 *
 * <pre>
 *   --machine                                  prints machine, JDK and how near two cores are
 *   --check [JMH OPTIONS]                      says what is wrong with them that JMH would not say
 *   --estimate [JMH OPTIONS]                   prints how long JMH would take with these options
 *   --trend-check FILE.csv [JMH OPTIONS]       says whether a run with these options will become a row
 *   --trend FILE.csv RESULT.json FACTS.txt     adds a row, or replaces the commit's; the facts committed, commit and branch say of what
 *   RESULT.json FACTS.txt FOLDER               writes bench.md and report.html, with the logs of FOLDER/latency
 * </pre>
 */
public final class BenchmarkReport {

    private BenchmarkReport() {}

    /** See the class. */
    public static void main(final String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--machine")) {
            System.out.print(RunFacts.ofThisMachine());
        } else if (args.length >= 1 && args[0].equals("--check")) {
            final String[] options = Arrays.copyOfRange(args, 1, args.length);
            orExit(() -> Selection.of(options).checkParams(options));
        } else if (args.length >= 1 && args[0].equals("--estimate")) {
            orExit(() -> System.out.println(RunEstimate.of(Selection.of(Arrays.copyOfRange(args, 1, args.length)))));
        } else if (args.length >= 2 && args[0].equals("--trend-check")) {
            orExit(() -> TrendFile.check(
                    Path.of(args[1]),
                    Selection.of(Arrays.copyOfRange(args, 2, args.length)).columns()));
        } else if (args.length == 4 && args[0].equals("--trend")) {
            trend(Path.of(args[1]), figures(args[2]), facts(args[3]));
        } else if (args.length == 3) {
            final List<Figure> figures = figures(args[0]);
            final Map<String, String> facts = facts(args[1]);
            final Path folder = Path.of(args[2]);
            Files.writeString(folder.resolve("bench.md"), ReportTable.render(figures, facts));
            Files.writeString(
                    folder.resolve("report.html"),
                    new ReportPage(figures, facts, LatencySeries.all(figures, folder.resolve("latency"))).render());
        } else {
            System.err.println(
                    "usage: BenchmarkReport --machine | --check [JMH OPTIONS] | --estimate [JMH OPTIONS]"
                            + " | --trend-check FILE.csv [JMH OPTIONS] | --trend FILE.csv RESULT.json FACTS.txt | RESULT.json FACTS.txt FOLDER");
            System.exit(2);
        }
    }

    private static List<Figure> figures(final String json) throws IOException {
        return Figure.all(new ObjectMapper().readTree(Files.readString(Path.of(json))));
    }

    private static Map<String, String> facts(final String file) throws IOException {
        return RunFacts.parse(Files.readString(Path.of(file)));
    }

    private interface Step {
        void run() throws IOException, CommandLineOptionException, TrendException;
    }

    /** Mistakes of the caller's are a line and exit 2. */
    private static void orExit(final Step step) throws IOException {
        try {
            step.run();
        } catch (final CommandLineOptionException | TrendException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void trend(final Path file, final List<Figure> figures, final Map<String, String> facts)
            throws IOException {
        if (facts.containsKey(RunFacts.QUICK)) {
            System.err.println("A quick run is not fit for a trend; leave --quick or --trend out.");
            System.exit(2);
        }
        orExit(() -> TrendFile.append(
                file,
                figures,
                facts.get("committed"),
                Map.of(
                        "commit", facts.get("commit"),
                        "branch", facts.get("branch"),
                        "machine", facts.get("machine"),
                        "jdk", facts.get("JDK"))));
    }
}
