package io.ringlane.cloud.example;

import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.ScenarioRunner;
import io.ringlane.cloud.scenario.ScenarioLoader;

public final class FirstExample {

    public static void main(String[] args) throws Exception {
        RunResult result = new ScenarioRunner().run(ScenarioLoader.load("pair", """
                version: 1
                instances: [{name: a, type: c5n.18xlarge}, {name: b, type: c5n.18xlarge}]
                flows: [{name: f, from: a, to: b, frame: 1500B, rate: 8Gbit/s}]
                run: {duration: 100ms}
                expect: [{flow: f, delivered: 5Gbit/s, within: 0.1%}]
                """), RunObserver.NONE);
        System.out.println(
                result.outcome() + ", " + result.flows().get(0).packetsDropped() + " packets beyond the flow's cap");
    }
}
