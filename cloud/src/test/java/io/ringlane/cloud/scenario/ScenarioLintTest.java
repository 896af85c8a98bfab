package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioLintTest {

    private static final String GOOD = """
            version: 1
            groups:
              - {name: hpc, strategy: cluster}
            instances:
              - {name: a, type: c5n.18xlarge, group: hpc}
              - {name: b, type: c5n.18xlarge, group: hpc}
              - {name: c, type: c4.8xlarge}
            flows:
              - {name: inside, from: a, to: b, frame: 1500B, rate: 20Gbit/s}
              - {name: outside, from: a, to: c, frame: 1500B, rate: 10Gbit/s}
            run: {duration: 100ms}
            expect:
              - {flow: inside, delivered: 10Gbit/s}
              - {flow: outside, delivered: 5Gbit/s}
            """;

    private static List<String> lint(String from, String to) {
        assertThat(GOOD).contains(from);
        return ScenarioLint.check("net.yaml", GOOD.replace(from, to)).lines();
    }

    @Test
    void shouldHaveNothingToSayAboutAGoodFile() {
        final ScenarioLint.Report report = ScenarioLint.check("net.yaml", GOOD);

        assertThat(report.lines()).isEmpty();
        assertThat(report.hasErrors()).isFalse();
    }

    @Test
    void shouldReportTheLoadersErrors() {
        final ScenarioLint.Report report = ScenarioLint.check("net.yaml", GOOD.replace("20Gbit/s", "20"));

        assertThat(report.hasErrors()).isTrue();
        assertThat(report.lines())
                .containsExactly("net.yaml:9:56: error: flows[0].rate: '20' has no unit: write 20bit/s or 20Gbit/s");
        assertThat(ScenarioLint.check(Path.of("none.yaml")).lines())
                .containsExactly("none.yaml: error: there is no such file");
    }

    @Test
    void shouldReportInstancesThatCannotBePlaced() {
        final ScenarioLint.Report report = ScenarioLint.check(
                "net.yaml", GOOD.replace("{name: b, type: c5n.18xlarge", "{name: b, type: t2.micro"));

        assertThat(report.hasErrors()).isTrue();
        assertThat(report.lines()).singleElement().asString().startsWith("net.yaml:6:21: error: instances[1].type: ");
    }

    @Test
    void shouldWarnOfWhatIsUnused() {
        assertThat(lint("instances:", "  - {name: idle, strategy: spread}\ninstances:"))
                .containsExactly("net.yaml:4:12: warning: groups[1].name: no instance is in the group 'idle'");
        assertThat(lint("flows:", "  - {name: d, type: m5.large}\nflows:"))
                .containsExactly("net.yaml:8:12: warning: instances[3].name: no flow starts or ends at 'd'");
        assertThat(ScenarioLint.check("net.yaml", "version: 1\ninstances: [{name: a, type: m5.large}]")
                        .lines())
                .containsExactly("net.yaml:1:1: warning: there are no flows: nothing will be sent");
    }

    @Test
    void shouldWarnOfAFlowThatStaysBelowItsCapUnlessThatIsExpected() {
        assertThat(lint("expect:", "  # nothing of the second\nexpect:")).isEmpty();
        assertThat(lint("  - {flow: outside, delivered: 5Gbit/s}\n", "")).isEmpty();
        final String slow = GOOD.replace("rate: 10Gbit/s", "rate: 1Gbit/s");
        assertThat(ScenarioLint.check("net.yaml", slow.replace("  - {flow: outside, delivered: 5Gbit/s}\n", ""))
                        .lines())
                .containsExactly("net.yaml:10:57: warning: flows[1].rate: offers 1 Gbit/s, less than its cap of "
                        + "5 Gbit/s, flow: the cap will not show");
        assertThat(ScenarioLint.check("net.yaml", slow.replace("delivered: 5Gbit/s", "lossAtMost: 0%"))
                        .lines())
                .isEmpty();
    }

    @Test
    void shouldWarnOfExpectationsThatCannotBeMet() {
        assertThat(lint("delivered: 10Gbit/s", "delivered: 11Gbit/s"))
                .containsExactly("net.yaml:13:31: warning: expect[0].delivered: expects 11 Gbit/s, above the cap of "
                        + "10 Gbit/s, flow (cluster group)");
        assertThat(lint("rate: 10Gbit/s", "rate: 3Gbit/s"))
                .containsExactly("net.yaml:14:32: warning: expect[1].delivered: expects 5 Gbit/s of a flow that offers "
                        + "3 Gbit/s");
        assertThat(lint("delivered: 5Gbit/s", "lossAtMost: 1%"))
                .containsExactly("net.yaml:14:33: warning: expect[1].lossAtMost: the flow offers 10 Gbit/s to a cap of "
                        + "5 Gbit/s, flow, which loses more than 1%");
        assertThat(ScenarioLint.check(
                                "net.yaml",
                                GOOD.replace("rate: 10Gbit/s", "rate: 40Gbit/s, connections: 8")
                                        .replace("delivered: 5Gbit/s", "delivered: 20Gbit/s"))
                        .lines())
                .as("eight connections lift the flow cap, not the allowance of the receiver")
                .containsExactly("net.yaml:14:32: warning: expect[1].delivered: expects 20 Gbit/s, above the cap of "
                        + "10 Gbit/s, inbound allowance");
    }

    @Test
    void shouldWarnOfFramesThatDoNotFitThePath() {
        assertThat(lint("run:", "settings: {paths: {cluster-group: {mtu: 1300B}}}\nrun:"))
                .containsExactly("net.yaml:9:43: warning: flows[0].frame: frames of 1500B do not fit the path "
                        + "(same rack, cluster group, MTU 1300B) and will be dropped: the most is 1314B");
    }

    @Test
    void shouldWarnOfAFlowTooSlowToSend() {
        assertThat(lint("rate: 10Gbit/s", "rate: 5pps"))
                .contains("net.yaml:10:57: warning: flows[1].rate: too slow to send a single frame in 100 ms");
    }

    @Test
    void shouldWarnOfEnaExpressThatCarriesNothing() {
        assertThat(lint("a, type: c5n.18xlarge, group: hpc}", "a, type: c5n.18xlarge, group: hpc, enaExpress: tcp}"))
                .containsExactly("net.yaml:5:59: warning: instances[0].enaExpress: ENA Express will carry nothing: "
                        + "the type c5n.18xlarge does not support it");
        assertThat(lint(
                        "{name: c, type: c4.8xlarge}",
                        "{name: c, type: c6in.32xlarge, image: paravirtual, enaExpress: tcp}"))
                .contains("net.yaml:7:68: warning: instances[2].enaExpress: ENA Express will carry nothing: "
                        + "the image 'paravirtual' is not HVM");
    }

    @Test
    void shouldReadTypesFromBesideTheScenarioAndReportWhatIsWrongThere(@TempDir Path directory) throws IOException {
        final Path scenario = directory.resolve("net.yaml");
        final Path types = directory.resolve("own.csv");
        Files.writeString(
                scenario,
                GOOD.replace("version: 1", "version: 1\ntypes: own.csv")
                        .replace("type: c4.8xlarge", "type: lab.large"));

        Files.writeString(types, "type, vcpus, baseline-gbit\nlab.large, 8, 20\n");
        assertThat(ScenarioLint.check(scenario).lines()).isEmpty();

        Files.writeString(types, "type, vcpu, baseline-gbit\nlab.large, 8, 20\n");
        assertThat(ScenarioLint.check(scenario).lines())
                .first()
                .asString()
                .startsWith(scenario + ":2:8: error: types: " + types + ":1: ")
                .contains("vcpus");
    }

    @Test
    void shouldReportACardThatTheTypeDoesNotHave() {
        assertThat(lint("type: c4.8xlarge", "type: c4.8xlarge, enhancedNetworking: ena"))
                .containsExactly(
                        "net.yaml:7:21: error: instances[2].type: InvalidParameterCombination: The instance type "
                                + "'c4.8xlarge' has no 'ena' network interface; it has '82599'.");
    }

    static Stream<Path> shipped() throws IOException {
        return ShippedScenariosTest.files();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shouldHaveNothingToSayAboutShippedFiles(Path file) {
        assertThat(ScenarioLint.check(file).lines()).isEmpty();
    }

    @Test
    void shouldHaveNothingToSayAboutTheTour() {
        assertThat(ScenarioLint.check(Path.of("src/main/resources/io/ringlane/cloud/tour.yaml"))
                        .lines())
                .isEmpty();
    }
}
