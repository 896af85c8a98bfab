package io.ringlane.cloud.vpc;

import io.ringlane.cloud.resource.ResourceKind;

/**
 * An internet gateway: 1:1 translation between private and public IPv4 addresses, none for IPv6.
 *
 * @param key its id's key
 * @param vpcKey the VPC it is attached to, or 0
 */
public record InternetGateway(long key, long vpcKey) {

    /** {@code igw-...}. */
    public String id() {
        return ResourceKind.INTERNET_GATEWAY.id(key);
    }
}
