package io.ringlane.cloud.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringlane.placement.path.PathSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake a file can hold, with the exact line that the user reads. */
class BadScenariosTest {

    static final Vocabulary VOCABULARY =
            new Vocabulary(Set.of("c5n.18xlarge", "c5n.9xlarge", "c4.8xlarge"), PathSettings.names());

    /** A good file of which each case changes one line. Line numbers below refer to it. */
    static final String GOOD = """
            version: 1
            region: {name: us-east-1, zones: 2, mtu: 9001B}
            groups:
              - {name: hpc, strategy: cluster}
              - {name: kafka, strategy: partition, partitions: 3}
              - {name: quorum, strategy: spread}
            instances:
              - {name: a, type: c5n.18xlarge, group: hpc, zone: us-east-1a}
              - {name: b, type: c5n.18xlarge, group: hpc, bandwidthOut: 5Gbit/s}
              - {name: c, type: c4.8xlarge, sameHostAs: b, enhancedNetworking: 82599}
            flows:
              - {name: inside, from: a, to: b, frame: 1500B, rate: 20Gbit/s}
              - {name: outside, from: a, to: c, frame: imix, rate: 1Mpps}
            run: {clock: virtual, duration: 1s, seed: 42}
            expect:
              - {flow: inside, delivered: 10Gbit/s, within: 0.1%}
              - {flow: outside, lossAtMost: 0%}
            settings: {flowHorizon: 1ms, paths: {cross-zone: {delay: 500us}}}
            """;

    /**
     * @param schemaKnows whether the mistake is one that a JSON Schema can see
     * @param messages what is reported, without the file's name
     */
    record Case(String from, String to, boolean schemaKnows, List<String> messages) {

        String yaml() {
            assertThat(GOOD).contains(from);
            return GOOD.replace(from, to);
        }

        @Override
        public String toString() {
            return from.strip() + " -> " + to.strip();
        }
    }

    private static Case shape(String from, String to, String... messages) {
        return new Case(from, to, true, List.of(messages));
    }

    private static Case meaning(String from, String to, String... messages) {
        return new Case(from, to, false, List.of(messages));
    }

    static Stream<Case> cases() {
        return Stream.of(
                // Keys
                shape(
                        "to: b, frame",
                        "to: b, fram",
                        "12:5: error: flows[0]: missing key 'frame': add for instance frame: 1500B",
                        "12:36: error: flows[0].fram: unknown key 'fram': did you mean 'frame'?"),
                shape("expect:", "expects:", "15:1: error: expects: unknown key 'expects': did you mean 'expect'?"),
                shape(
                        "zones: 2",
                        "zebras: 2",
                        "2:27: error: region.zebras: unknown key 'zebras': the keys here are name, unlisted, zones, dataCentersPerZone, racksPerDataCenter, hostsPerRack, mtu"),
                shape("version: 1\n", "", "1:1: error: missing key 'version': add for instance version: 1"),
                shape(
                        ", rate: 20Gbit/s",
                        "",
                        "12:5: error: flows[0]: missing key 'rate': add for instance rate: 5Gbit/s"),
                shape(
                        "delivered: 10Gbit/s, within",
                        "deliverd: 10Gbit/s, within",
                        "16:5: error: expect[0]: nothing is expected: add delivered, lossAtMost, p99AtMost or dropped, for instance delivered: 5Gbit/s",
                        "16:20: error: expect[0].deliverd: unknown key 'deliverd': did you mean 'delivered'?"),
                meaning(
                        "from: a, to: b",
                        "from: a, to: b, to: b",
                        "12:36: error: flows[0].to: duplicate key 'to': it stands in line 12 already"),
                meaning(
                        "run: {clock",
                        "version: 1\nrun: {clock",
                        "14:1: error: version: duplicate key 'version': it stands in line 1 already"),
                // Types
                shape(
                        "version: 1",
                        "version: 2",
                        "1:10: error: version: this release reads version 1, found the number 2: write version: 1"),
                shape(
                        "version: 1",
                        "version: one",
                        "1:10: error: version: this release reads version 1, found the text 'one': write version: 1"),
                shape(
                        "zones: 2",
                        "zones: two",
                        "2:34: error: region.zones: wants a whole number from 1 to 6, found the text 'two'"),
                shape("zones: 2", "zones: 9", "2:34: error: region.zones: 9 is too large: the most is 6"),
                shape("zones: 2", "zones: 0", "2:34: error: region.zones: 0 is too small: the least is 1"),
                shape(
                        "name: us-east-1",
                        "name: Virginia",
                        "2:16: error: region.name: 'Virginia' is no region name: write one such as us-east-1"),
                meaning(
                        "name: us-east-1",
                        "name: us-eats-1",
                        "2:16: error: region.name: EC2 has no region 'us-eats-1': did you mean 'us-east-1'? (for a newer one or one of your own add unlisted: true)"),
                shape(
                        "name: us-east-1",
                        "name: US-EAST-1",
                        "2:16: error: region.name: 'US-EAST-1' is no region name: did you mean 'us-east-1'?"),
                shape(
                        "name: us-east-1",
                        "name: mars-north-1",
                        "2:16: error: region.name: 'mars-north-1' is no region name: write one such as us-east-1"),
                shape(
                        "name: us-east-1",
                        "name: us-east-1, unlisted: maybe",
                        "2:37: error: region.unlisted: wants true or false, found the text 'maybe'"),
                shape(
                        "name: us-east-1",
                        "name:us-east-1",
                        "2:10: error: region.name:us-east-1: unknown key 'name:us-east-1': write 'name: us-east-1', with a blank"),
                shape(
                        "seed: 42",
                        "seed: 99999999999999999999",
                        "14:43: error: run.seed: 99999999999999999999 is too large: the most is 9223372036854775807"),
                shape(
                        "name: quorum",
                        "name: 7",
                        "6:12: error: groups[2].name: wants text, found the number 7: write \"7\" with quotes"),
                shape(
                        "name: quorum",
                        "name: a b",
                        "6:12: error: groups[2].name: 'a b' is no name: use letters, digits, dots, dashes and underscores, at most 63"),
                shape(
                        "run: {clock: virtual, duration: 1s, seed: 42}",
                        "run: fast",
                        "14:6: error: run: wants a mapping such as {clock: virtual, duration: 1s}, found the text 'fast'"),
                shape(
                        "  - {flow: outside, lossAtMost: 0%}",
                        "  - outside",
                        "17:5: error: expect[1]: wants a mapping such as {flow: f, delivered: 5Gbit/s, within: 0.1%}, found the text 'outside'"),
                shape(
                        "delay: 500us",
                        "delay: [500us]",
                        "18:58: error: settings.paths.cross-zone.delay: wants a duration such as 10ms, found a list"),
                // Words
                shape(
                        "strategy: cluster",
                        "strategy: clustr",
                        "4:27: error: groups[0].strategy: unknown strategy 'clustr': did you mean 'cluster'?"),
                shape(
                        "clock: virtual",
                        "clock: atomic",
                        "14:14: error: run.clock: unknown clock 'atomic': the choices are virtual, real"),
                shape(
                        "frame: 1500B",
                        "frame: 1500B, protocol: sctp",
                        "12:60: error: flows[0].protocol: unknown protocol 'sctp': the choices are udp, tcp, icmp"),
                shape(
                        "enhancedNetworking: 82599",
                        "enhancedNetworking: 82598",
                        "10:68: error: instances[2].enhancedNetworking: unknown enhancedNetworking '82598': did you mean '82599'?"),
                shape(
                        "cross-zone",
                        "cross-zones",
                        "18:38: error: settings.paths.cross-zones: unknown key 'cross-zones': did you mean 'cross-zone'?"),
                // Units
                shape(
                        "rate: 20Gbit/s",
                        "rate: 20",
                        "12:56: error: flows[0].rate: '20' has no unit: write 20Gbit/s or 20Mpps"),
                shape(
                        "rate: 20Gbit/s",
                        "rate: 20bps",
                        "12:56: error: flows[0].rate: '20bps': a bare bps is written for bits and for bytes: write 20bit/s or 20B/s"),
                shape(
                        "rate: 20Gbit/s",
                        "rate: 0Gbit/s",
                        "12:56: error: flows[0].rate: '0Gbit/s' is zero: write a bit rate above 0, for instance 10Gbit/s"),
                shape(
                        "rate: 20Gbit/s",
                        "rate: -1Gbit/s",
                        "12:56: error: flows[0].rate: '-1Gbit/s' is negative: write a bit rate above 0, for instance 10Gbit/s"),
                meaning(
                        "rate: 20Gbit/s",
                        "rate: 200Tbit/s",
                        "12:56: error: flows[0].rate: '200Tbit/s' is too large: the most is 100Tbit/s"),
                shape("duration: 1s", "duration: 1", "14:33: error: run.duration: '1' has no unit: write 1s or 1ms"),
                shape("mtu: 9001B", "mtu: 9001", "2:42: error: region.mtu: '9001' has no unit: write 9001B"),
                meaning(
                        "mtu: 9001B",
                        "mtu: 9100B",
                        "2:42: error: region.mtu: an MTU of 9100B is out of range: write 1500B to 9001B"),
                shape(
                        "within: 0.1%",
                        "within: 0.1", "16:49: error: expect[0].within: '0.1' has no unit: write 0.1% or 0.1ppm"),
                shape(
                        "delivered: 10Gbit/s",
                        "delivered: 10Mpps",
                        "16:31: error: expect[0].delivered: '10Mpps' is a packet rate, not a bit rate: write a bit rate such as 10Gbit/s"),
                meaning(
                        "lossAtMost: 0%",
                        "lossAtMost: 101%",
                        "17:33: error: expect[1].lossAtMost: '101%' is too large: the most is 100%"),
                // Windows
                shape(
                        "within: 0.1%}",
                        "within: 0.1%, window: 0ms}",
                        "16:63: error: expect[0].window: '0ms' is zero: write a duration above 0, for instance 10ms"),
                meaning(
                        "within: 0.1%}",
                        "within: 0.1%, window: 10ns}",
                        "16:63: error: expect[0].window: too short to hold a frame now and then: the least is 1 us"),
                meaning(
                        "within: 0.1%}",
                        "within: 0.1%, window: 2s}",
                        "16:63: error: expect[0].window: no window of 2 s fits into a run of 1 s: make the window shorter or the run longer"),
                meaning(
                        "- {flow: outside, lossAtMost: 0%}",
                        "- {flow: inside, delivered: 10Gbit/s, window: 10ms}\n"
                                + "  - {flow: inside, delivered: 10Gbit/s, window: 20ms}",
                        "18:49: error: expect[2].window: flow 'inside' is watched in windows of 10 ms already: write the same one"),
                shape(
                        "lossAtMost: 0%}",
                        "lossAtMost: 0%, window: 10ms}",
                        "17:45: error: expect[1].window: window belongs to delivered, and not to lossAtMost: leave it out"),
                // References and names
                meaning(
                        "from: a, to: b",
                        "from: a, to: d",
                        "12:33: error: flows[0].to: unknown instance 'd': the instances are a, b, c"),
                meaning(
                        "group: hpc, zone",
                        "group: hpcc, zone",
                        "8:42: error: instances[0].group: unknown group 'hpcc': did you mean 'hpc'?"),
                meaning(
                        "flow: outside",
                        "flow: outsite",
                        "17:12: error: expect[1].flow: unknown flow 'outsite': did you mean 'outside'?"),
                meaning(
                        "type: c4.8xlarge",
                        "type: c4.8xlage",
                        "10:21: error: instances[2].type: unknown instance type 'c4.8xlage': did you mean 'c4.8xlarge'?"),
                meaning(
                        "type: c4.8xlarge",
                        "type: huge",
                        "10:21: error: instances[2].type: unknown instance type 'huge': 'ringlane types' lists them"),
                meaning(
                        "zone: us-east-1a",
                        "zone: us-east-1c",
                        "8:53: error: instances[0].zone: unknown zone 'us-east-1c': did you mean 'us-east-1a'?"),
                meaning(
                        "name: outside, from",
                        "name: inside, from",
                        "13:12: error: flows[1].name: duplicate name 'inside': it is taken in line 12",
                        "17:12: error: expect[1].flow: unknown flow 'outside': the flows are inside"),
                meaning(
                        "name: c, type",
                        "name: b, type",
                        "10:12: error: instances[2].name: duplicate name 'b': it is taken in line 9",
                        "10:45: error: instances[2].sameHostAs: 'b' shares a host with itself: name another instance",
                        "13:34: error: flows[1].to: unknown instance 'c': the instances are a, b"),
                meaning(
                        "from: a, to: b",
                        "from: a, to: a",
                        "12:33: error: flows[0].to: the flow goes from 'a' to itself: name two instances"),
                // What cannot be had together
                meaning(
                        "group: hpc, zone: us-east-1a",
                        "zone: us-east-1a, sameHostAs: c",
                        "8:65: error: instances[0].sameHostAs: 'c' is listed later, in line 10: move it up, or let it name 'a'"),
                meaning(
                        "group: hpc, bandwidthOut: 5Gbit/s",
                        "group: hpc, zone: us-east-1b",
                        "9:53: error: instances[1].zone: 'a' is in us-east-1a, and the cluster group 'hpc' lies in one zone: write zone: us-east-1a"),
                meaning(
                        "sameHostAs: b",
                        "sameHostAs: a, zone: us-east-1b",
                        "10:54: error: instances[2].zone: 'a' is in us-east-1a, and one host is in one zone: write zone: us-east-1a"),
                shape(
                        "strategy: spread",
                        "strategy: spread, partitions: 2",
                        "6:50: error: groups[2].partitions: a spread group has no partitions: leave them out or write strategy: partition"),
                shape(
                        ", partitions: 3",
                        "",
                        "5:5: error: groups[1]: missing key 'partitions': add for instance partitions: 3"),
                shape("seed: 42", "workers: 65", "14:46: error: run.workers: 65 is too large: the most is 64"),
                shape(
                        "within: 0.1%",
                        "lossAtMost: 1%",
                        "16:5: error: expect[0]: one expectation holds one of delivered, lossAtMost, p99AtMost and dropped: split delivered and lossAtMost"),
                shape(
                        "lossAtMost: 0%",
                        "lossAtMost: 0%, within: 1%",
                        "17:45: error: expect[1].within: within belongs to delivered, and lossAtMost is a limit already: leave it out"),
                // Files
                meaning(
                        "version: 1",
                        "version: 1\ntypes: no-such.csv",
                        "2:8: error: types: there is no file no-such.csv"),
                // Placement
                shape(
                        "enhancedNetworking: 82599",
                        "partition: 2",
                        "10:59: error: instances[2].partition: an instance without a group has no partitions: leave it out or name a partition group"),
                meaning(
                        "bandwidthOut: 5Gbit/s",
                        "partition: 1",
                        "9:58: error: instances[1].partition: a cluster group has no partitions: leave it out or name a partition group"),
                meaning(
                        "group: hpc, bandwidthOut: 5Gbit/s",
                        "group: kafka, partition: 4",
                        "9:60: error: instances[1].partition: 4 is too large: the most is 3"),
                shape(
                        "enhancedNetworking: 82599",
                        "image: old",
                        "10:55: error: instances[2].image: unknown image 'old': the choices are modern, without-driver, paravirtual"),
                shape(
                        "enhancedNetworking: 82599",
                        "enhancedNetworking: 82599, image: modern",
                        "10:82: error: instances[2].image: the image decides whether the type's card is had, and so does enhancedNetworking: leave one of them out"),
                shape(
                        "enhancedNetworking: 82599",
                        "enaExpress: all",
                        "10:60: error: instances[2].enaExpress: unknown enaExpress 'all': the choices are tcp, tcp-udp"),
                // What is so
                shape(
                        "expect:",
                        "expect:\n  - {instances: a}",
                        "16:5: error: expect[0]: nothing is expected of instances: add one of racks, hosts, dataCenters, zones, partition, apartFrom, card, state"),
                shape(
                        "expect:",
                        "expect:\n  - {instances: [a, b], racks: 1, hosts: 1}",
                        "16:5: error: expect[0]: one expectation holds one of racks, hosts, dataCenters, zones, partition, apartFrom, card, state: split racks and hosts"),
                meaning(
                        "expect:",
                        "expect:\n  - {instances: [a, b], racks: 3}",
                        "16:32: error: expect[0].racks: 2 instances are in no more places than 2: write 2 or less, or name more instances"),
                meaning(
                        "expect:",
                        "expect:\n  - {instances: [a, bb], racks: 1}",
                        "16:21: error: expect[0].instances[1]: unknown instance 'bb': did you mean 'b'?"),
                meaning(
                        "expect:",
                        "expect:\n  - {instances: [a, b], apartFrom: b}",
                        "16:36: error: expect[0].apartFrom: 'b' is among the instances themselves: name it on one side"),
                shape(
                        "expect:",
                        "expect:\n  - {instances: a, card: 82598}",
                        "16:26: error: expect[0].card: unknown card '82598': did you mean '82599'?"),
                shape(
                        "expect:",
                        "expect:\n  - {instances: a, state: halted}",
                        "16:27: error: expect[0].state: unknown state 'halted': the choices are pending, running, shutting-down, terminated, stopping, stopped"),
                meaning(
                        "expect:",
                        "expect:\n  - {interface: a, exists: true}",
                        "16:17: error: expect[0].interface: there is nothing of the kind without a network: add for instance vpcs, or leave the expectation out"),
                shape(
                        "expect:",
                        "expect:\n  - {group: hpc}",
                        "16:5: error: expect[0]: nothing is expected of group: add warns"),
                shape(
                        "expect:",
                        "expect:\n  - {group: hpc, warns: ' '}",
                        "16:25: error: expect[0].warns: wants words, found none: write some, or leave it out"),
                // Frames
                meaning(
                        "frame: 1500B",
                        "frame: 59B",
                        "12:43: error: flows[0].frame: a frame of 59B is too small for udp over IPv4: the least is 60B, without FCS"),
                meaning(
                        "frame: 1500B",
                        "ipVersion: 6, protocol: tcp, frame: 64B",
                        "12:72: error: flows[0].frame: a frame of 64B is too small for tcp over IPv6: the least is 74B, without FCS"),
                meaning(
                        "frame: 1500B",
                        "frame: 9016B",
                        "12:43: error: flows[0].frame: a frame of 9016B is too large for the region's MTU of 9001B: the most is 9015B, Ethernet header included"),
                meaning(
                        "mtu: 9001B",
                        "mtu: 1500B",
                        "13:44: error: flows[1].frame: imix has frames of 1518B, and that is too large for the region's MTU of 1500B: the most is 1514B, Ethernet header included"),
                shape(
                        "frame: imix",
                        "frame: imux",
                        "13:44: error: flows[1].frame: 'imux' is no frame: write imix, or a length such as 1500B"),
                shape("frame: 1500B", "frame: 1500", "12:43: error: flows[0].frame: '1500' has no unit: write 1500B"),
                // YAML itself
                meaning(
                        "version: 1",
                        "version: [1",
                        "1:10: error: not YAML: the '[' opened here is not closed by line 2: add ']', or a ',' if it goes on there"),
                meaning(
                        "mtu: 9001B}",
                        "mtu: 9001B",
                        "2:9: error: not YAML: the '{' opened here is not closed by line 3: add '}', or a ',' if it goes on there"),
                meaning(
                        "mtu: 9001B}",
                        "mtu: 9001B]",
                        "2:47: error: not YAML: the '{' of line 2 is closed by ']': write '}'"),
                meaning(
                        "name: quorum, strategy",
                        "name: quorum strategy",
                        "6:27: error: not YAML: a ',' is missing before the key of this ':'"),
                meaning(
                        "name: quorum",
                        "name: @quorum",
                        "6:12: error: not YAML: a value cannot begin with @: put it in quotes"),
                meaning("name: quorum", "name: \"quorum", "6:12: error: not YAML: the quote opened here is not closed"),
                meaning(
                        "group: hpc, zone",
                        "group: *hpc, zone",
                        "8:42: error: not YAML: there is no '&hpc' before this '*hpc': a value that begins with * wants quotes"),
                meaning(
                        "flows:",
                        "flows",
                        "11:1: error: not YAML: a key without its ':': write for instance 'name: value'"),
                meaning(
                        "version: 1",
                        "version: 1: 2",
                        "1:11: error: not YAML: a ':' where no key can be: give the key a line of its own, as far in as its neighbours, or put a value that has a ':' in quotes"),
                meaning(
                        "  - {name: b,",
                        "    - {name: b,",
                        "9:5: error: not YAML: this line is indented by 4, unlike what it belongs to: align it with its neighbours"),
                meaning(
                        "  - {name: b,",
                        "\t- {name: b,",
                        "9:1: error: not YAML: a tab where the line begins: indent with spaces"),
                meaning(
                        "settings:",
                        "}\nsettings:",
                        "18:1: error: not YAML: nothing was opened that this '}' closes: leave it out"),
                meaning(
                        "settings:",
                        "---\nsettings:",
                        "18:1: error: not YAML: a second document begins here: put it into a file of its own"),
                shape(
                        "version: 1",
                        "version: !mine 1",
                        "1:10: error: version: the tag !mine means nothing here: leave it out",
                        "1:10: error: version: this release reads version 1, found the text '1': write version: 1"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNameLineReasonAndNearestChoice(Case bad) {
        final ScenarioException thrown = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioLoader.load("net.yaml", bad.yaml(), VOCABULARY));

        assertThat(thrown).as("refused").isNotNull();
        assertThat(thrown.getMessage().lines().toList())
                .isEqualTo(bad.messages().stream()
                        .map(message -> "net.yaml:" + message)
                        .toList());
        assertThat(thrown.file()).isEqualTo("net.yaml");
        assertThat(thrown.problems()).hasSameSizeAs(bad.messages());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithTheSchema(Case bad) {
        final YamlNode root = YamlReader.read(bad.yaml(), new Problems());
        if (root != null) {
            assertThat(!ScenarioSchema.errors(root).isEmpty()).isEqualTo(bad.schemaKnows());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPointAtTheFirstLetterOfAWord(Case bad) {
        final List<String> lines = bad.yaml().lines().toList();
        final ScenarioException thrown = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioLoader.load("net.yaml", bad.yaml(), VOCABULARY));

        assertThat(thrown.problems()).allSatisfy(problem -> {
            final String before = " " + lines.get(problem.line() - 1).substring(0, problem.column() - 1);
            final String after = lines.get(problem.line() - 1).substring(problem.column() - 1);
            assertThat(after).doesNotStartWith(" ");
            assertThat(after.matches("[:}\\]].*") || before.matches(".*([ {\\[]|region)"))
                    .as("a word, or the sign that is one too many: %s", problem)
                    .isTrue();
        });
    }

    @Test
    void shouldTakeARegionThatIsNotListedWhereTheFileSaysSo() throws Exception {
        final String yaml = GOOD.replace("{name: us-east-1,", "{name: xx-lab-1, unlisted: true,")
                .replace("zone: us-east-1a", "zone: xx-lab-1a");

        assertThat(ScenarioLoader.load("net.yaml", yaml, VOCABULARY).region().name())
                .isEqualTo("xx-lab-1");
    }

    @Test
    void shouldNotBlameZonesForTheirRegion() {
        final String near = GOOD.replace("name: us-east-1,", "name: us-east-11,");
        final String far = GOOD.replace("name: us-east-1,", "name: xx-lab-1,").replace("us-east-1a", "xx-lab-1a");

        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", near, VOCABULARY))
                .message()
                .hasLineCount(1)
                .contains("did you mean 'us-east-1'?");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", far, VOCABULARY))
                .message()
                .hasLineCount(1)
                .contains("EC2 has no region 'xx-lab-1': write one such as us-east-1");
    }

    @Test
    void shouldReportAllProblemsAtOnceInTheOrderOfTheFile() {
        final String yaml = GOOD.replace("to: b, frame", "to: bb, frame")
                .replace("duration: 1s", "duration: 1")
                .replace("strategy: spread", "strategy: sprad");

        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", yaml, VOCABULARY))
                .hasMessage("""
                        net.yaml:6:30: error: groups[2].strategy: unknown strategy 'sprad': did you mean 'spread'?
                        net.yaml:12:33: error: flows[0].to: unknown instance 'bb': did you mean 'b'?
                        net.yaml:14:33: error: run.duration: '1' has no unit: write 1s or 1ms""".stripTrailing());
    }

    @Test
    void shouldRefuseAnEmptyFile() {
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "# nothing\n"))
                .hasMessage("net.yaml:1:1: error: the file is empty: start with 'version: 1'");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "- a"))
                .hasMessage("net.yaml:1:1: error: wants a mapping such as version: 1, found a list");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "version: 1"))
                .hasMessage("net.yaml:1:1: error: missing key 'instances': add for instance instances: "
                        + "[{name: a, type: c5n.18xlarge}]");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "version: 1\ninstances: []"))
                .hasMessage("net.yaml:2:12: error: instances: wants at least one instance such as "
                        + "{name: a, type: c5n.18xlarge}");
    }

    @Test
    void shouldRefuseFilesBuiltToHurt() {
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "[".repeat(100_000)))
                .hasMessage("net.yaml:1:33: error: nested more than 32 levels deep");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "version: &a [*a]"))
                .hasMessage("net.yaml:1:1: error: aliases unfold to more than 500000 values: write fewer");
        final StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            laughs.append("a%d: &a%d [%s*a%d]%n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9), i - 1));
        }
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", laughs.toString()))
                .hasMessageContaining("aliases unfold to more than 500000 values");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "version: 1\nrun: \u0007"))
                .hasMessage("net.yaml:2:6: error: not YAML: the character U+0007 may not stand in a file");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "x: " + "9".repeat(1_000_000)))
                .hasMessage("net.yaml: error: the file has more than 1000000 characters: split it");
        assertThatThrownBy(() -> ScenarioLoader.load("net.yaml", "version: " + "9".repeat(100_000)))
                .hasMessageStartingWith("net.yaml:1:1: error: missing key 'instances'")
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(1000);
    }

    @Test
    void shouldSayWhyAFileCannotBeRead(@TempDir Path directory) throws Exception {
        final Path missing = directory.resolve("none.yaml");
        final Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> ScenarioLoader.load(missing)).hasMessage(missing + ": error: there is no such file");
        assertThatThrownBy(() -> ScenarioLoader.load(binary))
                .hasMessage(binary + ": error: the file is not UTF-8 text");
        assertThatThrownBy(() -> ScenarioLoader.load(directory))
                .hasMessage(directory + ": error: this is a directory, not a file");
    }
}
