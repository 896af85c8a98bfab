package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios for the wall clock, in virtual time, where nothing depends on the machine. */
class RealScenariosTest {

    @ParameterizedTest
    @ValueSource(strings = {"cap-5g-1500", "cap-5g-9001", "cap-10g-1500", "cap-10g-9001"})
    void shouldKeepTheCapInEveryWindow(final String name) throws Exception {
        final Scenario scenario = ScenarioLoader.load(Path.of("..", "scenarios", "real", name + ".yaml"));
        assertThat(scenario.run().clock()).isEqualTo("real");
        final RunResult result = new ScenarioRunner().run(inVirtualTime(scenario), RunObserver.NONE);

        assertThat(result.expectations()).extracting(ExpectationResult::verdict).containsExactly(Verdict.MET);
        assertThat(result.machine()).isNull();
        final FlowResult flow = result.flows().get(0);
        // 0.01 %, or a frame at either border of a window of 100 ms, in bits a second.
        final long frames = 2 * 80 * (flow.frame().startsWith("9001") ? 9001 : 1500);
        final long tolerance = Math.max(flow.capBitsPerSecond() / 10_000, frames);
        assertWithin(flow.windows().delivered(), flow.capBitsPerSecond(), tolerance);
        assertWithin(flow.windows().dueAnywhere(), flow.capBitsPerSecond(), tolerance);
    }

    private static void assertWithin(final Extremes extremes, final long expected, final long tolerance) {
        assertThat(extremes.leastBitsPerSecond()).isBetween(expected - tolerance, expected + tolerance);
        assertThat(extremes.mostBitsPerSecond()).isBetween(expected - tolerance, expected + tolerance);
    }

    private static Scenario inVirtualTime(final Scenario scenario) {
        return new Scenario(
                scenario.name(),
                scenario.region(),
                scenario.groups(),
                scenario.instances(),
                scenario.flows(),
                new RunSpec("virtual", 300_000_000, scenario.run().seed(), 1),
                scenario.expect(),
                scenario.settings());
    }
}
