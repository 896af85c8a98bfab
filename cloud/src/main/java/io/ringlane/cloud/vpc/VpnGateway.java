package io.ringlane.cloud.vpc;

import io.ringlane.cloud.resource.ResourceKind;

/**
 * A virtual private gateway, the region's end of site-to-site VPN connections.
 *
 * @param key its id's key
 * @param vpcKey the VPC it is attached to, or 0
 */
public record VpnGateway(long key, long vpcKey) {

    /** {@code vgw-...}. */
    public String id() {
        return ResourceKind.VPN_GATEWAY.id(key);
    }
}
