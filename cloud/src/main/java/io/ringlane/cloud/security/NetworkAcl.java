package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.resource.ResourceKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A network ACL: stateless entries that packets crossing a subnet's edge are held against, in the order of their numbers.
 * The first that matches decides; if none does, the packet is denied.
 *
 * @param key its id's key
 * @param vpcKey its VPC
 * @param isDefault whether it was made with the VPC
 * @param ingress entries for packets into the subnet, by number
 * @param egress entries for packets out of the subnet, by number
 */
public record NetworkAcl(long key, long vpcKey, boolean isDefault, List<AclEntry> ingress, List<AclEntry> egress) {

    private static final int DEFAULT_NUMBER = 100;
    private static final int DEFAULT_NUMBER_IPV6 = 101;

    public NetworkAcl {
        ingress = sorted(ingress);
        egress = sorted(egress);
    }

    /** The ACL that is made with a VPC: it allows everything. */
    public static NetworkAcl allowingAll(long key, long vpcKey, boolean ipv6) {
        List<AclEntry> all = new ArrayList<>();
        all.add(new AclEntry(DEFAULT_NUMBER, Selector.ALL, true, Cidr.ANY_IPV4));
        if (ipv6) {
            all.add(new AclEntry(DEFAULT_NUMBER_IPV6, Selector.ALL, true, Cidr.ANY_IPV6));
        }
        return new NetworkAcl(key, vpcKey, true, all, all);
    }

    private static List<AclEntry> sorted(List<AclEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparingInt(AclEntry::number))
                .toList();
    }

    /** {@code acl-...}. */
    public String id() {
        return ResourceKind.NETWORK_ACL.id(key);
    }

    /** The entries for one direction. */
    public List<AclEntry> entries(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** The entry that decides a packet; null if none matches, which denies it. */
    public AclEntry find(Flow flow, Direction direction) {
        List<AclEntry> entries = entries(direction);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).matches(flow, direction)) {
                return entries.get(i);
            }
        }
        return null;
    }

    /**
     * The ACL with one more entry.
     *
     * @param limit most entries of a direction
     * @throws Ec2Exception {@code NetworkAclEntryAlreadyExists}, {@code NetworkAclEntryLimitExceeded}, {@code
     *     MissingParameter} or {@code InvalidParameterValue}
     */
    public NetworkAcl with(Direction direction, AclEntry entry, int limit) {
        check(entry);
        List<AclEntry> entries = new ArrayList<>(entries(direction));
        if (entries.stream().anyMatch(each -> each.number() == entry.number())) {
            throw new Ec2Exception(
                    "NetworkAclEntryAlreadyExists",
                    "The network acl entry identified by " + entry.number()
                            + " already exists. Use ReplaceNetworkAclEntry, or another number.");
        }
        if (entries.size() >= limit) {
            throw new Ec2Exception(
                    "NetworkAclEntryLimitExceeded", "The network ACL '" + id() + "' has its " + limit + " entries.");
        }
        entries.add(entry);
        return withEntries(direction, entries);
    }

    /**
     * The ACL with an entry of a number replaced.
     *
     * @throws Ec2Exception {@code InvalidNetworkAclEntry.NotFound}, {@code MissingParameter} or {@code InvalidParameterValue}
     */
    public NetworkAcl replacing(Direction direction, AclEntry entry) {
        check(entry);
        return without(direction, entry.number()).with(direction, entry, Integer.MAX_VALUE);
    }

    /**
     * The ACL without the entry of a number.
     *
     * @throws Ec2Exception {@code InvalidNetworkAclEntry.NotFound}
     */
    public NetworkAcl without(Direction direction, int number) {
        List<AclEntry> entries = new ArrayList<>(entries(direction));
        if (!entries.removeIf(entry -> entry.number() == number)) {
            throw new Ec2Exception(
                    "InvalidNetworkAclEntry.NotFound",
                    "The network acl entry identified by " + number + " does not exist in " + id() + ".");
        }
        return withEntries(direction, entries);
    }

    private static void check(AclEntry entry) {
        Required.value(entry.selector(), "protocol");
        Required.value(entry.cidr(), "cidrBlock");
        if (entry.number() < 1 || entry.number() > AclEntry.LAST_NUMBER) {
            throw Ec2Exception.invalidValue(
                    Integer.toString(entry.number()), "ruleNumber", "It is 1 to " + AclEntry.LAST_NUMBER + ".");
        }
        String problem = entry.selector().problem();
        if (problem != null) {
            throw Ec2Exception.invalidValue(entry.selector().toString(), "portRange", problem);
        }
    }

    private NetworkAcl withEntries(Direction direction, List<AclEntry> entries) {
        return direction == Direction.INGRESS
                ? new NetworkAcl(key, vpcKey, isDefault, entries, egress)
                : new NetworkAcl(key, vpcKey, isDefault, ingress, entries);
    }
}
