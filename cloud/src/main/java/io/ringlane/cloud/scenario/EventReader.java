package io.ringlane.cloud.scenario;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.network.EventCalls;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkSpec.EntrySpec;
import io.ringlane.cloud.network.NetworkSpec.RuleSpec;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.core.rate.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads the timeline: a time, one verb with what it is about, and whatever else the verb needs. */
final class EventReader {

    private static final String EXAMPLE = "{at: 2s, stop: a}";

    private static final List<String> KINDS = List.of(
            "instances",
            "interfaces",
            "elasticIps",
            "natGateways",
            "securityGroups",
            "routeTables",
            "subnets",
            "networkAcls",
            "peerings");

    /** What to call the first of a list. */
    private static final Map<String, String> EXAMPLE_NAMES = Map.of(
            "routeTables",
            "private",
            "interfaces",
            "eni",
            "elasticIps",
            "eip",
            "securityGroups",
            "web",
            "networkAcls",
            "strict",
            "peerings",
            "a-b");

    /** The keys beside the verbs. */
    private static final List<String> OTHER_KEYS =
            List.of("at", "to", "partition", "in", "via", "ingress", "egress", "direction", "entry", "number");

    /** What people call an event who come from elsewhere, and what it is called here. */
    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("restart", "reboot, or stop and later start, which may lead to another host"),
            Map.entry("run", "launch"),
            Map.entry("create", "launch"),
            Map.entry("shutdown", "stop"),
            Map.entry("kill", "terminate"),
            Map.entry("delete", "terminate"),
            Map.entry("peer", "createPeering"),
            Map.entry("unpeer", "deletePeering"),
            Map.entry("addEntry", "createEntry, with direction and entry"),
            Map.entry("removeEntry", "deleteEntry, with direction and number"),
            Map.entry("assign", "associate"),
            Map.entry("unassign", "disassociate"),
            Map.entry("allow", "authorize, with ingress or egress"),
            Map.entry("deny", "revoke, with ingress or egress"),
            Map.entry("addRule", "authorize, with ingress or egress"),
            Map.entry("removeRule", "revoke, with ingress or egress"),
            Map.entry("deleteRule", "revoke, with ingress or egress"),
            Map.entry("addRoute", "createRoute"),
            Map.entry("changeRoute", "replaceRoute"),
            Map.entry("removeRoute", "deleteRoute"),
            Map.entry("setGroups", "modifyGroups"),
            Map.entry("movePlacement", "modifyPlacement"),
            Map.entry("modifyInstancePlacement", "modifyPlacement"),
            Map.entry("joinGroup", "modifyPlacement, with to"),
            Map.entry("leaveGroup", "modifyPlacement, with to: " + GroupSpec.NONE));

    private final Problems problems;
    private final Declared declared;
    private final RuleReader rules;
    private final EventTimes times;
    private final NameTable<GroupSpec> groups;
    private final Map<String, Verb> verbs = new LinkedHashMap<>();

    /** What an event does, from the keys that are left; null once reported. */
    @FunctionalInterface
    private interface Verb {
        Event read(Fields fields, String key);
    }

    @FunctionalInterface
    private interface RuleCall {
        void on(EventCalls calls, String group, Direction direction, RuleSpec rule);
    }

    @FunctionalInterface
    private interface RouteCall {
        void on(EventCalls calls, String table, String to, String via);
    }

    @FunctionalInterface
    private interface EntryCall {
        void on(EventCalls calls, String acl, EntrySpec entry);
    }

    @FunctionalInterface
    private interface SwitchCall {
        void on(EventCalls calls, String interfaceOrInstance, boolean isOn);
    }

    private record Event(String text, List<String> launches, List<String> groups, Consumer<EventCalls> action) {

        Event(String text, Consumer<EventCalls> action) {
            this(text, List.of(), List.of(), action);
        }
    }

    /** @param groups the placement groups of the scenario */
    EventReader(Problems problems, Declared declared, NameTable<GroupSpec> groups, EventTimes times) {
        this.problems = problems;
        this.groups = groups;
        this.declared = declared;
        this.rules = new RuleReader(problems, declared);
        this.times = times;
        verbs.put("launch", (fields, key) -> instances(fields, key, EventCalls::launch));
        verbs.put("start", (fields, key) -> instances(fields, key, EventCalls::start));
        verbs.put("stop", (fields, key) -> instances(fields, key, EventCalls::stop));
        verbs.put("reboot", (fields, key) -> instances(fields, key, EventCalls::reboot));
        verbs.put("terminate", (fields, key) -> instances(fields, key, EventCalls::terminate));
        verbs.put("attach", (fields, key) -> {
            final String eni = one(fields, key, "interface", "interfaces");
            final String to = one(fields, "to", "instance", "instances");
            return new Event("attach " + eni + " to " + to, calls -> calls.attach(eni, to));
        });
        verbs.put("detach", (fields, key) -> {
            final String eni = one(fields, key, "interface or instance", "interfaces", "instances");
            return new Event("detach " + eni, calls -> calls.detach(eni));
        });
        verbs.put("move", (fields, key) -> {
            final String eni = one(fields, key, "interface", "interfaces");
            final String to = one(fields, "to", "instance", "instances");
            return new Event("move " + eni + " to " + to, calls -> calls.move(eni, to));
        });
        verbs.put("associate", (fields, key) -> {
            final String address = one(fields, key, "Elastic IP", "elasticIps");
            final String to = one(fields, "to", "instance or interface", "instances", "interfaces");
            return new Event("associate " + address + " to " + to, calls -> calls.associate(address, to));
        });
        verbs.put("disassociate", (fields, key) -> {
            final String address = one(fields, key, "Elastic IP", "elasticIps");
            return new Event("disassociate " + address, calls -> calls.disassociate(address));
        });
        verbs.put("authorize", (fields, key) -> rule(fields, key, EventCalls::authorize));
        verbs.put("revoke", (fields, key) -> rule(fields, key, EventCalls::revoke));
        verbs.put("modifyGroups", this::modifyGroups);
        verbs.put("modifyPlacement", this::modifyPlacement);
        verbs.put("allocate", (fields, key) -> made(fields, key, "Elastic IP", "elasticIps", EventCalls::allocate));
        verbs.put("release", (fields, key) -> {
            final String address = one(fields, key, "Elastic IP", "elasticIps");
            return new Event("release " + address, calls -> calls.release(address));
        });
        verbs.put(
                "createPeering", (fields, key) -> made(fields, key, "peering", "peerings", EventCalls::createPeering));
        verbs.put("deletePeering", (fields, key) -> {
            final String peering = one(fields, key, "peering", "peerings");
            return new Event("delete peering " + peering, calls -> calls.deletePeering(peering));
        });
        verbs.put(
                "sourceDestCheck",
                (fields, key) -> onOff(fields, key, "source/destination check", EventCalls::sourceDestCheck));
        verbs.put(
                "deleteOnTermination",
                (fields, key) -> onOff(fields, key, "delete on termination", EventCalls::deleteOnTermination));
        verbs.put("createEntry", (fields, key) -> entry(fields, key, "create entry", EventCalls::createEntry));
        verbs.put("replaceEntry", (fields, key) -> entry(fields, key, "replace entry", EventCalls::replaceEntry));
        verbs.put("deleteEntry", this::deleteEntry);
        verbs.put("createRoute", (fields, key) -> route(fields, key, "create route", EventCalls::createRoute));
        verbs.put("replaceRoute", (fields, key) -> route(fields, key, "replace route", EventCalls::replaceRoute));
        verbs.put("deleteRoute", this::deleteRoute);
    }

    EventSpec read(YamlNode node) {
        final Fields fields = Fields.of(node, problems, EXAMPLE);
        if (fields == null) {
            return null;
        }
        final YamlNode at = fields.required("at", "2s");
        final long atNs = fields.quantity(
                at, Quantity.DURATION, Limits.MOST_DURATION_NS, 0, Quantity.DURATION::parseAllowingZero);
        final String late = times.problem(node);
        if (late != null) {
            problems.error(at, late);
        }
        final List<String> found = verbs.keySet().stream().filter(fields::has).toList();
        if (found.size() != 1) {
            OTHER_KEYS.forEach(fields::has); // of what nobody knows they belong to
            reportVerb(fields, found);
            fields.finish();
            return null;
        }
        final String verb = found.get(0);
        final Event event = verbs.get(verb).read(fields, verb);
        fields.finish();
        return event == null
                ? null
                : new EventSpec(atNs, event.text(), event.launches(), event.groups(), event.action());
    }

    private void reportVerb(Fields fields, List<String> found) {
        if (!found.isEmpty()) {
            problems.error(fields.mapping(), "one event does one thing: split " + String.join(" and ", found));
            return;
        }
        boolean isNamed = false;
        for (final String key : fields.mapping().entries().keySet()) {
            final String here = OTHER_WORDS.get(key);
            if (here != null && !fields.isKnown(key)) {
                problems.error(fields.node(key), "no event is called '" + key + "': write " + here);
            }
            isNamed |= here != null || !fields.isKnown(key);
        }
        if (!isNamed) { // else it says what happens, if in other words
            problems.error(fields.mapping(), "nothing happens: write one of " + String.join(", ", verbs.keySet()));
        }
    }

    private Event instances(Fields fields, String key, BiConsumer<EventCalls, List<String>> call) {
        final List<String> which = fields.references(key, declared.of("instances"), "instance");
        return new Event(
                key + " " + String.join(", ", which),
                key.equals("launch") ? which : List.of(),
                List.of(),
                calls -> call.accept(calls, which));
    }

    /** A name that is there; null once reported. */
    private String one(Fields fields, String key, String noun, String... sections) {
        final Collection<String> names = declared.of(sections);
        final String section = sections[0];
        final Scalar written = fields.text(
                names.isEmpty()
                        ? fields.required(
                                key,
                                EXAMPLE_NAMES.getOrDefault(section, "a"),
                                ", a " + noun + " of that name at " + section)
                        : fields.required(key, names.iterator().next()));
        if (written == null || isOfAnotherKind(key, written, noun, names)) {
            return null;
        }
        if (names.isEmpty() && section.equals("routeTables")) {
            problems.error(
                    written,
                    "there are no route tables that could be named: write one at routeTables, and name it at the routeTable"
                            + " of a subnet");
            return null;
        }
        final Scalar name = fields.reference(written, names, noun);
        return name == null ? null : name.text();
    }

    /** Whether a name is there, but not of what the key takes. */
    private boolean isOfAnotherKind(String key, Scalar written, String noun, Collection<String> names) {
        if (names.contains(written.text())) {
            return false;
        }
        for (final String section : KINDS) {
            if (declared.of(section).contains(written.text())) {
                problems.error(
                        written,
                        "'" + written.text() + "' is one of the " + section + ", and " + key + " takes "
                                + (noun.matches("[aeioE].*") ? "an " : "a ") + noun
                                + (key.equals("move") && section.equals("elasticIps") ? ": write associate" : ""));
                return true;
            }
        }
        return false;
    }

    private Event rule(Fields fields, String key, RuleCall call) {
        final String group = one(fields, key, "security group", "securityGroups");
        final Direction direction = direction(fields);
        final YamlNode node = fields.node(key(direction));
        final RuleSpec rule = node == null ? null : rules.rule(node);
        return new Event(
                key + " " + group + " " + key(direction) + " " + text(rule),
                calls -> call.on(calls, group, direction, rule));
    }

    private Direction direction(Fields fields) {
        final boolean isEgress = fields.has("egress");
        if (fields.has("ingress") == isEgress) {
            problems.error(
                    fields.mapping(),
                    "wants one rule: add ingress or egress, for instance ingress: {protocol: udp, cidr: 10.0.0.0/16}");
        }
        return isEgress ? Direction.EGRESS : Direction.INGRESS;
    }

    private static String key(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private static String text(RuleSpec rule) {
        return rule == null ? "" : rule.selector() + " " + (rule.group() == null ? rule.cidr() : rule.group());
    }

    /** Something that its list describes, and that is not there before. */
    private Event made(Fields fields, String key, String noun, String section, BiConsumer<EventCalls, String> call) {
        final String name = one(fields, key, noun, section);
        return new Event(
                (key.equals("allocate") ? "allocate " : "create peering ") + name,
                name == null ? List.of() : List.of(name),
                List.of(),
                calls -> call.accept(calls, name));
    }

    private Event onOff(Fields fields, String key, String words, SwitchCall call) {
        final String of = one(fields, key, "interface or instance", "interfaces", "instances");
        fields.required("to", "false");
        final boolean isOn = fields.flag("to");
        return new Event(words + " of " + of + (isOn ? " on" : " off"), calls -> call.on(calls, of, isOn));
    }

    private Event entry(Fields fields, String key, String words, EntryCall call) {
        final String acl = one(fields, key, "network ACL", "networkAcls");
        final Direction direction = direction(
                fields.choice(fields.required("direction", "ingress"), List.of("ingress", "egress"), "ingress"));
        final YamlNode node = fields.required("entry", "{number: 90, action: deny, cidr: 10.0.0.0/16}");
        final EntrySpec entry = node == null ? null : rules.entry(direction, node);
        return new Event(
                words
                        + (entry == null
                                ? ""
                                : " " + entry.number() + " " + (entry.isAllowed() ? "allow " : "deny ")
                                        + entry.selector() + " " + entry.cidr())
                        + " of " + acl + " " + key(direction),
                calls -> call.on(calls, acl, entry));
    }

    private Event deleteEntry(Fields fields, String key) {
        final String acl = one(fields, key, "network ACL", "networkAcls");
        final Direction direction = direction(
                fields.choice(fields.required("direction", "ingress"), List.of("ingress", "egress"), "ingress"));
        final int number = (int) fields.integer(fields.required("number", "90"), 1, AclEntry.LAST_NUMBER, 1);
        return new Event(
                "delete entry " + number + " of " + acl + " " + key(direction),
                calls -> calls.deleteEntry(acl, direction, number));
    }

    private static Direction direction(String key) {
        return Direction.valueOf(key.toUpperCase(Locale.ROOT));
    }

    private Event modifyGroups(Fields fields, String key) {
        final String of = one(fields, key, "instance", "instances", "interfaces");
        fields.required("to", "[web]");
        final List<String> groups = fields.references("to", declared.of("securityGroups"), "security group");
        return new Event(
                "modify groups of " + of + " to " + String.join(", ", groups), calls -> calls.modifyGroups(of, groups));
    }

    private Event modifyPlacement(Fields fields, String key) {
        final String instance = one(fields, key, "instance", "instances");
        final List<String> choices = new ArrayList<>(groups.names());
        choices.add(GroupSpec.NONE);
        final Scalar to =
                fields.reference(fields.text(fields.required("to", choices.get(0))), choices, "placement group");
        if (to == null) {
            fields.has("partition");
            return null;
        }
        final GroupSpec group = groups.get(to.text()); // null for none
        final int partition = Partitions.read(fields, problems, group);
        final String name = group == null ? null : to.text();
        return new Event(
                "modify placement of " + instance + " to " + (name == null ? "no group" : name)
                        + (partition == 0 ? "" : " partition " + partition),
                List.of(),
                name == null ? List.of() : List.of(name),
                calls -> calls.modifyPlacement(instance, name, partition));
    }

    private Event route(Fields fields, String key, String words, RouteCall call) {
        if (isTable(fields, key)) {
            return null;
        }
        final String to = block(fields, key);
        final String table = one(fields, "in", "route table", "routeTables");
        final String via = rules.via(fields);
        return new Event(words + " " + to + " in " + table + " via " + via, calls -> call.on(calls, table, to, via));
    }

    private Event deleteRoute(Fields fields, String key) {
        if (isTable(fields, key)) {
            return null;
        }
        final String to = block(fields, key);
        final String table = one(fields, "in", "route table", "routeTables");
        return new Event("delete route " + to + " in " + table, calls -> calls.deleteRoute(table, to));
    }

    /** Whether somebody wrote the table where the destination belongs. */
    private boolean isTable(Fields fields, String key) {
        if (!(fields.node(key) instanceof Scalar written)
                || !declared.of("routeTables").contains(written.text())) {
            return false;
        }
        OTHER_KEYS.forEach(fields::has);
        problems.error(
                written,
                "'" + written.text() + "' is a route table, and " + key + " takes where packets go: write " + key
                        + ": 0.0.0.0/0, in: " + written.text() + (key.equals("deleteRoute") ? "" : ", via: igw"));
        return true;
    }

    private String block(Fields fields, String key) {
        final Cidr cidr = rules.cidr(fields, fields.node(key));
        return cidr == null ? null : cidr.toString();
    }
}
