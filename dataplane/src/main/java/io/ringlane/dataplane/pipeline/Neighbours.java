package io.ringlane.dataplane.pipeline;

import io.ringlane.dataplane.nic.VirtualFunction;

/** Knows who has an address, so that a card can answer ARP and neighbour solicitations itself. Called by worker threads, several at a time. */
@FunctionalInterface
public interface Neighbours {

    /** Nobody has it. */
    long NOBODY = -1;

    /** Answers nothing. */
    Neighbours NONE = (asker, wanted) -> NOBODY;

    /**
     * The MAC that a port shall send to for an IPv4 address.
     *
     * @param wanted a big-endian int
     * @return 48 bits, or {@link #NOBODY}
     */
    long macOf(VirtualFunction asker, int wanted);

    /**
     * The MAC that a port shall send to for an IPv6 address, two big-endian longs; unless overridden, nobody has any.
     *
     * @return 48 bits, or {@link #NOBODY}
     */
    default long macOfIpv6(final VirtualFunction asker, final long wantedHigh, final long wantedLow) {
        return NOBODY;
    }
}
