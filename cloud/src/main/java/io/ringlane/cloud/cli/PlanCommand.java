package io.ringlane.cloud.cli;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.report.PlanJson;
import io.ringlane.cloud.report.PlanReport;
import io.ringlane.cloud.report.PlanTable;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.core.packet.IpProtocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where a scenario's instances go and what lies between them, without running it. */
@Command(
        name = "plan",
        description = {
            "Shows where instances go, and every pair's path and binding cap, before anything runs.",
            "Of a network also its interfaces and where its flows lead before any event."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ringlane plan my.yaml",
            "  ringlane plan my.yaml --report out           with a picture of zones, racks and hosts",
            "  ringlane plan my.yaml --quiet --json - | jq '.instances[].host'"
        })
final class PlanCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A scenario.")
    private Path file;

    @Mixin
    private PlanOptions options;

    @Option(
            names = "--report",
            paramLabel = "DIR|PAGE.html",
            description = "Write plan.html and plan.json into DIR; or PAGE.html, and PAGE.json beside it.")
    private Path report;

    @Option(names = "--all", description = "List every instance and pair, however many there are.")
    private boolean isAll;

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ScenarioException {
        Integer protocol = options.protocolNumber();
        Plan plan = Plan.of(ScenarioLint.check(file).orThrow(), protocol == null ? IpProtocol.UDP : protocol);
        options.publish(
                terminal, file, style -> PlanTable.render(plan, style, isAll), () -> PlanJson.render(plan, isAll));
        if (report != null) {
            Path page = PlanReport.write(plan, report, isAll);
            if (!options.isQuiet) {
                terminal.err().println("ringlane: the report is in " + page);
            }
        }
        return 0;
    }
}
