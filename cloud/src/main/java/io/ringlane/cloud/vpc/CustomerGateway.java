package io.ringlane.cloud.vpc;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;

/**
 * The site's end of VPN connections.
 *
 * @param key its id's key
 * @param address its public address
 */
public record CustomerGateway(long key, IpAddress address) {

    /** {@code cgw-...}. */
    public String id() {
        return ResourceKind.CUSTOMER_GATEWAY.id(key);
    }
}
