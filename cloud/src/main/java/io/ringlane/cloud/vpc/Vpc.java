package io.ringlane.cloud.vpc;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import java.util.List;

/**
 * A virtual private cloud.
 *
 * @param key its id's key
 * @param number counts the region's VPCs from 1; with an address it names an interface in 64 bits
 * @param cidrs its IPv4 blocks, the primary one first
 * @param ipv6Cidr its IPv6 block, or null
 * @param dnsSupport whether the resolver at the primary block's third address answers
 * @param dnsHostnames whether instances with public addresses get public names
 * @param mainRouteTableKey the table of subnets that have none of their own
 * @param defaultAclKey the network ACL of subnets that have none of their own
 * @param defaultGroupKey the security group of interfaces that name none
 * @param internetGatewayKey the internet gateway attached, or 0
 * @param vpnGatewayKey the virtual private gateway attached, or 0
 */
public record Vpc(
        long key,
        int number,
        List<Cidr> cidrs,
        Cidr ipv6Cidr,
        boolean dnsSupport,
        boolean dnsHostnames,
        long mainRouteTableKey,
        long defaultAclKey,
        long defaultGroupKey,
        long internetGatewayKey,
        long vpnGatewayKey) {

    public Vpc {
        cidrs = List.copyOf(cidrs);
    }

    /** {@code vpc-...}. */
    public String id() {
        return ResourceKind.VPC.id(key);
    }

    /** Whether an address lies in one of the VPC's blocks. */
    public boolean contains(IpAddress address) {
        for (int i = 0; i < cidrs.size(); i++) {
            if (cidrs.get(i).contains(address)) {
                return true;
            }
        }
        return ipv6Cidr != null && ipv6Cidr.contains(address);
    }

    /** Whether the VPCs share an address, which forbids peering. */
    public boolean overlaps(Vpc other) {
        return cidrs.stream().anyMatch(a -> other.cidrs.stream().anyMatch(a::overlaps))
                || (ipv6Cidr != null && other.ipv6Cidr != null && ipv6Cidr.overlaps(other.ipv6Cidr));
    }

    /** The address of the DNS resolver: the primary block's base and two. */
    public IpAddress resolver() {
        return cidrs.get(0).base().plus(2);
    }

    /** The VPC with DNS switched. */
    public Vpc withDns(boolean support, boolean hostnames) {
        return new Vpc(
                key,
                number,
                cidrs,
                ipv6Cidr,
                support,
                hostnames,
                mainRouteTableKey,
                defaultAclKey,
                defaultGroupKey,
                internetGatewayKey,
                vpnGatewayKey);
    }

    /** The VPC with other gateways; 0 for none. */
    public Vpc withGateways(long internetGateway, long vpnGateway) {
        return new Vpc(
                key,
                number,
                cidrs,
                ipv6Cidr,
                dnsSupport,
                dnsHostnames,
                mainRouteTableKey,
                defaultAclKey,
                defaultGroupKey,
                internetGateway,
                vpnGateway);
    }
}
