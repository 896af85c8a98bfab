package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.PathSpec;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.Scenario.SettingsSpec;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.cloud.scenario.ScenarioLoader;
import io.ringlane.placement.topology.Relation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios for the wall clock, in virtual time, where nothing depends on the machine. */
class RealScenariosTest {

    /** Without jitter: it would move a frame across either border of a window, behind the cap that is tested here. */
    private static final Map<String, PathSpec> STEADY_PATHS = Arrays.stream(Relation.values())
            .collect(Collectors.toMap(Relation::key, relation -> new PathSpec(-1, 0, -1)));

    @ParameterizedTest
    @ValueSource(strings = {"cap-5g-1500", "cap-5g-9001", "cap-5g-9001-fine", "cap-10g-1500", "cap-10g-9001"})
    void shouldKeepTheCapInEveryWindow(final String name) throws Exception {
        final Scenario scenario = ScenarioLoader.load(Path.of("..", "scenarios", "real", name + ".yaml"));
        assertThat(scenario.run().clock()).isEqualTo("real");
        final RunResult result = new ScenarioRunner().run(inVirtualTime(scenario), RunObserver.NONE);

        assertThat(result.expectations()).extracting(ExpectationResult::verdict).containsExactly(Verdict.MET);
        assertThat(result.machine()).isNull();
        final FlowResult flow = result.flows().get(0);
        // 0.01 % or a frame in a window, whichever is larger, in bits a second.
        final long aSecond = 1_000_000_000L / flow.windows().widthNs();
        final long frame = 8 * aSecond * (flow.frame().startsWith("9001") ? 9001 : 1500);
        final long tolerance = Math.max(flow.capBitsPerSecond() / 10_000, frame);
        assertWithin(flow.windows().delivered(), flow.capBitsPerSecond(), tolerance);
        assertWithin(flow.windows().dueAnywhere(), flow.capBitsPerSecond(), tolerance);
    }

    @Test
    void shouldOfferAModestMachineAPacketRateThatItKeeps() throws Exception {
        final Path file = Path.of("..", "scenarios", "real", "modest.yaml");
        final Scenario scenario = ScenarioLoader.load(file);
        final long durationNs = scenario.run().durationNs();
        final RunSpec simulated = new RunSpec("virtual", durationNs, 1, 1);
        final RunResult result = new ScenarioRunner().run(scenario.withRun(simulated), RunObserver.NONE);

        assertThat(ScenarioLint.check(file).lines()).isEmpty();
        assertThat(result.expectations()).extracting(ExpectationResult::verdict).containsExactly(Verdict.MET);
        assertThat(result.packets().sent() * 1_000_000_000L / durationNs).isLessThan(100_000);
    }

    private static void assertWithin(final Extremes extremes, final long expected, final long tolerance) {
        assertThat(extremes.leastBitsPerSecond()).isBetween(expected - tolerance, expected + tolerance);
        assertThat(extremes.mostBitsPerSecond()).isBetween(expected - tolerance, expected + tolerance);
    }

    private static Scenario inVirtualTime(final Scenario scenario) {
        return new Scenario(
                scenario.name(),
                scenario.catalogue(),
                scenario.region(),
                scenario.groups(),
                scenario.instances(),
                scenario.flows(),
                new RunSpec("virtual", 300_000_000, scenario.run().seed(), 1),
                scenario.expect(),
                new SettingsSpec(
                        scenario.settings().flowHorizonNs(), scenario.settings().allowanceHorizonNs(), STEADY_PATHS));
    }
}
