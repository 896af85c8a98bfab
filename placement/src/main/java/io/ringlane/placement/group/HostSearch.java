package io.ringlane.placement.group;

import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Hosts.Shortage;
import io.ringlane.placement.topology.Region;
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
    int inRack(int rack, EnhancedNetworking card, int vcpus) {
        int best = NOT_FOUND;
        int first = region.firstHostOfRack(rack);
        for (int host = first; host < first + region.hostsPerRack(); host++) {
            if (hosts.shortage(host, card, vcpus) == Shortage.NONE
                    && (best == NOT_FOUND || hosts.usedSlots(host) < hosts.usedSlots(best))) {
                best = host;
            }
        }
        return best;
    }

    /** The least used host of the first rack with room among some of a zone's, starting at {@code startRack}. */
    int inRacks(int zone, int startRack, IntPredicate rackAllowed, EnhancedNetworking card, int vcpus) {
        int first = region.firstRackOfZone(zone);
        int racks = region.racksPerZone();
        for (int i = 0; i < racks; i++) {
            int rack = first + (startRack - first + i) % racks;
            if (rackAllowed.test(rack)) {
                int host = inRack(rack, card, vcpus);
                if (host != NOT_FOUND) {
                    return host;
                }
            }
        }
        return NOT_FOUND;
    }

    /** A rack of a zone where the search for a name starts: any, but always the same for seed and name. */
    int startRack(int zone, String name) {
        long mixed = mix(seed ^ mix(name.hashCode() * 31L + zone));
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
