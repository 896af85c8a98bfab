package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Outcome;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveScenariosTest {

    private static final String PAIR = """
            version: 1
            region: {name: us-east-1, zones: 1, mtu: 1500B}
            vpcs: [{name: main, cidr: 10.0.0.0/16}]
            subnets: [{name: front, cidr: 10.0.1.0/24}]
            instances: [{name: a, type: c5n.large}, {name: b, type: c5n.large}]
            flows: [{name: f, from: a, to: b, frame: 1000B, rate: 80Mbit/s}]
            run: {duration: 20ms, seed: 42}
            """;

    private static RunResult run(String more) throws ScenarioException {
        return new ScenarioRunner().run(ScenarioLoader.load("net", PAIR + more), RunObserver.NONE);
    }

    /** From runs on JDK 17; another JDK, machine or day must do the same to the same packets at the same times. */
    @ParameterizedTest
    @CsvSource({
        "security-groups, 12a5ed3cc28641b7d5045532c4c12e26",
        "stop-start, 559370a6d0371e6d40fd04cace958a9e",
    })
    void shouldDoTheSameEverywhere(String name, String digest) throws Exception {
        Scenario scenario = ScenarioLoader.load(Path.of("..", "scenarios", name + ".yaml"));

        assertThat(new ScenarioRunner().run(scenario, RunObserver.NONE).digest())
                .isEqualTo(digest)
                .isEqualTo(new ScenarioRunner().run(scenario, RunObserver.NONE).digest());
    }

    @Test
    void shouldLetAnEventHappenBeforeThePacketsOfItsTime() throws ScenarioException {
        RunResult result = run("events: [{at: 10ms, stop: b}]");

        // One packet each 100 us from 0 on: that of 10 ms is the first to meet a stopped instance, and none is on its
        // way then.
        Map<String, Long> drops = result.flows().get(0).drops();
        assertThat(drops).containsOnlyKeys("target_not_running");
        assertThat(result.flows().get(0).packetsSent()).isEqualTo(200);
        assertThat(drops.get("target_not_running")).isEqualTo(100);
        assertThat(result.flows().get(0).packetsDelivered()).isEqualTo(100);
        assertThat(result.events()).singleElement().satisfies(event -> {
            assertThat(event.happenedNs()).isEqualTo(event.atNs()).isEqualTo(10_000_000);
            assertThat(event.wasReached()).isTrue();
        });
    }

    @Test
    void shouldAnswerNothingAfterAStartUntilItHasBeenAsked() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load(
                "net",
                PAIR.replace(
                                "rate: 80Mbit/s}]",
                                "rate: 8Mbit/s, start: 500us},"
                                        + " {name: answer, answers: f, frame: 1000B, rate: 80Mbit/s}]")
                        + "events: [{at: 5ms, stop: b}, {at: 10ms, start: b}]\n");

        RunResult.FlowResult answer =
                new ScenarioRunner().run(scenario, RunObserver.NONE).flows().get(1);

        // A question each 1 ms from 0.5 ms on, an answer each 100 us: that of 10.5 ms is the first which b is there
        // for.
        assertThat(answer.drops()).containsOnlyKeys("sender_not_running").containsValue(50L);
        assertThat(answer.packetsSent()).isBetween(185L, 190L).isEqualTo(answer.packetsDelivered() + 50);
        assertThat(answer.ways())
                .extracting(RunResult.FlowWaySpan::path)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("same "),
                        stopped -> assertThat(stopped).isEqualTo("refused: sender_not_running"),
                        started -> assertThat(started).isEqualTo("nothing to answer yet"),
                        asked -> assertThat(asked).startsWith("same "));
        assertThat(answer.ways().get(2).fromNs()).isEqualTo(10_000_000);
        assertThat(answer.ways().get(3).fromNs()).isBetween(10_500_000L, 10_600_000L);
    }

    @Test
    void shouldSendEveryFlowThatAnswersAnother() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load(
                "net",
                PAIR.replace(
                        "rate: 80Mbit/s}]",
                        "rate: 80Mbit/s},"
                                + " {name: early, answers: f, frame: 1000B, rate: 80Mbit/s, stop: 8ms},"
                                + " {name: late, answers: f, frame: 500B, rate: 80Mbit/s, start: 12ms}]"));

        RunResult result = new ScenarioRunner().run(scenario, RunObserver.NONE);

        // one packet each 100 us, for 8 ms; one each 50 us, for 8 ms
        assertThat(result.flows().get(1).packetsDelivered()).isBetween(75L, 80L);
        assertThat(result.flows().get(2).packetsDelivered()).isBetween(155L, 160L);
    }

    @Test
    void shouldFailForAnEventThatIsRefusedUnlessThatIsExpected() throws ScenarioException {
        String events = "events: [{at: 5ms, stop: b}, {at: 10ms, detach: b}]\n";
        RunResult surprised = run(events);
        RunResult expecting = run(events + "expect: [{event: 2, error: OperationNotPermitted}]\n");
        RunResult mistaken = run(events + "expect: [{event: 1, error: OperationNotPermitted}]\n");

        assertThat(surprised.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(surprised.expectations())
                .singleElement()
                .satisfies(each -> assertThat(each.actual()).startsWith("OperationNotPermitted: "));
        assertThat(surprised.events())
                .extracting(EventResult::errorCode)
                .containsExactly(null, "OperationNotPermitted");
        assertThat(expecting.outcome()).isEqualTo(Outcome.GOOD);
        assertThat(surprised.events()).extracting(EventResult::isExpected).containsExactly(false, false);
        assertThat(expecting.events()).extracting(EventResult::isExpected).containsExactly(false, true);
        assertThat(mistaken.events()).extracting(EventResult::isExpected).containsExactly(false, false);
        assertThat(mistaken.expectations())
                .extracting(ExpectationResult::verdict)
                .containsExactly(Verdict.MISSED, Verdict.MISSED);
    }

    @Test
    void shouldJudgeTheTimeThatAnExpectationIsAbout() throws ScenarioException {
        RunResult result = run("""
                events: [{at: 10ms, stop: b}]
                expect:
                  - {flow: f, from: 1ms, to: 9ms, delivered: 80Mbit/s, within: 1%}
                  - {flow: f, from: 11ms, delivered: 80Mbit/s, within: 1%}
                  - {flow: f, from: 11ms, delivered: 0bit/s}
                  - {flow: f, to: 9ms, dropped: target_not_running}
                  - {flow: f, from: 11ms, lossAtMost: 99%}
                """);

        assertThat(result.expectations())
                .extracting(ExpectationResult::verdict)
                .containsExactly(Verdict.MET, Verdict.MISSED, Verdict.MET, Verdict.MISSED, Verdict.MISSED);
    }

    @Test
    void shouldNotJudgeWhatTheRunDidNotReach() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load("net", PAIR + """
                events: [{at: 15ms, detach: b}]
                expect:
                  - {event: 1, error: OperationNotPermitted}
                  - {flow: f, from: 11ms, to: 20ms, delivered: 80Mbit/s}
                """);
        RunResult result = new ScenarioRunner()
                .run(scenario.withRun(new Scenario.RunSpec("virtual", 12_000_000, 42, 1)), RunObserver.NONE);

        assertThat(result.expectations()).extracting(ExpectationResult::verdict).containsOnly(Verdict.INCONCLUSIVE);
        assertThat(result.events()).noneMatch(EventResult::wasReached);
    }

    @Test
    void shouldSayWhichPartOfANetworkIsRefused() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load("net", PAIR.replace("10.0.1.0/24", "10.9.1.0/24"));

        assertThatThrownBy(() -> new ScenarioRunner().run(scenario, RunObserver.NONE))
                .isInstanceOf(RunException.class)
                .hasMessageStartingWith("subnets[0].cidr: InvalidSubnet.Range: ");
    }

    private static final String SERVICE = """
            version: 1
            region: {name: us-east-1, zones: 1, mtu: 1500B}
            vpcs: [{name: main, cidr: 10.0.0.0/16}]
            subnets: [{name: front, cidr: 10.0.1.0/24, public: true}]
            securityGroups:
              - {name: clients}
              - {name: web, ingress: [{protocol: udp, ports: 80, cidr: 0.0.0.0/0}]}
            elasticIps: [{name: eip}]
            interfaces: [{name: second, attachTo: b, securityGroups: web}]
            instances:
              - {name: a, type: c5n.large, securityGroups: clients}
              - {name: b, type: c5n.large, securityGroups: web}
            run: {duration: 20ms, seed: 42}
            """;

    /** With a rule for a group only, so that connections are tracked. */
    private static RunResult runTracked(String more) throws ScenarioException {
        String tracked = SERVICE.replace("ports: 80, cidr: 0.0.0.0/0", "ports: 80, group: clients");
        return new ScenarioRunner().run(ScenarioLoader.load("net", tracked + more), RunObserver.NONE);
    }

    private static RunResult runService(String more) throws ScenarioException {
        return new ScenarioRunner().run(ScenarioLoader.load("net", SERVICE + more), RunObserver.NONE);
    }

    @Test
    void shouldRefuseALaterFlowBetweenTheSameTwoOnceItsRuleIsGone() throws ScenarioException {
        RunResult result = runTracked("""
                flows:
                  - {name: early, from: a, to: b, port: 80, frame: 1000B, rate: 80Mbit/s, stop: 8ms}
                  - {name: later, from: a, to: b, port: 80, frame: 1000B, rate: 80Mbit/s, start: 12ms}
                events: [{at: 10ms, revoke: web, ingress: {protocol: udp, ports: 80, group: clients}}]
                """);

        assertThat(result.flows().get(0).drops()).isEmpty();
        assertThat(result.flows().get(1).packetsDelivered()).isZero();
        assertThat(result.flows().get(1).drops()).containsOnlyKeys("security_group_ingress");
    }

    @Test
    void shouldLetAFlowTakeAConnectionUpByItsPorts() throws ScenarioException {
        RunResult result = runTracked("""
                flows:
                  - {name: early, from: a, to: b, port: 80, sourcePort: 777, frame: 1000B, rate: 80Mbit/s, stop: 8ms}
                  - {name: later, from: a, to: b, port: 80, sourcePort: 777, frame: 1000B, rate: 80Mbit/s, start: 12ms}
                events: [{at: 10ms, revoke: web, ingress: {protocol: udp, ports: 80, group: clients}}]
                """);

        assertThat(result.flows()).allSatisfy(flow -> assertThat(flow.drops()).isEmpty());
    }

    @Test
    void shouldDisassociateAnElasticIpTwiceWithoutComplaint() throws ScenarioException {
        RunResult result = runService("""
                flows: [{name: f, from: internet, to: eip, port: 80, frame: 1000B, rate: 80Mbit/s}]
                events:
                  - {at: 2ms, disassociate: eip}
                  - {at: 4ms, associate: eip, to: b}
                  - {at: 10ms, disassociate: eip}
                  - {at: 12ms, disassociate: eip}
                """);

        assertThat(result.events())
                .extracting(EventResult::errorCode)
                .containsExactly("InvalidAssociationID.NotFound", null, null, null);
    }

    @Test
    void shouldPutAnElasticIpOnTheFirstOfSeveralInterfaces() throws ScenarioException {
        RunResult result = runService("""
                flows: [{name: f, from: internet, to: eip, port: 80, frame: 1000B, rate: 80Mbit/s, start: 2ms}]
                events: [{at: 1ms, associate: eip, to: b}]
                """);

        assertThat(result.outcome()).isEqualTo(Outcome.GOOD);
        assertThat(result.flows().get(0).drops()).isEmpty();
        assertThat(result.flows().get(0).packetsDelivered()).isPositive();
    }

    @Test
    void shouldRefuseWhatIsAskedOfATerminatedInstancesInterface() throws ScenarioException {
        RunResult result =
                run("events: [{at: 5ms, terminate: b}, {at: 6ms, detach: b}, {at: 7ms, modifyGroups: b, to: []}]");

        assertThat(result.events())
                .extracting(EventResult::errorCode)
                .containsExactly(null, "IncorrectInstanceState", "IncorrectInstanceState");
        assertThat(result.interfaces())
                .extracting(RunResult.InterfaceResult::instance)
                .contains("a")
                .containsNull();
    }

    @Test
    void shouldTellTheWaysThatEventsMadeAFlowTake() throws ScenarioException {
        RunResult result = run("events: [{at: 5ms, stop: b}, {at: 6ms, reboot: a}, {at: 15ms, start: b}]");

        List<RunResult.FlowWaySpan> ways = result.flows().get(0).ways();
        assertThat(ways).extracting(RunResult.FlowWaySpan::fromNs).containsExactly(0L, 5_000_000L, 15_000_000L);
        assertThat(ways.get(0).capBitsPerSecond()).isEqualTo(5_000_000_000L);
        assertThat(ways.get(1)).isEqualTo(new RunResult.FlowWaySpan(5_000_000, "refused: target_not_running", 0));
        assertThat(ways.get(2).capBitsPerSecond()).isEqualTo(5_000_000_000L);
        assertThat(result.flows().get(0).isHeldAgainstCap()).isFalse();
        assertThat(run("").flows().get(0).ways()).isEmpty();
    }

    @Test
    void shouldNotTakeTheTimeOnTheWayForAnErrorAgainstTheCap() throws ScenarioException {
        Scenario scenario = ScenarioLoader.load(
                "net", PAIR.replace("80Mbit/s", "8Gbit/s").replace("duration: 20ms", "duration: 2ms"));
        RunResult result = new ScenarioRunner().run(scenario, RunObserver.NONE);

        // 70 us and more of 2 ms would be 3.5 percent; one frame of 1000 bytes is 0.08.
        assertThat(result.flows().get(0).isHeldAgainstCap()).isTrue();
        assertThat(result.flows().get(0).capErrorPpm()).isBetween(-1_000L, 1_000L);
    }
}
