package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.placement.catalogue.InstanceType;
import java.util.List;

/** Makes interfaces and gives them private addresses, under the rules of subnets, groups and quotas. */
final class InterfaceMaker {

    private InterfaceMaker() {}

    /** A new interface, attached to nothing. */
    static NetworkInterface create(RegionDraft draft, Ec2Settings settings, InterfaceSpec spec) {
        Subnet subnet = draft.require(Table.SUBNETS, spec.subnetId());
        long[] groups = groups(draft, settings, subnet.vpcKey(), spec.groupIds());
        NetworkInterface.Builder builder =
                begin(draft, settings, subnet).groups(groups).description(spec.description());
        NetworkInterface made = withIpv4(draft, subnet, builder.build(), spec.privateAddress());
        for (String address : spec.secondaryAddresses()) {
            made = withIpv4(draft, subnet, made, address);
        }
        made = withMoreIpv4(draft, subnet, made, spec.secondaryCount());
        return withMoreIpv6(draft, subnet, made, spec.ipv6Count());
    }

    /** A new interface of a NAT gateway, with one address and no groups. */
    static NetworkInterface createForNat(RegionDraft draft, Ec2Settings settings, Subnet subnet) {
        NetworkInterface bare = begin(draft, settings, subnet)
                .type(NetworkInterface.Type.NAT_GATEWAY)
                .sourceDestCheck(false)
                .description("Interface for NAT Gateway")
                .build();
        return withIpv4(draft, subnet, bare, null);
    }

    private static NetworkInterface.Builder begin(RegionDraft draft, Ec2Settings settings, Subnet subnet) {
        int limit = settings.count(Setting.NETWORK_INTERFACES);
        if (draft.count(Table.INTERFACES) >= limit) {
            throw new Ec2Exception(
                    "NetworkInterfaceLimitExceeded",
                    "The maximum number of network interfaces has been reached: " + limit + " in the region.");
        }
        Vpc vpc = draft.find(Table.VPCS, subnet.vpcKey());
        return NetworkInterface.builder(draft.newKey(), subnet.key(), vpc.key(), vpc.number(), draft.newMac());
    }

    /** The keys of security groups of a VPC; its default one for an empty list. */
    static long[] groups(RegionDraft draft, Ec2Settings settings, long vpcKey, List<String> groupIds) {
        Vpc vpc = draft.find(Table.VPCS, vpcKey);
        if (groupIds.isEmpty()) {
            return new long[] {vpc.defaultGroupKey()};
        }
        int limit = settings.count(Setting.SECURITY_GROUPS_PER_INTERFACE);
        if (groupIds.size() > limit) {
            throw new Ec2Exception(
                    "SecurityGroupsPerInterfaceLimitExceeded",
                    "The maximum number of security groups per interface has been reached: " + limit + ".");
        }
        long[] keys = new long[groupIds.size()];
        for (int i = 0; i < keys.length; i++) {
            SecurityGroup group = draft.require(Table.SECURITY_GROUPS, groupIds.get(i));
            if (group.vpcKey() != vpcKey) {
                throw new Ec2Exception(
                        "InvalidGroup.NotFound",
                        "The security group '" + group.id() + "' does not exist in VPC '" + vpc.id() + "'");
            }
            if (groupIds.indexOf(groupIds.get(i)) != i) {
                throw Ec2Exception.invalidValue(group.id(), "groupId", "It is given twice.");
            }
            keys[i] = group.key();
        }
        return keys;
    }

    /** The interface with one more private IPv4 address: a certain one, or any free one for null. */
    static NetworkInterface withIpv4(RegionDraft draft, Subnet subnet, NetworkInterface to, String asked) {
        int address = asked == null ? draft.freeIpv4(subnet, to.vpcNumber()) : checked(draft, subnet, to, asked);
        return draft.putInterface(to.change().addIpv4(address).build());
    }

    private static int checked(RegionDraft draft, Subnet subnet, NetworkInterface to, String asked) {
        IpAddress address = IpAddress.parse(asked);
        if (!address.isIpv4() || !subnet.contains(address)) {
            throw Ec2Exception.invalidValue(
                    asked,
                    "privateIpAddress",
                    "Address does not fall within the subnet's address range " + subnet.cidr() + ".");
        }
        if (subnet.isReserved(address)) {
            throw Ec2Exception.invalidValue(
                    asked,
                    "privateIpAddress",
                    "Address is in subnet's reserved address range: the first four and the last of " + subnet.cidr()
                            + ".");
        }
        NetworkInterface owner = draft.interfaceAt(to.vpcNumber(), address);
        if (owner != null) {
            throw new Ec2Exception(
                    "InvalidIPAddress.InUse",
                    "The specified address " + asked + " is already in use by " + owner.id() + ".");
        }
        return address.ipv4();
    }

    /** The interface with some more private IPv4 addresses, any free ones. */
    static NetworkInterface withMoreIpv4(RegionDraft draft, Subnet subnet, NetworkInterface to, int count) {
        checkCount(count, "secondaryPrivateIpAddressCount");
        NetworkInterface made = to;
        for (int i = 0; i < count; i++) {
            made = withIpv4(draft, subnet, made, null);
        }
        return made;
    }

    /** The interface with some more IPv6 addresses: the subnet's prefix, and its MAC address and a number behind it. */
    static NetworkInterface withMoreIpv6(RegionDraft draft, Subnet subnet, NetworkInterface to, int count) {
        checkCount(count, "ipv6AddressCount");
        if (count > 0 && subnet.ipv6Cidr() == null) {
            throw Ec2Exception.invalidValue(
                    Integer.toString(count), "ipv6AddressCount", "The subnet '" + subnet.id() + "' has no IPv6 block.");
        }
        NetworkInterface.Builder builder = to.change();
        int given = 0;
        for (int number = 0; given < count; number++) {
            IpAddress address = new IpAddress(subnet.ipv6Cidr().base().high(), to.mac() << 16 | number);
            if (!to.owns(address)) {
                builder.addIpv6(address);
                given++;
            }
        }
        return count == 0 ? to : draft.putInterface(builder.build());
    }

    private static void checkCount(int count, String parameter) {
        if (count < 0) {
            throw Ec2Exception.invalidValue(Integer.toString(count), parameter, "It is 0 or more.");
        }
    }

    /**
     * Holds an interface against what its instance's type can carry.
     *
     * @throws Ec2Exception {@code PrivateIpAddressLimitExceeded}
     */
    static void checkAddresses(NetworkInterface each, InstanceType type) {
        int most = Math.max(each.ipv4Count(), each.ipv6Count());
        if (most > type.ipv4PerInterface()) {
            throw new Ec2Exception(
                    "PrivateIpAddressLimitExceeded",
                    "The interface '" + each.id() + "' has " + most + " addresses of one family; an interface of "
                            + type.name() + " has " + type.ipv4PerInterface() + " at most.");
        }
    }
}
