package io.ringlane.cloud.plan;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.cloud.live.EdgeCaps;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.region.BindingCap;

/** Which cap binds one connection on a way through a network, and what the way is called. */
final class WayCaps {

    private WayCaps() {}

    /** The instance that sends; null outside the region. */
    static Seat sender(Plan plan, Way way) {
        return way.from().instance() == null ? null : plan.seat(way.from().instance());
    }

    /** The instance that gets the packets, or would; null outside the region. */
    static Seat receiver(Plan plan, Way way) {
        Decision decision = way.decision();
        if (decision.target() != null && decision.target().attachment() != null) {
            return plan.seat(
                    plan.network().names().nameOf(decision.target().attachment().instanceId()));
        }
        return way.to().instance() == null || way.isLost()
                ? null
                : plan.seat(way.to().instance());
    }

    /** The lowest cap. */
    static BindingCap of(Plan plan, Way way) {
        Seat from = sender(plan, way);
        Seat to = receiver(plan, way);
        Path path = way.decision().path();
        BindingCap gateway = new BindingCap("flow (" + path.label() + ")", EdgeCaps.flowBitsPerSecond(path));
        if (from != null && to != null) {
            BindingCap ofPair = plan.pair(from, to).cap();
            return ofPair.or(gateway.label(), gateway.bitsPerSecond());
        }
        BindingCap cap = from == null ? gateway : gateway.from(from.placement(), from.spec());
        return to == null ? cap : cap.to(to.placement(), to.spec());
    }

    /** The way in words, for instance {@code same rack} or {@code same zone, peering}. */
    static String label(Plan plan, Way way) {
        Seat from = sender(plan, way);
        Seat to = receiver(plan, way);
        Path path = way.decision().path();
        if (from == null || to == null || from == to) {
            return path.label();
        }
        String hosts = plan.pair(from, to).path().label();
        return path == Path.SUBNET || path == Path.VPC ? hosts : hosts + ", " + path.label();
    }
}
