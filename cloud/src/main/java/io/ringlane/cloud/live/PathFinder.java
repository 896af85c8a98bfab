package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;

/** What a decision's way is like: delay, cap and MTU. Any thread. */
final class PathFinder {

    /** One flow through an internet gateway or a NAT gateway. Source: Amazon EC2 User Guide, "Network bandwidth". */
    private static final long GATEWAY_FLOW_BITS_PER_SECOND = 5_000_000_000L;

    /** One VPN tunnel. Source: AWS Site-to-Site VPN User Guide, "Quotas". */
    private static final long TUNNEL_BITS_PER_SECOND = 1_250_000_000L;

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
            cap = cap == 0 ? GATEWAY_FLOW_BITS_PER_SECOND : Math.min(cap, GATEWAY_FLOW_BITS_PER_SECOND);
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
        long cap = decision.path() == Path.VPN ? TUNNEL_BITS_PER_SECOND : GATEWAY_FLOW_BITS_PER_SECOND;
        return new WayPath(
                cap, settings.horizonNs(), settings.edgeDelayNs(), 0, Math.min(typesMtu, decision.mtuBytes()));
    }
}
