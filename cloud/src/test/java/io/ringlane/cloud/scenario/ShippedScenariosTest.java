package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedScenariosTest {

    private static final Path SCENARIOS = Path.of("..", "scenarios");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldLoadAndExpectSomething(Path file) throws ScenarioException {
        final Scenario scenario = ScenarioLoader.load(file);

        assertThat(file).hasFileName(scenario.name() + ".yaml");
        assertThat(scenario.flows()).isNotEmpty();
        assertThat(scenario.expect()).extracting(Scenario.ExpectSpec::flow).containsAll(flowNames(scenario));
    }

    @Test
    void shouldListEveryExample() throws IOException {
        final String list = Files.readString(SCENARIOS.resolve("README.md"));

        assertThat(files())
                .allSatisfy(file -> assertThat(list)
                        .contains("| `" + file.getFileName().toString().replace(".yaml", "") + "` |"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHaveNothingThatLintWarnsOf(Path file) {
        assertThat(ScenarioLint.check(file).lines()).isEmpty();
    }

    @Test
    void shouldTourEveryKindOfPathAndCap() {
        final Scenario tour = ScenarioLoader.tour();

        assertThat(tour.name()).isEqualTo("tour");
        assertThat(flowNames(tour))
                .containsExactly(
                        "cluster-group", "no-group", "same-host", "cross-zone", "intel-82599", "imix", "allowance");
        assertThat(tour.run()).isEqualTo(new Scenario.RunSpec("virtual", 200_000_000, 42, 1));
        assertThat(tour.expect()).extracting(Scenario.ExpectSpec::flow).containsExactlyElementsOf(flowNames(tour));
        assertThat(tour.expect()).allMatch(expect -> expect.withinPpm() == 1000);
    }

    private static List<String> flowNames(Scenario scenario) {
        return scenario.flows().stream().map(Scenario.FlowSpec::name).toList();
    }
}
