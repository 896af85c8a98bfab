package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in networks and timelines, with what the user reads. */
class BadNetworksTest {

    private static final String GOOD = """
            version: 1
            region: {name: us-east-1, zones: 2, mtu: 1500B}
            vpcs: [{name: main, cidr: 10.0.0.0/16}]
            subnets: [{name: front, cidr: 10.0.1.0/24}, {name: far, cidr: 10.0.2.0/24, zone: us-east-1b}]
            securityGroups: [{name: web, ingress: [{protocol: udp, ports: 80, cidr: 10.0.0.0/16}]}]
            interfaces: [{name: eni-1, subnet: front}]
            elasticIps: [{name: eip-1}]
            routeTables: [{name: private, routes: []}]
            instances: [{name: a, type: c5n.large}, {name: b, type: c5n.large, securityGroups: web}]
            flows: [{name: f, from: a, to: b, port: 80, frame: 1000B, rate: 10Mbit/s}]
            run: {duration: 100ms, seed: 42}
            events: [{at: 10ms, attach: eni-1, to: b}, {at: 20ms, detach: eni-1}]
            expect: [{flow: f, from: 10ms, to: 20ms, lossAtMost: 0%}]
            """;

    @Test
    void shouldHaveNothingToSayAboutAGoodFile() {
        assertThat(ScenarioLint.check("net", GOOD).lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cidr: 10.0.1.0/24 | cidr: 10.0.1/24 | '10.0.1/24' is no block of addresses: write one such as 10.0.0.0/16",
                "cidr: 10.0.1.0/24 | cidr: 10.9.1.0/24 | InvalidSubnet.Range",
                "zone: us-east-1b | zone: us-east-1c | unknown zone 'us-east-1c': did you mean 'us-east-1a'?",
                "ports: 80 | ports: 80-70 | wants a port or a range such as 443 or 1024-65535",
                "protocol: udp, ports | ports | only tcp and udp have ports: leave them out, or write protocol: tcp",
                "securityGroups: web} | securityGroups: wep} | unknown security group 'wep': did you mean 'web'?",
                "subnet: front} | subnet: fromt} | unknown subnet 'fromt': did you mean 'front'?",
                "{name: a, type: c5n.large} | {name: a, type: c5n.large, sameHostAs: b} | sameHostAs is for scenarios without a network of their own",
                "{name: a, type: c5n.large} | {name: a, type: c5n.large, subnet: far, zone: us-east-1a} | the subnet 'far' is in us-east-1b",
                "name: eip-1 | name: eni-1 | 'eni-1' is one of the interfaces already: choose another name",
                "to: b, port | to: internet, port: 80, ipVersion: 6, start | the VPCs of a scenario have IPv4 blocks only",
                "to: b, port | to: c, port | unknown end 'c': the ends are a, b, eni-1, eip-1, internet",
                "from: a, to: b, port | from: internet, to: b, port | 'b' has no public address: put an Elastic IP on it",
                "at: 20ms | at: 5ms | comes after one at 10 ms: list events in order of time",
                "at: 20ms | at: 200ms | the run is over by then, after 100 ms: let it happen earlier or run longer",
                "detach: eni-1 | detach: eni-2 | unknown interface 'eni-2': did you mean 'eni-1'?",
                "detach: eni-1 | detech: eni-1 | unknown key 'detech': did you mean 'detach'?",
                "detach: eni-1 | detach: eni-1, stop: a | one event does one thing: split stop and detach",
                "detach: eni-1 | replaceRoute: 0.0.0.0/0, in: private, via: nat | unknown target 'nat'",
                "detach: eni-1 | revoke: web | wants one rule: add ingress or egress",
                "detach: eni-1 | detach: b | EC2 will refuse it: OperationNotPermitted",
                "to: 20ms, loss | to: 5ms, loss | the time ends before it begins: end it later",
                "to: 20ms, loss | to: 200ms, loss | the run ends after 100 ms: end earlier or run longer",
                "lossAtMost: 0% | dropped: no_rout | unknown dropped 'no_rout': did you mean 'no_route'?",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | event: 3, error: X | 3 is too large: the most is 2",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | flowLog: all, accepted: 1 | unknown flow log 'all': there are no flow logs"
            })
    void shouldNameTheReasonAndTheNearestChoice(String from, String to, String message) {
        assertThat(GOOD).contains(from);

        assertThat(ScenarioLint.check("net", GOOD.replace(from, to)).lines())
                .anySatisfy(line -> assertThat(line).contains(message).matches("net:[0-9]+:[0-9]+: .*"));
    }

    @Test
    void shouldWantANetworkForWhatNeedsOne() {
        String plain = """
                version: 1
                instances: [{name: a, type: c5n.large}, {name: b, type: c5n.large}]
                flows: [{name: f, from: a, to: b, frame: 1000B, rate: 10Mbit/s}]
                settings: {allowanceHorizon: 1ms}
                """;

        assertThat(ScenarioLint.check("net", plain).hasErrors()).isFalse();
        assertThat(ScenarioLint.check("net", plain + "events: [{at: 1ms, stop: a}]\n")
                        .lines())
                .containsExactly(
                        "net:4:30: error: settings.allowanceHorizon: is for scenarios without a network of their"
                                + " own: write flowHorizon, which holds for every cap");
    }
}
