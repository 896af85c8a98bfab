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

    /**
     * Whether cards answer for IPv6, so that neither neighbour nor router solicitations travel; unless overridden, together with {@link #macOfIpv6}, one
     * to a single MAC is a packet like any other.
     */
    default boolean answersIpv6() {
        return false;
    }

    /** What a port is told that asks for its IPv6 router; null, which is so unless overridden, if it has none. */
    default RouterAdvertisement routerOf(final VirtualFunction asker) {
        return null;
    }

    /**
     * The MAC that a port is told which probes for duplicates of an IPv4 address that it is about to take (RFC 5227), or has taken: the
     * one of whom it would ask for, unless overridden. An answer makes it give the address up.
     *
     * @return 48 bits, or {@link #NOBODY}
     */
    default long holderOf(final VirtualFunction asker, final int wanted) {
        return macOf(asker, wanted);
    }

    /** As {@link #holderOf} for an IPv6 address (RFC 4862, 5.4). */
    default long holderOfIpv6(final VirtualFunction asker, final long wantedHigh, final long wantedLow) {
        return macOfIpv6(asker, wantedHigh, wantedLow);
    }
}
