package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Routes of IPv6 that events lead into a NAT gateway. */
class NatLintTest {

    private static List<String> lint(String route, String events) {
        return ScenarioLint.check("net", """
                version: 1
                vpcs: [{name: v, cidr: 10.0.0.0/16, ipv6: true}]
                subnets:
                  - {name: s, cidr: 10.0.1.0/24, public: true}
                  - {name: t, cidr: 10.0.2.0/24, ipv6Cidr: auto, routeTable: inner}
                natGateways: [{name: nat, subnet: s}]
                routeTables: [{name: inner, routes: [{to: 0.0.0.0/0, via: nat}%s]}]
                instances: [{name: a, type: c5n.large, subnet: t}]
                flows: [{name: f, from: a, to: internet, frame: 1000B, rate: 10Mbit/s}]
                run: {duration: 100ms}
                events: [%s]
                """.formatted(route, events)).lines();
    }

    @Test
    void shouldWarnOfAnEventThatMakesOne() {
        assertThat(lint("", "{at: 10ms, createRoute: \"::/0\", in: inner, via: nat}"))
                .singleElement()
                .asString()
                .contains(
                        "event 1, create route",
                        "what goes to ::/0 via the NAT gateway 'nat' will be dropped as nat_unsupported");
        assertThat(lint("", "{at: 10ms, createRoute: \"::/0\", in: inner, via: igw}"))
                .isEmpty();
        assertThat(lint("", "{at: 10ms, createRoute: 9.0.0.0/8, in: inner, via: nat}"))
                .isEmpty();
    }

    @Test
    void shouldWarnOnceOfOneThatIsThereFromTheStart() {
        assertThat(lint(", {to: \"::/0\", via: nat}", "{at: 10ms, stop: a}"))
                .singleElement()
                .asString()
                .contains("routeTables[0] (inner).routes: ");
    }

    @Test
    void shouldWarnOfAnEventThatLeadsOneThere() {
        assertThat(lint(", {to: \"::/0\", via: igw}", "{at: 10ms, replaceRoute: \"::/0\", in: inner, via: nat}"))
                .singleElement()
                .asString()
                .contains("event 1, ", "will be dropped as nat_unsupported");
    }
}
