package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.ScenarioRunner;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What public addresses cost, wherever a run is shown. */
class CostTextTest {

    private static RunResult billing() throws Exception {
        return new ScenarioRunner()
                .run(ScenarioLoader.load(Path.of("..", "scenarios", "billing.yaml")), RunObserver.NONE);
    }

    @Test
    void shouldPrintTheBillByAddress(@TempDir Path directory) throws Exception {
        RunResult result = billing();

        assertThat(new ResultTable(Style.PLAIN).render(result))
                .contains("until Jan 2024", "since Feb 2024")
                .containsPattern(
                        "\\(service\\) +\\$0\\.005000 +\\$0\\.010000 +1\\.00 h on a stopped instance, 1\\.00 h in use")
                .containsPattern("\\(spare\\) +\\$0\\.010000 +\\$0\\.010000 +2\\.00 h idle")
                .containsPattern("lent to instances +\\$0\\.000000 +\\$0\\.010000 +2\\.00 h in use")
                .containsPattern("all +\\$0\\.015000 +\\$0\\.030000");
        assertThat(Files.readString(HtmlReport.write(result, directory)))
                .contains("What public addresses cost", "(spare)", "$0.015000", "$0.030000");
    }

    @Test
    void shouldWriteTheBillAsTheSchemaHasIt() throws Exception {
        JsonNode json = JsonMapper.shared().readTree(JsonReport.render(billing()));

        try (InputStream in = JsonReport.class.getResourceAsStream("result.schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .validate(json))
                    .isEmpty();
        }
        assertThat(json.at("/costs/usdBefore2024").asString()).isEqualTo("0.015000");
        assertThat(json.at("/costs/usdSince2024").asString()).isEqualTo("0.030000");
        assertThat(json.at("/costs/lines").size()).isEqualTo(3);
        assertThat(json.at("/costs/lines/1/use").asString()).isEqualTo("2.00 h idle");
    }

    @Test
    void shouldSayLittleOfWhatCostsNothingYetAndNothingWhereThereIsNone() throws Exception {
        String yaml = """
                version: 1
                instances: [{name: a, type: c5n.large}, {name: b, type: c5n.large}]
                flows: [{name: f, from: a, to: b, frame: 1000B, rate: 1Mbit/s}]
                run: {duration: 20ms}
                """;
        RunResult plain = new ScenarioRunner().run(ScenarioLoader.load("net", yaml), RunObserver.NONE);
        RunResult cheap = new ScenarioRunner()
                .run(ScenarioLoader.load("net", yaml + "events: [{at: 1ms, reboot: b}]\n"), RunObserver.NONE);

        assertThat(plain.costs()).isNull();
        assertThat(new ResultTable(Style.PLAIN).render(plain)).doesNotContain("addresses cost");
        assertThat(new ResultTable(Style.PLAIN).render(cheap))
                .contains("public addresses cost less than a millionth of a dollar");
    }
}
