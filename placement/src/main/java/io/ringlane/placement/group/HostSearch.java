package io.ringlane.placement.group;

import io.ringlane.placement.topology.Demand;
import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Shortage;
import java.util.function.IntPredicate;

/** Looks for room rack by rack, from a place that depends only on the seed and a name. */
final class HostSearch {
    static final int NOT_FOUND = -1;

    private final Region region;
    private final Hosts hosts;
    private final long seed;

    HostSearch(Region region, Hosts hosts, long seed) {
        this.region = region;
        this.hosts = hosts;
        this.seed = seed;
    }

    /** The least used host of a rack with room, the first of equals; {@link #NOT_FOUND} if there is none. */
    int inRack(int rack, Demand demand) {
        if (!hosts.mayHaveRoom(rack, demand)) {
            return NOT_FOUND;
        }
        int best = NOT_FOUND;
        int first = region.firstHostOfRack(rack);
        for (int host = first; host < first + region.hostsPerRack(); host++) {
            if ((best == NOT_FOUND || hosts.usedSlots(host) < hosts.usedSlots(best))
                    && hosts.shortage(host, demand) == Shortage.NONE) {
                best = host;
            }
        }
        return best;
    }

    /**
     * The least used host of the first rack with room, of those from {@code firstRack} to below {@code endRack} that are
     * allowed, starting at {@code startRack} and going round.
     */
    int inRacks(int firstRack, int endRack, int startRack, IntPredicate isAllowed, Demand demand) {
        int host = inRacks(startRack, endRack, isAllowed, demand);
        return host != NOT_FOUND ? host : inRacks(firstRack, startRack, isAllowed, demand);
    }

    private int inRacks(int from, int to, IntPredicate isAllowed, Demand demand) {
        int rack = hosts.nextRack(from, to, demand);
        while (rack >= 0) {
            if (isAllowed.test(rack)) {
                int host = inRack(rack, demand);
                if (host != NOT_FOUND) {
                    return host;
                }
            }
            rack = hosts.nextRack(rack + 1, to, demand);
        }
        return NOT_FOUND;
    }

    /** As {@link #inRacks(int, int, int, IntPredicate, Demand)}, in all racks of a zone. */
    int inZone(int zone, int startRack, IntPredicate isAllowed, Demand demand) {
        int first = region.firstRackOfZone(zone);
        return inRacks(first, first + region.racksPerZone(), startRack, isAllowed, demand);
    }

    /** Whether any host of some racks has room for an instance with one interface. */
    boolean hasRoom(int firstRack, int endRack, Demand demand) {
        return hosts.nextRack(firstRack, endRack, demand) >= 0;
    }

    /**
     * A rack of a zone where the search for a name starts: any, but always the same for seed, name and round.
     *
     * @param round 0 at launch; each start after it has its own, as an instance usually comes up somewhere else
     */
    int startRack(int zone, String name, int round) {
        long mixed = mix(seed + round ^ mix(name.hashCode() * 31L + zone));
        return region.firstRackOfZone(zone) + (int) Long.remainderUnsigned(mixed, region.racksPerZone());
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long mix(long z) {
        long a = z + 0x9e3779b97f4a7c15L;
        long b = (a ^ (a >>> 30)) * 0xbf58476d1ce4e5b9L;
        long c = (b ^ (b >>> 27)) * 0x94d049bb133111ebL;
        return c ^ (c >>> 31);
    }
}
