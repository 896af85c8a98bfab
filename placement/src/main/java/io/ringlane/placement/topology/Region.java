package io.ringlane.placement.topology;

import io.ringlane.core.text.NearestName;
import io.ringlane.placement.PlacementException;
import java.util.ArrayList;
import java.util.List;

/**
 * A region: zones of data centres of racks of hosts, all of one size.
 *
 * <p>Ids are ints counted from 0 through the whole region at each level, in the order of the levels, so the rack of host
 * {@code h} is {@code h / hostsPerRack} and the relation of two hosts is a few divisions, whatever the size. Names count
 * from 1. Zones are numbered as their letters: zone 0 is {@code us-east-1a}. Immutable; any thread.
 *
 * @param name for instance {@code us-east-1}
 * @param zones availability zones, 1 to 26
 * @param dataCentersPerZone data centres of a zone, 1 or more (spelled as in scenario files)
 * @param racksPerDataCenter racks of a data centre, 1 or more; a rack has its own power and network
 * @param hostsPerRack hosts of a rack, 1 or more; at most {@link #MAX_HOSTS} in the region
 * @param mtuBytes largest layer-3 packet of the region, 1500 to 9001
 */
public record Region(
        String name, int zones, int dataCentersPerZone, int racksPerDataCenter, int hostsPerRack, int mtuBytes) {
    /** Largest region: ten times what is tested. Beyond it a typing error is likelier than a wish. */
    public static final int MAX_HOSTS = 1_000_000;

    /** Zones are named by one letter. */
    private static final int MAX_ZONES = 26;

    private static final int LEAST_MTU = 1500;
    private static final int MOST_MTU = 9001;

    /** @throws IllegalArgumentException if a count or the MTU is out of range, naming it */
    public Region {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a region needs a name, for instance us-east-1");
        }
        check("zones", zones, 1, MAX_ZONES);
        check("dataCentersPerZone", dataCentersPerZone, 1, MAX_HOSTS);
        check("racksPerDataCenter", racksPerDataCenter, 1, MAX_HOSTS);
        check("hostsPerRack", hostsPerRack, 1, MAX_HOSTS);
        check("mtu", mtuBytes, LEAST_MTU, MOST_MTU);
        // each product stays below 2^63: a factor of at most 10^6 onto at most 26 x 10^6, checked before the next one
        long hosts = zones;
        for (int factor : new int[] {dataCentersPerZone, racksPerDataCenter, hostsPerRack}) {
            hosts *= factor;
            if (hosts > MAX_HOSTS) {
                throw new IllegalArgumentException("the region has more than " + MAX_HOSTS + " hosts: " + zones
                        + " zones x " + dataCentersPerZone + " data centres x " + racksPerDataCenter + " racks x "
                        + hostsPerRack + " hosts");
            }
        }
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /** Hosts of the region; ids run from 0 to one less. */
    public int hostCount() {
        return zones * hostsPerZone();
    }

    /** Racks of the region. */
    public int rackCount() {
        return zones * racksPerZone();
    }

    /** Racks of one zone. */
    public int racksPerZone() {
        return dataCentersPerZone * racksPerDataCenter;
    }

    /** Hosts of one zone. */
    public int hostsPerZone() {
        return racksPerZone() * hostsPerRack;
    }

    /** The rack that a host stands in. */
    public int rackOf(int hostId) {
        return hostId / hostsPerRack;
    }

    /** The data centre that a host stands in. */
    public int dataCentreOf(int hostId) {
        return rackOf(hostId) / racksPerDataCenter;
    }

    /** The availability zone that a host stands in. */
    public int zoneOf(int hostId) {
        return dataCentreOf(hostId) / dataCentersPerZone;
    }

    /** The first rack of a zone; its racks follow one another. */
    public int firstRackOfZone(int zone) {
        return zone * racksPerZone();
    }

    /** The first host of a rack; its hosts follow one another. */
    public int firstHostOfRack(int rack) {
        return rack * hostsPerRack;
    }

    /** The first rack of the segment of a size that a rack is a part of; its racks follow one another. */
    public int firstRackOfSegment(int rack, Segment segment) {
        int racks = racksOf(segment);
        return rack / racks * racks;
    }

    /** Racks of one segment of a size. */
    public int racksOf(Segment segment) {
        return switch (segment) {
            case RACK -> 1;
            case DATA_CENTRE -> racksPerDataCenter;
            case ZONE -> racksPerZone();
        };
    }

    /** How near two hosts are. Constant time, allocates nothing. */
    public Relation relation(int hostA, int hostB) {
        if (hostA == hostB) {
            return Relation.SAME_HOST;
        }
        int rackA = hostA / hostsPerRack;
        int rackB = hostB / hostsPerRack;
        if (rackA == rackB) {
            return Relation.SAME_RACK;
        }
        int dataCentreA = rackA / racksPerDataCenter;
        int dataCentreB = rackB / racksPerDataCenter;
        if (dataCentreA == dataCentreB) {
            return Relation.SAME_DATA_CENTRE;
        }
        return dataCentreA / dataCentersPerZone == dataCentreB / dataCentersPerZone
                ? Relation.SAME_ZONE
                : Relation.CROSS_ZONE;
    }

    /** A zone's name, for instance {@code us-east-1b} for zone 1. */
    public String zoneName(int zone) {
        return name + (char) ('a' + zone);
    }

    /** Every zone's name, in order. */
    public List<String> zoneNames() {
        List<String> names = new ArrayList<>();
        for (int zone = 0; zone < zones; zone++) {
            names.add(zoneName(zone));
        }
        return names;
    }

    /**
     * The zone of a name.
     *
     * @throws PlacementException {@code InvalidParameterValue} naming the nearest zone if there is none
     */
    public int zone(String zoneName) {
        int zone = zoneNames().indexOf(zoneName);
        if (zone < 0) {
            throw new PlacementException(
                    "InvalidParameterValue",
                    "Invalid availability zone: [" + zoneName + "]; "
                            + NearestName.advice(zoneName, zoneNames(), "zones of " + name));
        }
        return zone;
    }

    /** A host's name, for instance {@code us-east-1a-dc1-r02-h03}. */
    public String hostName(int hostId) {
        return host(hostId).name();
    }

    /**
     * Where a host stands, in names.
     *
     * @throws IndexOutOfBoundsException if the region has no such host
     */
    public Host host(int hostId) {
        checkHost(hostId);
        String zone = zoneName(zoneOf(hostId));
        String dataCentre = zone + "-dc" + (dataCentreOf(hostId) % dataCentersPerZone + 1);
        String rack = dataCentre + "-r" + twoDigits(rackOf(hostId) % racksPerDataCenter + 1);
        return new Host(hostId, rack + "-h" + twoDigits(hostId % hostsPerRack + 1), zone, dataCentre, rack);
    }

    /** @throws IndexOutOfBoundsException if the region has no such host */
    public void checkHost(int hostId) {
        if (hostId < 0 || hostId >= hostCount()) {
            throw new IndexOutOfBoundsException(
                    "no host " + hostId + " in " + name + ": its hosts are 0 to " + (hostCount() - 1));
        }
    }

    /** A rack's name, for instance {@code us-east-1a-dc1-r02}. */
    public String rackName(int rack) {
        return host(firstHostOfRack(rack)).rack();
    }

    /** The name of the segment of a size that a rack is a part of: a rack's, a data centre's or a zone's. */
    public String segmentName(int rack, Segment segment) {
        Host host = host(firstHostOfRack(rack));
        return switch (segment) {
            case RACK -> host.rack();
            case DATA_CENTRE -> host.dataCentre();
            case ZONE -> host.zone();
        };
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
