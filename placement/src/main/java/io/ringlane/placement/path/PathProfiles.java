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
 * <p>All profiles are made up front, two for each relation and lane, so a lookup takes constant time and allocates
 * nothing. Immutable; any thread.
 */
public final class PathProfiles {
    private static final int LANES = Lane.values().length;

    private final Region region;
    private final boolean isExpressAcrossZones;
    private final PathProfile[] profiles;

    /** The profiles of a region; its MTU bounds that of every path. */
    public PathProfiles(Region region, PathSettings settings) {
        this.region = region;
        this.isExpressAcrossZones = !settings.expressInOneZoneOnly(region.name());
        this.profiles = new PathProfile[Relation.values().length * 2 * LANES];
        for (Relation relation : Relation.values()) {
            for (Lane lane : Lane.values()) {
                profiles[index(relation, false, lane)] = bounded(settings.profile(relation, false, lane));
                profiles[index(relation, true, lane)] = bounded(settings.profile(relation, true, lane));
            }
        }
    }

    /** The profile between two placed instances, ENA Express being off. */
    public PathProfile between(Placement a, Placement b) {
        return between(
                a.hostId(),
                b.hostId(),
                PlacementGroup.sameCluster(a.group(), b.group()),
                Lane.of(EnhancedNetworking.slower(a.card(), b.card())));
    }

    /**
     * The profile between two placed instances for packets of an IP protocol: by ENA Express where {@link #expressRefusal}
     * has nothing against it, else as {@link #between(Placement, Placement)}.
     *
     * <p>The caller knows that no middlebox (gateway, NAT, inspection) stands between the two.
     */
    public PathProfile between(PathEnd a, PathEnd b, int ipProtocol) {
        Placement from = a.placement();
        Placement to = b.placement();
        if (a.allows(ipProtocol) && b.allows(ipProtocol) && mayExpress(from.hostId(), to.hostId())) {
            boolean sameCluster = PlacementGroup.sameCluster(from.group(), to.group());
            return between(from.hostId(), to.hostId(), sameCluster, Lane.ENA_EXPRESS);
        }
        return between(from, to);
    }

    /** What would lie between two instances if they were on one rack as members of one cluster group. */
    public PathProfile ifClustered(Placement a, Placement b) {
        Lane lane = Lane.of(EnhancedNetworking.slower(a.card(), b.card()));
        return profiles[index(Relation.SAME_RACK, true, lane)];
    }

    /** Why packets of an IP protocol do not travel by ENA Express between two instances, or null if they do. */
    public String expressRefusal(PathEnd a, PathEnd b, int ipProtocol) {
        String refusal = a.refusal(ipProtocol);
        if (refusal == null) {
            refusal = b.refusal(ipProtocol);
        }
        return refusal != null
                        || mayExpress(a.placement().hostId(), b.placement().hostId())
                ? refusal
                : "the two are in different zones, and " + region.name() + " has it inside a zone only";
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
                Lane.of(EnhancedNetworking.slower(typeA.enhancedNetworking(), typeB.enhancedNetworking())));
    }

    private PathProfile between(int hostA, int hostB, boolean sameClusterGroup, Lane lane) {
        return profiles[index(region.relation(hostA, hostB), sameClusterGroup, lane)];
    }

    private boolean mayExpress(int hostA, int hostB) {
        return isExpressAcrossZones || region.zoneOf(hostA) == region.zoneOf(hostB);
    }

    private static int index(Relation relation, boolean sameClusterGroup, Lane lane) {
        return (relation.ordinal() * 2 + (sameClusterGroup ? 1 : 0)) * LANES + lane.ordinal();
    }

    private PathProfile bounded(PathProfile p) {
        return p.with(p.delayNs(), p.jitterNs(), Math.min(p.mtuBytes(), region.mtuBytes()));
    }
}
