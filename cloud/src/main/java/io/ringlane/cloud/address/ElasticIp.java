package io.ringlane.cloud.address;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;

/**
 * A public IPv4 address that belongs to the account until it is released.
 *
 * @param key its allocation's key
 * @param address the address, a big-endian int
 * @param associationKey its association's key, or 0
 * @param interfaceKey the interface it is associated with, or 0
 * @param privateIpv4 the private address it stands for there
 * @param formerAssociationKey the association before, or 0
 */
public record ElasticIp(
        long key, int address, long associationKey, long interfaceKey, int privateIpv4, long formerAssociationKey) {

    /** {@code eipalloc-...}. */
    public String id() {
        return ResourceKind.ELASTIC_IP.id(key);
    }

    /** {@code eipassoc-...}, or {@code -}. */
    public String associationId() {
        return ResourceKind.ASSOCIATION.id(associationKey);
    }

    /** The public address. */
    public IpAddress publicIp() {
        return IpAddress.ofIpv4(address);
    }

    /** Whether it stands for a private address. */
    public boolean isAssociated() {
        return associationKey != 0;
    }

    /** The address standing for a private one. */
    public ElasticIp associated(long association, long withInterface, int ipv4) {
        return new ElasticIp(key, address, association, withInterface, ipv4, associationKey);
    }

    /** The address standing for none. */
    public ElasticIp disassociated() {
        return associated(0, 0, 0);
    }
}
