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
                "ports: 80 | ports: 80-70 | '80-70' ends before it begins: write 70-80",
                "ports: 80 | ports: 70000 | 70000 is too large: the last port is 65535",
                "ports: 80 | ports: [80, 81] | found a list: write a rule for each",
                "cidr: 10.0.0.0/16}]}] | cidr: 10.0.0.9}]}] | '10.0.0.9' is no block of addresses: write 10.0.0.9/32 for this one address",
                "elasticIps: [{name: eip-1}] | elasticIps: [{name: eip-1, on: eni-2}] | unknown instance or interface 'eni-2': did you mean 'eni-1'?",
                "elasticIps: [{name: eip-1}] | natGateways: [{name: nat, subnet: front}] | give it one by a subnet with public: true",
                "subnet: front}] | subnet: front, address: 10.0.1.256}] | '10.0.1.256' is no address: write one such as 10.0.1.10",
                "type: c5n.large, securityGroups | type: c5n.large, grupp: g, securityGroups | unknown key 'grupp': did you mean 'group'?",
                "detach: eni-1 | restart: a | no event is called 'restart': write reboot, or stop and later start",
                "detach: eni-1 | createRoute: private, to: 0.0.0.0/0, via: igw | 'private' is a route table, and createRoute takes where packets go: write createRoute: 0.0.0.0/0, in: private, via: igw",
                "port: 80, frame | port: 80, connections: 64512, sourcePort: 2000, frame | 2000 is too large: the most is 1024",
                "{protocol: udp, ports: 80, cidr | {protocol: udp, ports: 80, source | unknown key 'source': write group for the members of a security group, or cidr for addresses",
                "elasticIps: [{name: eip-1}] | elasticIps: [{name: eip-1, to: a}] | unknown key 'to': write on, for the instance or interface that has it",
                "lossAtMost: 0% | dropped: sg_ingress | unknown reason 'sg_ingress': did you mean one of security_group_ingress, network_acl_ingress?",
                "detach: eni-1 | move: eip-1, to: a | 'eip-1' is one of the elasticIps, and move takes an interface: write associate",
                "detach: eni-1 | addRule: web, ingress: {protocol: udp, cidr: 10.0.0.0/8} | no event is called 'addRule': write authorize",
                "from: a, to: b, port: 80 | from: a, to: b, port: 81 | it will be refused, at least at first: no inbound rule of the receiver's security groups allows it",
                "protocol: udp, ports | ports | only tcp and udp have ports: leave them out, or write protocol: tcp",
                "securityGroups: web} | securityGroups: wep} | unknown security group 'wep': did you mean 'web'?",
                "subnet: front} | subnet: fromt} | unknown subnet 'fromt': did you mean 'front'?",
                "{name: a, type: c5n.large} | {name: a, type: c5n.large, sameHostAs: b} | sameHostAs is for scenarios without a network of their own",
                "{name: a, type: c5n.large} | {name: a, type: c5n.large, subnet: far, zone: us-east-1a} | the subnet 'far' is in us-east-1b",
                "name: eip-1 | name: eni-1 | 'eni-1' is one of the interfaces already: choose another name",
                "to: b, port | to: b, ipVersion: 6, port | 'a' has no IPv6 address: give its subnet 'front' an ipv6Cidr, or leave ipVersion out",
                "to: b, port: 80 | to: eip-1, ipVersion: 6, port: 80 | the Elastic IP 'eip-1' is an IPv4 address: write 4, or name the instance",
                "port: 80, frame | port: 80, protocol: icmp, frame | echo messages have no ports, and between two ends they are one flow: leave port out",
                "vpcs: [{name: main, cidr: 10.0.0.0/16 | vpcs: [{name: main, cidr: 10.0.0.0/16, ipv6Cidr: auto | unknown key 'ipv6Cidr': write ipv6: true, for a /56 of Amazon's",
                "vpcs: [{name: main, cidr: 10.0.0.0/16 | vpcs: [{name: main, cidr: 2001:db8::/56 | wants a block of IPv4 addresses such as 10.0.0.0/16: IPv6 comes beside it with ipv6: true",
                "cidr: 10.0.1.0/24} | cidr: 10.0.1.0/24, ipv6Cidr: auto} | the VPC 'main' has no IPv6 addresses: write ipv6: true there",
                "cidr: 10.0.1.0/24} | cidr: 10.0.1.0/24, ipv6: true} | unknown key 'ipv6': write ipv6Cidr: auto, for the lowest free /64 of its VPC",
                "ports: 80, cidr: 10.0.0.0/16 | ports: 80, cidr: 2001:db8::5 | '2001:db8::5' is no block of addresses: write 2001:db8::5/128 for this one address",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1} | nothing is expected of interface: add one of attachedTo, exists, publicAddress, elasticIp",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-2, exists: true} | unknown interface or instance 'eni-2': did you mean 'eni-1'?",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1, attachedTo: d} | unknown instance 'd': the instances are a, b, none",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1, elasticIp: eip_1} | unknown Elastic IP 'eip_1': did you mean 'eip-1'?",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1, exists: maybe} | wants true or false, found the text 'maybe'",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1, exists: true, at: 2s} | the run ends after 100 ms: look earlier or run longer",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1, attachedTo: none, at: 15ms} | eni-1 is attached to: none at 15 ms is expected, and will be: b",
                "lossAtMost: 0%} | lossAtMost: 0%}, {instances: b, state: stopped} | state of b: stopped is expected, and will be: running",
                "lossAtMost: 0%} | lossAtMost: 0%}, {cost: since2024, usd: 1 dollar} | wants an amount of US dollars such as 0.01, to a millionth at most, found the text '1 dollar'",
                "lossAtMost: 0%} | lossAtMost: 0%}, {cost: since2024, usd: 12} | 12USD is expected, and will be: 0.000000USD",
                "lossAtMost: 0%} | lossAtMost: 0%}, {cost: since, usd: 12} | unknown rule 'since'",
                "lossAtMost: 0%} | lossAtMost: 0%}, {event: 2, error: IncorrectState, says: ''} | wants words, found none: write some, or leave it out",
                "detach: eni-1 | detach: b | event 2, detach b: EC2 will refuse it: OperationNotPermitted",
                "detach: eni-1 | allocate: eip_1 | unknown Elastic IP 'eip_1': did you mean 'eip-1'?",
                "detach: eni-1 | sourceDestCheck: eni-1 | missing key 'to': add for instance to: false",
                "detach: eni-1 | sourceDestCheck: eni-1, to: off | wants true or false, found the text 'off'",
                "detach: eni-1 | deleteOnTermination: eip-1, to: true | 'eip-1' is one of the elasticIps, and deleteOnTermination takes an interface or instance",
                "detach: eni-1 | createEntry: strict, direction: ingress, entry: {number: 1, action: allow} | unknown network ACL 'strict': there are no network ACLs",
                "detach: eni-1 | addEntry: strict | no event is called 'addEntry': write createEntry, with direction and entry",
                "to: b, port: 80 | to: 10.0.1.300, port: 80 | unknown end '10.0.1.300'",
                "to: b, port: 80 | to: 10.0.1.30, ipVersion: 6, port: 80 | '10.0.1.30' is an IPv4 address: write 4, or leave it out",
                "to: b, port: 80 | to: 10.0.1.30, port: 80 | it will be refused, at least at first",
                "detach: eni-1 | modifyPlacement: a, to: hpcc | unknown placement group 'hpcc': the placement groups are none",
                "detach: eni-1 | modifyPlacement: a, to: none | event 2, modify placement of a to no group: EC2 will refuse it: IncorrectInstanceState",
                "detach: eni-1 | modifyPlacement: a, to: none, partition: 2 | an instance without a group has no partitions",
                "detach: eni-1 | modifyPlacement: eni-1, to: none | 'eni-1' is one of the interfaces, and modifyPlacement takes an instance",
                "detach: eni-1 | joinGroup: a | no event is called 'joinGroup': write modifyPlacement, with to",
                "to: b, port | to: c, port | unknown end 'c': the ends are a, b, eni-1, eip-1, internet",
                "from: a, to: b, port | from: internet, to: b, port | 'b' has no public address: put an Elastic IP on it",
                "at: 20ms | at: 5ms | comes after one at 10 ms: list events in order of time",
                "at: 20ms | at: 200ms | the run is over by then, after 100 ms: let it happen earlier or run longer",
                "detach: eni-1 | detach: eni-2 | unknown interface or instance 'eni-2': did you mean 'eni-1'?",
                "detach: eni-1 | detech: eni-1 | unknown key 'detech': did you mean 'detach'?",
                "detach: eni-1 | detach: eni-1, stop: a | one event does one thing: split stop and detach",
                "detach: eni-1 | replaceRoute: 0.0.0.0/0, in: private, via: nat | unknown target 'nat'",
                "detach: eni-1 | revoke: web | wants one rule: add ingress or egress",
                "detach: eni-1 | detach: b | event 2, detach b: EC2 will refuse it: OperationNotPermitted",
                "to: 20ms, loss | to: 5ms, loss | the time ends before it begins: end it later",
                "to: 20ms, loss | to: 200ms, loss | the run ends after 100 ms: end earlier or run longer",
                "lossAtMost: 0% | dropped: no_rout | unknown reason 'no_rout': did you mean 'no_route'?",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | event: 2, error: IncorrectInstanceStat | unknown error code 'IncorrectInstanceStat': did you mean 'IncorrectInstanceState'?",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | event: 2, error: IncorrectState | event 2, detach eni-1, will be accepted",
                "detach: eni-1 | createRoute: 0.0.0.0/0, via: igw | missing key 'in': add for instance in: private",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | event: 3, error: IncorrectState | 3 is too large: the most is 2",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | event: 2, error: InsufficientCapacity | unknown error code 'InsufficientCapacity': did you mean one of InsufficientAddressCapacity, InsufficientInstanceCapacity?",
                "lossAtMost: 0%} | lossAtMost: 0%}, {instances: [], racks: 1} | expect[1].instances: an empty list expects nothing: name an instance",
                "lossAtMost: 0%} | lossAtMost: 0%}, {instances: [], state: stopped} | expect[1].instances: an empty list expects nothing",
                "lossAtMost: 0%} | lossAtMost: 0%}, {instances: a, apartFrom: []} | expect[1].apartFrom: an empty list expects nothing",
                "lossAtMost: 0%} | lossAtMost: 0%}, {instances: [a, a], racks: 2} | expect[1].instances: 'a' is named more than once: name it once",
                "lossAtMost: 0%} | lossAtMost: 0%}, {instances: b, partition: 1} | partition of b: 1 is expected, and will be: none, as it is in no group with partitions",
                "lossAtMost: 0%} | lossAtMost: 0%}, {interface: eni-1, publicAddress: true, at: 1ms}, {usd: 1} | missing key 'cost', which says what it is expected of: add for instance cost: since2024",
                "lossAtMost: 0%} | lossAtMost: 0%}, {racks: 1} | missing key 'instances', which says what it is expected of: add for instance instances: [a, b]",
                "lossAtMost: 0%} | lossAtMost: 0%}, {whom: 1} | expect[1].whom: unknown key 'whom': the keys here are event, flowLog, flow, instances, interface, group, cost, delivered",
                "flow: f, from: 10ms, to: 20ms, lossAtMost: 0% | flowLog: all, accepted: 1 | unknown flow log 'all': there are no flow logs"
            })
    void shouldNameTheReasonAndTheNearestChoice(String from, String to, String message) {
        assertThat(GOOD).contains(from);

        assertThat(ScenarioLint.check("net", GOOD.replace(from, to)).lines())
                .anySatisfy(line -> assertThat(line).contains(message).matches("net:[0-9]+:[0-9]+: .*"));
    }

    /** Of two meanings one would always hold. */
    @Test
    void shouldNotTakeAnElasticIpCalledNoneForNothing() {
        String file = GOOD.replace("name: eip-1", "name: none")
                .replace("lossAtMost: 0%}", "lossAtMost: 0%}, {interface: a, elasticIp: none}");

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .endsWith("it could be nothing, or the Elastic IP 'none': give that another name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vpcs: [{name: v, cidr: 10.0.0.0/16}] | 10.0.1.0/24   | ''",
                "vpcs: [{name: v, cidr: 10.0.0.0/16}] | 10.2.1.0/24   | ''",
                "vpcs: [{name: v, cidr: 10.0.0.0/16}] | 10.0.1.0/24   | 'events: [{at: 1ms, launch: a}]'",
                "# the default VPC                    | 172.31.64.0/24 | ''"
            })
    void shouldWantASubnetInTheZoneOfAnInstance(String vpcs, String block, String events) {
        String file = """
                version: 1
                %s
                subnets: [{name: s, cidr: %s}]
                instances: [{name: a, type: m5.large, zone: us-east-1b}]
                %s
                """.formatted(vpcs, block, events);

        assertThat(ScenarioLint.check("net", file).lines())
                .contains("net:4:45: error: instances[0] (a).zone: no subnet is in us-east-1b: add one there, or write"
                        + " a zone that has one, such as us-east-1a");
    }

    @Test
    void shouldSayInASentenceThatSomebodyIsOnNoHost() {
        String file = GOOD.replace("{at: 20ms, detach: eni-1}", "{at: 20ms, stop: a}")
                .replace("lossAtMost: 0%}", "lossAtMost: 0%}, {instances: [a, b], racks: 2}");

        assertThat(ScenarioLint.check("net", file).lines())
                .anySatisfy(line ->
                        assertThat(line).endsWith("racks of a, b: 2 is expected, but a is on no host: it is stopped"));
    }

    @Test
    void shouldCallAnInstanceWithoutRoomByItsName() {
        String file = """
                version: 1
                region: {zones: 1, dataCentersPerZone: 1, racksPerDataCenter: 1, hostsPerRack: 1}
                groups: [{name: voters, strategy: spread}]
                vpcs: [{name: v, cidr: 10.0.0.0/16}]
                subnets: [{name: s, cidr: 10.0.1.0/24}]
                instances:
                  - {name: one, type: c5n.large, group: voters}
                  - {name: two, type: c5n.large, group: voters}
                """;

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("InsufficientInstanceCapacity")
                .containsPattern("i-[0-9a-f]{17} \\(two\\)");
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

    @Test
    void shouldReportAllThatEc2WouldRefuseAtOnceAndWhereItStands() {
        String bad = """
                version: 1
                vpcs: [{name: main, cidr: 10.0.0.0/16}]
                subnets:
                  - {name: front, cidr: 10.9.1.0/24}
                  - {name: back, cidr: 10.0.2.0/24}
                  - {name: half, cidr: 10.0.2.0/25}
                securityGroups:
                  - {name: web, ingress: [{protocol: udp, cidr: 10.0.0.0/8}, {protocol: udp, cidr: 10.0.0.0/8}]}
                routeTables: [{name: rt, routes: [{to: 0.0.0.0/0, via: igw}, {to: 10.0.3.0/24, via: igw}]}]
                interfaces: [{name: eni-1, subnet: back, address: 10.0.2.2}]
                instances:
                  - {name: a, type: c5n.large, subnet: back, address: 10.0.2.9}
                  - {name: b, type: c5n.large, subnet: back, address: 10.0.2.9}
                  - {name: c, type: c5n.large, subnet: front}
                flows: [{name: f, from: a, to: b, frame: 1000B, rate: 10Mbit/x}]
                """;

        assertThat(ScenarioLint.check("net", bad).lines())
                .extracting(line -> line.replaceAll("^(net:[0-9]+):[0-9]+: error: (.*?)(: .*|$)", "$1 $2"))
                .containsExactly(
                        "net:4 subnets[0] (front).cidr",
                        "net:6 subnets[2] (half).cidr",
                        "net:8 securityGroups[0] (web).ingress[1]",
                        "net:9 routeTables[0] (rt).routes[1].to",
                        "net:10 interfaces[0] (eni-1).address",
                        "net:13 instances[1] (b).address",
                        "net:15 flows[0] (f).rate");
    }

    @Test
    void shouldSaySomethingOfEachMistakeInARuleAndNothingThatIsNone() {
        assertThat(ScenarioLint.check("net", GOOD.replace("udp, ports: 80,", "udb, ports: 70000,"))
                        .lines())
                .satisfiesExactly(
                        protocol -> assertThat(protocol).contains("unknown protocol 'udb': did you mean 'udp'?"),
                        ports -> assertThat(ports).contains("70000 is too large: the last port is 65535"));
        assertThat(ScenarioLint.check("net", GOOD.replace("udp, ports: 80,", "udb, ports: 80,"))
                        .lines())
                .singleElement()
                .asString()
                .contains("unknown protocol 'udb'");
    }

    @Test
    void shouldNotOfferAnInstanceWhereThereIsNoRouteTable() {
        String file = GOOD.replace("routeTables: [{name: private, routes: []}]\n", "")
                .replace("detach: eni-1", "createRoute: 0.0.0.0/0, via: igw");

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("missing key 'in': add for instance in: private, a route table of that name at routeTables");
    }

    @Test
    void shouldNameTheEventThatIsRefusedWhereAnotherOneIsExpectedToBe() {
        String file = GOOD.replace("{at: 20ms, detach: eni-1}", "{at: 20ms, detach: b}")
                .replaceFirst("expect: .*\n", "expect: [{event: 1, error: OperationNotPermitted}]\n");

        assertThat(ScenarioLint.check("net", file).lines())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "expect[0].event: event 1, attach eni-1 to b, will be accepted: event 2 is refused with"
                                        + " OperationNotPermitted"));
        assertThat(ScenarioLint.check(
                                "net",
                                file.replace(
                                        "event: 1, error: OperationNotPermitted", "event: 2, error: IncorrectState"))
                        .lines())
                .singleElement()
                .asString()
                .contains("expect[0].error: event 2, detach b, will be refused with OperationNotPermitted");
    }

    @Test
    void shouldBlameOneMisplacedEventAndNotTheOthers() {
        String events =
                "events: [{at: 10ms, stop: a}, {at: 90ms, stop: b}, {at: 20ms, start: a}, {at: 30ms, start: b}]\n";
        String file = GOOD.replaceFirst("events: .*\n", events).replaceFirst("expect: .*\n", "");

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("event 2, at: comes before one at 20 ms");
        assertThat(ScenarioLint.check("net", file.replace("20ms", "20s").replace("30ms", "30s"))
                        .lines())
                .singleElement()
                .asString()
                .contains("event 3, at: the run is over by then, after 100 ms", "and so with 1 more event");
    }

    @Test
    void shouldKeepTheNumbersOfEventsWhereOneIsBroken() {
        String file = GOOD.replace("{at: 10ms, attach: eni-1, to: b}", "{at: 10ms, atach: eni-1, to: b}")
                .replaceFirst("expect: .*\n", "expect: [{event: 2, error: IncorrectState}]\n");

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("event 1, atach: unknown key 'atach': did you mean 'attach'?");
    }

    @Test
    void shouldHoldTimesAgainstNothingWhereTheDurationIsWrong() {
        assertThat(ScenarioLint.check("net", GOOD.replace("duration: 100ms", "duration: 100"))
                        .lines())
                .singleElement()
                .asString()
                .contains("run.duration");
    }

    @Test
    void shouldLeadFromAnElasticIpToTheNatGatewayThatNamesIt() {
        String file = GOOD.replace(
                "elasticIps: [{name: eip-1}]",
                "elasticIps: [{name: eip-1, on: nat}]\nnatGateways: [{name: nat, subnet: front}]");

        assertThat(ScenarioLint.check("net", file).lines())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "a NAT gateway names its Elastic IP itself: leave on out, and write elasticIp: eip-1"));
    }

    @Test
    void shouldWarnThatATrackedConnectionOutlivesItsRule() {
        String file = GOOD.replaceFirst(
                        "events: .*\n",
                        "events: [{at: 10ms, revoke: web, ingress: {protocol: udp, ports: 80, cidr: 10.0.0.0/16}}]\n")
                .replaceFirst("expect: .*\n", "expect: [{flow: f, from: 20ms, dropped: security_group_ingress}]\n");

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains(
                        "the connection of 'f' is tracked, and outlives the rule that is revoked: expect it of a flow that"
                                + " starts after 10 ms");
        assertThat(ScenarioLint.check("net", file.replace("port: 80, frame", "port: 80, start: 15ms, frame"))
                        .lines())
                .isEmpty();
    }

    @Test
    void shouldSayASingleTimeThatAnInstanceToLaunchIsUnknown() {
        assertThat(ScenarioLint.check("net", GOOD.replace("detach: eni-1", "launch: z"))
                        .lines())
                .singleElement()
                .asString()
                .contains("event 2, launch: unknown instance 'z'");
    }

    /** Of a private address the gateway knows that it is nobody's out there; VPCs may have public ones, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1 | it will be refused, at least at first: an internet gateway carries nothing to private",
                "44.1 | it will leave for the internet and never reach 'b'"
            },
            quoteCharacter = '#')
    void shouldWarnOfAFlowThatTakesTheInternetGatewayInsteadOfAPeering(String block, String warning) {
        String file = """
                version: 1
                vpcs: [{name: v, cidr: 10.0.0.0/16}, {name: w, cidr: BLOCK.0.0/16}]
                subnets: [{name: s, vpc: v, cidr: 10.0.1.0/24, public: true}, {name: t, vpc: w, cidr: BLOCK.1.0/24}]
                instances: [{name: a, type: c5n.large, subnet: s}, {name: b, type: c5n.large, subnet: t}]
                flows: [{name: f, from: a, to: b, frame: 1000B, rate: 10Mbit/s}]
                """.replace("BLOCK", block);

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("flows[0] (f).to: " + warning);
    }

    @Test
    void shouldWarnOfARouteThatLeadsIpv6IntoANatGateway() {
        String file = """
                version: 1
                vpcs: [{name: v, cidr: 10.0.0.0/16, ipv6: true}]
                subnets:
                  - {name: s, cidr: 10.0.1.0/24, public: true}
                  - {name: t, cidr: 10.0.2.0/24, ipv6Cidr: auto, routeTable: inner}
                natGateways: [{name: nat, subnet: s}]
                routeTables: [{name: inner, routes: [{to: 0.0.0.0/0, via: nat}, {to: "::/0", via: nat}]}]
                instances: [{name: a, type: c5n.large, subnet: t}]
                flows: [{name: f, from: a, to: internet, frame: 1000B, rate: 10Mbit/s}]
                """;

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("routeTables[0] (inner).routes: what goes to ::/0 via the NAT gateway 'nat' will be dropped");
        assertThat(ScenarioLint.check("net", file.replace("{to: \"::/0\", via: nat}", "{to: \"::/0\", via: igw}"))
                        .lines())
                .isEmpty();
    }

    @Test
    void shouldNameTheCommandThatExplainsThisFlowAndNoOther() {
        String file = """
                version: 1
                vpcs: [{name: v, cidr: 10.0.0.0/16, ipv6: true}]
                subnets: [{name: s, cidr: 10.0.1.0/24, ipv6Cidr: auto}]
                securityGroups: [{name: g, ingress: [{protocol: udp, ports: 80, cidr: 10.0.0.0/16}]}]
                instances:
                  - {name: a, type: c5n.large, subnet: s, securityGroups: g}
                  - {name: b, type: c5n.large, subnet: s, securityGroups: g}
                flows:
                  - {name: good, from: a, to: b, port: 80, frame: 1000B, rate: 10Mbit/s}
                  - {name: tcp6, from: a, to: b, protocol: tcp, ipVersion: 6, port: 443, frame: 1000B, rate: 10Mbit/s}
                  - {name: ping, from: a, to: b, protocol: icmp, frame: 100B, rate: 1kpps}
                """;

        assertThat(ScenarioLint.check("net", file).lines())
                .satisfiesExactly(
                        tcp6 -> assertThat(tcp6)
                                .contains("(ringlane explain FILE a b --protocol tcp --ip 6 --port 443 says more)"),
                        ping -> assertThat(ping)
                                .contains("(ringlane explain FILE a b --protocol icmp --ip 4 says more)"));
    }

    @Test
    void shouldWarnOfFramesThatDoNotFitTheWay() {
        String file = """
                version: 1
                vpcs: [{name: v, cidr: 10.0.0.0/16}]
                subnets: [{name: s, cidr: 10.0.1.0/24, public: true}]
                instances: [{name: a, type: c5n.large, subnet: s}]
                flows: [{name: f, from: a, to: internet, frame: 1515B, rate: 10Mbit/s}]
                """;

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains("flows[0] (f).frame: frames of 1515B do not fit the way (internet gateway, MTU 1500B)");
        assertThat(ScenarioLint.check("net", file.replace("1515B", "1514B")).lines())
                .isEmpty();
        assertThat(ScenarioLint.check("net", file + "expect: [{flow: f, dropped: mtu_exceeded}]\n")
                        .lines())
                .isEmpty();
    }

    @Test
    void shouldWarnOfANatGatewayInAPrivateSubnet() {
        String file = GOOD.replace("cidr: 10.0.1.0/24}", "cidr: 10.0.1.0/24, public: true}")
                .replace("elasticIps:", "natGateways: [{name: nat, subnet: far}]\nelasticIps:");

        assertThat(ScenarioLint.check("net", file).lines())
                .singleElement()
                .asString()
                .contains(
                        "warning: natGateways[0] (nat).subnet: the subnet 'far' is private, so the NAT gateway leads nowhere");
    }

    @Test
    void shouldSayOnceThatThereIsNoRoomAndForHowMany() {
        StringBuilder instances = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            instances.append("  - {name: i").append(i).append(", type: c5n.18xlarge}\n");
        }
        String small =
                "version: 1\nregion: {zones: 1, dataCentersPerZone: 1, racksPerDataCenter: 1, hostsPerRack: 1}\n";
        String flows = "flows: [{name: f, from: i0, to: i1, frame: 1000B, rate: 10Mbit/s}]\n";
        for (String network :
                new String[] {"", "vpcs: [{name: v, cidr: 10.0.0.0/16}]\nsubnets: [{name: s, cidr: 10.0.0.0/20}]\n"}) {
            ScenarioLint.Report report =
                    ScenarioLint.check("net", small + network + "instances:\n" + instances + flows);

            assertThat(report.lines().stream().filter(line -> line.contains(": error: ")))
                    .singleElement()
                    .asString()
                    .contains("InsufficientInstanceCapacity")
                    .containsPattern("\\(and so with 1[0-9]{2} more of the instances\\)");
        }
    }
}
