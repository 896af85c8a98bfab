package io.ringlane.placement.group;

import io.ringlane.placement.PlacementException;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The placement groups of an account in a region. An instance, running or stopped, keeps its group in use.
 *
 * <p>One thread at a time. A call that throws has changed nothing.
 */
public final class PlacementGroups {
    /** Most groups of an account in a region. Source: Amazon EC2 User Guide, "placement-groups". */
    public static final int MAX_GROUPS = 500;

    private final Region region;
    private final HostSearch search;
    private final Segment clusterSegment;
    private final Map<String, Members> groups = new LinkedHashMap<>();

    PlacementGroups(Region region, HostSearch search, Segment clusterSegment) {
        this.region = region;
        this.search = search;
        this.clusterSegment = clusterSegment;
    }

    /**
     * Makes a group; the same group is returned.
     *
     * @throws PlacementException {@code InvalidPlacementGroup.Duplicate} if the name is taken,
     *     {@code PlacementGroupLimitExceeded} at {@value #MAX_GROUPS} groups
     */
    public PlacementGroup create(PlacementGroup group) {
        if (groups.containsKey(group.name())) {
            throw Errors.duplicateGroup(group.name());
        }
        if (groups.size() == MAX_GROUPS) {
            throw Errors.tooManyGroups(MAX_GROUPS);
        }
        groups.put(group.name(), Members.of(group, region, search, clusterSegment));
        return group;
    }

    /**
     * Deletes a group that no instance is in.
     *
     * @throws PlacementException {@code InvalidPlacementGroup.Unknown}, {@code InvalidPlacementGroup.InUse}
     */
    public void delete(String name) {
        int members = members(name).count();
        if (members > 0) {
            throw Errors.groupInUse(name, members);
        }
        groups.remove(name);
    }

    /**
     * The group of a name.
     *
     * @throws PlacementException {@code InvalidPlacementGroup.Unknown} naming the nearest if there is none
     */
    public PlacementGroup find(String name) {
        return members(name).group;
    }

    /** Every group, in the order they were made. */
    public List<PlacementGroup> list() {
        return groups.values().stream().map(members -> members.group).toList();
    }

    /**
     * Instances in a group, running and stopped.
     *
     * @throws PlacementException {@code InvalidPlacementGroup.Unknown}
     */
    public int size(String name) {
        return members(name).count();
    }

    /**
     * What the owner of a group should know, one sentence each: a cluster group of mixed types warns.
     *
     * @throws PlacementException {@code InvalidPlacementGroup.Unknown}
     */
    public List<String> warnings(String name) {
        return members(name).warnings();
    }

    /** The members of a group, or null for no group. */
    Members membersOf(PlacementGroup group) {
        if (group == null) {
            return null;
        }
        Members members = members(group.name());
        if (!members.group.equals(group)) {
            throw Errors.duplicateGroup(group.name());
        }
        return members;
    }

    private Members members(String name) {
        Members members = groups.get(name);
        if (members == null) {
            throw Errors.unknownGroup(name, groups.keySet());
        }
        return members;
    }
}
