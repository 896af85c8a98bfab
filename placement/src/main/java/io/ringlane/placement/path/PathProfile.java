package io.ringlane.placement.path;

import io.ringlane.placement.topology.Relation;

/**
 * What lies between two instances, in one direction; the same in the other.
 *
 * <p>The delay of a packet, without queueing, is distributed evenly from {@code delayNs} to {@code delayNs + jitterNs}.
 *
 * @param relation how near the hosts are
 * @param sameClusterGroup whether both are members of one cluster placement group
 * @param enaExpress whether packets travel by ENA Express; one that is longer than {@code mtuBytes} then takes the
 *     ordinary path instead
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
        boolean enaExpress,
        int hops,
        long flowCapBitsPerSecond,
        String flowCapReason,
        long delayNs,
        long jitterNs,
        int mtuBytes) {

    /** In words, for instance {@code same rack} or {@code same rack, cluster group, ENA Express}. */
    public String label() {
        return relation.label() + (sameClusterGroup ? ", cluster group" : "") + (enaExpress ? ", ENA Express" : "");
    }

    /**
     * The one-way delay that a share of packets keeps within, in nanoseconds, without queueing.
     *
     * @param permille 0 for the least, 500 for the median, 999 for p99.9, 1000 for the most
     */
    public long delayNs(int permille) {
        if (permille < 0 || permille > 1000) {
            throw new IllegalArgumentException("permille must be 0 to 1000, not " + permille);
        }
        return delayNs + jitterNs * permille / 1000; // a jitter of at most a minute: no overflow
    }

    /** The same with another delay and MTU. */
    PathProfile with(long delayNs, long jitterNs, int mtuBytes) {
        return new PathProfile(
                relation,
                sameClusterGroup,
                enaExpress,
                hops,
                flowCapBitsPerSecond,
                flowCapReason,
                delayNs,
                jitterNs,
                mtuBytes);
    }
}
