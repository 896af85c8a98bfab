package io.ringlane.cloud.cli;

import io.ringlane.cloud.plan.FlowExplanation;
import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.report.ExplainText;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.core.text.NearestName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains one flow's way, or one instance's place. */
@Command(
        name = "explain",
        description = {
            "Explains the way from one instance to another: each decision, which cap binds, what would lift it.",
            "With one instance: why it is on its host, and on none of the others."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  ringlane explain my.yaml a b", "  ringlane explain my.yaml a"})
final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A scenario.")
    private Path file;

    @Parameters(index = "1", paramLabel = "FROM", description = "The sending instance, or the one to explain.")
    private String from;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "The receiving instance.")
    private String to;

    @Mixin
    private PlanOptions options;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        Plan plan = Plan.of(ScenarioLint.check(file).orThrow(), options.protocol.number);
        Seat sender = seat(plan, from);
        if (to == null) {
            options.publish(
                    terminal,
                    file,
                    style -> ExplainText.render(plan, sender, style),
                    () -> ExplainText.json(plan, sender));
            return 0;
        }
        Seat receiver = seat(plan, to);
        if (sender == receiver) {
            throw new RunException("a flow from '" + from + "' to itself takes no path: name two instances");
        }
        FlowExplanation flow = FlowExplanation.of(plan, sender, receiver);
        options.publish(terminal, file, style -> ExplainText.render(flow, style), () -> ExplainText.json(flow));
        return 0;
    }

    private Seat seat(Plan plan, String name) {
        Seat seat = plan.seat(name);
        if (seat == null) {
            throw new RunException(file + ": unknown instance '" + name + "': "
                    + NearestName.advice(name, plan.instanceNames(), "instances"));
        }
        return seat;
    }
}
