package io.ringlane.cloud.scenario;

import io.ringlane.cloud.network.NetworkException;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.scenario.Problem.Severity;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import io.ringlane.core.rate.Units;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks a scenario without running it: the loader's errors, instances that no host can take, and warnings about what is
 * allowed but most likely not meant.
 *
 * <p>Stateless; any thread.
 */
public final class ScenarioLint {

    private static final long PPM = 1_000_000;
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private final Scenario scenario;
    private final YamlNode root;
    private final Problems problems = new Problems();
    private final Map<String, InstanceSpec> instances = new HashMap<>();
    private final Map<String, Placement> placements = new HashMap<>();
    private PathProfiles profiles;

    private ScenarioLint(Scenario scenario, YamlNode root) {
        this.scenario = scenario;
        this.root = root;
    }

    /**
     * What there is to say about one file.
     *
     * @param problems in the order of the file; empty when all is well
     */
    public record Report(String file, List<Problem> problems) {

        public Report {
            problems = List.copyOf(problems);
        }

        /** Whether the scenario cannot be run. */
        public boolean hasErrors() {
            return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        }

        /** One line a problem, {@code file.yaml:12:9: error: ...}; none when all is well. */
        public List<String> lines() {
            return problems.stream().map(problem -> problem.format(file)).toList();
        }
    }

    /** Checks a file; one that cannot be read is a report with that error. */
    public static Report check(Path file) {
        try {
            return check(file.toString(), ScenarioLoader.directoryOf(file), ScenarioLoader.textOf(file));
        } catch (final ScenarioException e) {
            return new Report(e.file(), e.problems());
        }
    }

    /** Checks a text; {@code file} stands in front of every line of the report. */
    public static Report check(String file, String yaml) {
        return check(file, Path.of(""), yaml);
    }

    private static Report check(String file, Path directory, String yaml) {
        final ScenarioLoader.Parsed parsed = ScenarioLoader.parse(file, file, directory, yaml, Vocabulary.builtIn());
        if (parsed.scenario() == null) {
            return new Report(file, parsed.problems());
        }
        final ScenarioLint lint = new ScenarioLint(parsed.scenario(), parsed.root());
        if (parsed.scenario().network() == null) {
            lint.place();
        } else {
            lint.checkNetwork();
        }
        lint.findUnused();
        lint.checkFlows();
        return new Report(file, lint.problems.sorted());
    }

    private void place() {
        final ScenarioPlacer placer = new ScenarioPlacer(scenario);
        for (int i = 0; i < scenario.instances().size(); i++) {
            final InstanceSpec instance = scenario.instances().get(i);
            instances.put(instance.name(), instance);
            try {
                placements.put(instance.name(), placer.placer().place(placer.request(instance)));
                warnOfEnaExpress(i, instance);
            } catch (final PlacementException e) {
                problems.error(at("instances", i, "type"), e.getMessage());
            }
        }
        profiles = placer.profiles();
    }

    private void checkNetwork() {
        final ScenarioNetwork network;
        try {
            network = new ScenarioNetwork(scenario);
        } catch (final NetworkException e) {
            problems.error(at(e.section(), e.index(), "name"), e.getMessage());
            return;
        }
        for (int i = 0; i < scenario.flows().size(); i++) {
            final FlowSpec flow = scenario.flows().get(i);
            final boolean isThere = network.ends().interfaceOf(flow.to()) != null;
            final boolean isAnswer = flow.answers() != null; // it goes to the address that it was asked from
            if (isThere && !isAnswer && network.ends().destination(flow.to(), flow.from()) == null) {
                problems.error(
                        at("flows", i, "to"),
                        "'" + flow.to() + "' has no public address: put an Elastic IP on it, or launch it in a public"
                                + " subnet");
            }
        }
        for (int i = 0; i < scenario.events().size(); i++) {
            final int number = i + 1;
            final Ec2Exception refusal = network.happen(scenario.events().get(i));
            final boolean isExpected = scenario.expect().stream().anyMatch(expect -> expect.event() == number);
            if (refusal != null && !isExpected) {
                problems.warning(
                        at("events", i, "at"),
                        "EC2 will refuse it: " + network.names().explain(refusal.getMessage()));
            }
        }
    }

    /** EC2 takes the setting and goes by ordinary ENA without a word. */
    private void warnOfEnaExpress(int index, InstanceSpec instance) {
        if (instance.enaExpress() == EnaExpress.OFF) {
            return;
        }
        final Placement placement = placements.get(instance.name());
        final String reason = !placement.type().enaExpress()
                ? "the type " + placement.type().name() + " does not support it"
                : placement.nic().isEmulated() ? placement.nic().reason() : null;
        if (reason != null) {
            problems.warning(at("instances", index, "enaExpress"), "ENA Express will carry nothing: " + reason);
        }
    }

    private void findUnused() {
        final Set<String> usedGroups = new HashSet<>();
        final Set<String> usedInstances = new HashSet<>();
        scenario.instances().forEach(instance -> {
            usedGroups.add(instance.group());
            usedInstances.add(instance.sameHostAs());
        });
        scenario.flows().forEach(flow -> Stream.of(flow.from(), flow.to()).forEach(usedInstances::add));
        for (int i = 0; i < scenario.groups().size(); i++) {
            final String name = scenario.groups().get(i).name();
            if (!usedGroups.contains(name)) {
                problems.warning(at("groups", i, "name"), "no instance is in the group '" + name + "'");
            }
        }
        if (scenario.network() != null) {
            return; // an instance may be there for its interfaces, or for a route
        }
        if (scenario.flows().isEmpty()) {
            problems.warning(root, "there are no flows: nothing will be sent");
            return;
        }
        for (int i = 0; i < scenario.instances().size(); i++) {
            final String name = scenario.instances().get(i).name();
            if (!usedInstances.contains(name)) {
                problems.warning(at("instances", i, "name"), "no flow starts or ends at '" + name + "'");
            }
        }
    }

    private void checkFlows() {
        for (int i = 0; i < scenario.flows().size(); i++) {
            final FlowSpec flow = scenario.flows().get(i);
            final Placement sender = placements.get(flow.from());
            final Placement receiver = placements.get(flow.to());
            if (sender == null || receiver == null) {
                continue;
            }
            final PathProfile path = profiles.between(
                    instances.get(flow.from()).at(sender),
                    instances.get(flow.to()).at(receiver),
                    flow.ipProtocol());
            final FlowCaps cap =
                    FlowCaps.of(flow, path, instances.get(flow.from()), sender, instances.get(flow.to()), receiver);
            warnOfMtu(i, flow, path);
            warnOfSilence(i, flow);
            checkExpectations(i, flow, cap);
        }
    }

    private void warnOfMtu(int index, FlowSpec flow, PathProfile path) {
        final int most = path.mtuBytes() + FramePatterns.ETHERNET_HEADER_BYTES;
        for (final int length : flow.frame().lengthsBytes()) {
            if (length > most) {
                problems.warning(
                        at("flows", index, "frame"),
                        "frames of " + length + "B do not fit the path (" + path.label() + ", MTU " + path.mtuBytes()
                                + "B) and will be dropped: the most is " + most + "B");
                return;
            }
        }
    }

    private void warnOfSilence(int index, FlowSpec flow) {
        // Up to 10^14 bit/s for a year of nanoseconds passes 2^63.
        final BigInteger sent = BigInteger.valueOf(FlowCaps.offeredBitsPerSecond(flow))
                .multiply(BigInteger.valueOf(scenario.run().durationNs()))
                .divide(NANOS_PER_SECOND);
        final long first = flow.frame().lengthsBytes()[0] * 8L;
        if (sent.compareTo(BigInteger.valueOf(first)) < 0) {
            problems.warning(
                    at("flows", index, "rate"),
                    "too slow to send a single frame in "
                            + Units.formatNanos(scenario.run().durationNs()));
        }
    }

    private void checkExpectations(int flowIndex, FlowSpec flow, FlowCaps cap) {
        final long offered = FlowCaps.offeredBitsPerSecond(flow);
        boolean isExpected = false;
        for (int i = 0; i < scenario.expect().size(); i++) {
            final ExpectSpec expect = scenario.expect().get(i);
            if (!flow.name().equals(expect.flow())) {
                continue;
            }
            isExpected = true;
            if (expect.deliveredBitsPerSecond() >= 0) {
                checkDelivered(i, expect, offered, cap);
            } else if (expect.lossAtMostPpm() >= 0) {
                checkLoss(i, expect, offered, cap);
            }
        }
        if (!isExpected && offered < cap.bitsPerSecond()) {
            problems.warning(
                    at("flows", flowIndex, "rate"),
                    "offers " + Units.formatBitsPerSecond(offered) + ", less than its cap of " + text(cap)
                            + ": the cap will not show");
        }
    }

    private void checkDelivered(int index, ExpectSpec expect, long offered, FlowCaps cap) {
        final YamlNode node = at("expect", index, "delivered");
        final long least = share(expect.deliveredBitsPerSecond(), PPM - expect.withinPpm());
        final String expected = "expects " + Units.formatBitsPerSecond(expect.deliveredBitsPerSecond());
        if (least > cap.bitsPerSecond()) {
            problems.warning(node, expected + ", above the cap of " + text(cap));
        } else if (least > offered) {
            problems.warning(node, expected + " of a flow that offers " + Units.formatBitsPerSecond(offered));
        }
    }

    private void checkLoss(int index, ExpectSpec expect, long offered, FlowCaps cap) {
        if (share(offered, PPM - expect.lossAtMostPpm()) > cap.bitsPerSecond()) {
            problems.warning(
                    at("expect", index, "lossAtMost"),
                    "the flow offers " + Units.formatBitsPerSecond(offered) + " to a cap of " + text(cap)
                            + ", which loses more than " + Units.formatPpm(expect.lossAtMostPpm()));
        }
    }

    /** Parts per million of a rate, rounded down; exact where the product passes 2^63. */
    private static long share(long bitsPerSecond, long ppm) {
        return bitsPerSecond / PPM * ppm + bitsPerSecond % PPM * ppm / PPM;
    }

    private static String text(FlowCaps cap) {
        return Units.formatBitsPerSecond(cap.bitsPerSecond()) + ", " + cap.reason();
    }

    /** The node of a key in an item of a list, or the item where the key was left out. */
    private YamlNode at(String list, int index, String key) {
        final Mapping item =
                (Mapping) ((Sequence) ((Mapping) root).get(list)).items().get(index);
        final YamlNode value = item.get(key);
        return value == null ? item : value;
    }
}
