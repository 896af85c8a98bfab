package io.ringlane.cloud.cli;

import io.ringlane.cloud.scenario.Problem.Severity;
import io.ringlane.cloud.scenario.ScenarioLint;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks scenario files without running them. */
@Command(
        name = "lint",
        description = {
            "Checks scenarios without running them.",
            "Every mistake comes with its line and the nearest valid choice.",
            "The last line is the verdict; warnings alone do not fail it."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  ringlane lint my.yaml", "  ringlane lint scenarios/*.yaml --quiet"})
final class LintCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenarios.")
    private List<Path> files;

    @Option(names = "--quiet", description = "Say nothing of files that are good.")
    private boolean isQuiet;

    LintCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean isGood = true;
        for (Path file : files) {
            ScenarioLint.Report report = ScenarioLint.check(file);
            report.lines().forEach(line -> terminal.out().println(Failures.oneLine(line)));
            if (!isQuiet || !report.problems().isEmpty()) {
                terminal.out().println(Failures.oneLine(file + ": " + verdict(report)));
            }
            isGood &= !report.hasErrors();
        }
        return isGood ? 0 : Failures.USAGE;
    }

    private static String verdict(ScenarioLint.Report report) {
        long errors = report.count(Severity.ERROR);
        long warnings = report.count(Severity.WARNING);
        String counted = Stream.of(counted(errors, "error"), counted(warnings, "warning"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return errors > 0 ? counted + "; it cannot be run" : counted.isEmpty() ? "good" : "good, with " + counted;
    }

    private static String counted(long count, String noun) {
        return count == 0 ? "" : count + " " + noun + (count == 1 ? "" : "s");
    }
}
