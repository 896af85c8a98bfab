package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Required;
import java.util.Arrays;
import java.util.List;

/**
 * What a new network interface is to be.
 *
 * @param subnetId its subnet
 * @param privateAddress its primary private IPv4 address, or null for any free one
 * @param secondaryAddresses secondary private IPv4 addresses asked for
 * @param secondaryCount how many more secondary ones, any free
 * @param ipv6Count how many IPv6 addresses
 * @param groupIds its security groups; none for the VPC's default one
 * @param description free text; null for none
 */
public record InterfaceSpec(
        String subnetId,
        String privateAddress,
        List<String> secondaryAddresses,
        int secondaryCount,
        int ipv6Count,
        List<String> groupIds,
        String description) {

    /** @throws io.ringlane.cloud.resource.Ec2Exception {@code MissingParameter} for a list that is null or has a null in it */
    public InterfaceSpec {
        secondaryAddresses = Required.values(secondaryAddresses, "privateIpAddress");
        groupIds = Required.values(groupIds, "groupId");
        description = description == null ? "" : description;
    }

    /** An interface with one address, any free one. */
    public static InterfaceSpec in(String subnetId) {
        return new InterfaceSpec(subnetId, null, List.of(), 0, 0, List.of(), "");
    }

    /** The same with a certain primary address. */
    public InterfaceSpec withAddress(String address) {
        return new InterfaceSpec(
                subnetId, address, secondaryAddresses, secondaryCount, ipv6Count, groupIds, description);
    }

    /** The same with certain secondary addresses, and some more. */
    public InterfaceSpec withSecondary(List<String> addresses, int more) {
        return new InterfaceSpec(subnetId, privateAddress, addresses, more, ipv6Count, groupIds, description);
    }

    /** The same with IPv6 addresses. */
    public InterfaceSpec withIpv6(int count) {
        return new InterfaceSpec(
                subnetId, privateAddress, secondaryAddresses, secondaryCount, count, groupIds, description);
    }

    /** The same with security groups. */
    public InterfaceSpec withGroups(String... ids) {
        List<String> groups = Arrays.asList(Required.value(ids, "groupId"));
        return new InterfaceSpec(
                subnetId, privateAddress, secondaryAddresses, secondaryCount, ipv6Count, groups, description);
    }

    /** The same with a description. */
    public InterfaceSpec withDescription(String text) {
        return new InterfaceSpec(
                subnetId, privateAddress, secondaryAddresses, secondaryCount, ipv6Count, groupIds, text);
    }
}
