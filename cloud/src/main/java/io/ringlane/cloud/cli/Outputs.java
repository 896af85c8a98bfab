package io.ringlane.cloud.cli;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.report.HtmlReport;
import io.ringlane.cloud.report.JsonReport;
import io.ringlane.cloud.report.OutputFile;
import io.ringlane.cloud.report.Progress;
import io.ringlane.cloud.report.ReportFiles;
import io.ringlane.cloud.report.ResultTable;
import io.ringlane.cloud.report.Style;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Outcome;
import io.ringlane.cloud.run.RunResult.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Where a command's result goes: the terminal, a JSON file, a report. */
final class Outputs {

    private static final String STANDARD_OUTPUT = "-";

    /** More are not read before a run; a file with a thousand flows may earn a thousand. */
    private static final int MOST_WARNINGS = 10;

    private final RunOptions options;
    private final Terminal terminal;
    private final List<String> warnings = new ArrayList<>();

    Outputs(RunOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Finds out that a file cannot be written before the run, not after it. */
    void check() throws IOException {
        if (options.json != null && !options.json.equals(STANDARD_OUTPUT)) {
            checkWritable(Path.of(options.json));
        }
        if (options.report != null) {
            Path directory = ReportFiles.directoryOf(options.report);
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                throw new RunException(directory + ": permission denied");
            }
        }
    }

    /** Refuses to write over what is read. */
    static void checkApart(Path input, Path output) throws IOException {
        if (Files.exists(output) && Files.isSameFile(input, output)) {
            throw new RunException(output + ": is the input too, and would be overwritten; name another file");
        }
    }

    /** As {@link #checkApart(Path, Path)}, for the file of {@code --json}. */
    void checkApart(Path input) throws IOException {
        if (options.json != null && !STANDARD_OUTPUT.equals(options.json)) {
            checkApart(input, Path.of(options.json));
        }
    }

    static void checkReadable(Path file) {
        if (!Files.exists(file)) {
            throw new RunException(file + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new RunException(file + ": is a directory, not a file");
        }
        if (!Files.isReadable(file)) {
            throw new RunException(file + ": permission denied");
        }
    }

    static void checkWritable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new RunException(file + ": is a directory, not a file");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new RunException(file + ": its directory does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw new RunException(file + ": permission denied");
        }
    }

    /**
     * Says what is odd about the input, unless nothing is to be said.
     *
     * @param command what lists all of it, where that is too much here
     */
    void warn(List<String> lines, String command) {
        if (options.isQuiet) {
            return;
        }
        lines.stream()
                .limit(MOST_WARNINGS)
                .forEach(line -> terminal.err().println("ringlane: " + Failures.oneLine(line)));
        if (lines.size() > MOST_WARNINGS) {
            terminal.err()
                    .println("ringlane: and " + (lines.size() - MOST_WARNINGS) + " more warnings: "
                            + Failures.oneLine(command) + " lists them");
        }
        terminal.err().flush();
    }

    /** The progress bar, or null where nothing is to be seen; a null closes quietly in a try statement. */
    Progress progress() {
        return options.isQuiet
                ? null
                : new Progress(terminal.err(), terminal.errStyle(), terminal.isErrLive(), System::nanoTime);
    }

    /** Passes a run's progress on, and keeps its warnings until the progress bar is gone. */
    RunObserver observer(Progress progress) {
        RunObserver shown = progress == null ? RunObserver.NONE : progress;
        return new RunObserver() {
            @Override
            public void onPhase(Phase phase) {
                shown.onPhase(phase);
            }

            @Override
            public void onProgress(long elapsedNs, long durationNs) {
                shown.onProgress(elapsedNs, durationNs);
            }

            @Override
            public void onWarning(String message) {
                warnings.add(message);
            }
        };
    }

    /**
     * Prints and writes everything that was asked for. With {@code --json -} standard output belongs to the JSON and the
     * table goes to standard error.
     *
     * @return the exit code
     */
    int publishReplay(RunResult result) throws IOException {
        return publish(result, null, ResultTable::ofReplay);
    }

    /** As {@link #publishReplay} for a scenario, with where the instances were in the report; null leaves it out. */
    int publish(RunResult result, Plan plan) throws IOException {
        return publish(result, plan, ResultTable::new);
    }

    private int publish(RunResult result, Plan plan, Function<Style, ResultTable> usualTable) throws IOException {
        boolean isJsonOut = STANDARD_OUTPUT.equals(options.json);
        warnings.forEach(warning -> terminal.err().println("warning: " + warning));
        terminal.err().flush();
        if (!options.isQuiet) {
            PrintWriter writer = isJsonOut ? terminal.err() : terminal.out();
            Style style = isJsonOut ? terminal.errStyle() : terminal.outStyle();
            ResultTable table = options.isAll ? ResultTable.ofAll(style) : usualTable.apply(style);
            writer.print(table.render(result));
            writer.flush();
        } else {
            complain(result);
        }
        if (isJsonOut) {
            terminal.out().print(JsonReport.render(result));
            terminal.out().flush();
        } else if (options.json != null) {
            OutputFile.write(Path.of(options.json), JsonReport.render(result));
        }
        if (options.report != null) {
            Path page = HtmlReport.write(result, plan, options.report);
            if (!options.isQuiet) {
                terminal.err().println("ringlane: the report is in " + page);
            }
        }
        return result.outcome().exitCode();
    }

    /** What a quiet run that did not end well says. */
    private void complain(RunResult result) {
        if (result.outcome() == Outcome.VOID) {
            terminal.err().println("ringlane: void: " + result.voidReason());
        }
        for (ExpectationResult expectation : result.expectations()) {
            if (expectation.verdict() == Verdict.MISSED || expectation.verdict() == Verdict.INCONCLUSIVE) {
                terminal.err()
                        .println("ringlane: " + expectation.verdict().name().toLowerCase(Locale.ROOT) + ": "
                                + expectation.text() + ", measured " + expectation.actual());
            }
        }
    }
}
