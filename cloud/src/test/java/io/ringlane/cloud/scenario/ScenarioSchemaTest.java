package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ringlane.core.rate.Quantity;
import io.ringlane.dataplane.counter.DropReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema and the reader must give the same verdict; {@link BadScenariosTest} compares them on what is wrong. */
class ScenarioSchemaTest {

    private static final Map<Quantity, String> DEFINITIONS = Map.of(
            Quantity.BIT_RATE, "bitRate",
            Quantity.PACKET_RATE, "packetRate",
            Quantity.SIZE, "size",
            Quantity.DURATION, "duration",
            Quantity.SHARE, "shareOrZero");

    private static JsonNode schema() {
        try (InputStream in = ScenarioSchema.class.getResourceAsStream(ScenarioSchema.RESOURCE)) {
            return JsonMapper.shared().readTree(in);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldBeAValidSchemaItself() {
        final var draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(draft.validate(schema())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowTheUnitsThatAreRead(Quantity quantity) {
        final Pattern pattern = Pattern.compile(schema().get("$defs")
                .get(DEFINITIONS.get(quantity))
                .get("pattern")
                .asString());

        for (final Quantity each : Quantity.values()) {
            for (final String unit : each.units()) {
                assertThat(pattern.matcher("12.5" + unit).find()).as(unit).isEqualTo(each == quantity);
            }
        }
        assertThat(pattern.matcher("12.5").find()).isFalse();
        assertThat(pattern.matcher("12.5bps").find()).isFalse();
        assertThat(pattern.matcher("-1" + quantity.baseUnit()).find()).isFalse();
        assertThat(pattern.matcher("0.0" + quantity.baseUnit()).find())
                .isEqualTo(DEFINITIONS.get(quantity).endsWith("OrZero"));
    }

    @Test
    void shouldKnowEveryReasonForADrop() {
        assertThat(schema().findValue("dropped").get("enum").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(DropReason.values()).map(DropReason::label).toList());
    }

    @Test
    void shouldKnowTheRelationsThatAreRead() {
        final JsonNode paths =
                schema().get("properties").get("settings").get("properties").get("paths");

        assertThat(paths.get("properties").propertyNames())
                .containsExactlyElementsOf(Vocabulary.builtIn().relations());
    }

    static Stream<String> goodFiles() throws IOException {
        final String tour;
        try (InputStream in = ScenarioSchema.class.getResourceAsStream("/io/ringlane/cloud/tour.yaml")) {
            tour = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Stream.of(
                tour,
                BadScenariosTest.GOOD,
                "version: 1\ninstances: [{name: a, type: c5n.18xlarge}]",
                BadScenariosTest.GOOD.replace("clock: virtual", "clock: real, workers: 4"),
                BadScenariosTest.GOOD.replace("clock: virtual", "clock: virtual, workers: 64"),
                BadScenariosTest.GOOD.replace("clock: virtual, ", "workers: 1, "),
                BadScenariosTest.GOOD.replace("seed: 42", "seed: -9223372036854775808"),
                BadScenariosTest.GOOD.replace("seed: 42", "seed: 0xff"),
                BadScenariosTest.GOOD.replace("frame: 1500B", "frame: 1500B, ipVersion: 6"),
                BadScenariosTest.GOOD.replace("frame: 1500B", "frame: 1500B, ipVersion: \"6\""),
                BadScenariosTest.GOOD.replace("networking: 82599", "networking: \"82599\""),
                BadScenariosTest.GOOD.replace("within: 0.1%", "within: 0ppm"),
                BadScenariosTest.GOOD.replace("delay: 500us", "delay: 0us, jitter: 0ns, mtu: 1500B"),
                BadScenariosTest.GOOD.replace("20Gbit/s", "20 Gbit/s"));
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void shouldAcceptWhatTheReaderAccepts(String yaml) {
        final Problems problems = new Problems();
        final YamlNode root = YamlReader.read(yaml, problems);
        new ScenarioReader(Path.of(""), Vocabulary.builtIn(), problems).read("net", root);

        assertThat(problems.sorted()).isEmpty();
        assertThat(ScenarioSchema.errors(root)).isEmpty();
    }
}
