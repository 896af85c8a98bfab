package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.cloud.settings.Setting;
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

    PathFinder(PathProfiles profiles, LiveSettings settings) {
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
        if (decision.path() == Path.INTERNET_GATEWAY || decision.path() == Path.NAT_GATEWAY) {
            long ofGateway = EdgeCaps.flowBitsPerSecond(decision.path());
            cap = cap == 0 ? ofGateway : Math.min(cap, ofGateway);
        }
        return new WayPath(
                cap,
                settings.horizonNs(),
                profile.delayNs(),
                profile.jitterNs(),
                Math.min(profile.mtuBytes(), mtuBytes),
                passesGateway(decision),
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
        return switch (decision.path()) {
            case SUBNET, VPC, PEERING -> true;
            default -> false;
        };
    }

    /** Why packets of a decision do not travel by ENA Express; null if they do. */
    String expressRefusal(LivePort sender, LivePort target, Decision decision) {
        if (sender == null || target == null || !isDirect(decision)) {
            return "the way leads over the " + decision.path().label() + ", and ENA Express only between two instances";
        }
        return profiles.expressRefusal(
                new PathEnd(sender.placement(), decision.sender().attachment().enaExpress()),
                new PathEnd(target.placement(), decision.target().attachment().enaExpress()),
                decision.sent().protocol());
    }

    /** Whether an internet gateway is on the way, of which the instances' caps speak. */
    private boolean passesGateway(Decision decision) {
        return switch (decision.path()) {
            case INTERNET_GATEWAY -> true;
            case NAT_GATEWAY ->
                settings.ec2().value(Setting.GATEWAY_CAP_BEHIND_NAT) != 0
                        && (decision.sender() == null || decision.outcome() == Decision.Outcome.TO_INTERNET);
            default -> false;
        };
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
        Path gateway = decision.path() == Path.VPN ? Path.VPN : Path.INTERNET_GATEWAY;
        return new WayPath(
                EdgeCaps.flowBitsPerSecond(gateway),
                settings.horizonNs(),
                settings.edgeDelayNs(),
                0,
                Math.min(typesMtu, decision.mtuBytes()),
                passesGateway(decision),
                null);
    }

    /** Caps that all flows of an instance share on a way, in the order in which packets pass them. */
    List<WayCap> sharedCaps(LivePort sender, LivePort target, Decision decision) {
        boolean passesGateway = passesGateway(decision);
        List<WayCap> caps = new ArrayList<>();
        add(caps, WayCap.TUNNEL, decision.path() == Path.VPN ? EdgeCaps.TUNNEL_BITS_PER_SECOND : 0);
        if (sender != null) {
            InstanceType type = sender.launch().type();
            add(caps, WayCap.BANDWIDTH_OUT, type.peakBitsPerSecond());
            add(caps, WayCap.LINE_RATE, sender.launch().nic().lineRateBitsPerSecond());
            add(caps, WayCap.GATEWAY_OUT, passesGateway ? settings.ec2().gatewayBitsPerSecond(type) : 0);
        }
        if (target != null) {
            InstanceType type = target.launch().type();
            add(caps, WayCap.GATEWAY_IN, passesGateway ? settings.ec2().gatewayBitsPerSecond(type) : 0);
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
