package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.PlannedFlow;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.cloud.scenario.ScenarioLoader;
import io.ringlane.core.packet.IpProtocol;
import org.junit.jupiter.api.Test;

/** Pings from behind a NAT gateway: what is said of them before and after a run is what becomes of them. */
class NatPingScenarioTest {

    private static final String PINGS = """
            version: 1
            region: {name: eu-west-1, zones: 1, mtu: 1500B}
            vpcs: [{name: main, cidr: 10.0.0.0/16}]
            subnets:
              - {name: front, cidr: 10.0.1.0/24, public: true}
              - {name: back, cidr: 10.0.2.0/24, routeTable: private}
            natGateways: [{name: nat, subnet: front}]
            routeTables: [{name: private, routes: [{to: 0.0.0.0/0, via: nat}]}]
            instances: [{name: p, type: c5n.large, subnet: back}, {name: q, type: c5n.large, subnet: back}]
            flows:
              - {name: ping-p, from: p, to: internet, protocol: icmp, frame: 98B, rate: 1kpps}
              - {name: pong-p, answers: ping-p, frame: 98B, rate: 1kpps}
              - {name: ping-q, from: q, to: internet, protocol: icmp, frame: 98B, rate: 1kpps}
              - {name: pong-q, answers: ping-q, frame: 98B, rate: 1kpps}
            run: {duration: 20ms, seed: 7}
            """;

    private static Scenario pings() throws ScenarioException {
        return ScenarioLoader.load("net", PINGS);
    }

    @Test
    void shouldHaveNothingToWarnOf() {
        assertThat(ScenarioLint.check("net", PINGS).lines()).isEmpty();
    }

    @Test
    void shouldKnowAnAddressThatIsOutInTheInternet() {
        String abroad = PINGS.replace("from: q, to: internet", "from: q, to: 8.8.8.8");

        assertThat(ScenarioLint.check("net", abroad).lines()).isEmpty();
    }

    @Test
    void shouldPlanTheWayOfEachPingAndOfItsAnswer() throws ScenarioException {
        Plan plan = Plan.of(pings(), IpProtocol.UDP);

        assertThat(plan.flows())
                .extracting(PlannedFlow::path)
                .hasSize(4)
                .allSatisfy(path -> assertThat(path).contains("NAT gateway"));
    }

    @Test
    void shouldLabelAnAnswerThatArrivesWithItsWay() throws ScenarioException {
        RunResult result = new ScenarioRunner().run(pings(), RunObserver.NONE);

        assertThat(result.flows()).hasSize(4).allSatisfy(flow -> {
            assertThat(flow.packetsDelivered()).isPositive();
            assertThat(flow.drops()).isEmpty();
            assertThat(flow.path()).contains("NAT gateway");
            assertThat(flow.bindingCap()).isNotNull();
        });
    }
}
