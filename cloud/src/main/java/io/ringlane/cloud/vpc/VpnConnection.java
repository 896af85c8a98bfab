package io.ringlane.cloud.vpc;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import java.util.List;

/**
 * A site-to-site VPN connection with static routes.
 *
 * @param key its id's key
 * @param vpnGatewayKey the region's end
 * @param customerGatewayKey the site's end
 * @param routes the site's networks
 */
public record VpnConnection(long key, long vpnGatewayKey, long customerGatewayKey, List<Cidr> routes) {

    public VpnConnection {
        routes = List.copyOf(routes);
    }

    /** {@code vpn-...}. */
    public String id() {
        return ResourceKind.VPN_CONNECTION.id(key);
    }

    /** The longest of the connection's prefixes that holds an address, or -1. */
    public int prefixLength(IpAddress address) {
        int longest = -1;
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).contains(address)) {
                longest = Math.max(longest, routes.get(i).prefixLength());
            }
        }
        return longest;
    }
}
