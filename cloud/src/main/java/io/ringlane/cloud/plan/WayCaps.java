package io.ringlane.cloud.plan;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.cloud.live.EdgeCaps;
import io.ringlane.cloud.live.WayCap;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import java.util.ArrayList;
import java.util.List;

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
        Path path = EdgeCaps.ofFlow(way.decision());
        BindingCap gateway = new BindingCap("flow (" + path.label() + ")", EdgeCaps.flowBitsPerSecond(way.decision()));
        BindingCap lowest;
        if (from != null && to != null) {
            lowest = plan.pair(from, to).cap().or(gateway.label(), gateway.bitsPerSecond());
        } else {
            BindingCap cap = from == null ? gateway : gateway.from(from.placement(), from.spec());
            lowest = to == null ? cap : cap.to(to.placement(), to.spec());
        }
        for (BindingCap each : gateways(plan, way)) {
            lowest = lowest.or(each.label(), each.bitsPerSecond());
        }
        return lowest;
    }

    /** The caps of gateways that flows share, in the order in which packets meet them; see {@link WayCap}. */
    static List<BindingCap> gateways(Plan plan, Way way) {
        Ec2Settings settings = Ec2Settings.builtIn();
        List<BindingCap> caps = new ArrayList<>();
        Seat from = sender(plan, way);
        Seat to = receiver(plan, way);
        if (from != null && EdgeCaps.chargesSender(way.decision(), settings)) {
            add(
                    caps,
                    WayCap.GATEWAY_OUT,
                    settings.gatewayBitsPerSecond(from.placement().type()));
        }
        if (way.decision().gateways().passNat()) {
            add(caps, WayCap.NAT_GATEWAY, settings.natBitsPerSecond());
        }
        if (to != null && EdgeCaps.chargesReceiver(way.decision(), settings)) {
            add(
                    caps,
                    WayCap.GATEWAY_IN,
                    settings.gatewayBitsPerSecond(to.placement().type()));
        }
        return caps;
    }

    private static void add(List<BindingCap> caps, String label, long bitsPerSecond) {
        if (bitsPerSecond != 0) {
            caps.add(new BindingCap(label, bitsPerSecond));
        }
    }

    /** Packets a second that a NAT gateway on the way carries for all; 0 for no cap. */
    static long natPacketsPerSecond(Way way) {
        return way.decision().gateways().passNat() ? Ec2Settings.builtIn().value(Setting.NAT_PACKETS_PER_SECOND) : 0;
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
