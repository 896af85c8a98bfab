package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.Scenario.PathSpec;
import io.ringlane.cloud.scenario.Scenario.RegionSpec;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.Scenario.SettingsSpec;
import io.ringlane.placement.path.EnaExpress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioLoaderTest {

    private static final String PAIR = """
            version: 1
            instances:
              - {name: a, type: c5n.18xlarge}
              - {name: b, type: c5n.18xlarge}
            """;

    private static Scenario load(String yaml) throws ScenarioException {
        return ScenarioLoader.load("net", yaml, BadScenariosTest.VOCABULARY);
    }

    @Test
    void shouldResolveEveryField() throws ScenarioException {
        final Scenario scenario = load(BadScenariosTest.GOOD);

        assertThat(scenario.name()).isEqualTo("net");
        assertThat(scenario.region()).isEqualTo(new RegionSpec("us-east-1", 2, 2, 4, 4, 9001));
        assertThat(scenario.groups())
                .containsExactly(
                        new GroupSpec("hpc", "cluster", 0),
                        new GroupSpec("kafka", "partition", 3),
                        new GroupSpec("quorum", "spread", 0));
        assertThat(scenario.instances())
                .containsExactly(
                        new InstanceSpec(
                                "a", "c5n.18xlarge", "hpc", 0, "us-east-1a", null, null, null, EnaExpress.OFF, 0, 0, 0),
                        new InstanceSpec(
                                "b",
                                "c5n.18xlarge",
                                "hpc",
                                0,
                                null,
                                null,
                                null,
                                null,
                                EnaExpress.OFF,
                                5_000_000_000L,
                                0,
                                0),
                        new InstanceSpec(
                                "c", "c4.8xlarge", null, 0, null, "b", "82599", null, EnaExpress.OFF, 0, 0, 0));
        assertThat(scenario.flows())
                .extracting(FlowSpec::name, FlowSpec::rateBitsPerSecond, FlowSpec::ratePacketsPerSecond)
                .containsExactly(tuple("inside", 20_000_000_000L, 0L), tuple("outside", 0L, 1_000_000L));
        assertThat(scenario.run()).isEqualTo(new RunSpec("virtual", 1_000_000_000, 42, 1));
        assertThat(scenario.expect())
                .containsExactly(
                        new ExpectSpec("inside", 10_000_000_000L, 1000, 0, -1, -1, 16),
                        new ExpectSpec("outside", -1, -1, 0, 0, -1, 17));
        assertThat(scenario.settings())
                .isEqualTo(new SettingsSpec(1_000_000, -1, Map.of("cross-zone", new PathSpec(500_000, -1, -1))));
    }

    @Test
    void shouldFillInDefaults() throws ScenarioException {
        final Scenario scenario = load(PAIR + "flows: [{name: f, from: a, to: b, frame: 1500B, rate: 5Gbit/s}]\n"
                + "expect: [{flow: f, delivered: 5Gbit/s}]\n");

        assertThat(scenario.region()).isEqualTo(new RegionSpec("us-east-1", 2, 2, 4, 4, 9001));
        assertThat(scenario.groups()).isEmpty();
        final FlowSpec flow = scenario.flows().get(0);
        assertThat(flow.protocol()).isEqualTo("udp");
        assertThat(flow.ipVersion()).isEqualTo(4);
        assertThat(flow.connections()).isEqualTo(1);
        assertThat(scenario.run()).isEqualTo(new RunSpec("virtual", 1_000_000_000, 1, 1));
        assertThat(scenario.expect().get(0).withinPpm()).isEqualTo(1000);
        assertThat(scenario.settings()).isEqualTo(new SettingsSpec(-1, -1, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "60B, 4, udp, 60",
        "64B, 4, tcp, 64",
        "62B, 6, udp, 62",
        "9001B, 6, tcp, 9001",
        "9015B, 4, udp, 9015",
        "1.5kB, 4, udp, 1500"
    })
    void shouldTakeFramesFromTheLeastOfEthernetToTheMtu(String frame, int ipVersion, String protocol, int bytes)
            throws ScenarioException {
        final Scenario scenario = load(PAIR + "flows: [{name: f, from: a, to: b, frame: " + frame + ", rate: 1Gbit/s, "
                + "ipVersion: " + ipVersion + ", protocol: " + protocol + "}]");

        assertThat(scenario.flows().get(0).frame().name()).isEqualTo(frame);
        assertThat(scenario.flows().get(0).frame().lengthsBytes()).containsExactly(bytes);
    }

    @Test
    void shouldSpreadImixEvenly() {
        final int[] pattern = FramePatterns.imix().lengthsBytes();

        assertThat(pattern).hasSize(48);
        assertThat(Arrays.stream(pattern).filter(length -> length == 64).count())
                .isEqualTo(28);
        assertThat(Arrays.stream(pattern).filter(length -> length == 570).count())
                .isEqualTo(16);
        assertThat(Arrays.stream(pattern).filter(length -> length == 1518).count())
                .isEqualTo(4);
        for (int quarter = 0; quarter < 4; quarter++) {
            assertThat(Arrays.copyOfRange(pattern, quarter * 12, quarter * 12 + 12))
                    .as("every twelve frames are a whole mix")
                    .containsExactly(64, 570, 64, 64, 570, 64, 1518, 64, 570, 64, 570, 64);
        }
    }

    @Test
    void shouldFollowAnchors() throws ScenarioException {
        final Scenario scenario = load(PAIR + "flows: [{name: f, from: a, to: b, frame: &f 64B, rate: &r 1Mpps},"
                + " {name: g, from: b, to: a, frame: *f, rate: *r}]");

        assertThat(scenario.flows().get(1).ratePacketsPerSecond()).isEqualTo(1_000_000);
    }

    @Test
    void shouldTakeItsNameFromTheFile(@TempDir Path directory) throws Exception {
        final Path file = Files.writeString(directory.resolve("two.hosts.yaml"), PAIR);

        assertThat(ScenarioLoader.load(file).name()).isEqualTo("two.hosts");
    }
}
