package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.FrameMix;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.Scenario.RegionSpec;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.Scenario.SettingsSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.Rate;
import io.ringlane.core.rate.Units;
import io.ringlane.core.text.NearestName;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.Image;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.table.TableException;
import io.ringlane.placement.topology.RegionNames;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Turns a checked document into a {@link Scenario}: one method a section, in an order in which names are known before
 * they are used. Problems are collected, not thrown; the scenario is only good when there are none.
 */
final class ScenarioReader {

    static final int VERSION = 1;

    /** Zones are named by a letter, and no region has more than six. */
    private static final int MOST_ZONES = 6;

    private static final int MOST_HOSTS = 1_000_000;

    /** Thirty times the largest instance there is: beyond it somebody's unit slipped. */
    private static final long MOST_BITS_PER_SECOND = 100_000_000_000_000L;

    private static final long MOST_PACKETS_PER_SECOND = 100_000_000_000L;
    private static final long MOST_DURATION_NS = 366L * 86_400 * 1_000_000_000;
    private static final long MOST_SHARE_PPM = 1_000_000;

    /** Each connection has a source port of its own, from 1024 up. */
    private static final int MOST_CONNECTIONS = 64_512;

    private static final int LEAST_MTU_BYTES = 1500;
    private static final int MOST_MTU_BYTES = 9001;

    private static final int MOST_PARTITIONS = 7;
    private static final int MOST_WORKERS = 64;

    private static final long DEFAULT_DURATION_NS = 1_000_000_000;
    private static final long DEFAULT_WITHIN_PPM = 1000;

    /** A hundredth of it, the step of a window, is then ten nanoseconds. */
    private static final long LEAST_WINDOW_NS = 1_000;

    private static final List<String> STRATEGIES = List.of("cluster", "partition", "spread");
    private static final List<String> PROTOCOLS = List.of("udp", "tcp");
    private static final List<String> CLOCKS = List.of("virtual", "real");
    private static final Set<String> ENHANCED_NETWORKING =
            EnhancedNetworking.byLabel().keySet();
    private static final Map<String, Image> IMAGES = Image.byName();
    private static final Map<String, EnaExpress> ENA_EXPRESS =
            Map.of("tcp", EnaExpress.TCP, "tcp-udp", EnaExpress.TCP_AND_UDP);
    private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]+");

    private final Problems problems;
    private final Path directory;
    private Vocabulary vocabulary;
    private Catalogue catalogue = Catalogue.builtIn();
    private final Map<String, Named<GroupSpec>> groups = new LinkedHashMap<>();
    private final Map<String, Named<InstanceSpec>> instances = new LinkedHashMap<>();
    private final Map<String, Named<FlowSpec>> flows = new LinkedHashMap<>();
    private final Map<String, Integer> instanceLines = new HashMap<>();
    private final Map<String, Long> windows = new HashMap<>(); // by flow
    private long durationNs;
    private RegionSpec region = new RegionSpec("us-east-1", 2, 2, 4, 4, MOST_MTU_BYTES);

    /** @param directory what the files that a scenario names are relative to */
    ScenarioReader(Path directory, Vocabulary vocabulary, Problems problems) {
        this.directory = directory;
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    Scenario read(String name, YamlNode root) {
        final Fields fields = Fields.of(root, problems, "version: 1");
        if (fields == null) {
            return null;
        }
        readVersion(fields);
        readTypes(fields.text("types"));
        readRegion(fields.node("region"));
        final List<GroupSpec> groupList = readAll(fields.list("groups"), this::readGroup);
        if (fields.required("instances", "[{name: a, type: c5n.18xlarge}]") != null
                && fields.node("instances") instanceof YamlNode.Sequence sequence
                && sequence.items().isEmpty()) {
            problems.error(sequence, "wants at least one instance such as {name: a, type: c5n.18xlarge}");
        }
        collectInstanceNames(fields.list("instances"));
        final List<InstanceSpec> instanceList = readAll(fields.list("instances"), this::readInstance);
        final List<FlowSpec> flowList = readAll(fields.list("flows"), this::readFlow);
        final RunSpec run = readRun(fields.node("run"));
        durationNs = run.durationNs();
        final List<ExpectSpec> expectList = readAll(fields.list("expect"), this::readExpect);
        final SettingsSpec settings =
                new SettingsReader(vocabulary, problems, region.mtuBytes()).read(fields.node("settings"));
        fields.finish();
        return new Scenario(name, catalogue, region, groupList, instanceList, flowList, run, expectList, settings);
    }

    private void readVersion(Fields fields) {
        final YamlNode node = fields.required("version", "1");
        if (node != null
                && !(node instanceof Scalar scalar
                        && scalar.text().equals(Integer.toString(VERSION))
                        && scalar.kind() == YamlNode.Kind.INTEGER)) {
            problems.error(node, "this release reads version 1, found " + node.description() + ": write version: 1");
        }
    }

    private void readTypes(Scalar name) {
        if (name == null) {
            return;
        }
        try {
            final Path file = directory.resolve(name.text());
            if (!Files.isRegularFile(file)) {
                problems.error(name, "there is no file " + file);
                return;
            }
            catalogue = catalogue.with(file);
            vocabulary = vocabulary.with(catalogue);
        } catch (final InvalidPathException | TableException | UncheckedIOException e) {
            problems.error(name, e.getMessage());
        }
    }

    private void readRegion(YamlNode node) {
        final Fields fields = node == null ? null : Fields.of(node, problems, "{name: us-east-1, zones: 2}");
        if (fields == null) {
            return;
        }
        final Scalar name = fields.text("name");
        final boolean isUnlisted = fields.flag("unlisted");
        region = new RegionSpec(
                name == null ? region.name() : regionName(name, isUnlisted),
                (int) fields.integer("zones", 1, MOST_ZONES, region.zones()),
                (int) fields.integer("dataCentersPerZone", 1, 1000, region.dataCentersPerZone()),
                (int) fields.integer("racksPerDataCenter", 1, 1000, region.racksPerDataCenter()),
                (int) fields.integer("hostsPerRack", 1, 1000, region.hostsPerRack()),
                (int) fields.mtu("mtu", LEAST_MTU_BYTES, MOST_MTU_BYTES, region.mtuBytes()));
        fields.finish();
        final long hosts = (long) region.zones()
                * region.dataCentersPerZone()
                * region.racksPerDataCenter()
                * region.hostsPerRack(); // at most 6 x 10^9
        if (hosts > MOST_HOSTS) {
            problems.error(fields.mapping(), "the region has " + hosts + " hosts: the most is " + MOST_HOSTS);
        }
    }

    /** The name, or once it is reported what was most likely meant, so that zones named after it are not reported too. */
    private String regionName(Scalar name, boolean isUnlisted) {
        final boolean hasForm = REGION_NAME.matcher(name.text()).matches();
        if (hasForm && (isUnlisted || RegionNames.listed().contains(name.text()))) {
            return name.text();
        }
        final Optional<String> nearest = hasForm
                ? NearestName.of(name.text(), RegionNames.listed())
                : RegionNames.listed().stream()
                        .filter(each -> each.equalsIgnoreCase(name.text())) // nothing else that far off is meant
                        .findFirst();
        final String hint = nearest.map(near -> "did you mean '" + near + "'?").orElse("write one such as us-east-1");
        if (!hasForm) {
            problems.error(name, "'" + name.text() + "' is no region name: " + hint);
            return nearest.orElse(region.name());
        }
        problems.error(
                name,
                "EC2 has no region '" + name.text() + "': " + hint
                        + " (for a newer one or one of your own add unlisted: true)");
        return nearest.orElse(name.text());
    }

    private GroupSpec readGroup(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{name: hpc, strategy: cluster}");
        if (fields == null) {
            return null;
        }
        final String name = fields.name("name", "hpc");
        final YamlNode strategyNode = fields.required("strategy", "cluster");
        final String strategy = fields.choice(strategyNode, STRATEGIES, null);
        int partitions = 0;
        if ("partition".equals(strategy)) {
            partitions = (int) fields.integer(fields.required("partitions", "3"), 1, MOST_PARTITIONS, 1);
        } else if (fields.has("partitions") && strategy != null) {
            problems.error(
                    fields.node("partitions"),
                    "a " + strategy + " group has no partitions: leave them out or write strategy: partition");
        }
        fields.finish();
        return define(groups, name, fields, new GroupSpec(name, strategy, partitions));
    }

    /** Lets {@code sameHostAs} tell a name that comes too late from one that never comes. */
    private void collectInstanceNames(List<YamlNode> items) {
        for (final YamlNode item : items) {
            if (item instanceof Mapping mapping && mapping.get("name") instanceof Scalar name) {
                instanceLines.putIfAbsent(name.text(), name.line());
            }
        }
    }

    private InstanceSpec readInstance(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{name: a, type: c5n.18xlarge}");
        if (fields == null) {
            return null;
        }
        final String name = fields.name("name", "a");
        final Scalar type = fields.text(fields.required("type", "c5n.18xlarge"));
        if (type != null && !vocabulary.instanceTypes().contains(type.text())) {
            problems.error(
                    type,
                    "unknown instance type '" + type.text() + "'"
                            + NearestName.of(type.text(), vocabulary.instanceTypes())
                                    .map(near -> ": did you mean '" + near + "'?")
                                    .orElse(": 'ringlane types' lists them"));
        }
        final Scalar group = reference(fields, "group", groups, "group");
        final Scalar zone = readZone(fields);
        final Scalar host = readSameHostAs(fields, name);
        final InstanceSpec instance = new InstanceSpec(
                name,
                text(type),
                text(group),
                readPartition(fields, group),
                text(zone),
                text(host),
                fields.choice("enhancedNetworking", ENHANCED_NETWORKING, null),
                readImage(fields),
                readEnaExpress(fields),
                fields.quantity("bandwidthOut", Quantity.BIT_RATE, MOST_BITS_PER_SECOND, 0),
                fields.quantity("bandwidthIn", Quantity.BIT_RATE, MOST_BITS_PER_SECOND, 0),
                fields.quantity("packetRate", Quantity.PACKET_RATE, MOST_PACKETS_PER_SECOND, 0));
        fields.finish();
        checkTogether(instance, zone, group, host);
        return define(instances, name, fields, instance);
    }

    private int readPartition(Fields fields, Scalar group) {
        final YamlNode node = fields.node("partition");
        if (node == null) {
            return 0;
        }
        final GroupSpec spec = group == null ? null : groups.get(group.text()).value();
        if (spec == null ? fields.has("group") : spec.strategy() == null) {
            return 0; // what is wrong with the group has been reported
        }
        if (spec == null || spec.partitions() == 0) {
            problems.error(
                    node,
                    (spec == null ? "an instance without a group" : "a " + spec.strategy() + " group")
                            + " has no partitions: leave it out or name a partition group");
            return 0;
        }
        return (int) fields.integer(node, 1, spec.partitions(), 0);
    }

    private Image readImage(Fields fields) {
        final Image image = IMAGES.get(fields.choice("image", IMAGES.keySet(), null));
        if (image != null && fields.has("enhancedNetworking")) {
            problems.error(
                    fields.node("image"),
                    "the image decides whether the type's card is had, and so does enhancedNetworking: leave one of them"
                            + " out");
        }
        return image;
    }

    private static EnaExpress readEnaExpress(Fields fields) {
        return ENA_EXPRESS.getOrDefault(fields.choice("enaExpress", List.of("tcp", "tcp-udp"), ""), EnaExpress.OFF);
    }

    private Scalar readZone(Fields fields) {
        final Scalar zone = fields.text("zone");
        final List<String> zones = new ArrayList<>();
        for (int i = 0; i < region.zones(); i++) {
            zones.add(region.name() + (char) ('a' + i));
        }
        if (zone == null || zones.contains(zone.text())) {
            return zone;
        }
        problems.error(
                zone, "unknown zone '" + zone.text() + "'" + ": " + NearestName.advice(zone.text(), zones, "zones"));
        return null;
    }

    private Scalar readSameHostAs(Fields fields, String name) {
        final Scalar host = fields.text("sameHostAs");
        if (host == null) {
            return null;
        }
        if (host.text().equals(name)) {
            problems.error(host, "'" + name + "' shares a host with itself: name another instance");
            return null;
        }
        if (!instances.containsKey(host.text()) && instanceLines.containsKey(host.text())) {
            problems.error(
                    host,
                    "'" + host.text() + "' is listed later, in line " + instanceLines.get(host.text())
                            + ": move it up, or let it name '" + name + "'");
            return null;
        }
        return reference(host, instances, "instance");
    }

    /** Wishes of one instance that no placement can grant together. */
    private void checkTogether(InstanceSpec instance, Scalar zone, Scalar group, Scalar host) {
        final Named<InstanceSpec> other = host == null ? null : instances.get(host.text());
        if (other != null
                && zone != null
                && other.value().zone() != null
                && !other.value().zone().equals(zone.text())) {
            problems.error(
                    zone,
                    "'" + host.text() + "' is in " + other.value().zone()
                            + ", and one host is in one zone: write zone: "
                            + other.value().zone());
        }
        if (group == null || groups.get(group.text()) == null) {
            return;
        }
        final String strategy = groups.get(group.text()).value().strategy();
        if ("spread".equals(strategy)
                && other != null
                && group.text().equals(other.value().group())) {
            problems.error(
                    host,
                    "'" + host.text() + "' is in the spread group '" + group.text()
                            + "' too, which shares no host: leave out" + " sameHostAs or the group");
        }
        if ("cluster".equals(strategy) && zone != null) {
            for (final Named<InstanceSpec> earlier : instances.values()) {
                final InstanceSpec member = earlier.value();
                if (group.text().equals(member.group())
                        && member.zone() != null
                        && !member.zone().equals(zone.text())) {
                    problems.error(
                            zone,
                            "'" + member.name() + "' is in " + member.zone() + ", and the cluster group '"
                                    + group.text() + "' lies in one zone: write zone: " + member.zone());
                    return;
                }
            }
        }
    }

    private FlowSpec readFlow(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{name: f, from: a, to: b, frame: 1500B, rate: 5Gbit/s}");
        if (fields == null) {
            return null;
        }
        final String name = fields.name("name", "f");
        final Scalar from = reference(fields.text(fields.required("from", "a")), instances, "instance");
        final Scalar to = reference(fields.text(fields.required("to", "b")), instances, "instance");
        if (from != null && to != null && from.text().equals(to.text())) {
            problems.error(to, "the flow goes from '" + from.text() + "' to itself: name two instances");
        }
        final String protocol = fields.choice("protocol", PROTOCOLS, PROTOCOLS.get(0));
        final int ipVersion = Integer.parseInt(fields.choice("ipVersion", List.of("4", "6"), "4"));
        final FrameMix frame = readFrame(fields, protocol, ipVersion);
        final YamlNode rate = fields.required("rate", "5Gbit/s");
        final boolean isInPackets = rate instanceof Scalar scalar && Rate.inPackets(scalar.text());
        final FlowSpec flow = new FlowSpec(
                name,
                text(from),
                text(to),
                protocol,
                ipVersion,
                frame,
                isInPackets
                        ? 0
                        : fields.quantity(
                                rate,
                                Quantity.BIT_RATE,
                                MOST_BITS_PER_SECOND,
                                0,
                                text -> Rate.parse(text).bitsPerSecond()),
                isInPackets
                        ? fields.quantity(
                                rate, Quantity.PACKET_RATE, MOST_PACKETS_PER_SECOND, 0, Quantity.PACKET_RATE::parse)
                        : 0,
                (int) fields.integer("connections", 1, MOST_CONNECTIONS, 1));
        fields.finish();
        return define(flows, name, fields, flow);
    }

    private FrameMix readFrame(Fields fields, String protocol, int ipVersion) {
        final YamlNode node = fields.required("frame", "1500B");
        final FrameMix mix;
        if (node instanceof Scalar scalar && scalar.text().equals(FramePatterns.IMIX)) {
            mix = FramePatterns.imix();
        } else if (node instanceof Scalar scalar
                && scalar.kind() == YamlNode.Kind.TEXT
                && !startsWithDigit(scalar.text())) {
            problems.error(scalar, "'" + scalar.text() + "' is no frame: write imix, or a length such as 1500B");
            return null;
        } else {
            final long length = fields.quantity(node, Quantity.SIZE, Integer.MAX_VALUE, 0, Quantity.SIZE::parse);
            if (length == 0) {
                return null;
            }
            mix = FramePatterns.fixed(((Scalar) node).text(), (int) length);
        }
        checkFrame(node, mix, protocol, ipVersion);
        return mix;
    }

    private static boolean startsWithDigit(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    private void checkFrame(YamlNode node, FrameMix mix, String protocol, int ipVersion) {
        final int headers =
                FramePatterns.ETHERNET_HEADER_BYTES + (ipVersion == 6 ? 40 : 20) + ("tcp".equals(protocol) ? 20 : 8);
        final int least = Math.max(FramePatterns.LEAST_FRAME_BYTES, headers);
        final int most = region.mtuBytes() + FramePatterns.ETHERNET_HEADER_BYTES;
        for (final int length : mix.lengthsBytes()) {
            final String subject = mix.lengthsBytes().length == 1
                    ? "a frame of " + length + "B"
                    : mix.name() + " has frames of " + length + "B, and that";
            if (length < least) {
                problems.error(
                        node,
                        subject + " is too small for " + protocol + " over IPv" + ipVersion + ": the least is " + least
                                + "B, without FCS");
                return;
            }
            if (length > most) {
                problems.error(
                        node,
                        subject + " is too large for the region's MTU of " + region.mtuBytes() + "B: the most is "
                                + most + "B, Ethernet header included");
                return;
            }
        }
    }

    private RunSpec readRun(YamlNode node) {
        final Fields fields = node == null ? null : Fields.of(node, problems, "{clock: virtual, duration: 1s}");
        if (fields == null) {
            return new RunSpec(CLOCKS.get(0), DEFAULT_DURATION_NS, 1, 1);
        }
        final String clock = fields.choice("clock", CLOCKS, CLOCKS.get(0));
        final int workers = (int) fields.integer("workers", 1, MOST_WORKERS, 1);
        final RunSpec run = new RunSpec(
                clock,
                fields.quantity("duration", Quantity.DURATION, MOST_DURATION_NS, DEFAULT_DURATION_NS),
                fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1),
                workers);
        fields.finish();
        return run;
    }

    private ExpectSpec readExpect(YamlNode node) {
        final Fields fields = Fields.of(node, problems, "{flow: f, delivered: 5Gbit/s, within: 0.1%}");
        if (fields == null) {
            return null;
        }
        final Scalar flow = reference(fields.text(fields.required("flow", "f")), flows, "flow");
        final List<String> metrics = new ArrayList<>();
        for (final String metric : List.of("delivered", "lossAtMost", "p99AtMost")) {
            if (fields.has(metric)) {
                metrics.add(metric);
            }
        }
        if (metrics.size() > 1) {
            problems.error(
                    fields.mapping(),
                    "one expectation holds one of delivered, lossAtMost and p99AtMost: split "
                            + String.join(" and ", metrics));
        } else if (metrics.isEmpty()) {
            problems.error(
                    fields.mapping(),
                    "nothing is expected: add delivered, lossAtMost or p99AtMost, for instance delivered: 5Gbit/s");
        }
        if (fields.has("within") && !metrics.isEmpty() && !metrics.contains("delivered")) {
            problems.error(
                    fields.node("within"),
                    "within belongs to delivered, and " + metrics.get(0) + " is a limit already: leave it out");
        }
        if (fields.has("window") && !metrics.isEmpty() && !metrics.contains("delivered")) {
            problems.error(
                    fields.node("window"),
                    "window belongs to delivered, and not to " + metrics.get(0) + ": leave it out");
        }
        final ExpectSpec expect = new ExpectSpec(
                text(flow),
                fields.quantity("delivered", Quantity.BIT_RATE, MOST_BITS_PER_SECOND, -1),
                fields.quantityOrZero(
                        "within",
                        Quantity.SHARE,
                        MOST_SHARE_PPM,
                        metrics.contains("delivered") ? DEFAULT_WITHIN_PPM : -1),
                readWindow(fields, text(flow)),
                fields.quantityOrZero("lossAtMost", Quantity.SHARE, MOST_SHARE_PPM, -1),
                fields.quantity("p99AtMost", Quantity.DURATION, MOST_DURATION_NS, -1),
                node.line());
        fields.finish();
        return expect;
    }

    /** One width a flow: its windows are watched while traffic runs, not worked out afterwards. */
    private long readWindow(Fields fields, String flow) {
        final long windowNs = fields.quantity("window", Quantity.DURATION, MOST_DURATION_NS, 0);
        if (windowNs == 0) {
            return 0;
        }
        final YamlNode node = fields.node("window");
        if (windowNs < LEAST_WINDOW_NS) {
            problems.error(
                    node, "too short to hold a frame now and then: the least is " + Units.formatNanos(LEAST_WINDOW_NS));
        } else if (windowNs > durationNs) {
            problems.error(
                    node,
                    "no window of " + Units.formatNanos(windowNs) + " fits into a run of "
                            + Units.formatNanos(durationNs) + ": make the window shorter or the run longer");
        }
        final Long other = windows.putIfAbsent(flow, windowNs);
        if (other != null && other != windowNs) {
            problems.error(
                    node,
                    "flow '" + flow + "' is watched in windows of " + Units.formatNanos(other)
                            + " already: write the same one");
        }
        return windowNs;
    }

    private Scalar reference(Fields fields, String key, Map<String, ? extends Named<?>> known, String noun) {
        return reference(fields.text(key), known, noun);
    }

    /** The reference if it names something known; null once reported. */
    private Scalar reference(Scalar written, Map<String, ? extends Named<?>> known, String noun) {
        if (written == null || known.containsKey(written.text())) {
            return written;
        }
        problems.error(
                written,
                "unknown " + noun + " '" + written.text() + "'" + ": "
                        + NearestName.advice(written.text(), known.keySet(), noun + "s"));
        return null;
    }

    private <T> T define(Map<String, Named<T>> known, String name, Fields fields, T value) {
        if (name == null) {
            return value;
        }
        final YamlNode node = fields.node("name");
        final Named<T> first = known.putIfAbsent(name, new Named<>(value, node.line()));
        if (first != null) {
            problems.error(node, "duplicate name '" + name + "': it is taken in line " + first.line());
        }
        return value;
    }

    private static <T> List<T> readAll(List<YamlNode> items, Function<YamlNode, T> reader) {
        final List<T> values = new ArrayList<>();
        for (final YamlNode item : items) {
            final T value = reader.apply(item);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private static String text(Scalar scalar) {
        return scalar == null ? null : scalar.text();
    }

    /** Something with a name, and the line that gave it. */
    private record Named<T>(T value, int line) {}
}
