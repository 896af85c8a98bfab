package io.ringlane.cloud.ec2;

import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.instance.PlacementErrors;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.PlacementGroups;
import io.ringlane.placement.group.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Placement groups, which instances enter when they are launched, or while they are stopped. Any thread, as with every other
 * call; an instance that is terminated leaves its group when it has shut down.
 */
public final class PlacementGroupApi {

    private final Control control;

    /**
     * A group as it stands.
     *
     * @param group its name and strategy
     * @param instances how many are in it, running and stopped
     * @param warnings what its owner should know, one sentence each; EC2 says nothing of it
     */
    public record Description(PlacementGroup group, int instances, List<String> warnings) {

        public Description {
            warnings = List.copyOf(warnings);
        }
    }

    PlacementGroupApi(Control control) {
        this.control = control;
    }

    /**
     * Makes a group.
     *
     * @param partitions 1 to {@value PlacementGroup#MAX_PARTITIONS} with {@link Strategy#PARTITION}, else 0
     * @throws Ec2Exception {@code InvalidPlacementGroup.Duplicate} if the name is taken, {@code PlacementGroupLimitExceeded}, {@code
     *     MissingParameter}, {@code InvalidParameterValue} or {@code InvalidParameterCombination}
     */
    public PlacementGroup create(String name, Strategy strategy, int partitions) {
        Required.value(name, "groupName");
        Required.value(strategy, "strategy");
        return call(groups -> groups.create(new PlacementGroup(name, strategy, partitions)));
    }

    /** Makes a cluster or spread group; errors as {@link #create(String, Strategy, int)}. */
    public PlacementGroup create(String name, Strategy strategy) {
        return create(name, strategy, 0);
    }

    /**
     * Deletes a group.
     *
     * @throws Ec2Exception {@code InvalidPlacementGroup.InUse} while an instance is in it, or {@code InvalidPlacementGroup.Unknown}
     */
    public void delete(String name) {
        Required.value(name, "groupName");
        call(groups -> {
            groups.delete(name);
            return name;
        });
    }

    /**
     * A group as it stands.
     *
     * @throws Ec2Exception {@code InvalidPlacementGroup.Unknown}
     */
    public Description describe(String name) {
        Required.value(name, "groupName");
        return call(groups -> describe(groups, groups.find(name)));
    }

    /** All groups as they stand, in the order in which they were made. */
    public List<Description> describe() {
        return call(groups ->
                groups.list().stream().map(group -> describe(groups, group)).toList());
    }

    private Description describe(PlacementGroups groups, PlacementGroup group) {
        List<String> warnings = new ArrayList<>(groups.warnings(group.name()));
        if (group.strategy() == Strategy.CLUSTER) {
            unpeered(control.state(), group.name()).ifPresent(warnings::add);
        }
        return new Description(group, groups.size(group.name()), warnings);
    }

    /**
     * What to say of a cluster group in VPCs that no peering joins: EC2 lets it span peered VPCs of a region, and does not say
     * that it checks it; what has no peering cannot talk.
     */
    private static Optional<String> unpeered(RegionState state, String group) {
        Set<Long> vpcs = new TreeSet<>();
        for (Instance each : state.all(Table.INSTANCES)) {
            if (group.equals(each.launch().placementGroup()) && each.interfaceKeys().length > 0) {
                vpcs.add(each.launch().vpcKey());
            }
        }
        for (long one : vpcs) {
            for (long other : vpcs) {
                if (one < other && !isPeered(state, one, other)) {
                    return Optional.of("The cluster group '" + group + "' spans the VPCs " + ResourceKind.VPC.id(one)
                            + " and " + ResourceKind.VPC.id(other)
                            + ", which no active peering joins: a cluster group may span VPCs that are peered.");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isPeered(RegionState state, long one, long other) {
        return state.all(Table.PEERINGS).stream()
                .anyMatch(each -> each.status() == Peering.Status.ACTIVE && each.joins(one) && each.joins(other));
    }

    private <T> T call(Function<PlacementGroups, T> call) {
        return control.alone(() -> PlacementErrors.translating(
                () -> call.apply(control.lifecycle().hosts().groups())));
    }
}
