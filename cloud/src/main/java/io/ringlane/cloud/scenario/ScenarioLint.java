package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Problem.Severity;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks a scenario without running it: the loader's errors, instances that no host can take, and warnings about what is
 * allowed but most likely not meant. What is wrong in one part keeps no other part from being checked.
 *
 * <p>Stateless; any thread.
 */
public final class ScenarioLint {

    private static final long PPM = 1_000_000;
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    /** A path that leads into an item of a list. */
    private static final Pattern ITEM = Pattern.compile("([A-Za-z]+)\\[([0-9]{1,9})\\](.*)");

    private final SoundPart sound;
    private final Scenario scenario;
    private final Problems problems = new Problems();
    private final Map<String, InstanceSpec> instances = new HashMap<>();
    private final Map<String, Placement> placements = new HashMap<>();
    private PathProfiles profiles;

    private ScenarioLint(SoundPart sound) {
        this.sound = sound;
        this.scenario = sound.scenario();
    }

    /**
     * What there is to say about one file.
     *
     * @param problems in the order of the file; empty when all is well
     * @param scenario null if there are errors
     */
    public record Report(String file, List<Problem> problems, Scenario scenario) {

        public Report {
            problems = List.copyOf(problems);
        }

        /** Whether the scenario cannot be run. */
        public boolean hasErrors() {
            return scenario == null;
        }

        /** How many there are of a kind. */
        public long count(Severity severity) {
            return problems.stream().filter(p -> p.severity() == severity).count();
        }

        /** One line a problem, {@code file.yaml:12:9: error: ...}; none when all is well. */
        public List<String> lines() {
            return problems.stream().map(problem -> problem.format(file)).toList();
        }

        /**
         * The scenario, which can be run.
         *
         * @throws ScenarioException with the errors, if there are any
         */
        public Scenario orThrow() throws ScenarioException {
            if (hasErrors()) {
                throw new ScenarioException(
                        file,
                        problems.stream()
                                .filter(p -> p.severity() == Severity.ERROR)
                                .toList());
            }
            return scenario;
        }
    }

    /** Checks a file; one that cannot be read is a report with that error. */
    public static Report check(Path file) {
        return check(file, UnaryOperator.identity());
    }

    /**
     * As {@link #check(Path)}, of the scenario that options of a command made of the file's.
     *
     * @param change leaves region, groups, instances, flows and expectations as they are
     */
    public static Report check(Path file, UnaryOperator<Scenario> change) {
        try {
            return check(
                    ScenarioLoader.parse(
                            ScenarioLoader.nameOf(file),
                            file.toString(),
                            ScenarioLoader.directoryOf(file),
                            ScenarioLoader.textOf(file),
                            Vocabulary.builtIn()),
                    change);
        } catch (final ScenarioException e) {
            return new Report(e.file(), e.problems(), null);
        }
    }

    /** Checks a text; {@code file} stands in front of every line of the report. */
    public static Report check(String file, String yaml) {
        return check(
                ScenarioLoader.parse(file, file, Path.of(""), yaml, Vocabulary.builtIn()), UnaryOperator.identity());
    }

    private static Report check(ScenarioLoader.Parsed parsed, UnaryOperator<Scenario> change) {
        if (parsed.draft() == null) {
            return new Report(parsed.file(), named(parsed.problems(), parsed.root()), null);
        }
        final Scenario draft = change.apply(parsed.draft());
        final ScenarioLint lint = new ScenarioLint(new SoundPart(draft, parsed.root(), parsed.problems()));
        parsed.problems().forEach(lint.problems::add);
        lint.check();
        final List<Problem> found = named(lint.problems.sorted(), parsed.root());
        final boolean isGood = found.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
        return new Report(parsed.file(), found, isGood ? draft : null);
    }

    /** The problems with the names of the items that they are about: {@code flows[3] (web-to-db).rate}. */
    private static List<Problem> named(List<Problem> problems, YamlNode root) {
        return problems.stream()
                .map(problem -> new Problem(
                        problem.severity(),
                        problem.line(),
                        problem.column(),
                        named(problem.path(), root),
                        problem.message()))
                .toList();
    }

    private static String named(String path, YamlNode root) {
        final Matcher item = ITEM.matcher(path);
        if (root instanceof Mapping mapping
                && item.matches()
                && mapping.get(item.group(1)) instanceof Sequence list
                && list.items().get(Integer.parseInt(item.group(2))) instanceof Mapping each
                && each.get("name") instanceof Scalar name) {
            return item.group(1) + "[" + item.group(2) + "] (" + name.text() + ")" + item.group(3);
        }
        return path;
    }

    private void check() {
        if (!sound.isSound("region")) {
            return; // nobody knows what hosts there are
        }
        new WindowLint(sound, problems).check();
        if (sound.isSound("run") && sound.isSound("settings")) {
            RealClockLint.check(sound, problems);
        }
        if (scenario.network() != null) {
            new NetworkLint(sound, problems).check();
            if (sound.isWhole()) {
                findUnused();
            }
            return;
        }
        place();
        if (sound.isWhole()) { // else what is wrong may be what uses it
            findUnused();
        }
        if (sound.isSound("run") && sound.isSound("settings")) {
            checkFlows();
        }
    }

    /** All together, as a run does it; and one by one only to find out which of them does not fit. */
    private void place() {
        final ScenarioPlacer placer = new ScenarioPlacer(scenario);
        profiles = placer.profiles();
        scenario.instances().forEach(instance -> instances.put(instance.name(), instance));
        try {
            placer.placeAll().forEach(placement -> placements.put(placement.instance(), placement));
        } catch (final PlacementException together) {
            placeEach(placer, together);
        }
        for (int i = 0; i < scenario.instances().size(); i++) {
            warnOfEnaExpress(i, scenario.instances().get(i));
        }
        if (placements.size() == scenario.instances().size()) {
            final Moment placed = Moment.of(
                    placer.region(),
                    List.copyOf(placements.values()),
                    placer.placer().groups());
            final ClaimLint claims = new ClaimLint(sound, problems, atNs -> placed);
            claims.warnOfGroups(0);
            claims.checkBefore(Claim.AT_END);
        }
    }

    private void placeEach(ScenarioPlacer placer, PlacementException together) {
        final RepeatedProblems refusals = new RepeatedProblems("instances");
        for (int i = 0; i < scenario.instances().size(); i++) {
            final InstanceSpec instance = scenario.instances().get(i);
            try {
                placements.put(instance.name(), placer.placer().place(placer.request(instance)));
            } catch (final PlacementException e) {
                refusals.add(sound.node("instances", i, "type"), instance.name(), e.getMessage());
            }
        }
        if (refusals.isEmpty()) {
            problems.error(sound.node("instances"), together.getMessage());
        }
        refusals.report(problems);
    }

    /** EC2 takes the setting and goes by ordinary ENA without a word. */
    private void warnOfEnaExpress(int index, InstanceSpec instance) {
        if (instance.enaExpress() == EnaExpress.OFF) {
            return;
        }
        final Placement placement = placements.get(instance.name());
        if (placement == null) {
            return; // which has been reported
        }
        final String reason = !placement.type().enaExpress()
                ? "the type " + placement.type().name() + " does not support it"
                : placement.nic().isEmulated() ? placement.nic().reason() : null;
        if (reason != null) {
            problems.warning(sound.node("instances", index, "enaExpress"), "ENA Express will carry nothing: " + reason);
        }
    }

    private void findUnused() {
        final Set<String> usedGroups = new HashSet<>();
        final Set<String> usedInstances = new HashSet<>();
        scenario.instances().forEach(instance -> {
            usedGroups.add(instance.group());
            usedInstances.add(instance.sameHostAs());
        });
        scenario.events().forEach(event -> usedGroups.addAll(event.groups()));
        scenario.flows().forEach(flow -> Stream.of(flow.from(), flow.to()).forEach(usedInstances::add));
        for (int i = 0; i < scenario.groups().size(); i++) {
            final String name = scenario.groups().get(i).name();
            if (!usedGroups.contains(name)) {
                problems.warning(sound.node("groups", i, "name"), "no instance is in the group '" + name + "'");
            }
        }
        if (scenario.network() != null) {
            return; // an instance may be there for its interfaces, or for a route
        }
        if (scenario.flows().isEmpty()) {
            problems.warning(sound.node("flows"), "there are no flows: nothing will be sent");
            return;
        }
        for (int i = 0; i < scenario.instances().size(); i++) {
            final String name = scenario.instances().get(i).name();
            if (!usedInstances.contains(name)) {
                problems.warning(sound.node("instances", i, "name"), "no flow starts or ends at '" + name + "'");
            }
        }
    }

    private void checkFlows() {
        final SharedLoad load = new SharedLoad();
        FlowSpec nearest = null; // to its cap, as a share of it
        FlowCaps nearestCap = null;
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
            warnOfMtu(
                    i,
                    flow,
                    path.enaExpress() ? profiles.between(sender, receiver) : path); // what ENA Express does not take
            warnOfSilence(i, flow);
            checkExpectations(flow, cap);
            load.add(flow);
            if (nearest == null || cap.shareOf(flow) > nearestCap.shareOf(nearest)) {
                nearest = flow;
                nearestCap = cap;
            }
        }
        if (nearest != null && nearestCap.shareOf(nearest) < 1) {
            warnOfNothingToSee(nearest, nearestCap, load);
        }
    }

    /** A run has a point if some cap is reached or something is judged; which of its flows does that is no matter. */
    private void warnOfNothingToSee(FlowSpec nearest, FlowCaps cap, SharedLoad load) {
        final boolean hasPoint = !sound.isWhole()
                || !scenario.expect().isEmpty()
                || placements.size() < scenario.instances().size()
                || scenario.instances().stream()
                        .anyMatch(i -> load.reachesAllowance(
                                i, placements.get(i.name()).type()));
        if (!hasPoint) {
            problems.warning(
                    sound.node("flows"),
                    "every flow offers less than its cap and nothing is expected, so the run will show no cap and judge"
                            + " nothing: offer more ('" + nearest.name() + "' more than " + text(cap)
                            + ") or expect something, for instance expect: [{flow: " + nearest.name()
                            + ", lossAtMost: 0%}]");
        }
    }

    private void warnOfMtu(int index, FlowSpec flow, PathProfile path) {
        final int most = path.mtuBytes() + FramePatterns.ETHERNET_HEADER_BYTES;
        for (final int length : flow.frame().lengthsBytes()) {
            if (length > most) {
                problems.warning(
                        sound.node("flows", index, "frame"),
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
                    sound.node("flows", index, "rate"),
                    "too slow to send a single frame in "
                            + Units.formatNanos(scenario.run().durationNs()));
        }
    }

    private void checkExpectations(FlowSpec flow, FlowCaps cap) {
        final long offered = FlowCaps.offeredBitsPerSecond(flow);
        for (int i = 0; i < scenario.expect().size(); i++) {
            final ExpectSpec expect = scenario.expect().get(i);
            if (!flow.name().equals(expect.flow())) {
                continue;
            }
            if (expect.deliveredBitsPerSecond() >= 0) {
                checkDelivered(i, expect, offered, cap);
            } else if (expect.lossAtMostPpm() >= 0) {
                checkLoss(i, expect, offered, cap);
            }
        }
    }

    private void checkDelivered(int index, ExpectSpec expect, long offered, FlowCaps cap) {
        final YamlNode node = sound.node("expect", index, "delivered");
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
                    sound.node("expect", index, "lossAtMost"),
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
}
