package io.ringlane.placement.path;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Relation;

/**
 * The path profile of any two hosts of a region.
 *
 * <p>All profiles are made up front, two for each relation and card kind, so a lookup takes constant time and allocates
 * nothing. Immutable; any thread.
 */
public final class PathProfiles {
    private static final int CARDS = EnhancedNetworking.values().length;

    private final Region region;
    private final PathProfile[] profiles;

    /** The profiles of a region; its MTU bounds that of every path. */
    public PathProfiles(Region region, PathSettings settings) {
        this.region = region;
        this.profiles = new PathProfile[Relation.values().length * 2 * CARDS];
        for (Relation relation : Relation.values()) {
            for (EnhancedNetworking card : EnhancedNetworking.values()) {
                profiles[index(relation, false, card)] = bounded(settings.profile(relation, false, card));
                profiles[index(relation, true, card)] = bounded(settings.profile(relation, true, card));
            }
        }
    }

    /** The profile between two placed instances. */
    public PathProfile between(Placement a, Placement b) {
        return between(
                a.hostId(),
                b.hostId(),
                PlacementGroup.sameCluster(a.group(), b.group()),
                EnhancedNetworking.slower(a.card(), b.card()));
    }

    /**
     * The profile between instances of two types, each with its type's own card, on two hosts.
     *
     * @param groupA the placement group of the instance on {@code hostA}, or null; likewise {@code groupB}
     */
    public PathProfile between(
            int hostA,
            int hostB,
            PlacementGroup groupA,
            PlacementGroup groupB,
            InstanceType typeA,
            InstanceType typeB) {
        return between(
                hostA,
                hostB,
                PlacementGroup.sameCluster(groupA, groupB),
                EnhancedNetworking.slower(typeA.enhancedNetworking(), typeB.enhancedNetworking()));
    }

    private PathProfile between(int hostA, int hostB, boolean sameClusterGroup, EnhancedNetworking card) {
        return profiles[index(region.relation(hostA, hostB), sameClusterGroup, card)];
    }

    private static int index(Relation relation, boolean sameClusterGroup, EnhancedNetworking card) {
        return (relation.ordinal() * 2 + (sameClusterGroup ? 1 : 0)) * CARDS + card.ordinal();
    }

    private PathProfile bounded(PathProfile p) {
        return new PathProfile(
                p.relation(),
                p.sameClusterGroup(),
                p.hops(),
                p.flowCapBitsPerSecond(),
                p.flowCapReason(),
                p.delayNs(),
                p.jitterNs(),
                Math.min(p.mtuBytes(), region.mtuBytes()));
    }
}
