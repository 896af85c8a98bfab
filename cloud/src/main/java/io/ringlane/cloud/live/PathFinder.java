package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;

/** What a decision's way is like: delay, cap and MTU. Any thread. */
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
        int typesMtu = target.placement().type().mtuBytes();
        if (sender == null) {
            return edge(decision, typesMtu);
        }
        PathProfile profile = profiles.between(sender.placement(), target.placement());
        int mtu = Math.min(
                Math.min(typesMtu, sender.placement().type().mtuBytes()),
                Math.min(profile.mtuBytes(), decision.mtuBytes()));
        long cap = profile.flowCapBitsPerSecond();
        if (decision.path() == Path.INTERNET_GATEWAY || decision.path() == Path.NAT_GATEWAY) {
            long ofGateway = EdgeCaps.flowBitsPerSecond(decision.path());
            cap = cap == 0 ? ofGateway : Math.min(cap, ofGateway);
        }
        return new WayPath(cap, settings.horizonNs(), profile.delayNs(), profile.jitterNs(), mtu);
    }

    /** The way in words, for instance {@code same rack} or {@code same zone, peering}. */
    String label(LivePort sender, LivePort target, Decision decision) {
        String gateways = decision.path().label();
        if (sender == null || target == null) {
            return gateways;
        }
        String hosts = profiles.between(sender.placement(), target.placement()).label();
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
                Math.min(typesMtu, decision.mtuBytes()));
    }
}
