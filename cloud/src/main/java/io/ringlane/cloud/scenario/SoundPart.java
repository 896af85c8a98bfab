package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a scenario can be looked into further although other parts of it are wrong: every item that has no problem of
 * its own and refers to none that has. Of a scenario without problems that is all of it.
 */
final class SoundPart {

    private final Mapping root;
    private final Set<String> broken = new HashSet<>(); // "region", "flows[1]"
    private final Map<String, List<Mapping>> nodes = new HashMap<>();
    private final Scenario scenario;

    /**
     * @param draft what was read, with a value for each mapping in a list of the document
     * @param problems what is wrong with it
     */
    SoundPart(Scenario draft, YamlNode root, List<Problem> problems) {
        this.root = (Mapping) root;
        problems.forEach(problem -> broken.add(sectionOf(problem.path())));
        final boolean isWhole = broken.isEmpty(); // what flows to the internet, to a VPN or from an interface too
        final Set<String> names = new HashSet<>();
        final List<GroupSpec> groups = keep("groups", draft.groups(), group -> true);
        groups.forEach(group -> names.add("group " + group.name()));
        final List<InstanceSpec> instances = keep("instances", draft.instances(), instance -> {
            final boolean isSound =
                    isIn(names, "group ", instance.group()) && isIn(names, "instance ", instance.sameHostAs());
            return isSound && names.add("instance " + instance.name());
        });
        final List<FlowSpec> flows = keep("flows", draft.flows(), flow -> {
            final boolean isSound = isIn(names, "instance ", flow.from()) && isIn(names, "instance ", flow.to());
            return (isWhole || isSound) && names.add("flow " + flow.name());
        });
        final List<ExpectSpec> expects = keep("expect", draft.expect(), expect -> isIn(names, "flow ", expect.flow()));
        scenario = draft.with(groups, instances, flows, expects);
    }

    private static boolean isIn(Set<String> names, String kind, String name) {
        return name == null || names.contains(kind + name);
    }

    private <T> List<T> keep(String list, List<T> items, Predicate<T> isSound) {
        final List<Mapping> written = written(list);
        final List<T> kept = new ArrayList<>();
        final List<Mapping> keptNodes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (isSound(written.get(i).path()) && isSound.test(items.get(i))) {
                kept.add(items.get(i));
                keptNodes.add(written.get(i));
            }
        }
        nodes.put(list, keptNodes);
        return List.copyOf(kept);
    }

    private List<Mapping> written(String list) {
        if (root.get(list) instanceof Sequence sequence) {
            return sequence.items().stream()
                    .filter(Mapping.class::isInstance)
                    .map(Mapping.class::cast)
                    .toList();
        }
        return List.of();
    }

    /** A path's section, or its item where the section is a list. */
    private static String sectionOf(String path) {
        final int end = path.indexOf('.');
        return end < 0 ? path : path.substring(0, end);
    }

    /** The sound part as a scenario of its own. */
    Scenario scenario() {
        return scenario;
    }

    /** Whether nothing had to be left out. */
    boolean isWhole() {
        return broken.isEmpty();
    }

    /** Whether a section such as {@code region}, or an item such as {@code flows[1]}, has no problem of its own. */
    boolean isSound(String section) {
        return !broken.contains(section);
    }

    /** The node of a top-level key, or the document where it was left out. */
    YamlNode node(String key) {
        final YamlNode value = root.get(key);
        return value == null ? root : value;
    }

    /** The node of a key in an item of one of {@link #scenario}'s lists, or the item where the key was left out. */
    YamlNode node(String list, int index, String key) {
        final List<Mapping> kept = nodes.get(list); // of the other lists nothing is left out
        final Mapping item = (kept == null ? written(list) : kept).get(index);
        final YamlNode value = item.get(key);
        return value == null ? item : value;
    }
}
