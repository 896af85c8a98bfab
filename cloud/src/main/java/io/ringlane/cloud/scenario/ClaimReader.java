package io.ringlane.cloud.scenario;

import io.ringlane.cloud.instance.InstanceState;
import io.ringlane.cloud.scenario.Claim.Subject;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import io.ringlane.core.rate.Quantity;
import io.ringlane.core.rate.Units;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.group.PlacementGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads expectations of what is so, whatever packets do. */
final class ClaimReader {

    private static final int MOST_PLACES = 1_000_000;
    private static final Pattern DOLLARS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
    private static final List<String> STATES =
            Arrays.stream(InstanceState.values()).map(InstanceState::label).toList();

    private final Problems problems;
    private final Declared declared;
    private final boolean isNetwork;
    private final long durationNs;

    /** @param isNetwork whether the scenario has a network of its own */
    ClaimReader(Problems problems, Declared declared, boolean isNetwork, long durationNs) {
        this.problems = problems;
        this.declared = declared;
        this.isNetwork = isNetwork;
        this.durationNs = durationNs;
    }

    /** What an expectation is about by its keys; null for what others read. */
    static Subject subject(Fields fields) {
        return Arrays.stream(Subject.values())
                .filter(each -> fields.mapping().get(each.key()) != null)
                .findFirst()
                .orElse(null);
    }

    /** What an expectation must be about that says what is to be so, and neither of what nor of a flow; null if it does not. */
    static Subject unnamedSubject(Fields fields) {
        final boolean isOfTraffic = Stream.of("flow", "event", "flowLog")
                .anyMatch(key -> fields.mapping().get(key) != null);
        return Arrays.stream(Subject.values())
                .filter(each -> !isOfTraffic
                        && each.aspects().stream()
                                .anyMatch(key -> fields.mapping().get(key) != null))
                .findFirst()
                .orElse(null);
    }

    /** The claim; null once reported. */
    Claim read(Fields fields, Subject subject) {
        if (!isNetwork && (subject == Subject.INTERFACE || subject == Subject.COST)) {
            problems.error(
                    fields.node(subject.key()),
                    "there is nothing of the kind without a network: add for instance vpcs, or leave the expectation out");
        }
        return switch (subject) {
            case INSTANCES -> ofInstances(fields);
            case INTERFACE -> ofInterface(fields);
            case GROUP -> ofGroup(fields);
            case COST -> ofCost(fields);
        };
    }

    private Claim ofInstances(Fields fields) {
        final List<String> names = instances(fields, "instances");
        final String aspect = aspect(fields, Subject.INSTANCES);
        final long atNs = at(fields);
        if (aspect == null || names.isEmpty()) {
            return null;
        }
        List<String> others = List.of();
        final String value = switch (aspect) {
            case Claim.APART -> {
                others = others(fields, names);
                yield null;
            }
            case Claim.STATE -> fields.choice(aspect, STATES, null);
            case Claim.CARD ->
                fields.choice(aspect, EnhancedNetworking.byLabel().keySet(), null);
            case Claim.PARTITION -> Long.toString(fields.integer(aspect, 1, PlacementGroup.MAX_PARTITIONS, 1));
            default -> Long.toString(places(fields, aspect, names.size()));
        };
        return new Claim(Subject.INSTANCES, names, aspect, value, others, atNs);
    }

    /** Instances, each of them once. */
    private List<String> instances(Fields fields, String key) {
        final YamlNode node = fields.node(key);
        if (node instanceof Sequence sequence && sequence.items().isEmpty()) {
            problems.error(node, "an empty list expects nothing: name an instance");
        }
        final List<String> names = fields.references(key, declared.of("instances"), "instance");
        names.stream()
                .filter(each -> Collections.frequency(names, each) > 1)
                .distinct()
                .forEach(each -> problems.error(node, "'" + each + "' is named more than once: name it once"));
        return names;
    }

    private long places(Fields fields, String aspect, int instances) {
        final long places = fields.integer(aspect, 1, MOST_PLACES, 1);
        if (places > instances) {
            problems.error(
                    fields.node(aspect),
                    instances + (instances == 1 ? " instance is" : " instances are") + " in no more places than "
                            + instances + ": write " + instances + " or less, or name more instances");
        }
        return places;
    }

    private List<String> others(Fields fields, List<String> names) {
        final List<String> others = instances(fields, Claim.APART);
        for (final String each : others) {
            if (names.contains(each)) {
                problems.error(
                        fields.node(Claim.APART),
                        "'" + each + "' is among the instances themselves: name it on one side");
            }
        }
        return others;
    }

    private Claim ofInterface(Fields fields) {
        final Collection<String> known = declared.of("interfaces", "instances");
        final Scalar name = fields.reference("interface", known, "interface or instance");
        final String aspect = aspect(fields, Subject.INTERFACE);
        final long atNs = at(fields);
        if (aspect == null) {
            return null;
        }
        final String value = switch (aspect) {
            case Claim.ATTACHED_TO -> nameOrNone(fields, aspect, "instances", "instance");
            case Claim.ELASTIC_IP -> nameOrNone(fields, aspect, "elasticIps", "Elastic IP");
            default -> Boolean.toString(fields.flag(aspect));
        };
        return name == null || value == null
                ? null
                : new Claim(Subject.INTERFACE, List.of(name.text()), aspect, value, List.of(), atNs);
    }

    private String nameOrNone(Fields fields, String key, String section, String noun) {
        final List<String> names = new ArrayList<>(declared.of(section));
        names.add(Claim.NONE);
        final Scalar name = fields.reference(key, names, noun);
        if (name != null
                && name.text().equals(Claim.NONE)
                && declared.of(section).contains(Claim.NONE)) {
            problems.error(
                    name, "it could be nothing, or the " + noun + " '" + Claim.NONE + "': give that another name");
        }
        return name == null ? null : name.text();
    }

    private Claim ofGroup(Fields fields) {
        final Scalar group = fields.reference("group", declared.of("groups"), "group");
        final String aspect = aspect(fields, Subject.GROUP);
        final long atNs = at(fields);
        final Scalar words = aspect == null ? null : fields.words(aspect);
        return group == null || words == null
                ? null
                : new Claim(Subject.GROUP, List.of(group.text()), aspect, words.text(), List.of(), atNs);
    }

    private Claim ofCost(Fields fields) {
        final String rule = fields.choice("cost", "rule", List.of(Claim.BEFORE_2024, Claim.SINCE_2024), null);
        final String aspect = aspect(fields, Subject.COST);
        final long atNs = at(fields);
        if (aspect == null || rule == null) {
            return null;
        }
        final YamlNode dollars = fields.node(aspect);
        if (!(dollars instanceof Scalar amount)
                || !DOLLARS.matcher(amount.text()).matches()) {
            problems.error(
                    dollars,
                    "wants an amount of US dollars such as 0.01, to a millionth at most, found "
                            + dollars.description());
            return null;
        }
        return new Claim(Subject.COST, List.of(), rule, ((Scalar) dollars).text(), List.of(), atNs);
    }

    /** The one key that says what is to be so; null once reported. */
    private String aspect(Fields fields, Subject subject) {
        final List<String> found =
                subject.aspects().stream().filter(fields::has).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        final String all = String.join(", ", subject.aspects());
        problems.error(
                fields.mapping(),
                found.isEmpty()
                        ? "nothing is expected of " + subject.key() + ": add "
                                + (subject.aspects().size() == 1 ? all : "one of " + all)
                        : "one expectation holds one of " + all + ": split " + String.join(" and ", found));
        return null;
    }

    private long at(Fields fields) {
        if (!fields.has("at")) {
            return Claim.AT_END;
        }
        final long atNs = fields.quantityOrZero("at", Quantity.DURATION, Limits.MOST_DURATION_NS, 0);
        if (atNs > durationNs) {
            problems.error(
                    fields.node("at"),
                    "the run ends after " + Units.formatNanos(durationNs) + ": look earlier or run longer");
        }
        return atNs;
    }
}
