package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.region.DeploymentSettings;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.ScenarioReference.Key;
import io.ringlane.core.rate.Units;
import io.ringlane.dataplane.counter.DropReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/scenarios.md} says what the schema says, and the reader does what both say. */
class ScenarioReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "scenarios.md");
    private static final String BEGIN = "<!-- drawn from scenario.schema.json: begin -->\n\n";
    private static final String END = "\n<!-- drawn from scenario.schema.json: end -->\n";

    private final ScenarioReference reference = new ScenarioReference(schema());

    private static JsonNode schema() {
        try (InputStream in = ScenarioSchema.class.getResourceAsStream(ScenarioSchema.RESOURCE)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldHaveEveryKeyOfTheSchemaInTheReference() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("ringlane.docs.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + reference.text() + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end))
                .as("docs/scenarios.md is older than the schema: run this test with -Dringlane.docs.write=true")
                .isEqualTo(reference.text());
    }

    @Test
    void shouldDescribeAndShowEveryKey() {
        assertThat(reference.keys()).isNotEmpty().allSatisfy(key -> {
            assertThat(key.node().path("description").asString(""))
                    .as(key.path())
                    .isNotBlank();
            assertThat(key.node().path("examples").size()).as(key.path()).isPositive();
        });
    }

    @Test
    void shouldSayWhatEachReasonForADropMeans() {
        List<String> labels =
                Arrays.stream(DropReason.values()).map(DropReason::label).toList();
        List<String> choices = new ArrayList<>();
        schema().at("/properties/expect/items/properties/dropped/enum").forEach(each -> choices.add(each.asString()));

        assertThat(reference.meanings().propertyNames()).containsExactlyElementsOf(labels);
        assertThat(choices).containsExactlyElementsOf(labels);
    }

    @Test
    void shouldUseEveryKeyInAnExampleThatLoads() throws Exception {
        List<String> used = new ArrayList<>();
        for (String example : examples()) {
            Scenario scenario = ScenarioLoader.load("docs/scenarios.md", example);
            assertThat(scenario.instances()).isNotEmpty();
            assertThat(ScenarioLint.check("docs/scenarios.yaml", example).lines())
                    .noneMatch(line -> line.contains(": error: ")
                            || line.contains("EC2 will refuse it")
                            || line.contains("is expected, and will be"));
            paths(YamlReader.read(example, new Problems()), "", used);
        }
        assertThat(used).containsAll(reference.keys().stream().map(Key::path).toList());
    }

    /** Values at the ends of a range are read, those just beyond are not, as the reference has them. */
    @ParameterizedTest
    @CsvSource({
        "region.zones, 1, 0, 6, 7",
        "region.dataCentersPerZone, 1, 0, 1000, 1001",
        "region.racksPerDataCenter, 1, 0, 1000, 1001",
        "region.hostsPerRack, 1, 0, 1000, 1001",
        "region.mtu, 1500B, 1499B, 9001B, 9002B",
        "groups[].partitions, 1, 0, 7, 8",
        "instances[].bandwidthOut, 1bit/s, 0bit/s, 100Tbit/s, 101Tbit/s",
        "instances[].bandwidthIn, 1bit/s, 0bit/s, 100Tbit/s, 101Tbit/s",
        "instances[].packetRate, 1pps, 0pps, 100Gpps, 101Gpps",
        "flows[].frame, 60B, 59B, 9015B, 9016B",
        "flows[].rate, 1bit/s, 0bit/s, 100Tbit/s, 101Tbit/s",
        "flows[].rate, 1pps, 0pps, 100Gpps, 101Gpps",
        "flows[].connections, 1, 0, 64512, 64513",
        "run.duration, 1s, 0s, 366d, 367d",
        "run.seed, -9223372036854775808, -9223372036854775809, 9223372036854775807, 9223372036854775808",
        "run.workers, 1, 0, 64, 65",
        "flows[].port, 1, 0, 65535, 65536",
        "flows[].sourcePort, 1, 0, 65535, 65536",
        "flows[].start, 0s, -1ns, 999ms, 1s",
        "flows[].stop, 1ns, 0ns, 366d, 367d",
        "expect[].delivered, 0bit/s, -1bit/s, 100Tbit/s, 101Tbit/s",
        "expect[].from, 0ns, -1ns, 999ms, 1s",
        "expect[].to, 1ns, 0ns, 1s, 1001ms",
        "expect[].within, 0%, -1%, 100%, 101%",
        "expect[].window, 1us, 999ns, 1s, 1001ms",
        "expect[].lossAtMost, 0%, -1%, 100%, 101%",
        "expect[].p99AtMost, 1ns, 0ns, 366d, 367d",
        "settings.interfacesPerHost, 1, 0, 1000, 1001",
        "settings.flowHorizon, 1ns, 0ns, 60s, 61s",
        "settings.allowanceHorizon, 1ns, 0ns, 60s, 61s",
        "settings.paths.same-host.delay, 0ns, -1ns, 60s, 61s",
        "settings.paths.same-host.jitter, 0ns, -1ns, 60s, 61s",
        "settings.paths.same-host.mtu, 1280B, 1279B, 9001B, 9002B"
    })
    void shouldReadExactlyTheRangeThatIsPrinted(String path, String least, String below, String most, String above)
            throws IOException {
        assertThat(problems(path, least)).as(least).isEmpty();
        assertThat(problems(path, most)).as(most).isEmpty();
        assertThat(problems(path, below)).as(below).isNotEmpty();
        assertThat(problems(path, above)).as(above).isNotEmpty();
        String range = reference.keys().stream()
                .filter(key -> key.path().equals(path))
                .map(key -> key.node().toString())
                .findFirst()
                .orElseThrow();
        assertThat(range)
                .contains(
                        most.equals("9015B") || most.endsWith("1s") || most.equals("999ms") || path.endsWith("host.mtu")
                                ? "to the r"
                                : most);
    }

    @Test
    void shouldPrintTheDefaultsThatAreUsed() throws Exception {
        Scenario scenario = ScenarioLoader.load("net.yaml", """
                version: 1
                instances: [{name: a, type: c5n.large}, {name: b, type: c5n.large}]
                flows: [{name: f, from: a, to: b, frame: 1500B, rate: 1Gbit/s}]
                expect: [{flow: f, delivered: 1Gbit/s}]
                """);
        ExpectSpec expect = scenario.expect().get(0);

        assertThat(fallback("region.name")).isEqualTo(scenario.region().name());
        assertThat(fallback("region.zones")).isEqualTo("" + scenario.region().zones());
        assertThat(fallback("region.dataCentersPerZone"))
                .isEqualTo("" + scenario.region().dataCentersPerZone());
        assertThat(fallback("region.racksPerDataCenter"))
                .isEqualTo("" + scenario.region().racksPerDataCenter());
        assertThat(fallback("region.hostsPerRack"))
                .isEqualTo("" + scenario.region().hostsPerRack());
        assertThat(fallback("region.mtu")).isEqualTo(scenario.region().mtuBytes() + "B");
        assertThat(fallback("flows[].protocol"))
                .isEqualTo(scenario.flows().get(0).protocol());
        assertThat(fallback("flows[].ipVersion"))
                .isEqualTo("" + scenario.flows().get(0).ipVersion());
        assertThat(fallback("flows[].connections"))
                .isEqualTo("" + scenario.flows().get(0).connections());
        assertThat(fallback("run.clock")).isEqualTo(scenario.run().clock());
        assertThat(Units.parseNanos(fallback("run.duration")))
                .isEqualTo(scenario.run().durationNs());
        assertThat(fallback("run.seed")).isEqualTo("" + scenario.run().seed());
        assertThat(fallback("run.workers")).isEqualTo("" + scenario.run().workers());
        assertThat(Units.parsePpm(fallback("expect[].within"))).isEqualTo(expect.withinPpm());
        assertThat(Units.parseNanos(fallback("settings.flowHorizon"))).isEqualTo(DeploymentSettings.DEFAULT_HORIZON_NS);
        assertThat(Units.parseNanos(fallback("settings.allowanceHorizon")))
                .isEqualTo(DeploymentSettings.DEFAULT_HORIZON_NS);
    }

    private String fallback(String path) {
        return reference.keys().stream()
                .filter(key -> key.path().equals(path))
                .map(key -> key.node().get("default").asString())
                .findFirst()
                .orElseThrow();
    }

    /** What is wrong with a scenario in which one key has a value. */
    private static List<Problem> problems(String path, String value) {
        String section = path.substring(0, path.lastIndexOf('.'));
        String key = path.substring(path.lastIndexOf('.') + 1) + ": " + value;
        String group = section.equals("groups[]") ? "{name: g, strategy: partition, " + key + "}" : "";
        String instance = section.equals("instances[]") ? ", " + key : "";
        String frame = path.equals("flows[].frame") ? key : "frame: 1500B";
        String rate = path.equals("flows[].rate") ? key : "rate: 1Gbit/s";
        String more = path.matches("flows.*\\.(connections|port|sourcePort|start|stop)") ? ", " + key : "";
        String metric = path.matches("expect.*\\.(within|window|from|to)") ? "delivered: 1Gbit/s, " + key : key;
        String relation = section.startsWith("settings.paths.") ? "paths: {same-host: {" + key + "}}" : key;
        String yaml = "version: 1\n"
                + (section.equals("region") ? "region: {" + key + "}\n" : "")
                + "groups: [" + group + "]\n"
                + "instances: [{name: a, type: c5n.large" + instance + "}, {name: b, type: c5n.large}]\n"
                + "flows: [{name: f, from: a, to: b, " + frame + ", " + rate + more + "}]\n"
                + (section.equals("run") ? "run: {" + key + "}\n" : "")
                + (section.equals("expect[]") ? "expect: [{flow: f, " + metric + "}]\n" : "")
                + (section.startsWith("settings") ? "settings: {" + relation + "}\n" : "");
        Problems problems = new Problems();
        new ScenarioReader(Path.of(""), Vocabulary.builtIn(), problems).read("net", YamlReader.read(yaml, problems));
        return problems.sorted();
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));
        while (block.find()) {
            examples.add(block.group(1));
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    /** The keys that hold values; every kind of path counts as the first. */
    private static void paths(YamlNode node, String path, List<String> found) {
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                String key = path.equals("settings.paths") ? "same-host" : name;
                paths(entry.value(), path.isEmpty() ? key : path + "." + key, found);
            });
        } else if (node instanceof YamlNode.Sequence sequence) {
            boolean isListOfValues = sequence.items().stream().allMatch(item -> item instanceof YamlNode.Scalar);
            sequence.items().forEach(item -> paths(item, isListOfValues ? path : path + "[]", found));
        } else {
            found.add(path);
        }
    }
}
