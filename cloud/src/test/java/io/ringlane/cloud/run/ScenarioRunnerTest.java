package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioRunnerTest {

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldMeetEveryExpectationOfAShippedScenario(final Path file) throws Exception {
        final RunResult result = new ScenarioRunner().run(ScenarioLoader.load(file), RunObserver.NONE);

        assertThat(result.expectations()).isNotEmpty();
        assertThat(result.expectations()).extracting(ExpectationResult::verdict).containsOnly(Verdict.MET);
        assertConserved(result);
    }

    @Test
    void shouldShowEveryCapOfTheTourTheSameWayTwice() throws Exception {
        final Scenario tour = ScenarioLoader.tour();
        final RunResult first = new ScenarioRunner().run(tour, RunObserver.NONE);
        final RunResult second = new ScenarioRunner().run(tour, RunObserver.NONE);

        assertThat(first.flows()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(first.expectations()).extracting(ExpectationResult::verdict).containsOnly(Verdict.MET);
        assertThat(first.digest()).hasSize(32).isEqualTo(second.digest());
        // From a run on JDK 17; another JDK, machine or day must do the same to the same packets at the same times.
        assertThat(first.digest()).isEqualTo("fa7dc7aebe556e3ae736b983c4534aed");
        assertConserved(first);
    }

    @Test
    void shouldCountTheSameOfEveryFlowWithTwoWorkersAsWithOne() throws Exception {
        final Scenario scenario = ScenarioLoader.load(Path.of("..", "scenarios", "first-steps.yaml"));
        final RunSpec run = scenario.run();
        final RunResult one = new ScenarioRunner().run(scenario, RunObserver.NONE);
        final Scenario withTwo = scenario.withRun(new RunSpec(run.clock(), run.durationNs(), run.seed(), 2));
        final RunResult two = new ScenarioRunner().run(withTwo, RunObserver.NONE);

        assertThat(two.digest())
                .isEqualTo(new ScenarioRunner().run(withTwo, RunObserver.NONE).digest());
        assertThat(two.packets()).isEqualTo(one.packets());
        for (int i = 0; i < one.flows().size(); i++) {
            assertThat(two.flows().get(i).drops()).isEqualTo(one.flows().get(i).drops());
            assertThat(two.flows().get(i).packetsDelivered())
                    .isEqualTo(one.flows().get(i).packetsDelivered());
        }
        assertConserved(two);
    }

    private static void assertConserved(final RunResult result) {
        for (final FlowResult flow : result.flows()) {
            assertThat(flow.packetsSent())
                    .isPositive()
                    .isEqualTo(flow.packetsDelivered() + flow.packetsDropped() + flow.packetsInFlight());
            assertThat(flow.packetsInFlight()).isZero();
            assertThat(flow.latency().getTotalCount()).isEqualTo(flow.packetsDelivered());
        }
    }

    @Test
    void shouldCountWhatArrivesInTheRunAlikeWheneverAFlowStarts() throws Exception {
        final String yaml = """
                version: 1
                instances: [{name: a, type: c5n.18xlarge}, {name: b, type: c5n.18xlarge}]
                flows:
                  - {name: always, from: a, to: b, frame: 1500B, rate: 8Gbit/s}
                  - {name: late, from: a, to: b, frame: 1500B, rate: 8Gbit/s, start: 5ms}
                run: {duration: 50ms}
                expect:
                  - {flow: always, delivered: 5Gbit/s, within: 0.1%}
                  - {flow: late, delivered: 4.5Gbit/s, within: 0.1%}
                  - {flow: late, from: 0s, to: 50ms, delivered: 4.5Gbit/s, within: 0.3%}
                """;
        final RunResult plain = new ScenarioRunner().run(ScenarioLoader.load("late", yaml), RunObserver.NONE);
        final RunResult network = new ScenarioRunner()
                .run(
                        ScenarioLoader.load(
                                "late",
                                yaml
                                        + "vpcs: [{name: v, cidr: 10.0.0.0/16}]\nsubnets: [{name: s, cidr: 10.0.1.0/24}]\n"),
                        RunObserver.NONE);

        assertThat(plain.expectations()).extracting(ExpectationResult::verdict).containsOnly(Verdict.MET);
        assertThat(network.expectations())
                .extracting(ExpectationResult::verdict)
                .containsOnly(Verdict.MET);
    }

    @Test
    void shouldSayHowManyWindowsMissTheirTarget() throws Exception {
        final RunResult result = new ScenarioRunner().run(ScenarioLoader.load("net", """
                        version: 1
                        instances: [{name: a, type: c5n.18xlarge}, {name: b, type: c5n.18xlarge}]
                        flows: [{name: f, from: a, to: b, frame: 1500B, rate: 1Gbit/s, stop: 75ms}]
                        run: {duration: 100ms, seed: 42}
                        expect: [{flow: f, delivered: 1Gbit/s, within: 3%, window: 10ms}]
                        """), RunObserver.NONE);

        assertThat(result.flows().get(0).windows().outside().windows()).isEqualTo(10);
        assertThat(result.expectations()).singleElement().satisfies(each -> {
            assertThat(each.verdict()).isEqualTo(Verdict.MISSED);
            assertThat(each.actual())
                    .matches("0 bit/s to 1.0008 Gbit/s; 3 of 10 windows are outside: 499.2 Mbit/s from 70 ms on"
                            + " \\(-50.08%\\); 0 bit/s from 80 ms on \\(-100%\\); 0 bit/s from 90 ms on \\(-100%\\)");
        });
    }
}
