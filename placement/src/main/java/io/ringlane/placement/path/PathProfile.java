package io.ringlane.placement.path;

import io.ringlane.placement.topology.Relation;

/**
 * What lies between two instances, in one direction; the same in the other.
 *
 * @param relation how near the hosts are
 * @param sameClusterGroup whether both are members of one cluster placement group
 * @param hops switches crossed; 0 for the switch inside the host's card
 * @param flowCapBitsPerSecond what one flow may carry, layer-2 bytes without FCS, preamble and gap
 * @param flowCapReason which cap that is, for instance {@code flow (cluster group)}
 * @param delayNs least one-way delay without queueing
 * @param jitterNs the most that is added to the delay
 * @param mtuBytes largest layer-3 packet
 */
public record PathProfile(
        Relation relation,
        boolean sameClusterGroup,
        int hops,
        long flowCapBitsPerSecond,
        String flowCapReason,
        long delayNs,
        long jitterNs,
        int mtuBytes) {

    /** In words, for instance {@code same rack} or {@code same rack, cluster group}. */
    public String label() {
        return sameClusterGroup ? relation.label() + ", cluster group" : relation.label();
    }
}
