package io.ringlane.benchmarks.compare.outcome;

import io.ringlane.benchmarks.compare.jmh.CommandResult;
import io.ringlane.benchmarks.compare.jmh.FailureText;
import io.ringlane.benchmarks.compare.jmh.JmhJar;
import io.ringlane.benchmarks.compare.outcome.ExactRow.Kind;
import io.ringlane.benchmarks.compare.outcome.ExactRow.State;
import io.ringlane.cloud.cli.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs one scenario with the command of each side, in virtual time, and compares what came of it. The scenario files are
 * those of the checkout, the same for both sides.
 */
public final class ScenarioOutcomes {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST_DIFFERENCES = 3;

    private final Path folder;

    /** @param folder for JSON and output; there already */
    public ScenarioOutcomes(final Path folder) {
        this.folder = folder;
    }

    /** Whether a jar has Ringlane's command beside it; another project's jar has none. */
    public static boolean canRun(final Path jar) throws IOException {
        final Path lib = jar.resolveSibling("lib");
        if (!Files.isDirectory(lib)) {
            return false;
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("ringlane-cloud-"));
        }
    }

    /** One scenario on both sides. */
    public ExactRow compare(final Path scenario, final Path baseJar, final Path headJar)
            throws IOException, InterruptedException {
        final String name = scenario.getFileName().toString();
        final Run base = run(scenario, baseJar, "base");
        final Run head = run(scenario, headJar, "head");
        if (base.facts == null) {
            return new ExactRow(name, Kind.OUTCOME, State.NOT_COMPARED, notRunByBase(base, head));
        }
        if (head.facts == null) {
            return new ExactRow(name, Kind.OUTCOME, State.CHANGED, "HEAD does not run it: " + head.failure);
        }
        final String difference = base.facts.difference(head.facts, MOST_DIFFERENCES);
        return difference.isEmpty()
                ? new ExactRow(
                        name,
                        Kind.OUTCOME,
                        State.SAME,
                        "digest " + base.facts.values().get("digest"))
                : new ExactRow(name, Kind.OUTCOME, State.CHANGED, difference);
    }

    /** The files are the checkout's, so BASE may refuse what came into them since. */
    private static String notRunByBase(final Run base, final Run head) {
        return base.isRefused && head.facts != null
                ? "new to BASE, which refuses it as it is now and HEAD runs: " + base.failure
                : "BASE does not run it: " + base.failure;
    }

    /** @param isRefused as a mistake in the scenario */
    private record Run(ScenarioFacts facts, String failure, boolean isRefused) {}

    private Run run(final Path scenario, final Path jar, final String side) throws IOException, InterruptedException {
        final Path json = folder.resolve("outcome-" + side + ".json");
        final Path output = folder.resolve("outcome-" + side + ".txt");
        Files.deleteIfExists(json);
        final CommandResult ended = CommandResult.run(
                List.of(
                        JmhJar.java(),
                        "-cp",
                        jar.toString(),
                        "io.ringlane.cloud.cli.Ringlane",
                        "run",
                        scenario.toString(),
                        "--json",
                        json.toString(),
                        "--quiet"),
                null,
                output,
                LIMIT);
        if (!Files.isRegularFile(json)) {
            return new Run(
                    null,
                    "exit " + ended.exitCode() + ", " + FailureText.of(Files.readAllLines(output)),
                    ended.exitCode() == Failures.USAGE);
        }
        final ScenarioFacts facts = ScenarioFacts.read(Files.readString(json));
        Files.delete(json);
        Files.delete(output);
        return new Run(facts, null, false);
    }
}
