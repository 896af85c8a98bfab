package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ringlane.cloud.plan.FlowExplanation;
import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanReportTest {

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final Plan tour = Plan.of(ScenarioLoader.tour());

    @TempDir
    Path directory;

    /** More instances than are listed one by one. */
    private static Plan crowd() throws ScenarioException {
        StringBuilder yaml = new StringBuilder("version: 1\nregion: {racksPerDataCenter: 40}\ninstances:\n");
        for (int i = 0; i < 400; i++) {
            yaml.append("  - {name: i").append(i).append(", type: c5n.large}\n");
        }
        return Plan.of(ScenarioLoader.load("crowd", yaml.toString()));
    }

    @Test
    void shouldFoldManyInstancesUnlessAllAreAskedFor() throws ScenarioException {
        Plan crowd = crowd();

        assertThat(PlanTable.render(crowd, Style.PLAIN, false).lines()).hasSizeLessThan(100);
        assertThat(PlanTable.render(crowd, Style.PLAIN, true).lines()).hasSizeGreaterThan(400 * 399);
        assertThat(mapper.readTree(PlanJson.render(crowd, false)).get("pairs").isNull())
                .isTrue();
    }

    @Test
    void shouldWriteJsonThatItsSchemaDescribes() throws IOException, ScenarioException {
        Plan.Pair pair = tour.pathClasses().get(0).example();

        shouldMatch("plan.schema.json", PlanJson.render(tour, true));
        shouldMatch("plan.schema.json", PlanJson.render(crowd(), false));
        shouldMatch("explain.schema.json", ExplainText.json(FlowExplanation.of(tour, pair.from(), pair.to())));
        shouldMatch("explain.schema.json", ExplainText.json(tour, pair.from()));
    }

    private void shouldMatch(String schemaName, String json) throws IOException {
        JsonNode tree = mapper.readTree(json);
        try (InputStream in = PlanReport.class.getResourceAsStream(schemaName)) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(schema.validate(tree)).isEmpty();
            assertThat(schema.validate(mapper.createObjectNode())).isNotEmpty();
        }
    }

    @Test
    void shouldShowIpv6AddressesWhereThereAreAny() throws IOException, ScenarioException {
        Plan ipv6 = Plan.of(ScenarioLoader.load(Path.of("..", "scenarios", "ipv6-network.yaml")));
        Plan ipv4 = Plan.of(ScenarioLoader.load(Path.of("..", "scenarios", "security-groups.yaml")));
        String address = ipv6.interfaces().get(0).ipv6Addresses().get(0);
        String json = PlanJson.render(ipv6, false);

        assertThat(address).contains(":");
        assertThat(PlanTable.render(ipv6, Style.PLAIN, false)).contains("IPv6 address", address);
        assertThat(Files.readString(PlanReport.write(ipv6, directory.resolve("six.html"), false)))
                .contains("IPv6 address", address);
        assertThat(mapper.readTree(json).at("/interfaces/0/ipv6Addresses/0").asString())
                .isEqualTo(address);
        shouldMatch("plan.schema.json", json);
        assertThat(PlanTable.render(ipv4, Style.PLAIN, false))
                .contains("public address")
                .doesNotContain("IPv6");
    }

    @Test
    void shouldListWhoIsWhereOnThePage() throws IOException {
        String page = Files.readString(PlanReport.write(tour, directory.resolve("tour.html"), false));
        Plan.Seat seat = tour.seats().iterator().next();

        assertThat(page)
                .contains("<h2>Instances</h2>", "<th scope=\"col\">Data centre</th>")
                .containsSubsequence(
                        "<th scope=\"row\">" + seat.name() + "<small>",
                        "<td>" + seat.spec().type() + "</td>",
                        "<td>" + seat.host().zone() + "</td>",
                        "<td>" + seat.interfaceLabel() + "</td>");
    }

    @Test
    void shouldCountEmptyHostsAndListWhatWillHappen() throws IOException, ScenarioException {
        Plan plan = Plan.of(ScenarioLoader.load("net", """
                version: 1
                region: {zones: 1, dataCentersPerZone: 1, racksPerDataCenter: 2, hostsPerRack: 3}
                instances: [{name: a, type: c5n.large}]
                flows: []
                events: [{at: 10ms, stop: a}, {at: 20ms, start: a}]
                """));

        String page = Files.readString(PlanReport.write(plan, directory.resolve("net.html"), false));

        assertThat(page).contains(">2 empty hosts</text>", ">3 empty hosts</text>");
        assertThat(page.split("class=\"place-host\"", -1)).hasSize(2);
        assertThat(page)
                .contains("<tr><td>2</td><td>20 ms</td><td class=\"wrap\">start a</td></tr>", "href=\"net.json\"");
        assertThat(directory.resolve("net.json")).isRegularFile();
    }

    private static Plan plan(int instances, String name) throws ScenarioException {
        StringBuilder yaml = new StringBuilder("version: 1\nregion: {racksPerDataCenter: 40}\n"
                + "groups: [{name: quorum, strategy: partition, partitions: 2}]\ninstances:\n");
        for (int i = 0; i < instances; i++) {
            yaml.append("  - {name: ").append(name).append(i).append(", type: c5n.large");
            yaml.append(i == 0 ? ", group: quorum}\n" : "}\n");
        }
        return Plan.of(ScenarioLoader.load("names", yaml.toString()));
    }

    @Test
    void shouldNameInstancesAndGroupsInAPictureOfAFew() throws IOException, ScenarioException {
        Plan few = plan(64, "node-");
        String page = Files.readString(PlanReport.write(few, directory, false));

        assertThat(page).contains(", with its name and group.").contains(">node-63</text>");
        assertThat(page).containsPattern(">node-0 · quorum[^<]*</text>");
        assertThat(Files.readString(PlanReport.write(plan(65, "node-"), directory, false)))
                .contains("Point at one for its name.")
                .doesNotContain(">node-64</text>");
        String longName = "a-name-that-is-longer-than-a-host-in-the-picture-";
        assertThat(Files.readString(PlanReport.write(plan(2, longName), directory, false)))
                .contains(">a-name-that-is-longer-than-…</text>")
                .contains("<title>" + longName + "1, ");
    }

    @Test
    void shouldDrawADotForEachInstance() throws IOException, ScenarioException {
        for (Plan plan : new Plan[] {tour, crowd()}) {
            String page = Files.readString(PlanReport.write(plan, directory, false));

            assertThat(page.split("<circle class=\"place-dot", -1))
                    .hasSize(plan.seats().size() + 1);
            plan.seats().forEach(seat -> assertThat(page).contains("<title>" + seat.name() + ", "));
            assertThat(page).doesNotContain("<script", "http://", "https://");
        }
    }
}
