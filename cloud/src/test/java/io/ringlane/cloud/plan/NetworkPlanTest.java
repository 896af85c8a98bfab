package io.ringlane.cloud.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.report.ExplainText;
import io.ringlane.cloud.report.PlanTable;
import io.ringlane.cloud.report.Style;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.ScenarioRunner;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import io.ringlane.core.packet.IpProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans and explanations of scenarios with a network of their own. */
class NetworkPlanTest {

    private static final String NETWORK = """
            version: 1
            region: {name: us-east-1, zones: 2, mtu: 1500B}
            groups: [{name: brokers, strategy: partition, partitions: 3}]
            vpcs: [{name: main, cidr: 10.0.0.0/16}, {name: peer, cidr: 10.1.0.0/16}, {name: lone, cidr: 10.2.0.0/16}]
            subnets:
              - {name: front, vpc: main, cidr: 10.0.1.0/24, public: true}
              - {name: back, vpc: main, cidr: 10.0.2.0/24, routeTable: private, networkAcl: strict}
              - {name: there, vpc: peer, cidr: 10.1.1.0/24}
              - {name: alone, vpc: lone, cidr: 10.2.1.0/24}
            securityGroups:
              - {name: clients, vpc: main, egress: [{protocol: tcp, cidr: 0.0.0.0/0}, {protocol: udp, cidr: 10.0.0.0/8}]}
              - {name: web, vpc: main, ingress: [{protocol: udp, ports: 80, group: clients}, {protocol: tcp, cidr: 0.0.0.0/0}]}
            networkAcls:
              - name: strict
                vpc: main
                ingress: [{number: 100, action: deny, protocol: udp, ports: 53}, {number: 200, action: allow, cidr: 10.0.0.0/8}]
            peerings: [{name: main-peer, between: [main, peer]}]
            vpns: [{name: office, vpc: main, networks: [192.168.0.0/16]}]
            elasticIps: [{name: eip, on: b}, {name: idle}]
            interfaces: [{name: service, subnet: front, address: 10.0.1.50, securityGroups: web, attachTo: b}]
            routeTables: [{name: private, vpc: main, routes: []}]
            instances:
              - {name: a, type: c5n.large, subnet: front, address: 10.0.1.10, securityGroups: clients, group: brokers, partition: 2}
              - {name: b, type: c5n.large, subnet: front, address: 10.0.1.20, securityGroups: web}
              - {name: c, type: c5n.large, subnet: back, address: 10.0.2.10, securityGroups: web}
              - {name: d, type: c5n.large, subnet: there, address: 10.1.1.10}
              - {name: e, type: c5n.large, subnet: alone, address: 10.2.1.10}
              - {name: late, type: c5n.large, subnet: front}
            flows:
              - {name: asked, from: a, to: b, port: 80, frame: 1000B, rate: 10Mbit/s}
              - {name: answer, answers: asked, frame: 1000B, rate: 10Mbit/s}
              - {name: denied, from: a, to: b, port: 81, frame: 1000B, rate: 10Mbit/s}
              - {name: unheard, answers: denied, frame: 1000B, rate: 10Mbit/s}
              - {name: soon, from: late, to: b, frame: 1000B, rate: 10Mbit/s}
            run: {duration: 10ms, seed: 42}
            events: [{at: 5ms, launch: late}]
            """;

    private static Plan plan(int protocol) throws ScenarioException {
        return Plan.of(ScenarioLoader.load("net", NETWORK), protocol);
    }

    private static FlowExplanation explain(String from, String to, int protocol, Integer port)
            throws ScenarioException {
        Plan plan = plan(protocol);
        return FlowExplanation.of(plan, FlowQuestion.of(plan.scenario(), from, to, null, protocol, port, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"security-groups", "peering", "vpn", "flow-logs", "nat-gateway", "network-acl", "elastic-ip"})
    void shouldPlaceAsTheRunDoes(String name) throws ScenarioException {
        Scenario scenario = ScenarioLoader.load(Path.of("..", "scenarios", name + ".yaml"));
        for (long seed : new long[] {42, 7}) {
            Scenario seeded = scenario.withRun(new RunSpec("virtual", 2_000_000, seed, 1));
            Plan plan = Plan.of(seeded);

            RunResult result = new ScenarioRunner().run(seeded, RunObserver.NONE);

            List<InterfaceResult> ofInstances = result.interfaces().stream()
                    .filter(nic -> plan.seat(nic.instance()) != null)
                    .toList();
            assertThat(ofInstances).hasSameSizeAs(plan.seats());
            assertThat(ofInstances)
                    .allSatisfy(nic -> assertThat(nic.host())
                            .startsWith(plan.seat(nic.instance()).host().name()));
        }
    }

    @Test
    void shouldSayOnWhichNetworkCardAnInterfaceSits() throws ScenarioException {
        Plan plan = Plan.of(ScenarioLoader.load("net", """
                        version: 1
                        vpcs: [{name: main, cidr: 10.0.0.0/16}]
                        subnets: [{name: front, vpc: main, cidr: 10.0.1.0/24}]
                        securityGroups: [{name: open, vpc: main, ingress: [{cidr: 0.0.0.0/0}]}]
                        interfaces: [{name: second, address: 10.0.1.50, securityGroups: open, networkCard: 1, attachTo: b}]
                        instances:
                          - {name: a, type: c6in.32xlarge, securityGroups: open}
                          - {name: b, type: c6in.32xlarge, securityGroups: open}
                        flows: [{name: asked, from: a, to: second, frame: 1000B, rate: 10Mbit/s}]
                        """), IpProtocol.UDP);
        FlowExplanation explanation = FlowExplanation.of(
                plan, FlowQuestion.of(plan.scenario(), "a", "second", null, IpProtocol.UDP, null, null));

        assertThat(explanation.decisions())
                .filteredOn(each -> each.what().startsWith("line rate"))
                .extracting(each -> each.value() + " " + each.why().replaceAll(".*; ", ""))
                .containsExactly(
                        "170 Gbit/s network card 0 of the 2 of c6in.32xlarge, shared by its interfaces there",
                        "170 Gbit/s network card 1 of the 2 of c6in.32xlarge, shared by its interfaces there");
        assertThat(plan.network().ec2().describe()).contains(" as 0 on card 1");
    }

    @Test
    void shouldSayThatTheSubnetDecidesTheZone() throws ScenarioException {
        String file = """
                version: 1
                region: {name: eu-west-1, zones: 1}
                subnets: [{name: front, cidr: 172.31.64.0/24}]
                instances: [{name: a, type: c5n.large}]
                """;

        String table = PlanTable.render(Plan.of(ScenarioLoader.load("net", file), IpProtocol.UDP), Style.PLAIN, true);

        assertThat(table)
                .contains("net: 1 instance on 1 of 32 hosts", "zone eu-west-1a: that of its subnet")
                .doesNotContain("asked for");
    }

    @Test
    void shouldShowInterfacesWithAddressesAndGroups() throws ScenarioException {
        Plan plan = plan(IpProtocol.UDP);

        assertThat(plan.interfaces())
                .contains(new PlannedInterface(
                        "service", "b", "front", "us-east-1a", "10.0.1.50", null, List.of(), List.of("web")));
        assertThat(plan.interfaces())
                .extracting(PlannedInterface::name)
                .startsWith("eth0 of a", "eth0 of b", "service", "eth0 of c");
        assertThat(plan.interfaces().get(1).publicAddress()).endsWith(" (eip)");
    }

    @Test
    void shouldShowWhereFlowsLeadBeforeAnyEvent() throws ScenarioException {
        Plan plan = plan(IpProtocol.UDP);

        assertThat(plan.flows())
                .extracting(PlannedFlow::path)
                .satisfiesExactly(
                        asked -> assertThat(asked).startsWith("same "),
                        answer -> assertThat(answer).startsWith("same "),
                        denied -> assertThat(denied).isEqualTo("refused: security_group_ingress"),
                        unheard -> assertThat(unheard).contains("does not arrive"),
                        soon -> assertThat(soon).contains("before an event launches it"));
        assertThat(PlanTable.render(plan, Style.PLAIN, false))
                .contains("Interfaces", "eth0 of a", "Flows before any event", "brokers / 2")
                .doesNotContain("eni-0", "i-0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a      | b           | 17 | 81 | security_group_ingress | web, of eth0 of b: its ingress rules are udp 80 clients; tcp 0-65535 0.0.0.0/0 | add a rule to 'web': ingress: [{protocol: udp, ports: 81, cidr: 10.0.1.10/32}]",
                "a      | b           | 1  |    | security_group_egress  | clients, of eth0 of a | add a rule to 'clients': egress: [{protocol: icmp, cidr: 10.0.1.20/32}]",
                "a      | 10.0.2.10   | 17 | 53 | network_acl_ingress    | strict, of back: its ingress entry 100 deny udp 53 0.0.0.0/0 | add to 'strict': ingress: [{number: 99, action: allow, protocol: udp, ports: 53, cidr: 10.0.1.10/32}]",
                "c      | b           | 17 | 80 | network_acl_egress     | strict, of back: it has no egress entry | add to 'strict': egress: [{number: 100, action: allow",
                "service | d          | 17 | 80 | private_destination    | for 10.1.1.10 it has only 0.0.0.0/0 -> the internet gateway of main | {to: 10.1.0.0/16, via: main-peer}",
                "d      | a           | 17 | 80 | no_route               | the main route table of peer, of there | make a route table with routes: [{to: 10.0.0.0/16, via: main-peer}]",
                "e      | internet    | 17 | 80 | no_route               | the main route table of lone | via: the name of a NAT gateway",
                "a      | 10.0.1.99   | 6  | 80 | no_such_address        | nobody has the address 10.0.1.99 | send to an address that an interface has",
                "internet | idle      | 6  | 80 | no_such_address        | nobody has the address | put the Elastic IP 'idle' on an instance",
                "office | eip         | 6  | 80 | vpn_to_public_address  | a public address cannot be reached | send to the private address",
                "internet | eip       | 17 | 80 | security_group_ingress | web, of eth0 of b | cidr: 198.51.100.10/32}]",
            })
    void shouldSayWhoseRuleRefusesAndWhatWouldLetItThrough(
            String from, String to, int protocol, Integer port, String reason, String by, String remedy)
            throws ScenarioException {
        FlowExplanation flow = explain(from, to, protocol, port);

        assertThat(flow.refusal()).isNotNull();
        assertThat(flow.refusal().reason()).isEqualTo(reason);
        assertThat(flow.refusal().by()).contains(by);
        assertThat(flow.remedies()).anySatisfy(each -> assertThat(each).contains(remedy));
        assertThat(flow.cap()).isNull();
        assertThat(ExplainText.render(flow, Style.PLAIN))
                .contains("Refused (" + reason + "): ", "to let it through: ")
                .doesNotContain("Bound by", "connections");
    }

    @Test
    void shouldLeadIpv6ThroughTheInternetGatewayAndNotThroughNat() throws IOException, ScenarioException {
        String text = Files.readString(Path.of("..", "scenarios", "ipv6-network.yaml"));

        assertThat(leaving(text).remedies()).containsExactly("add to its routes: {to: \"::/0\", via: igw}");

        FlowExplanation byNat =
                leaving(text.replace("routeTables:", "natGateways: [{name: nat, subnet: front}]\nrouteTables:")
                        .replace("{name: inner}", "{name: inner, routes: [{to: \"::/0\", via: nat}]}")
                        .replace("{at: 60ms, createRoute", "{at: 60ms, replaceRoute"));
        assertThat(byNat.refusal().reason()).isEqualTo("nat_unsupported");
        assertThat(byNat.remedies()).singleElement().asString().contains("{to: \"::/0\", via: igw}");
    }

    private static FlowExplanation leaving(String text) throws ScenarioException {
        Plan plan = Plan.of(ScenarioLoader.load("ipv6", text), IpProtocol.UDP);
        return FlowExplanation.of(plan, FlowQuestion.of(plan.scenario(), "b", "internet", null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({"a, b", "b, internet"})
    void shouldNotSpreadEchoMessagesOverConnections(String from, String to) throws IOException, ScenarioException {
        String text = Files.readString(Path.of("..", "scenarios", "ipv6-network.yaml"))
                .replace("{name: inner}", "{name: inner, routes: [{to: \"::/0\", via: igw}]}");
        Scenario scenario = ScenarioLoader.load("ipv6", text);
        for (int protocol : new int[] {IpProtocol.ICMP, IpProtocol.TCP}) {
            FlowQuestion question = FlowQuestion.of(scenario, from, to, 6, protocol, null, 1500);

            FlowExplanation flow = FlowExplanation.of(Plan.of(scenario, question.protocol()), question);

            assertThat(flow.cap().bitsPerSecond()).isEqualTo(5_000_000_000L);
            assertThat(String.join("; ", flow.remedies()).contains("connections"))
                    .isEqualTo(protocol == IpProtocol.TCP);
        }
    }

    @Test
    void shouldNameBothCapsOfAnInternetGatewayThatAreAlike() throws ScenarioException {
        FlowExplanation flow = explain("b", "internet", IpProtocol.TCP, 443);

        assertThat(flow.cap().bitsPerSecond()).isEqualTo(5_000_000_000L);
        assertThat(flow.remedies())
                .singleElement()
                .asString()
                .startsWith("a type with more vCPUs, and several connections: ");
    }

    @Test
    void shouldSayOfAnswersOnceThatTheyAreMeant() throws ScenarioException {
        assertThat(explain("a", "c", IpProtocol.TCP, 443).remedies())
                .contains("for the answers: or with ports: 1024-65535, since answers go to any high port");
    }

    @ParameterizedTest
    @CsvSource({"b, internet, 1515, 1500", "a, b, 1515, 1500", "a, office, 1515, 1500"})
    void shouldRefuseFramesThatDoNotFitTheWay(String from, String to, int frameBytes, int mtuBytes)
            throws ScenarioException {
        Plan plan = plan(IpProtocol.TCP);

        FlowExplanation flow = FlowExplanation.of(
                plan, FlowQuestion.of(plan.scenario(), from, to, null, IpProtocol.TCP, 443, frameBytes));
        FlowExplanation fitting = FlowExplanation.of(
                plan, FlowQuestion.of(plan.scenario(), from, to, null, IpProtocol.TCP, 443, frameBytes - 1));

        assertThat(flow.refusal().reason()).isEqualTo("mtu_exceeded");
        assertThat(flow.refusal().by()).contains("frames of " + frameBytes + "B", "MTU is " + mtuBytes + "B");
        assertThat(flow.remedies()).containsExactly("send frames of " + (frameBytes - 1) + "B or shorter");
        assertThat(ExplainText.render(flow, Style.PLAIN)).doesNotContain("gets there");
        assertThat(fitting.refusal()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "d, 'for 10.1.1.10 it has only 0.0.0.0/0', '{to: 10.1.0.0/16, via: main-peer}'",
        "10.77.0.1, 'for 10.77.0.1 it has only 0.0.0.0/0', 'over a peering or a VPN'"
    })
    void shouldSayWhatLeadsToPrivateAddressesInsteadOfAnInternetGateway(String to, String by, String remedy)
            throws ScenarioException {
        FlowExplanation flow = explain("b", to, IpProtocol.UDP, 80);

        assertThat(flow.refusal().reason()).isEqualTo("private_destination");
        assertThat(flow.refusal().by()).contains(by);
        assertThat(flow.decisions()).anySatisfy(each -> assertThat(each.value()).isEqualTo("refused"));
        assertThat(flow.remedies()).first().asString().contains(remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 5000000000, flow (NAT gateway), several connections",
        "60, 4800000000, packet rate of the NAT gateway, send longer frames" // 10 million a second, for all
    })
    void shouldNameTheCapsOfGateways(int frameBytes, long bitsPerSecond, String cap, String remedy)
            throws IOException, ScenarioException {
        String text = Files.readString(Path.of("..", "scenarios", "nat-gateway.yaml"))
                .replace("type: c5n.large", "type: c5n.18xlarge");
        Plan plan = Plan.of(ScenarioLoader.load("nat", text), IpProtocol.TCP);

        FlowExplanation flow = FlowExplanation.of(
                plan, FlowQuestion.of(plan.scenario(), "hidden", "internet", null, IpProtocol.TCP, 443, frameBytes));

        assertThat(flow.cap()).isEqualTo(new BindingCap(cap, bitsPerSecond));
        assertThat(flow.remedies()).anySatisfy(each -> assertThat(each).contains(remedy));
        assertThat(flow.decisions())
                .extracting(each -> each.what() + " " + each.value())
                .contains(
                        "gateway, a flow 5 Gbit/s",
                        "gateway bandwidth out 50 Gbit/s",
                        "NAT gateway 100 Gbit/s",
                        "NAT gateway packets 10 Mpps");
    }

    /** Behind a NAT gateway and a VPN it is the tunnel that is narrow, which more connections do not widen. */
    @Test
    void shouldNameTheTunnelBehindANatGateway() throws IOException, ScenarioException {
        String text = Files.readString(Path.of("..", "scenarios", "nat-gateway.yaml"))
                .replace("type: c5n.large", "type: c5n.18xlarge")
                .replace("subnets:", "vpns:\n  - {name: office, networks: [192.168.0.0/16]}\nsubnets:");
        Plan plan = Plan.of(ScenarioLoader.load("nat", text), IpProtocol.TCP);

        FlowExplanation flow = FlowExplanation.of(
                plan, FlowQuestion.of(plan.scenario(), "hidden", "office", null, IpProtocol.TCP, 443, 1000));

        assertThat(flow.cap()).isEqualTo(new BindingCap("flow (VPN)", 1_250_000_000L));
        assertThat(flow.remedies()).singleElement().asString().contains("a second VPN connection");
    }

    @ParameterizedTest
    @CsvSource({
        "a, b, 6, 5000000000",
        "a, service, 6, 5000000000",
        "10.0.1.10, 10.0.1.50, 6, 5000000000",
        "internet, eip, 6, 5000000000",
        "203.0.113.9, b, 6, 5000000000",
        "office, 10.0.1.20, 6, 1250000000",
        "a, office, 6, 1250000000",
        "192.168.7.7, a, 6, 0",
    })
    void shouldTakeEveryKindOfEnd(String from, String to, int protocol, long capBitsPerSecond)
            throws ScenarioException {
        FlowExplanation flow = explain(from, to, protocol, 443);

        if (capBitsPerSecond == 0) {
            assertThat(flow.refusal().reason()).isEqualTo("security_group_ingress");
        } else {
            assertThat(flow.refusal()).isNull();
            assertThat(flow.cap().bitsPerSecond()).isEqualTo(capBitsPerSecond);
        }
        assertThat(flow.decisions()).allSatisfy(each -> assertThat(each.why()).doesNotContain("eni-0", "subnet-0"));
    }

    @Test
    void shouldShowPlacesAndStepsAndWhetherAnswersComeBack() throws ScenarioException {
        String text = ExplainText.render(explain("a", "c", IpProtocol.TCP, 443), Style.PLAIN);

        assertThat(text)
                .contains("partition group 'brokers', partition 2; host us-east-1a-", "ena VF 0", "  step 1")
                .contains("refused: network_acl_egress", "for the answers: add to 'strict': egress: ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "x, b, unknown end 'x': the ends are a",
                "a, servic, did you mean 'service'?",
                "a, late, not there before an event launches it",
                "idle, b, the Elastic IP 'idle' is on nothing",
                "10.0.1.99, b, nobody has the address 10.0.1.99",
                "internet, d, 'd' has no public address",
                "internet, office, neither 'internet' nor 'office' is in the region",
                "a, 10.0.1.10, to itself takes no path",
                "a, 10.0.1.999, is no address",
            })
    void shouldSayWhatIsWrongWithAnEnd(String from, String to, String message) {
        assertThatThrownBy(() -> explain(from, to, IpProtocol.TCP, 443))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(message);
    }
}
