package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.placement.PlacementException;
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
    void shouldWarnOfAShortQueueUnderTheRealClockWhereARateIsExpected() {
        final String warning = "under the real clock a sender that loses its core for longer than the ";
        assertThat(lint("run: {duration: 100ms}", "run: {clock: real, duration: 100ms}"))
                .singleElement()
                .asString()
                .contains(
                        "warning: run: " + warning + "default flow horizon, ",
                        "write settings: {flowHorizon: 5ms} or more");
        assertThat(lint("run: {duration: 100ms}", "run: {clock: real, duration: 100ms}\nsettings: {flowHorizon: 1ms}"))
                .singleElement()
                .asString()
                .contains("warning: settings: " + warning + "flow horizon, 1 ms, ");
        assertThat(lint("run: {duration: 100ms}", "run: {clock: real, duration: 100ms}\nsettings: {flowHorizon: 5ms}"))
                .isEmpty();
        final String judgesNothing = GOOD.substring(0, GOOD.indexOf("expect:"));
        assertThat(ScenarioLint.check("net", judgesNothing.replace("run: {", "run: {clock: real, "))
                        .lines())
                .isEmpty();
    }

    @Test
    void shouldReportTheLoadersErrors() {
        final ScenarioLint.Report report = ScenarioLint.check("net.yaml", GOOD.replace("20Gbit/s", "20"));

        assertThat(report.hasErrors()).isTrue();
        assertThat(report.lines())
                .containsExactly(
                        "net.yaml:9:56: error: flows[0] (inside).rate: '20' has no unit: write 20Gbit/s or 20Mpps");
        assertThat(ScenarioLint.check(Path.of("none.yaml")).lines())
                .containsExactly("none.yaml: error: there is no such file");
    }

    @Test
    void shouldReportInstancesThatCannotBePlaced() {
        final ScenarioLint.Report report = ScenarioLint.check(
                "net.yaml", GOOD.replace("{name: b, type: c5n.18xlarge", "{name: b, type: t2.micro"));

        assertThat(report.hasErrors()).isTrue();
        assertThat(report.lines())
                .singleElement()
                .asString()
                .startsWith("net.yaml:6:21: error: instances[1] (b).type: ");
    }

    @Test
    void shouldWarnOfWhatIsUnused() {
        assertThat(lint("instances:", "  - {name: idle, strategy: spread}\ninstances:"))
                .containsExactly("net.yaml:4:12: warning: groups[1] (idle).name: no instance is in the group 'idle'");
        assertThat(lint("flows:", "  - {name: d, type: m5.large}\nflows:"))
                .containsExactly("net.yaml:8:12: warning: instances[3] (d).name: no flow starts or ends at 'd'");
        assertThat(ScenarioLint.check("net.yaml", "version: 1\ninstances: [{name: a, type: m5.large}]")
                        .lines())
                .containsExactly("net.yaml:1:1: warning: there are no flows: nothing will be sent");
    }

    @Test
    void shouldWarnOfARunThatShowsNoCapAndJudgesNothing() {
        final String blank = GOOD.substring(0, GOOD.indexOf("expect:"));
        final String slow = blank.replace("rate: 20Gbit/s", "rate: 1Gbit/s").replace("rate: 10Gbit/s", "rate: 1Gbit/s");

        assertThat(ScenarioLint.check("net.yaml", blank).lines())
                .as("caps show")
                .isEmpty();
        assertThat(ScenarioLint.check("net.yaml", blank.replace("rate: 10Gbit/s", "rate: 1Gbit/s"))
                        .lines())
                .as("one cap shows; the other flow may be there to load its sender")
                .isEmpty();
        assertThat(ScenarioLint.check("net.yaml", slow).lines())
                .containsExactly(
                        "net.yaml:9:3: warning: flows: every flow offers less than its cap and nothing is"
                                + " expected, so the run will show no cap and judge nothing: offer more ('outside' more than"
                                + " 5 Gbit/s, flow) or expect something, for instance expect: [{flow: outside, lossAtMost: 0%}]");
        assertThat(ScenarioLint.check("net.yaml", slow + "expect: [{flow: outside, lossAtMost: 0%}]")
                        .lines())
                .as("something is judged")
                .isEmpty();
        assertThat(ScenarioLint.check(
                                "net.yaml",
                                slow.replace("type: c4.8xlarge}", "type: c4.8xlarge, bandwidthIn: 1Gbit/s}"))
                        .lines())
                .as("an allowance shows")
                .isEmpty();
        assertThat(ScenarioLint.check(
                                "net.yaml",
                                slow.replaceAll("(name: a, type: c5n.18xlarge)", "$1, bandwidthOut: 2Gbit/s"))
                        .lines())
                .as("an allowance shows that no flow reaches by itself")
                .isEmpty();
    }

    @Test
    void shouldReportWhatDoesNotFitBesideWhatIsMistyped() {
        final String yaml = GOOD.replace("name: b, type: c5n.18xlarge", "name: b, type: t2.micro")
                .replace("rate: 10Gbit/s", "rat: 10Gbit/s")
                .replace("delivered: 5Gbit/s", "delivered: 5");

        assertThat(ScenarioLint.check("net.yaml", yaml).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("net.yaml:6:21: error: instances[1] (b).type: InvalidParameterCombination"),
                        line -> assertThat(line).contains(":10:5: error: flows[1] (outside): missing key 'rate'"),
                        line -> assertThat(line).contains(":10:51: error: flows[1] (outside).rat: unknown key 'rat'"),
                        line -> assertThat(line).contains(":14:32: error: expect[1].delivered: '5' has no unit"));
    }

    @Test
    void shouldLeaveOutWhatDependsOnAMistake() {
        assertThat(lint("strategy: cluster", "strategy: clustre"))
                .as("members of a group that nobody knows, and their flows")
                .containsExactly(
                        "net.yaml:3:27: error: groups[0] (hpc).strategy: unknown strategy 'clustre': did you mean"
                                + " 'cluster'?");
        assertThat(lint("type: c4.8xlarge", "type: c4.8xlage"))
                .as("flows to an instance of no type, and whether anything is unused")
                .containsExactly(
                        "net.yaml:7:21: error: instances[2] (c).type: unknown instance type 'c4.8xlage': did you mean"
                                + " 'c4.8xlarge'?");
        assertThat(lint("version: 1", "version: 1\nregion: {zones: 0}"))
                .as("hosts of a region that nobody knows")
                .containsExactly("net.yaml:2:17: error: region.zones: 0 is too small: the least is 1");
        assertThat(lint("instances:", "instances:\n  - nothing"))
                .as("an item that is no instance")
                .singleElement()
                .asString()
                .contains("5:5: error: instances[0]: wants a mapping");
    }

    @Test
    void shouldPlaceAsARunDoes() throws Exception {
        int different = 0;
        for (int seed = 1; seed <= 20; seed++) {
            final String yaml = crowded(seed);
            final Scenario scenario = ScenarioLoader.load("net.yaml", yaml);
            final ScenarioPlacer together = new ScenarioPlacer(scenario);
            final ScenarioPlacer each = new ScenarioPlacer(scenario);

            assertThat(together.placeAll()).hasSameSizeAs(scenario.instances());
            assertThat(ScenarioLint.check("net.yaml", yaml).hasErrors()).isFalse();
            try {
                scenario.instances().forEach(i -> each.placer().place(each.request(i)));
            } catch (PlacementException e) {
                different++;
            }
        }
        assertThat(different).as("seeds with which it matters").isPositive();
    }

    /** Two data centres of one host each, which takes ten of the type: a group of ten fits only beside nobody. */
    private static String crowded(int seed) {
        final StringBuilder yaml = new StringBuilder("version: 1\nregion: {zones: 1, dataCentersPerZone: 2,"
                + " racksPerDataCenter: 1, hostsPerRack: 1}\ngroups: [{name: hpc, strategy: cluster}]\ninstances:\n"
                + "  - {name: alone, type: c5n.18xlarge}\n");
        for (int i = 0; i < 10; i++) {
            yaml.append("  - {name: g").append(i).append(", type: c5n.18xlarge, group: hpc}\n");
        }
        return yaml.append("run: {seed: ").append(seed).append("}\n").toString();
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
                .containsExactly("net.yaml:9:43: warning: flows[0] (inside).frame: frames of 1500B do not fit the path "
                        + "(same rack, cluster group, MTU 1300B) and will be dropped: the most is 1314B");
    }

    @Test
    void shouldWarnOfAFlowTooSlowToSend() {
        assertThat(lint("rate: 10Gbit/s", "rate: 5pps"))
                .contains(
                        "net.yaml:10:57: warning: flows[1] (outside).rate: too slow to send a single frame in 100 ms");
    }

    @Test
    void shouldWarnOfEnaExpressThatCarriesNothing() {
        assertThat(lint("a, type: c5n.18xlarge, group: hpc}", "a, type: c5n.18xlarge, group: hpc, enaExpress: tcp}"))
                .containsExactly("net.yaml:5:59: warning: instances[0] (a).enaExpress: ENA Express will carry nothing: "
                        + "the type c5n.18xlarge does not support it");
        assertThat(lint(
                        "{name: c, type: c4.8xlarge}",
                        "{name: c, type: c6in.32xlarge, image: paravirtual, enaExpress: tcp}"))
                .contains("net.yaml:7:68: warning: instances[2] (c).enaExpress: ENA Express will carry nothing: "
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
                        "net.yaml:7:21: error: instances[2] (c).type: InvalidParameterCombination: The instance type "
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

    @Test
    void shouldReportOneMistakeOnce() {
        assertThat(ScenarioLint.check("net", "version: 1\ninstances: {name: a}\n")
                        .lines())
                .containsExactly("net:2:12: error: instances: wants a list, found a mapping");
    }

    @Test
    void shouldRefuseWindowsThatHoldTooFewFrames() {
        final String yaml = """
                version: 1
                instances: [{name: a, type: c5n.18xlarge}, {name: b, type: c5n.18xlarge}]
                flows: [{name: f, from: a, to: b, frame: 1500B, rate: 8Gbit/s}]
                run: {duration: 1s}
                expect: [{flow: f, delivered: 5Gbit/s, within: 0.1%, window: 1ms}]
                """;

        assertThat(ScenarioLint.check("net", yaml).lines())
                .containsExactly(
                        "net:5:62: error: expect[0].window: a window of 1 ms holds 417 frames of 1500B at 5 Gbit/s,"
                                + " and one more or less is 0.24%, beyond within 0.1%: write window: 5ms or longer, or within: 0.3%"
                                + " or more");
        assertThat(ScenarioLint.check("net", yaml.replace("0.1%, window: 1ms", "0.01%, window: 2us"))
                        .lines())
                .singleElement()
                .asString()
                .endsWith("is 120%, beyond within 0.01%: write window: 50ms or longer");
        assertThat(ScenarioLint.check("net", yaml.replace("0.1%, window: 1ms", "0%, window: 2us"))
                        .lines())
                .singleElement()
                .asString()
                .endsWith("beyond within 0%: let windows be longer than a frame's time, and within be more");
        assertThat(ScenarioLint.check("net", yaml.replace("window: 1ms", "window: 5ms"))
                        .lines())
                .isEmpty();
        assertThat(ScenarioLint.check("net", yaml.replace("0.1%, window: 1ms", "3%, window: 10ms"))
                        .lines())
                .isEmpty();
    }

    @Test
    void shouldWarnOfMixedTypesInAClusterGroupUnlessThatIsExpected() {
        final String mixed = "{name: b, type: c5n.9xlarge, group: hpc}";
        final String pure = "{name: b, type: c5n.18xlarge, group: hpc}";
        final String warned = "  - {group: hpc, warns: mixes the types}\n";

        assertThat(lint(pure, mixed))
                .singleElement()
                .asString()
                .startsWith("net.yaml:3:12: warning: groups[0] (hpc).name: The cluster group 'hpc' mixes the types");
        assertThat(ScenarioLint.check("net.yaml", GOOD.replace(pure, mixed) + warned)
                        .lines())
                .isEmpty();
        assertThat(ScenarioLint.check("net.yaml", GOOD + warned).lines())
                .singleElement()
                .asString()
                .contains("warning of hpc: mixes the types is expected, and will be: no warning");
    }

    @Test
    void shouldWarnOfAClusterGroupInVpcsWithoutPeeringOnceThereIsNone() {
        final String yaml = """
                version: 1
                groups: [{name: hpc, strategy: cluster}]
                vpcs: [{name: left, cidr: 10.0.0.0/16}, {name: right, cidr: 10.1.0.0/16}]
                subnets: [{name: l, vpc: left, cidr: 10.0.1.0/24}, {name: r, vpc: right, cidr: 10.1.1.0/24}]
                peerings: [{name: both, between: [left, right]}]
                instances:
                  - {name: a, type: c5n.large, group: hpc, subnet: l}
                  - {name: b, type: c5n.large, group: hpc, subnet: r}
                run: {duration: 20ms}
                """;

        assertThat(ScenarioLint.check("net.yaml", yaml).lines()).isEmpty();
        assertThat(ScenarioLint.check("net.yaml", yaml + "events: [{at: 5ms, deletePeering: both}]\n")
                        .lines())
                .singleElement()
                .asString()
                .startsWith("net.yaml:2:17: warning: groups[0] (hpc).name: The cluster group 'hpc' spans the VPCs ")
                .contains("left", "right", "no active peering");
    }

    @Test
    void shouldWarnOfAPlaceThatWillBeAnother() {
        final ScenarioLint.Report report = ScenarioLint.check("net.yaml", GOOD + "  - {instances: [a, b], racks: 2}\n");

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.lines())
                .singleElement()
                .asString()
                .contains("expect[2].racks: racks of a, b: 2 is expected, and will be: 1 (us-east-1");
    }
}
