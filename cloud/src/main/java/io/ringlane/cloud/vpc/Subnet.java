package io.ringlane.cloud.vpc;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;

/**
 * A subnet: a block of a VPC's addresses in one availability zone.
 *
 * <p>Five IPv4 addresses are not given out: the base, the router (base and 1), base and 2 (DNS), base and 3 (future use),
 * and the last (broadcast). Source: Amazon VPC User Guide, "Subnet CIDR blocks".
 *
 * @param key its id's key
 * @param vpcKey its VPC
 * @param zone its availability zone, for instance {@code us-east-1a}
 * @param cidr its IPv4 block, /28 to /16
 * @param ipv6Cidr its IPv6 block, a /64, or null
 * @param routeTableKey its own route table, or 0 for the VPC's main one
 * @param aclKey its network ACL
 * @param mapPublicIpOnLaunch whether a new eth0 gets a public address when the launch does not say
 * @param used addresses given out
 * @param cursor where the search for a free address goes on, an offset into the block
 */
public record Subnet(
        long key,
        long vpcKey,
        String zone,
        Cidr cidr,
        Cidr ipv6Cidr,
        long routeTableKey,
        long aclKey,
        boolean mapPublicIpOnLaunch,
        int used,
        int cursor) {

    /** Addresses at the start of the block that are never given out. */
    public static final int RESERVED_FIRST = 4;

    private static final int RESERVED = RESERVED_FIRST + 1; // and the last one

    /** {@code subnet-...}. */
    public String id() {
        return ResourceKind.SUBNET.id(key);
    }

    /** {@code vpc-...}. */
    public String vpcId() {
        return ResourceKind.VPC.id(vpcKey);
    }

    /** The address of the subnet's router. */
    public IpAddress router() {
        return cidr.base().plus(1);
    }

    /** IPv4 addresses that can still be given out. */
    public int availableAddresses() {
        return assignable() - used;
    }

    /** IPv4 addresses that can be given out in all. */
    public int assignable() {
        return (int) cidr.size() - RESERVED;
    }

    /** Whether an address of the subnet is one of the five that are never given out. */
    public boolean isReserved(IpAddress address) {
        if (!address.isIpv4()) {
            return Long.compareUnsigned(address.low() - ipv6Cidr.base().low(), RESERVED_FIRST) < 0
                    || address.equals(ipv6Cidr.last());
        }
        int offset = address.ipv4() - cidr.base().ipv4();
        return offset < RESERVED_FIRST || offset == cidr.size() - 1;
    }

    /** Whether an address lies in the subnet, of either family. */
    public boolean contains(IpAddress address) {
        return address.isIpv4() ? cidr.contains(address) : ipv6Cidr != null && ipv6Cidr.contains(address);
    }

    /** Whether an address is everybody's: the last of the subnet, or 255.255.255.255. IPv6 has none. */
    public boolean isBroadcast(IpAddress address) {
        return address.isIpv4() && (address.ipv4() == -1 || address.equals(cidr.last()));
    }

    /** The subnet with a route table of its own, or the main one for 0. */
    public Subnet withRouteTable(long routeTable) {
        return new Subnet(key, vpcKey, zone, cidr, ipv6Cidr, routeTable, aclKey, mapPublicIpOnLaunch, used, cursor);
    }

    /** The subnet with another network ACL. */
    public Subnet withAcl(long acl) {
        return new Subnet(key, vpcKey, zone, cidr, ipv6Cidr, routeTableKey, acl, mapPublicIpOnLaunch, used, cursor);
    }

    /** The subnet that gives public addresses at launch, or not. */
    public Subnet withMapPublicIpOnLaunch(boolean map) {
        return new Subnet(key, vpcKey, zone, cidr, ipv6Cidr, routeTableKey, aclKey, map, used, cursor);
    }

    /** The subnet after addresses were given out or came back. */
    public Subnet withUse(int usedNow, int cursorNow) {
        return new Subnet(
                key, vpcKey, zone, cidr, ipv6Cidr, routeTableKey, aclKey, mapPublicIpOnLaunch, usedNow, cursorNow);
    }
}
