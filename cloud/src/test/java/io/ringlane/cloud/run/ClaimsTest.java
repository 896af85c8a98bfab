package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected whatever packets do, and that worked examples judge what they are about. */
class ClaimsTest {

    private static final String NETWORK = """
            version: 1
            region: {name: us-east-1, zones: 2, dataCentersPerZone: 1, racksPerDataCenter: 4, hostsPerRack: 2, mtu: 1500B}
            groups: [{name: hpc, strategy: cluster}, {name: kafka, strategy: partition, partitions: 2}]
            vpcs: [{name: main, cidr: 10.0.0.0/16}]
            subnets:
              - {name: front, cidr: 10.0.1.0/24, public: true}
              - {name: back, cidr: 10.0.2.0/24}
              - {name: far, cidr: 10.0.3.0/24, zone: us-east-1b}
            elasticIps: [{name: eip, on: a}]
            interfaces: [{name: eni, subnet: back, attachTo: b}]
            instances:
              - {name: a, type: c5n.large, subnet: front, group: hpc}
              - {name: b, type: c5n.xlarge, subnet: back, group: hpc}
              - {name: c, type: c5n.large, subnet: back, group: kafka, partition: 1}
              - {name: d, type: c5n.large, subnet: back, group: kafka, partition: 2}
              - {name: e, type: c5n.large, subnet: far}
            flows: [{name: f, from: c, to: d, frame: 1000B, rate: 10Mbit/s}]
            run: {duration: 20ms, seed: 42}
            events: [{at: 10ms, stop: [a, d]}]
            """;

    private static ExpectationResult judged(String claim) throws ScenarioException {
        return new ScenarioRunner()
                .run(ScenarioLoader.load("net", NETWORK + "expect: [" + claim + "]\n"), RunObserver.NONE)
                .expectations()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{instances: [a, b], racks: 1, at: 5ms} | MET",
                "{instances: [a, b], racks: 2, at: 5ms} | MISSED",
                "{instances: [a, b], racks: 1} | MISSED", // a is stopped by then
                "{instances: [a, e], zones: 2, at: 0s} | MET",
                "{instances: [a, e], zones: 1, at: 0s} | MISSED",
                "{instances: [a, b], dataCenters: 1, at: 9ms} | MET",
                "{instances: [b, e], dataCenters: 1} | MISSED",
                "{instances: [b, e], hosts: 2} | MET",
                "{instances: [b, e], hosts: 1} | MISSED",
                "{instances: d, partition: 2} | MET",
                "{instances: [c, d], partition: 2} | MISSED",
                "{instances: c, apartFrom: d, at: 5ms} | MET",
                "{instances: a, apartFrom: b, at: 5ms} | MISSED",
                "{instances: c, apartFrom: d} | MISSED", // d is stopped by then
                "{instances: [a, b], card: ena} | MET",
                "{instances: a, card: none} | MISSED",
                "{instances: [a, d], state: running, at: 9ms} | MET",
                "{instances: [a, d], state: running, at: 10ms} | MISSED",
                "{instances: [a, d], state: stopped} | MET",
                "{interface: eni, attachedTo: b} | MET",
                "{interface: eni, attachedTo: none} | MISSED",
                "{interface: eni, exists: true} | MET",
                "{interface: eni, exists: false} | MISSED",
                "{interface: eni, publicAddress: false} | MET",
                "{interface: a, publicAddress: true} | MET",
                "{interface: a, publicAddress: false} | MISSED",
                "{interface: a, elasticIp: eip} | MET",
                "{interface: b, elasticIp: eip} | MISSED",
                "{interface: b, elasticIp: none} | MET",
                "{group: hpc, warns: mixes the types} | MET",
                "{group: kafka, warns: mixes the types} | MISSED",
                "{cost: before2024, usd: 0} | MET",
                "{cost: since2024, usd: 0.000001} | MISSED",
            })
    void shouldJudgeWhatIsSo(String claim, Verdict verdict) throws ScenarioException {
        ExpectationResult result = judged(claim);

        assertThat(result.verdict())
                .as(result.text() + ", measured " + result.actual())
                .isEqualTo(verdict);
    }

    @Test
    void shouldSayWhatIsSoInstead() throws ScenarioException {
        ExpectationResult racks = judged("{instances: [b, e], racks: 1, at: 5ms}");
        assertThat(racks.text()).isEqualTo("racks of b, e: 1 at 5 ms");
        assertThat(racks.actual()).startsWith("2 (us-east-1");
        assertThat(judged("{instances: [b, d], hosts: 2}").actual()).isEqualTo("d is on no host: it is stopped");
        assertThat(judged("{interface: eni, attachedTo: a}").actual()).isEqualTo("b");
        assertThat(judged("{instances: [c, d], partition: 1}").actual()).isEqualTo("1, 2");
        assertThat(judged("{instances: a, apartFrom: b, at: 1ms}").actual()).startsWith("a and b in us-east-1a-");
    }

    @Test
    void shouldHoldTheWordsOfARefusalAgainstWhatIsSaid() throws ScenarioException {
        String again = NETWORK.replace("events: [", "events: [{at: 1ms, detach: b}, ");
        String expect = "expect: [{event: 1, error: OperationNotPermitted, says: %s}]\n";

        assertThat(verdictOf(again + expect.formatted("device index 0"))).isEqualTo(Verdict.MET);
        assertThat(verdictOf(again + expect.formatted("device index 7"))).isEqualTo(Verdict.MISSED);
    }

    private static Verdict verdictOf(String yaml) throws ScenarioException {
        return new ScenarioRunner()
                .run(ScenarioLoader.load("net", yaml), RunObserver.NONE)
                .expectations()
                .get(0)
                .verdict();
    }

    @Test
    void shouldJudgeInstancesThatAreSimplyConnected() throws ScenarioException {
        String yaml = """
                version: 1
                groups: [{name: quorum, strategy: spread}]
                instances:
                  - {name: a, type: c5n.large, group: quorum}
                  - {name: b, type: c5n.large, group: quorum}
                  - {name: c, type: c5n.large, sameHostAs: a}
                flows: [{name: f, from: a, to: b, frame: 1500B, rate: 10Mbit/s}]
                run: {duration: 1ms}
                """;

        assertThat(verdictOf(yaml + "expect: [{instances: [a, b], racks: 2}]")).isEqualTo(Verdict.MET);
        assertThat(verdictOf(yaml + "expect: [{instances: [a, c], hosts: 1}]")).isEqualTo(Verdict.MET);
        assertThat(verdictOf(yaml + "expect: [{instances: [a, c], racks: 2}]")).isEqualTo(Verdict.MISSED);
        assertThat(verdictOf(yaml + "expect: [{instances: b, state: running}]")).isEqualTo(Verdict.MET);
        assertThat(verdictOf(yaml + "expect: [{group: quorum, warns: mixes}]")).isEqualTo(Verdict.MISSED);
    }

    /** A worked example whose point has been taken out is missed: it judges what it is about. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "partition | , group: kafka(, partition: 2)? | ''",
                "spread | , group: quorum | ''",
                "spread-limit | , group: quorum | ''",
                "capacity | , group: quorum | ''",
                "cluster | , group: hpc | ''",
                "cluster-types | c5n.9xlarge, group | c5n.18xlarge, group",
                "cluster-types | , group: hpc} # launched | } # launched",
                "cluster-peering | group: hpc, subnet: right-1 | subnet: right-1",
                "cold-attach | attach: eni-1, to: b | attach: eni-1, to: a",
                "delete-on-termination | gone, to: true | gone, to: false",
                "source-dest-check | at: 30ms, sourceDestCheck: appliance, to: true | at: 30ms, sourceDestCheck: appliance, to: false",
                "source-dest-check | , sourceDestCheck: false | ''",
                "longest-prefix | 192\\.168\\.7\\.0/24, via: narrow | 192.168.6.0/24, via: narrow",
                "vf-exhaustion | interfacesPerHost: 4 | interfacesPerHost: 6",
                "billing | - .name: spare. | ''",
                "elastic-ip-quota | - .name: eip-4. | ''",
                "broadcast | to: 10\\.0\\.1\\.255 | to: 10.0.1.254",
                "broadcast | address: 10\\.0\\.1\\.20 | address: 10.0.1.21",
                "subnet-addresses | /28 | /27",
                "acl-entries | action: deny, protocol: udp, ports: 80 | action: deny, protocol: udp, ports: 82",
                "emulated-interface | , image: without-driver | ''",
            })
    void shouldMissWhatAnExampleIsAboutOnceItIsGone(String name, String point, String without) throws Exception {
        String yaml = Files.readString(Path.of("..", "scenarios", name + ".yaml"));
        String changed = yaml.replaceAll(point, without);
        assertThat(changed).isNotEqualTo(yaml);

        assertThat(new ScenarioRunner()
                        .run(ScenarioLoader.load(name, changed), RunObserver.NONE)
                        .expectations())
                .extracting(ExpectationResult::verdict)
                .contains(Verdict.MISSED);
    }
}
