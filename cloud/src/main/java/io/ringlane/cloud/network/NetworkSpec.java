package io.ringlane.cloud.network;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.FlowLog;
import java.util.List;

/**
 * What a network is made of besides its instances. Things refer to each other by name; names of instances, interfaces,
 * Elastic IPs, NAT gateways, peerings and VPNs are unique together, the others within their list.
 */
public record NetworkSpec(
        List<VpcSpec> vpcs,
        List<SubnetSpec> subnets,
        List<SecurityGroupSpec> securityGroups,
        List<NetworkAclSpec> networkAcls,
        List<PeeringSpec> peerings,
        List<VpnSpec> vpns,
        List<ElasticIpSpec> elasticIps,
        List<NatGatewaySpec> natGateways,
        List<InterfaceSpec> interfaces,
        List<RouteTableSpec> routeTables,
        List<FlowLogSpec> flowLogs) {

    /** What a route calls the internet gateway of its VPC. */
    public static final String INTERNET_GATEWAY = "igw";

    /** What flows call everybody outside. */
    public static final String INTERNET = "internet";

    /** What a subnet calls the lowest free block of its VPC. */
    public static final String AUTO = "auto";

    /**
     * A VPC; it has an internet gateway if a subnet is public or a route leads there.
     *
     * @param isIpv6 whether it has a block of IPv6 addresses too, a /56 of Amazon's
     */
    public record VpcSpec(String name, String cidr, boolean isIpv6) {}

    /**
     * @param ipv6Cidr its block of IPv6 addresses, a /64, {@value #AUTO} for any free one; or null
     * @param isPublic whether instances get public addresses and, without a route table of its own, everything that is not
     *     local goes to the internet gateway
     * @param routeTable null for the VPC's main table or, when public, one with a default route
     * @param networkAcl null for the VPC's default one
     */
    public record SubnetSpec(
            String name,
            String vpc,
            String cidr,
            String ipv6Cidr,
            String zone,
            boolean isPublic,
            String routeTable,
            String networkAcl) {}

    /**
     * A rule of a security group.
     *
     * @param cidr the other side's addresses, or null
     * @param group the other side's group, or null
     */
    public record RuleSpec(Selector selector, String cidr, String group) {}

    /** @param egress null for the rule that allows everything out */
    public record SecurityGroupSpec(String name, String vpc, List<RuleSpec> ingress, List<RuleSpec> egress) {}

    /** One entry of a network ACL. */
    public record EntrySpec(Direction direction, int number, boolean isAllowed, Selector selector, Cidr cidr) {}

    /** What no entry matches is denied. */
    public record NetworkAclSpec(String name, String vpc, List<EntrySpec> entries) {}

    /** An accepted peering of two VPCs. */
    public record PeeringSpec(String name, String requester, String accepter) {}

    /** A site-to-site VPN with static routes, which the VPC's main route table learns. */
    public record VpnSpec(String name, String vpc, List<Cidr> networks) {}

    /** @param target an instance or interface it is associated with, or null */
    public record ElasticIpSpec(String name, String target) {}

    /** @param elasticIp null for one of its own */
    public record NatGatewaySpec(String name, String subnet, String elasticIp) {}

    /**
     * @param address its primary private address, or null for any free one
     * @param groups none for the VPC's default one
     * @param networkCard the network card of an instance that it goes on, wherever it is attached
     * @param attachTo the instance it is attached to from the start, or null
     */
    public record InterfaceSpec(
            String name,
            String subnet,
            String address,
            List<String> groups,
            boolean sourceDestCheck,
            int networkCard,
            String attachTo) {}

    /** A route: {@code via} is {@value #INTERNET_GATEWAY}, or names a NAT gateway, peering, VPN, instance or interface. */
    public record RouteSpec(String to, String via) {}

    /** A route table of a VPC. */
    public record RouteTableSpec(String name, String vpc, List<RouteSpec> routes) {}

    /** @param of a VPC, subnet or interface, or an instance for its first interface */
    public record FlowLogSpec(String name, String of, FlowLog.Traffic traffic, int intervalSeconds) {}
}
