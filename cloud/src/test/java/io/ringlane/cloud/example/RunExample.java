package io.ringlane.cloud.example;

import io.ringlane.cloud.report.HtmlReport;
import io.ringlane.cloud.report.ResultTable;
import io.ringlane.cloud.report.Style;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.ScenarioRunner;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.nio.file.Path;

public final class RunExample {

    public static void main(String[] args) throws Exception {
        Scenario scenario = ScenarioLoader.load(Path.of("scenarios/first-steps.yaml"));
        RunResult result = new ScenarioRunner().run(scenario, RunObserver.NONE);
        System.out.print(new ResultTable(Style.PLAIN).render(result));
        HtmlReport.write(result, Path.of("out")); // out/report.html, out/result.json, a .hlog a flow
        System.exit(result.outcome().exitCode());
    }
}
