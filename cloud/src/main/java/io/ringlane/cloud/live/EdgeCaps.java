package io.ringlane.cloud.live;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Gateways;
import io.ringlane.cloud.forwarding.Path;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;

/** What flows may carry through a gateway, layer-2 bits a second without FCS, and whose caps hold there. */
public final class EdgeCaps {

    /** One flow through an internet gateway or a NAT gateway. Source: Amazon EC2 User Guide, "Network bandwidth". */
    static final long GATEWAY_FLOW_BITS_PER_SECOND = 5_000_000_000L;

    /** One VPN tunnel; one of the two of a connection is in use. Source: AWS Site-to-Site VPN User Guide, "Quotas". */
    static final long TUNNEL_BITS_PER_SECOND = 1_250_000_000L;

    private EdgeCaps() {}

    /** What {@link #flowBitsPerSecond} is a cap of. */
    public static Path ofFlow(Decision decision) {
        if (decision.gateways().overVpn()) {
            return Path.VPN;
        }
        return decision.gateways().passNat() ? Path.NAT_GATEWAY : decision.path();
    }

    /** The most that a flow carries on a way because of the gateways there; {@link Long#MAX_VALUE} if there are none. */
    public static long flowBitsPerSecond(Decision decision) {
        if (decision.gateways().overVpn()) {
            return TUNNEL_BITS_PER_SECOND;
        }
        Gateways gateways = decision.gateways();
        return gateways.passInternetGateway() || gateways.passNat() ? GATEWAY_FLOW_BITS_PER_SECOND : Long.MAX_VALUE;
    }

    /**
     * Whether what a sender may send through an internet gateway holds. A peering, a VPN and a NAT gateway that leads to either are none.
     */
    public static boolean chargesSender(Decision decision, Ec2Settings settings) {
        return decision.gateways().leaves()
                && (decision.gateways().sourceNatKey() == 0 || settings.value(Setting.GATEWAY_CAP_BEHIND_NAT) != 0);
    }

    /** Whether what a receiver may get through an internet gateway holds; as for senders. */
    public static boolean chargesReceiver(Decision decision, Ec2Settings settings) {
        return decision.gateways().enters()
                && (decision.gateways().destinationNatKey() == 0
                        || settings.value(Setting.GATEWAY_CAP_BEHIND_NAT) != 0);
    }
}
