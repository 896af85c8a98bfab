package io.ringlane.cloud.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.plan.FlowExplanation.Decision;
import io.ringlane.cloud.plan.Plan.PathClass;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.ScenarioRunner;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import io.ringlane.core.packet.IpProtocol;
import io.ringlane.placement.PlacementException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    private static Plan planOf(String scenario) throws ScenarioException {
        return Plan.of(ScenarioLoader.load(Path.of("..", "scenarios", scenario + ".yaml")));
    }

    @Test
    void shouldSayOfTheTourWhatTheRunFinds() {
        Scenario tour = ScenarioLoader.tour();
        Plan plan = Plan.of(tour);

        RunResult result = new ScenarioRunner().run(tour, RunObserver.NONE);

        assertThat(result.interfaces())
                .isNotEmpty()
                .allSatisfy(nic -> assertThat(nic.host())
                        .isEqualTo(plan.seat(nic.instance()).host().name()));
        for (int i = 0; i < tour.flows().size(); i++) {
            FlowResult flow = result.flows().get(i);
            Plan.Pair pair = plan.pair(plan.seat(flow.from()), plan.seat(flow.to()));
            assertThat(flow.path()).isEqualTo(pair.path().label());
            if (tour.flows().get(i).connections() == 1) {
                assertThat(flow.capBitsPerSecond()).isEqualTo(pair.cap().bitsPerSecond());
                assertThat(flow.bindingCap()).isEqualTo(pair.cap().label());
            }
        }
    }

    @Test
    void shouldCountEachOrderedPairOnce() throws ScenarioException {
        Plan plan = planOf("cluster");

        assertThat(plan.pathClasses().stream().mapToLong(PathClass::pairs).sum())
                .isEqualTo(4 * 3);
        assertThat(plan.pathClasses().stream()
                        .filter(each -> each.kind().path().sameClusterGroup())
                        .mapToLong(PathClass::pairs)
                        .sum())
                .isEqualTo(3 * 2);
    }

    @Test
    void shouldKeepPartitionsAndSpreadMembersOnRacksOfTheirOwn() throws ScenarioException {
        Plan partition = planOf("partition");
        Plan spread = planOf("spread");

        assertThat(racks(partition, "broker-1", "broker-2", "broker-3")).doesNotHaveDuplicates();
        assertThat(partition.seat("broker-4").placement().partition()).isEqualTo(2);
        assertThat(racks(partition, "broker-2", "broker-4"))
                .containsOnly(racks(partition, "broker-2").get(0));
        assertThat(racks(spread, "voter-1", "voter-2", "voter-3")).doesNotHaveDuplicates();
    }

    private static List<String> racks(Plan plan, String... instances) {
        return List.of(instances).stream()
                .map(name -> plan.seat(name).host().rack())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster            | a        | b        | flow (cluster group) | spread it over 10 connections",
                "cluster            | a        | outsider | flow                 | put outsider in group hpc: 10 Gbit/s",
                "spread             | voter-1  | voter-2  | flow                 | put both in one cluster group: 10 Gbit/s",
                "spread             | voter-1  | voter-3  | flow                 | needs them in one zone",
                "emulated-interface | old      | new      | line rate            | give 'old' enhanced networking",
                "ena-express        | a        | b        | flow (ENA Express) | spread it over 7 connections",
                "ena-express        | a        | off      | flow        | turn ENA Express on for both (enaExpress: tcp-udp): 25 Gbit/s",
                "emulated-interface | new      | old      | line rate in         | give 'old' enhanced networking",
            })
    void shouldSayWhatBindsAndWhatWouldLiftIt(String scenario, String from, String to, String cap, String remedy)
            throws ScenarioException {
        Plan plan = planOf(scenario);

        FlowExplanation flow = FlowExplanation.of(plan, plan.seat(from), plan.seat(to));

        assertThat(flow.pair().cap().label()).isEqualTo(cap);
        assertThat(flow.remedies()).first().asString().contains(remedy);
    }

    @Test
    void shouldTellTheWaysOfTwoProtocolsApart() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load(Path.of("..", "scenarios", "ena-express.yaml"));
        Plan udp = Plan.of(scenario);
        Plan tcp = Plan.of(scenario, IpProtocol.TCP);

        FlowExplanation byUdp = FlowExplanation.of(udp, udp.seat("a"), udp.seat("tcp-only"));
        FlowExplanation byTcp = FlowExplanation.of(tcp, tcp.seat("a"), tcp.seat("tcp-only"));

        assertThat(byUdp.pair().cap().bitsPerSecond()).isEqualTo(5_000_000_000L);
        assertThat(byUdp.decisions()).contains(new Decision("ENA Express", "no", "'tcp-only' has it on for TCP only"));
        assertThat(byTcp.pair().cap().bitsPerSecond()).isEqualTo(25_000_000_000L);
        assertThat(byTcp.pair().mtuBytes()).isEqualTo(8900);
        assertThat(byTcp.decisions()).contains(new Decision("ENA Express", "yes", "it is on at both ends"));
    }

    @Test
    void shouldNameTheNextLargerTypeWhereAnAllowanceBinds() throws ScenarioException {
        Plan plan = Plan.of(ScenarioLoader.load("small", """
                version: 1
                instances: [{name: a, type: t3.micro}, {name: b, type: c5n.18xlarge}]
                """));

        FlowExplanation flow = FlowExplanation.of(plan, plan.seat("a"), plan.seat("b"));

        assertThat(flow.remedies()).isNotEmpty();
        assertThat(flow.decisions())
                .anySatisfy(decision -> assertThat(decision.value()).startsWith("a, t3.micro, ena VF "));
    }

    @Test
    void shouldSayWhichOfAScenariosOwnValuesBinds() throws ScenarioException {
        Plan plan = Plan.of(ScenarioLoader.load("small", """
                version: 1
                instances:
                  - {name: a, type: c5n.18xlarge}
                  - {name: b, type: c5n.18xlarge, bandwidthIn: 2Gbit/s}
                """));

        FlowExplanation flow = FlowExplanation.of(plan, plan.seat("a"), plan.seat("b"));

        assertThat(flow.pair().cap().bitsPerSecond()).isEqualTo(2_000_000_000L);
        assertThat(flow.remedies())
                .containsExactly("leave bandwidthIn of 'b' out, or raise it: its type has 100 Gbit/s");
    }

    @Test
    void shouldExplainWhyAnInstanceIsNotElsewhere() throws ScenarioException {
        Plan plan = planOf("spread");
        Seat first = plan.seat("voter-1");

        assertThat(plan.whyNot(first, plan.seat("voter-2").placement().hostId()))
                .anyMatch(reason -> reason.startsWith("group 'quorum':"));
        assertThat(plan.whyHere(first).reasons()).anyMatch(reason -> reason.contains("no other member is on its rack"));
    }

    @Test
    void shouldRefuseTheOneVoterTooManyOfTheShippedExample() throws Exception {
        String full = Files.readString(Path.of("..", "scenarios", "capacity.yaml"));
        Scenario scenario = ScenarioLoader.load(
                "capacity", full.substring(0, full.indexOf("events:")).replace(", start: 35ms", ""));

        assertThat(scenario.instances()).hasSize(4);
        assertThatThrownBy(() -> Plan.of(scenario))
                .isInstanceOf(PlacementException.class)
                .hasMessageStartingWith("InsufficientInstanceCapacity: ")
                .hasMessageContainingAll("voter-4", "quorum");
    }

    @Test
    void shouldRefuseWhatDoesNotFitWithTheRuleThatWasShort() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load("full", """
                version: 1
                region: {zones: 1, dataCentersPerZone: 1, racksPerDataCenter: 2, hostsPerRack: 1}
                groups: [{name: quorum, strategy: spread}]
                instances:
                  - {name: a, type: c5n.large, group: quorum}
                  - {name: b, type: c5n.large, group: quorum}
                  - {name: c, type: c5n.large, group: quorum}
                """);

        assertThatThrownBy(() -> Plan.of(scenario))
                .isInstanceOf(PlacementException.class)
                .hasMessageStartingWith("InsufficientInstanceCapacity: ")
                .hasMessageContaining("quorum");
    }

    @Test
    void shouldBindPacketsWhereFramesAreShort() throws ScenarioException {
        Plan plan = Plan.of(ScenarioLoader.load("small", """
                version: 1
                instances:
                  - {name: a, type: c5n.18xlarge}
                  - {name: b, type: c5n.18xlarge, packetRate: 1Mpps}
                """));

        FlowExplanation flow =
                FlowExplanation.of(plan, FlowQuestion.of(plan.scenario(), "a", "b", null, null, null, 64));

        assertThat(flow.cap().label()).isEqualTo("packet allowance of 'b'");
        assertThat(flow.cap().bitsPerSecond()).isEqualTo(512_000_000);
        assertThat(flow.packetsPerSecond()).isEqualTo(1_000_000);
        assertThat(flow.remedies()).first().asString().startsWith("send frames of 625B and more: 5 Gbit/s");
    }
}
