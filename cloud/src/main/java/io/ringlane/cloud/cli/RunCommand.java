package io.ringlane.cloud.cli;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.report.Progress;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.Runner;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a scenario file or the built-in tour. */
@Command(
        name = "run",
        description = "Runs a scenario, prints a table and judges its expectations.",
        optionListHeading = "%nOptions (they outrank the file):%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlane run                                 the built-in tour of every path",
            "  ringlane run my.yaml --duration 10s --seed 7",
            "  ringlane run my.yaml --clock real --workers 2 --report out",
            "  ringlane run my.yaml --quiet --json - | jq .flows[0].deliveredBitsPerSecond"
        })
final class RunCommand implements Callable<Integer> {

    private final Runner runner;
    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "A scenario; the tour when left out.")
    private Path file;

    @Mixin
    private RunOptions options;

    RunCommand(Runner runner, Terminal terminal) {
        this.runner = runner;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        Outputs outputs = new Outputs(options, terminal);
        Scenario scenario = file == null ? override(ScenarioLoader.tour()) : checked(outputs);
        outputs.check();
        if (file != null) {
            outputs.checkApart(file);
        }
        RunResult result;
        try (Progress progress = outputs.progress()) {
            result = runner.run(scenario, outputs.observer(progress));
        }
        return outputs.publish(result, options.report == null ? null : Plan.of(scenario));
    }

    /** The file's scenario as the options have it; what would most likely not be meant is said before it runs. */
    private Scenario checked(Outputs outputs) throws ScenarioException {
        ScenarioLint.Report report = ScenarioLint.check(file, this::override);
        Scenario scenario = report.orThrow();
        outputs.warn(report.lines(), "ringlane lint " + file);
        return scenario;
    }

    private Scenario override(Scenario scenario) {
        RunSpec run = scenario.run();
        RunSpec changed = new RunSpec(
                options.clock == null ? run.clock() : options.clock,
                options.durationNs == null ? run.durationNs() : options.durationNs,
                options.seed == null ? run.seed() : options.seed,
                options.workers == null ? run.workers() : options.workers);
        return scenario.withRun(changed);
    }
}
