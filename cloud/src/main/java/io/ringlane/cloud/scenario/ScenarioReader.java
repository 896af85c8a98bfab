package io.ringlane.cloud.scenario;

import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.InstanceOrder.Eth0;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.Scenario.RegionSpec;
import io.ringlane.cloud.scenario.Scenario.RunSpec;
import io.ringlane.cloud.scenario.Scenario.SettingsSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.core.rate.Quantity;
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

    private static final int LEAST_MTU_BYTES = 1500;
    private static final int MOST_MTU_BYTES = 9001;

    private static final int MOST_PARTITIONS = 7;
    private static final int MOST_WORKERS = 64;

    private static final long DEFAULT_DURATION_NS = 1_000_000_000;

    private static final List<String> STRATEGIES = List.of("cluster", "partition", "spread");
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
    private final NameTable<GroupSpec> groups;
    private final NameTable<InstanceSpec> instances;
    private final Map<String, Integer> instanceLines = new HashMap<>();
    private NetworkReader network; // null for a scenario without a network of its own
    private RegionSpec region = new RegionSpec("us-east-1", 2, 2, 4, 4, MOST_MTU_BYTES);

    /** @param directory what the files that a scenario names are relative to */
    ScenarioReader(Path directory, Vocabulary vocabulary, Problems problems) {
        this.directory = directory;
        this.vocabulary = vocabulary;
        this.problems = problems;
        this.groups = new NameTable<>(problems);
        this.instances = new NameTable<>(problems);
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
        final Declared declared = new Declared(fields.mapping());
        network = NetworkReader.isWanted(fields) ? new NetworkReader(problems, declared, region) : null;
        final NetworkSpec networkSpec = network == null ? null : network.read(fields);
        final List<InstanceSpec> instanceList = readAll(fields.list("instances"), this::readInstance);
        final int before = problems.count();
        final RunSpec run = readRun(fields.node("run"));
        final boolean isDurationKnown = problems.count() == before; // else times are held against nothing
        final long durationNs = isDurationKnown ? run.durationNs() : Limits.MOST_DURATION_NS;
        final FlowReader flows =
                new FlowReader(problems, region, network == null ? null : declared, instances, durationNs);
        final List<FlowSpec> flowList = readAll(fields.list("flows"), flows::read);
        final List<YamlNode> eventNodes = fields.list("events");
        final List<EventSpec> events = readAll(
                eventNodes, new EventReader(problems, declared, groups, new EventTimes(eventNodes, durationNs))::read);
        final ExpectReader expects = new ExpectReader(
                problems,
                flows.names(),
                declared,
                eventNodes.size(),
                durationNs,
                new ClaimReader(problems, declared, network != null, durationNs));
        final List<ExpectSpec> expectList = readAll(fields.list("expect"), expects::read);
        final SettingsSpec settings =
                new SettingsReader(vocabulary, problems, region.mtuBytes()).read(fields.node("settings"));
        if (network != null && settings.allowanceHorizonNs() >= 0) {
            problems.error(
                    ((Mapping) fields.node("settings")).get("allowanceHorizon"),
                    "is for scenarios without a network of their own: write flowHorizon, which holds for every cap");
        }
        fields.finish();
        return new Scenario(
                name,
                catalogue,
                region,
                groupList,
                instanceList,
                flowList,
                run,
                expectList,
                settings,
                networkSpec,
                events);
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
        if (GroupSpec.NONE.equals(name)) {
            problems.error(fields.node("name"), "'none' is what events call being in no group: choose another name");
        }
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
        return groups.define(name, fields, new GroupSpec(name, strategy, partitions));
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
        final Scalar group = fields.reference("group", groups.names(), "group");
        final Scalar zone = readZone(fields);
        final Scalar host = readSameHostAs(fields, name);
        final Eth0 eth0 = network == null ? null : network.readEth0(fields, zone);
        final InstanceSpec instance = new InstanceSpec(
                name,
                text(type),
                text(group),
                readPartition(fields, group),
                eth0 == null ? text(zone) : network.zoneOf(eth0),
                text(host),
                fields.choice("enhancedNetworking", ENHANCED_NETWORKING, null),
                readImage(fields),
                readEnaExpress(fields),
                fields.quantity("bandwidthOut", Quantity.BIT_RATE, Limits.MOST_BITS_PER_SECOND, 0),
                fields.quantity("bandwidthIn", Quantity.BIT_RATE, Limits.MOST_BITS_PER_SECOND, 0),
                fields.quantity("packetRate", Quantity.PACKET_RATE, Limits.MOST_PACKETS_PER_SECOND, 0),
                eth0);
        fields.finish();
        checkTogether(instance, zone, group, host);
        return instances.define(name, fields, instance);
    }

    private int readPartition(Fields fields, Scalar group) {
        final GroupSpec spec = group == null ? null : groups.get(group.text());
        if (spec == null && fields.has("group")) {
            fields.has("partition");
            return 0; // what is wrong with the group has been reported
        }
        return Partitions.read(fields, problems, spec);
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
        final List<String> zones = region.zoneNames();
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
        if (!instances.has(host.text()) && instanceLines.containsKey(host.text())) {
            problems.error(
                    host,
                    "'" + host.text() + "' is listed later, in line " + instanceLines.get(host.text())
                            + ": move it up, or let it name '" + name + "'");
            return null;
        }
        return fields.reference(host, instances.names(), "instance");
    }

    /** Wishes of one instance that no placement can grant together. */
    private void checkTogether(InstanceSpec instance, Scalar zone, Scalar group, Scalar host) {
        final InstanceSpec other = host == null ? null : instances.get(host.text());
        if (other != null
                && zone != null
                && other.zone() != null
                && !other.zone().equals(zone.text())) {
            problems.error(
                    zone,
                    "'" + host.text() + "' is in " + other.zone()
                            + ", and one host is in one zone: write zone: "
                            + other.zone());
        }
        if (group == null || groups.get(group.text()) == null) {
            return;
        }
        final String strategy = groups.get(group.text()).strategy();
        if ("spread".equals(strategy) && other != null && group.text().equals(other.group())) {
            problems.error(
                    host,
                    "'" + host.text() + "' is in the spread group '" + group.text()
                            + "' too, which shares no host: leave out" + " sameHostAs or the group");
        }
        if ("cluster".equals(strategy) && zone != null) {
            for (final InstanceSpec member : instances.values()) {
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

    private RunSpec readRun(YamlNode node) {
        final Fields fields = node == null ? null : Fields.of(node, problems, "{clock: virtual, duration: 1s}");
        if (fields == null) {
            return new RunSpec(CLOCKS.get(0), DEFAULT_DURATION_NS, 1, 1);
        }
        final String clock = fields.choice("clock", CLOCKS, CLOCKS.get(0));
        final int workers = (int) fields.integer("workers", 1, MOST_WORKERS, 1);
        final RunSpec run = new RunSpec(
                clock,
                fields.quantity("duration", Quantity.DURATION, Limits.MOST_DURATION_NS, DEFAULT_DURATION_NS),
                fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1),
                workers);
        fields.finish();
        return run;
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
}
