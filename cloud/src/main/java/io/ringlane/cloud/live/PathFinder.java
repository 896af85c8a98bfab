package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.dataplane.nic.SharedCap;
import io.ringlane.dataplane.pipeline.Crossing;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathEnd;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import java.util.ArrayList;
import java.util.List;

/** What a decision's way is like: delay, caps and MTU. Any thread. */
final class PathFinder {

    private final PathProfiles profiles;
    private final LiveSettings settings;
    private final NatCaps natCaps;

    PathFinder(PathProfiles profiles, LiveSettings settings, NatCaps natCaps) {
        this.natCaps = natCaps;
        this.profiles = profiles;
        this.settings = settings;
    }

    /**
     * Into a port.
     *
     * @param sender null from the internet or a VPN
     */
    WayPath between(LivePort sender, LivePort target, Decision decision) {
        Placement to = target.placement();
        if (sender == null) {
            return edge(decision, to.type().mtuBytes());
        }
        Placement from = sender.placement();
        int mtu = Math.min(Math.min(to.type().mtuBytes(), from.type().mtuBytes()), decision.mtuBytes());
        WayPath ordinary = path(profiles.between(from, to), mtu, decision, null);
        PathProfile express = express(from, to, decision);
        return express == null ? ordinary : path(express, mtu, decision, ordinary);
    }

    private WayPath path(PathProfile profile, int mtuBytes, Decision decision, WayPath wider) {
        long cap = profile.flowCapBitsPerSecond();
        long ofGateway = EdgeCaps.flowBitsPerSecond(decision);
        if (ofGateway != Long.MAX_VALUE) {
            cap = cap == 0 ? ofGateway : Math.min(cap, ofGateway);
        }
        return new WayPath(
                cap,
                settings.horizonNs(),
                profile.delayNs(),
                profile.jitterNs(),
                Math.min(profile.mtuBytes(), mtuBytes),
                crossing(decision),
                wider);
    }

    /** What lies on the way by ENA Express; null where an attachment has it off, or something stands against it. */
    private PathProfile express(Placement from, Placement to, Decision decision) {
        if (!isDirect(decision)
                || decision.sender().attachment().enaExpress() == EnaExpress.OFF
                || decision.target().attachment().enaExpress() == EnaExpress.OFF) {
            return null;
        }
        PathProfile profile = profiles.between(
                new PathEnd(from, decision.sender().attachment().enaExpress()),
                new PathEnd(to, decision.target().attachment().enaExpress()),
                decision.sent().protocol());
        return profile.enaExpress() ? profile : null;
    }

    private static boolean isDirect(Decision decision) {
        if (decision.gateways().passNat()) { // before a peering, say
            return false;
        }
        return switch (decision.path()) {
            case SUBNET, VPC, PEERING -> true;
            default -> false;
        };
    }

    /** Why packets of a decision do not travel by ENA Express; null if they do. */
    String expressRefusal(LivePort sender, LivePort target, Decision decision) {
        if (sender == null || target == null || !isDirect(decision)) {
            String over = decision.gateways().passNat()
                    ? Path.NAT_GATEWAY.label()
                    : decision.path().label();
            return "the way leads over the " + over + ", and ENA Express only between two instances";
        }
        return profiles.expressRefusal(
                new PathEnd(sender.placement(), decision.sender().attachment().enaExpress()),
                new PathEnd(target.placement(), decision.target().attachment().enaExpress()),
                decision.sent().protocol());
    }

    /** The gateways on the way whose caps hold, or null. */
    private Crossing crossing(Decision decision) {
        boolean chargesSender = decision.sender() != null && EdgeCaps.chargesSender(decision, settings.ec2());
        boolean chargesReceiver = decision.target() != null && EdgeCaps.chargesReceiver(decision, settings.ec2());
        SharedCap nat = natCaps.of(decision.gateways().natKey());
        return chargesSender || chargesReceiver || nat != null
                ? new Crossing(chargesSender, chargesReceiver, nat)
                : null;
    }

    /** The way in words, for instance {@code same rack} or {@code same zone, peering}. */
    String label(LivePort sender, LivePort target, Decision decision) {
        String gateways = decision.path().label();
        if (sender == null || target == null) {
            return gateways;
        }
        PathProfile express = express(sender.placement(), target.placement(), decision);
        String hosts = (express == null ? profiles.between(sender.placement(), target.placement()) : express).label();
        boolean isPlain = decision.path() == Path.SUBNET || decision.path() == Path.VPC;
        return isPlain ? hosts : hosts + ", " + gateways;
    }

    /** Out of the region. */
    WayPath toEdge(Decision decision) {
        return edge(decision, decision.mtuBytes());
    }

    private WayPath edge(Decision decision, int typesMtu) {
        return new WayPath(
                EdgeCaps.flowBitsPerSecond(decision),
                settings.horizonNs(),
                settings.edgeDelayNs(),
                0,
                Math.min(typesMtu, decision.mtuBytes()),
                crossing(decision),
                null);
    }

    /** Caps that all flows of an instance share on a way, in the order in which packets pass them. */
    List<WayCap> sharedCaps(LivePort sender, LivePort target, Decision decision) {
        Crossing crossing = crossing(decision);
        List<WayCap> caps = new ArrayList<>();
        add(caps, WayCap.TUNNEL, decision.gateways().overVpn() ? EdgeCaps.TUNNEL_BITS_PER_SECOND : 0);
        if (sender != null) {
            InstanceType type = sender.launch().type();
            add(caps, WayCap.BANDWIDTH_OUT, type.peakBitsPerSecond());
            add(caps, WayCap.LINE_RATE, sender.launch().nic().lineRateBitsPerSecond());
            add(
                    caps,
                    WayCap.GATEWAY_OUT,
                    crossing != null && crossing.chargesSender()
                            ? settings.ec2().gatewayBitsPerSecond(type)
                            : 0);
        }
        add(
                caps,
                WayCap.NAT_GATEWAY,
                decision.gateways().passNat() ? settings.ec2().natBitsPerSecond() : 0);
        if (target != null) {
            InstanceType type = target.launch().type();
            add(
                    caps,
                    WayCap.GATEWAY_IN,
                    crossing != null && crossing.chargesReceiver()
                            ? settings.ec2().gatewayBitsPerSecond(type)
                            : 0);
            add(caps, WayCap.LINE_RATE_IN, target.launch().nic().lineRateBitsPerSecond());
            add(caps, WayCap.BANDWIDTH_IN, type.peakBitsPerSecond());
        }
        return caps;
    }

    private static void add(List<WayCap> caps, String label, long bitsPerSecond) {
        if (bitsPerSecond != 0) {
            caps.add(new WayCap(label, bitsPerSecond));
        }
    }
}
