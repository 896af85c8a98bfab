package io.ringlane.cloud.ec2;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.security.NetworkAcl;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.text.NearestName;
import java.util.ArrayList;
import java.util.List;

/** VPCs and subnets. */
public final class VpcApi {

    private static final int SHORTEST_PREFIX = 16;
    private static final int LONGEST_PREFIX = 28;
    private static final int VPC_IPV6_PREFIX = 56;
    private static final int SUBNET_IPV6_PREFIX = 64;

    private final Control control;
    private final List<String> zones;

    VpcApi(Control control, List<String> zones) {
        this.control = control;
        this.zones = zones;
    }

    /**
     * Makes a VPC with its main route table, default network ACL and default security group.
     *
     * @param cidr its IPv4 block, /28 to /16
     * @throws Ec2Exception {@code VpcLimitExceeded}, {@code InvalidVpc.Range} or {@code InvalidParameterValue}
     */
    public Vpc create(String cidr) {
        return control.change(draft -> create(draft, cidr, false));
    }

    /** As {@link #create(String)}, with a /56 of public IPv6 addresses beside it. */
    public Vpc createWithIpv6(String cidr) {
        return control.change(draft -> create(draft, cidr, true));
    }

    private Vpc create(RegionDraft draft, String text, boolean ipv6) {
        Cidr cidr = ipv4Block(text, "InvalidVpc.Range");
        int limit = control.settings().count(Setting.VPCS);
        if (draft.count(Table.VPCS) >= limit) {
            throw new Ec2Exception(
                    "VpcLimitExceeded", "The maximum number of VPCs has been reached: " + limit + " in the region.");
        }
        long key = draft.newKey();
        int number = draft.newVpcNumber();
        Cidr ipv6Cidr = ipv6 ? ipv6Block(number) : null;
        long tableKey = draft.newKey();
        long aclKey = draft.newKey();
        long groupKey = draft.newKey();
        draft.put(Table.ROUTE_TABLES, tableKey, RouteTable.of(tableKey, key, List.of(cidr), ipv6Cidr));
        draft.put(Table.NETWORK_ACLS, aclKey, NetworkAcl.allowingAll(aclKey, key, ipv6));
        draft.put(
                Table.SECURITY_GROUPS,
                groupKey,
                new SecurityGroup(
                        groupKey,
                        key,
                        SecurityGroup.DEFAULT_NAME,
                        "default VPC security group",
                        List.of(new SecurityRule(Selector.ALL, null, groupKey)),
                        allowingAll(ipv6)));
        return draft.put(
                Table.VPCS,
                key,
                new Vpc(key, number, List.of(cidr), ipv6Cidr, true, false, tableKey, aclKey, groupKey, 0, 0));
    }

    /** What a new security group allows outwards. */
    static List<SecurityRule> allowingAll(boolean ipv6) {
        List<SecurityRule> all = new ArrayList<>();
        all.add(new SecurityRule(Selector.ALL, Cidr.ANY_IPV4, 0));
        if (ipv6) {
            all.add(new SecurityRule(Selector.ALL, Cidr.ANY_IPV6, 0));
        }
        return all;
    }

    private Cidr ipv6Block(int number) {
        IpAddress base = control.settings().publicIpv6Pool().base();
        long high = base.high() + ((long) number << 64 - VPC_IPV6_PREFIX);
        return Cidr.of(new IpAddress(high, 0), VPC_IPV6_PREFIX);
    }

    private static Cidr ipv4Block(String text, String rangeCode) {
        Cidr cidr = Cidr.parse(text, "cidrBlock");
        if (!cidr.isIpv4()) {
            throw Ec2Exception.invalidValue(text, "cidrBlock", "It is an IPv4 block such as 10.0.0.0/16.");
        }
        if (cidr.prefixLength() < SHORTEST_PREFIX || cidr.prefixLength() > LONGEST_PREFIX) {
            throw new Ec2Exception(
                    rangeCode,
                    "The CIDR '" + cidr + "' is invalid: a block is /" + SHORTEST_PREFIX + " to /" + LONGEST_PREFIX
                            + ".");
        }
        return cidr;
    }

    /**
     * Deletes a VPC and what was made with it.
     *
     * @throws Ec2Exception {@code InvalidVpcID.NotFound}, or {@code DependencyViolation} naming what is still there
     */
    public void delete(String vpcId) {
        control.change(draft -> {
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            String dependant = dependant(draft, vpc);
            if (dependant != null) {
                throw Ec2Exception.dependency(vpcId, dependant);
            }
            draft.remove(Table.ROUTE_TABLES, vpc.mainRouteTableKey());
            draft.remove(Table.NETWORK_ACLS, vpc.defaultAclKey());
            draft.remove(Table.SECURITY_GROUPS, vpc.defaultGroupKey());
            for (Peering each : draft.all(Table.PEERINGS)) {
                if (each.joins(vpc.key())) {
                    draft.remove(Table.PEERINGS, each.key());
                }
            }
            draft.remove(Table.VPCS, vpc.key());
            return null;
        });
    }

    private static String dependant(RegionDraft draft, Vpc vpc) {
        List<String> found = new ArrayList<>();
        draft.all(Table.SUBNETS).stream()
                .filter(each -> each.vpcKey() == vpc.key())
                .forEach(each -> found.add(each.id()));
        draft.all(Table.ROUTE_TABLES).stream()
                .filter(each -> each.vpcKey() == vpc.key() && each.key() != vpc.mainRouteTableKey())
                .forEach(each -> found.add(each.id()));
        draft.all(Table.SECURITY_GROUPS).stream()
                .filter(each -> each.vpcKey() == vpc.key() && each.key() != vpc.defaultGroupKey())
                .forEach(each -> found.add(each.id()));
        draft.all(Table.NETWORK_ACLS).stream()
                .filter(each -> each.vpcKey() == vpc.key() && each.key() != vpc.defaultAclKey())
                .forEach(each -> found.add(each.id()));
        draft.all(Table.INTERNET_GATEWAYS).stream()
                .filter(each -> each.vpcKey() == vpc.key())
                .forEach(each -> found.add(each.id()));
        draft.all(Table.VPN_GATEWAYS).stream()
                .filter(each -> each.vpcKey() == vpc.key())
                .forEach(each -> found.add(each.id()));
        return found.isEmpty() ? null : String.join(", ", found);
    }

    /** Switches DNS of a VPC. */
    public Vpc modifyDns(String vpcId, boolean support, boolean hostnames) {
        return control.change(draft -> {
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            return draft.put(Table.VPCS, vpc.key(), vpc.withDns(support, hostnames));
        });
    }

    /**
     * Makes a subnet.
     *
     * @param zone its availability zone
     * @throws Ec2Exception {@code InvalidVpcID.NotFound}, {@code InvalidSubnet.Range}, {@code InvalidSubnet.Conflict},
     *     {@code SubnetLimitExceeded} or {@code InvalidParameterValue}
     */
    public Subnet createSubnet(String vpcId, String cidr, String zone) {
        return createSubnet(vpcId, cidr, null, zone);
    }

    /** As {@link #createSubnet(String, String, String)}, with a /64 of the VPC's IPv6 block. */
    public Subnet createSubnet(String vpcId, String cidr, String ipv6Cidr, String zone) {
        return control.change(draft -> {
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            checkZone(zone);
            Cidr block = ipv4Block(cidr, "InvalidSubnet.Range");
            Cidr ipv6Block = ipv6Cidr == null ? null : Cidr.parse(ipv6Cidr, "ipv6CidrBlock");
            checkBlocks(vpc, block, ipv6Block);
            int subnets = 0;
            for (Subnet each : draft.all(Table.SUBNETS)) {
                if (each.vpcKey() == vpc.key()) {
                    subnets++;
                    checkConflict(each, block, ipv6Block);
                }
            }
            int limit = control.settings().count(Setting.SUBNETS_PER_VPC);
            if (subnets >= limit) {
                throw new Ec2Exception("SubnetLimitExceeded", "The VPC '" + vpcId + "' has its " + limit + " subnets.");
            }
            long key = draft.newKey();
            return draft.put(
                    Table.SUBNETS,
                    key,
                    new Subnet(key, vpc.key(), zone, block, ipv6Block, 0, vpc.defaultAclKey(), false, 0, 0));
        });
    }

    private void checkZone(String zone) {
        if (zone == null || !zones.contains(zone)) {
            throw Ec2Exception.invalidValue(
                    zone,
                    "availabilityZone",
                    "Subnets can currently only be created in the following availability zones: "
                            + String.join(", ", zones) + "."
                            + NearestName.of(zone == null ? "" : zone, zones)
                                    .map(near -> " Did you mean " + near + "?")
                                    .orElse(""));
        }
    }

    private static void checkBlocks(Vpc vpc, Cidr block, Cidr ipv6Block) {
        if (vpc.cidrs().stream().noneMatch(each -> each.contains(block))) {
            throw new Ec2Exception(
                    "InvalidSubnet.Range",
                    "The CIDR '" + block + "' is invalid: it lies outside the VPC's " + vpc.cidrs() + ".");
        }
        if (ipv6Block != null
                && (ipv6Block.isIpv4()
                        || ipv6Block.prefixLength() != SUBNET_IPV6_PREFIX
                        || vpc.ipv6Cidr() == null
                        || !vpc.ipv6Cidr().contains(ipv6Block))) {
            throw new Ec2Exception(
                    "InvalidSubnet.Range",
                    "The CIDR '" + ipv6Block + "' is invalid: it must be a /64 of the VPC's IPv6 block, "
                            + (vpc.ipv6Cidr() == null ? "and the VPC has none." : vpc.ipv6Cidr() + "."));
        }
    }

    private static void checkConflict(Subnet other, Cidr block, Cidr ipv6Block) {
        if (other.cidr().overlaps(block)) {
            throw new Ec2Exception(
                    "InvalidSubnet.Conflict",
                    "The CIDR '" + block + "' conflicts with another subnet: " + other.id() + " has " + other.cidr()
                            + ".");
        }
        if (ipv6Block != null && other.ipv6Cidr() != null && other.ipv6Cidr().overlaps(ipv6Block)) {
            throw new Ec2Exception(
                    "InvalidSubnet.Conflict",
                    "The CIDR '" + ipv6Block + "' conflicts with another subnet: " + other.id() + " has "
                            + other.ipv6Cidr() + ".");
        }
    }

    /**
     * Deletes a subnet.
     *
     * @throws Ec2Exception {@code InvalidSubnetID.NotFound}, or {@code DependencyViolation} while it has interfaces
     */
    public void deleteSubnet(String subnetId) {
        control.change(draft -> {
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            int interfaces = draft.interfacesOf(subnet.key());
            if (interfaces > 0) {
                throw Ec2Exception.dependency(
                        subnetId, interfaces + " network interfaces are in it, those of NAT gateways included.");
            }
            draft.remove(Table.SUBNETS, subnet.key());
            return null;
        });
    }

    /** Says whether a new eth0 in the subnet gets a public address when the launch does not say. */
    public Subnet modifyMapPublicIpOnLaunch(String subnetId, boolean map) {
        return control.change(draft -> {
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            return draft.put(Table.SUBNETS, subnet.key(), subnet.withMapPublicIpOnLaunch(map));
        });
    }

    /** A VPC as it stands. */
    public Vpc describe(String vpcId) {
        return control.settled().require(Table.VPCS, vpcId);
    }

    /** A subnet as it stands. */
    public Subnet describeSubnet(String subnetId) {
        return control.settled().require(Table.SUBNETS, subnetId);
    }
}
