package io.ringlane.cloud.plan;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.net.Flow;

/**
 * What the first packet of a connection between two ends of a network meets, before any event.
 *
 * @param flow its 5-tuple as it is sent
 * @param identifier of an ICMP query or its answer, as it is sent; {@link io.ringlane.core.packet.IcmpType#NONE} of what has none
 * @param decision where it goes, with every step of it
 */
public record Way(WayEnd from, WayEnd to, Flow flow, int identifier, Decision decision) {

    /** Whether it leaves for the internet though somebody in the region is meant. */
    public boolean isLost() {
        return decision.outcome() == Decision.Outcome.TO_INTERNET && to.kind() == WayEnd.Kind.INTERFACE;
    }

    /** Whether it goes nowhere. */
    public boolean isRefused() {
        return decision.outcome() == Decision.Outcome.DROPPED;
    }
}
