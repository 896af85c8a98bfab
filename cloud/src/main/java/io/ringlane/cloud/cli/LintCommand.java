package io.ringlane.cloud.cli;

import io.ringlane.cloud.scenario.ScenarioLint;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks scenario files without running them. */
@Command(
        name = "lint",
        description = {
            "Checks scenarios without running them: every mistake with its line and the nearest valid choice.",
            "Warnings alone do not fail it."
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
            if (report.problems().isEmpty() && !isQuiet) {
                terminal.out().println(Failures.oneLine(file + ": good"));
            }
            isGood &= !report.hasErrors();
        }
        return isGood ? 0 : Failures.USAGE;
    }
}
