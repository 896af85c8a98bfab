package io.ringlane.cloud.scenario;

import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a scenario can be looked into further although other parts of it are wrong: every item that has no problem of
 * its own and, as far as groups, instances and flows go, refers to none that has. Of a scenario without problems that is all of
 * it.
 */
final class SoundPart {

    private final Mapping root;
    private final Set<String> broken = new HashSet<>(); // "region", "flows[1]"
    private final Set<String> brokenNames = new HashSet<>(); // "flows f"
    private final Map<String, List<Mapping>> nodes = new HashMap<>();
    private final Scenario scenario;

    /**
     * @param draft what was read, with a value for each mapping in a list of the document
     * @param problems what is wrong with it
     */
    SoundPart(Scenario draft, YamlNode root, List<Problem> problems) {
        this.root = (Mapping) root;
        problems.forEach(problem -> broken.add(sectionOf(problem.path())));
        final NetworkSpec network = draft.network() == null ? null : network(draft.network());
        final List<GroupSpec> groups = keep("groups", draft.groups(), group -> true);
        final List<InstanceSpec> instances = keep(
                "instances",
                draft.instances(),
                instance -> isSound("groups", instance.group()) && isSound("instances", instance.sameHostAs()));
        final List<FlowSpec> flows = keep(
                "flows",
                draft.flows(),
                flow -> isSoundEnd(flow.from()) && isSoundEnd(flow.to()) && isSound("flows", flow.answers()));
        final List<ExpectSpec> expects = keep(
                "expect", draft.expect(), expect -> isSound("flows", expect.flow()) && isSoundClaim(expect.claim()));
        scenario = draft.with(groups, instances, flows, expects, network);
    }

    private NetworkSpec network(NetworkSpec all) {
        return new NetworkSpec(
                keep("vpcs", all.vpcs()),
                keep("subnets", all.subnets()),
                keep("securityGroups", all.securityGroups()),
                keep("networkAcls", all.networkAcls()),
                keep("peerings", all.peerings()),
                keep("vpns", all.vpns()),
                keep("elasticIps", all.elasticIps()),
                keep("natGateways", all.natGateways()),
                keep("interfaces", all.interfaces()),
                keep("routeTables", all.routeTables()),
                keep("flowLogs", all.flowLogs()));
    }

    private boolean isSound(String list, String name) {
        return name == null || !brokenNames.contains(list + " " + name);
    }

    private boolean isSoundEnd(String end) {
        return isSound("instances", end)
                && isSound("interfaces", end)
                && isSound("elasticIps", end)
                && isSound("vpns", end);
    }

    private boolean isSoundClaim(Claim claim) {
        return claim == null
                || claim.names().stream().allMatch(name -> isSoundEnd(name) && isSound("groups", name))
                        && claim.others().stream().allMatch(name -> isSound("instances", name));
    }

    private <T> List<T> keep(String list, List<T> items) {
        return keep(list, items, item -> true);
    }

    private <T> List<T> keep(String list, List<T> items, Predicate<T> isSound) {
        final List<Mapping> written = written(list);
        if (written.isEmpty()) {
            return items; // those that there are when the list is left out
        }
        final List<T> kept = new ArrayList<>();
        final List<Mapping> keptNodes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            final Mapping node = written.get(i);
            if (isSound(node.path()) && isSound.test(items.get(i))) {
                kept.add(items.get(i));
                keptNodes.add(node);
            } else if (node.get("name") instanceof Scalar name) {
                brokenNames.add(list + " " + name.text());
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

    /** Whether sections and their items have no problems of their own. */
    boolean isWhole(String... sections) {
        return broken.stream()
                .noneMatch(each -> Arrays.stream(sections)
                        .anyMatch(section -> each.equals(section) || each.startsWith(section + "[")));
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

    /**
     * The node of a key in an item of one of {@link #scenario}'s lists, or the nearest around it that was not left out.
     *
     * @param path a key such as {@code type}, or a way such as {@code routes[1].via}
     */
    YamlNode node(String list, int index, String path) {
        final List<Mapping> kept = nodes.get(list); // of the other lists nothing is left out
        final List<Mapping> items = kept == null ? written(list) : kept;
        if (index >= items.size()) {
            return node(list);
        }
        YamlNode found = items.get(index);
        for (final String step : path.split("[.\\[]")) {
            final YamlNode next = step.endsWith("]")
                    ? item(found, Integer.parseInt(step.substring(0, step.length() - 1)))
                    : found instanceof Mapping mapping ? mapping.get(step) : null;
            if (next == null) {
                break;
            }
            found = next;
        }
        return found;
    }

    private static YamlNode item(YamlNode list, int index) {
        return list instanceof Sequence sequence && index < sequence.items().size()
                ? sequence.items().get(index)
                : null;
    }
}
