package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Path;

/** What one flow may carry through a gateway, layer-2 bits a second without FCS. */
public final class EdgeCaps {

    /** One flow through an internet gateway or a NAT gateway. Source: Amazon EC2 User Guide, "Network bandwidth". */
    static final long GATEWAY_FLOW_BITS_PER_SECOND = 5_000_000_000L;

    /** One VPN tunnel; one of the two of a connection is in use. Source: AWS Site-to-Site VPN User Guide, "Quotas". */
    static final long TUNNEL_BITS_PER_SECOND = 1_250_000_000L;

    private EdgeCaps() {}

    /** The most that a flow carries on a kind of way because of the gateway there; {@link Long#MAX_VALUE} if there is none. */
    public static long flowBitsPerSecond(Path path) {
        return switch (path) {
            case INTERNET_GATEWAY, NAT_GATEWAY -> GATEWAY_FLOW_BITS_PER_SECOND;
            case VPN -> TUNNEL_BITS_PER_SECOND;
            default -> Long.MAX_VALUE;
        };
    }
}
