package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.run.RunResult.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {

    private final JsonMapper mapper = new JsonMapper();

    @Test
    void shouldKeepItsKeys() {
        JsonNode json = mapper.readTree(JsonReport.render(SampleResults.small()));

        assertThat(json.propertyNames())
                .containsExactly(
                        "scenario",
                        "clock",
                        "seed",
                        "digest",
                        "outcome",
                        "voidReason",
                        "durationNs",
                        "wallNs",
                        "flows",
                        "interfaces",
                        "packets",
                        "expectations",
                        "machine",
                        "events",
                        "flowLogs",
                        "costs");
        assertThat(json.get("flows").get(0).propertyNames())
                .containsExactly(
                        "name",
                        "from",
                        "to",
                        "protocol",
                        "frame",
                        "path",
                        "capBitsPerSecond",
                        "highestCapBitsPerSecond",
                        "bindingCap",
                        "offeredBitsPerSecond",
                        "deliveredBitsPerSecond",
                        "capErrorPpm",
                        "packetsSent",
                        "packetsDelivered",
                        "packetsInFlight",
                        "drops",
                        "latencyNs",
                        "deliveredOverTime",
                        "windows",
                        "isSteady",
                        "ways");
        assertThat(json.at("/flows/0/latencyNs").propertyNames()).containsExactly("p50", "p90", "p99", "p99_9", "max");
        assertThat(json.at("/interfaces/0").propertyNames())
                .containsExactly("id", "instance", "host", "counters", "ownCounters");
        assertThat(json.at("/packets").propertyNames()).containsExactly("sent", "delivered", "dropped", "inFlight");
        assertThat(json.at("/expectations/0").propertyNames()).containsExactly("expectation", "actual", "verdict");
    }

    @Test
    void shouldCarryTheFigures() {
        JsonNode json = mapper.readTree(JsonReport.render(SampleResults.small()));

        assertThat(json.get("seed").asLong()).isEqualTo(42);
        assertThat(json.get("outcome").asString()).isEqualTo("good");
        assertThat(json.get("voidReason").isNull()).isTrue();
        assertThat(json.at("/flows/1/deliveredBitsPerSecond").asLong()).isEqualTo(5_000_110_000L);
        assertThat(json.at("/flows/1/drops/flow_horizon").asLong()).isEqualTo(5_039_000);
        assertThat(json.at("/interfaces/0/counters/tx_packets").asLong()).isEqualTo(8_581_979);
        assertThat(json.at("/packets/inFlight").asLong()).isEqualTo(3);
        assertThat(json.at("/expectations/0/verdict").asString()).isEqualTo("met");
    }

    @Test
    void shouldNotInventALatencyWhenNothingArrived() {
        JsonNode latency = mapper.readTree(JsonReport.render(silent())).at("/flows/0/latencyNs");

        assertThat(latency)
                .hasSize(5)
                .allSatisfy(value -> assertThat(value.isNull()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("results")
    void shouldFollowTheSchemaThatShips(RunResult result) throws IOException {
        assertThat(schema().validate(mapper.readTree(JsonReport.render(result))))
                .isEmpty();
    }

    static List<RunResult> results() {
        return List.of(
                SampleResults.small(),
                SampleResults.tour(),
                SampleResults.voided(),
                SampleResults.hostile(),
                SampleResults.withVerdicts(Verdict.MISSED, Verdict.INCONCLUSIVE),
                silent());
    }

    @Test
    void shouldFailASchemaCheckWhenAKeyIsAdded() throws IOException {
        String json = JsonReport.render(SampleResults.small()).replaceFirst("\"clock\"", "\"clocks\"");

        assertThat(schema().validate(mapper.readTree(json))).isNotEmpty();
    }

    @Test
    void shouldWriteEqualTextForEqualResults() {
        assertThat(JsonReport.render(SampleResults.tour()))
                .isEqualTo(JsonReport.render(SampleResults.tour()))
                .endsWith("}\n")
                .doesNotContain("\r");
    }

    private static Schema schema() throws IOException {
        try (InputStream in = JsonReport.class.getResourceAsStream("result.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static RunResult silent() {
        FlowResult flow = new FlowResult(
                "silent",
                "a",
                "b",
                "tcp",
                "64B",
                "same rack",
                5_000_000_000L,
                "flow",
                0,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                new Histogram(3),
                new RateSeries(1_000_000, new long[0]),
                null,
                true,
                List.of());
        return new RunResult(
                "silent",
                "real",
                -1,
                "",
                1,
                1,
                List.of(flow),
                List.of(),
                new PacketTotals(0, 0, 0, 0),
                List.of(),
                null,
                null,
                List.of(),
                List.of());
    }
}
