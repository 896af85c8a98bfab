package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.resource.ResourceKind;

/**
 * A rule of a security group: what it allows. The other side is a block of addresses, or the members of a group.
 *
 * @param selector protocol and ports
 * @param cidr the other side's addresses, or null
 * @param groupKey the other side's group, or 0
 */
public record SecurityRule(Selector selector, Cidr cidr, long groupKey) {

    /**
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code MissingParameter} without a selector
     * @throws IllegalArgumentException unless exactly one of block and group is given
     */
    public SecurityRule {
        Required.value(selector, "ipProtocol");
        if ((cidr == null) == (groupKey == 0)) {
            throw new IllegalArgumentException("a rule has either a block of addresses or a group as its other side");
        }
    }

    /** A rule for a block of addresses. */
    public static SecurityRule of(Selector selector, String cidr) {
        return new SecurityRule(selector, Cidr.parse(cidr, "cidrIp"), 0);
    }

    /** A rule for the members of a group. */
    public static SecurityRule ofGroup(Selector selector, String groupId) {
        return new SecurityRule(selector, null, ResourceKind.SECURITY_GROUP.key(groupId));
    }

    /**
     * Whether the rule allows a flow.
     *
     * @param remote the other side's address, as the interface sees it
     * @param remoteGroups the groups of the interface with that private address, or null if there is none
     */
    boolean allows(Flow flow, IpAddress remote, long[] remoteGroups) {
        if (!selector.matches(flow)) {
            return false;
        }
        if (cidr != null) {
            return cidr.contains(remote);
        }
        if (remoteGroups != null) {
            for (long group : remoteGroups) {
                if (group == groupKey) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the rule is for every address of a flow's family. */
    boolean isForAllAddressesOf(IpAddress address) {
        return cidr != null && cidr.isAny() && cidr.isIpv4() == address.isIpv4();
    }

    /** Whether the rule counts against the IPv6 limit; rules for groups count against the IPv4 one. */
    boolean isIpv6() {
        return cidr != null && !cidr.isIpv4();
    }

    @Override
    public String toString() {
        return selector + " " + (cidr != null ? cidr : ResourceKind.SECURITY_GROUP.id(groupKey));
    }
}
