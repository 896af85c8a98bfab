package io.ringlane.placement.group;

import io.ringlane.core.text.NearestName;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.topology.Hosts;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import io.ringlane.placement.topology.Shortage;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Says why an instance finds no host: which rule stands against it, which resource was short, and what may help. */
final class Refusals {
    private final Region region;
    private final Hosts hosts;

    Refusals(Region region, Hosts hosts) {
        this.region = region;
        this.hosts = hosts;
    }

    PlacementException notPlaced(Resident resident, String shared, Collection<String> known) {
        return Errors.invalidValue("'" + resident.name() + "' cannot share the host of '" + shared
                + "', which has not been placed"
                + (known.contains(shared) ? "." : "; " + NearestName.advice(shared, known, "instances")));
    }

    /** @throws PlacementException if an instance cannot run on the host of another */
    void checkShared(Resident resident, Resident other, Members members) {
        int host = other.placement.hostId();
        String refusal = members == null ? null : members.refusal(host, resident);
        if (resident.zone != Resident.NO_ZONE && resident.zone != region.zoneOf(host)) {
            refusal = "it stands in " + region.zoneName(region.zoneOf(host)) + ", not in "
                    + region.zoneName(resident.zone);
        }
        if (refusal != null) {
            throw Errors.invalidCombination("'" + resident.name() + "' cannot run on " + region.hostName(host)
                    + ", the host of '" + other.name() + "': " + refusal + ".");
        }
        Shortage shortage = hosts.shortage(host, resident.demand());
        if (shortage != Shortage.NONE) {
            throw Errors.noCapacity("The host " + region.hostName(host) + " of '" + other.name() + "' lacks "
                    + shortage.label() + " for '" + resident.name() + "' ("
                    + resident.type().name() + ", "
                    + resident.request.nic().kind().label() + ").");
        }
    }

    PlacementException noSlotLeft(Resident resident) {
        boolean isEmulated = resident.request.nic().isEmulated();
        int host = resident.placement.hostId();
        return Errors.noCapacity("The host " + region.hostName(host) + " of '" + resident.name() + "' has no "
                + (isEmulated
                        ? "emulated interface"
                        : "virtual function of its " + hosts.kind(host).label() + " card")
                + " left for another interface. Stop and start the instance to have it moved.");
    }

    PlacementException noCapacity(Resident resident, Members members, Zones zones) {
        StringBuilder message = noCapacity(resident, zones);
        message.append(" for '").append(resident.name()).append("'.");
        appendCounts(message, resident, members, zones);
        if (members != null) {
            message.append(' ').append(members.rule(zones.last()));
        }
        if (zones.isOne()
                && region.zones() > 1
                && resident.stops == 0
                && (members == null || members.boundZone() == Resident.NO_ZONE)) {
            message.append(" Try without a zone, or another one.");
        }
        return Errors.noCapacity(message.toString());
    }

    /** @param most how many of the unit found room in the best segment */
    PlacementException unitNoCapacity(
            Resident first, Members members, Zones zones, Segment segment, int size, int most) {
        StringBuilder message = noCapacity(first, zones);
        message.append(" for the ").append(size).append(" instances that '").append(first.name());
        message.append("' is the first of. The cluster group '").append(members.group.name());
        message.append("' needs room for all in one ").append(segment.label()).append("; the best has room for ");
        message.append(most).append(" of them.");
        appendCounts(message, first, members, zones);
        message.append(" Ask for fewer at once, or for smaller types.");
        return Errors.noCapacity(message.toString());
    }

    private StringBuilder noCapacity(Resident resident, Zones zones) {
        return new StringBuilder("We currently do not have sufficient ")
                .append(resident.type().name())
                .append(" capacity in ")
                .append(zones.isOne() ? region.zoneName(zones.first()) : region.name());
    }

    private void appendCounts(StringBuilder message, Resident resident, Members members, Zones zones) {
        Map<Shortage, Integer> counts = new EnumMap<>(Shortage.class);
        int refused = 0;
        int from = zones.first() * region.hostsPerZone();
        int to = (zones.last() + 1) * region.hostsPerZone();
        for (int host = from; host < to; host++) {
            if (members != null && members.refusal(host, resident) != null) {
                refused++;
            } else {
                counts.merge(hosts.shortage(host, resident.demand()), 1, Integer::sum);
            }
        }
        if (refused > 0) {
            message.append(' ').append(refused).append(" of ").append(to - from);
            message.append(" hosts are barred by the rule of the group.");
        }
        counts.forEach((shortage, count) -> {
            if (shortage != Shortage.NONE) {
                message.append(' ').append(count).append(" of ").append(to - from);
                message.append(" hosts lack ").append(shortage.label()).append('.');
            }
        });
    }
}
