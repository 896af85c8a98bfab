package io.ringlane.cloud.state;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.LongMap;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import java.util.Comparator;
import java.util.List;

/** What can be read of a region, whether it stands or is being changed. */
public abstract class RegionView {

    final LongMap<?>[] tables;
    LongMap<NetworkInterface> byPrivateIpv4; // by VPC number and address
    LongMap<LongMap<NetworkInterface>> byIpv6; // by each half of the address
    LongMap<NetworkInterface> byPublicIpv4;
    LongMap<NetworkInterface> byAttachment; // all but eth0's
    LongMap<Long> byMac; // their keys
    LongMap<Long> publicOwners; // public addresses that are taken: an Elastic IP's key, or 0 for the pool's own
    LongMap<Integer> uses; // how many interfaces name a subnet or a security group
    long lastNumber; // of keys
    int vpcsEver;
    int publicCursor;
    int autoAssigned;

    RegionView() {
        this.tables = new LongMap<?>[ResourceKind.values().length];
        for (Table<?> table : Table.ALL) {
            tables[table.index()] = LongMap.empty();
        }
        this.byPrivateIpv4 = LongMap.empty();
        this.byIpv6 = LongMap.empty();
        this.byPublicIpv4 = LongMap.empty();
        this.byAttachment = LongMap.empty();
        this.byMac = LongMap.empty();
        this.publicOwners = LongMap.empty();
        this.uses = LongMap.empty();
    }

    RegionView(RegionView from) {
        this.tables = from.tables.clone();
        this.byPrivateIpv4 = from.byPrivateIpv4;
        this.byIpv6 = from.byIpv6;
        this.byPublicIpv4 = from.byPublicIpv4;
        this.byAttachment = from.byAttachment;
        this.byMac = from.byMac;
        this.publicOwners = from.publicOwners;
        this.uses = from.uses;
        this.lastNumber = from.lastNumber;
        this.vpcsEver = from.vpcsEver;
        this.publicCursor = from.publicCursor;
        this.autoAssigned = from.autoAssigned;
    }

    @SuppressWarnings("unchecked") // a table's map holds what the table says, see RegionDraft.put
    final <V> LongMap<V> map(Table<V> table) {
        return (LongMap<V>) tables[table.index()];
    }

    /** The resource of a key, or null. */
    public final <V> V find(Table<V> table, long key) {
        return map(table).get(key);
    }

    /**
     * The resource of an id.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception the kind's {@code NotFound} code
     */
    public final <V> V require(Table<V> table, String id) {
        V found = find(table, table.kind().key(id));
        if (found == null) {
            throw table.kind().notFound(id);
        }
        return found;
    }

    /** Every resource of a kind, in no order that means anything. */
    public final <V> List<V> all(Table<V> table) {
        return map(table).values();
    }

    /** How many there are of a kind. */
    public final int count(Table<?> table) {
        return map(table).size();
    }

    /** The interface with a private address in a VPC, or null. */
    public final NetworkInterface interfaceAt(int vpcNumber, IpAddress address) {
        if (address.isIpv4()) {
            return byPrivateIpv4.get(addressKey(vpcNumber, address.ipv4()));
        }
        NetworkInterface found = interfaceAtIpv6(address);
        return found != null && found.vpcNumber() == vpcNumber ? found : null;
    }

    /** The interface with an IPv6 address, which is unique in the region, or null. */
    public final NetworkInterface interfaceAtIpv6(IpAddress address) {
        LongMap<NetworkInterface> subnet = byIpv6.get(address.high());
        return subnet == null ? null : subnet.get(address.low());
    }

    /** The interface that a public IPv4 address stands for, or null. */
    public final NetworkInterface interfaceAtPublic(int address) {
        return byPublicIpv4.get(address);
    }

    /** The interface with a MAC address, which no other has or will have, or null. */
    public final NetworkInterface interfaceAtMac(long mac) {
        Long key = byMac.get(mac);
        return key == null ? null : find(Table.INTERFACES, key);
    }

    /**
     * The interface of an attachment.
     *
     * @throws io.ringlane.cloud.resource.Ec2Exception {@code InvalidAttachmentID.NotFound}
     */
    public final NetworkInterface requireAttached(String attachmentId) {
        long key = ResourceKind.ATTACHMENT.key(attachmentId);
        NetworkInterface found = byAttachment.get(key);
        if (found != null) {
            return found;
        }
        // eth0 is not in the index: it has nothing to be detached, and is asked for by mistake only
        return all(Table.INTERFACES).stream()
                .filter(each -> each.attachment() != null && each.attachment().key() == key)
                .findFirst()
                .orElseThrow(() -> ResourceKind.ATTACHMENT.notFound(attachmentId));
    }

    /** The key of the Elastic IP with a public address; 0 if there is none. */
    public final long elasticIpAt(int address) {
        return publicOwners.getOrDefault(address, 0L);
    }

    /** How many interfaces lie in a subnet, or name a security group. */
    public final int interfacesOf(long subnetOrGroupKey) {
        return uses.getOrDefault(subnetOrGroupKey, 0);
    }

    /** Addresses of the pool that are lent to instances. */
    public final int autoAssigned() {
        return autoAssigned;
    }

    /** The route table of a subnet: its own, or the VPC's main one. */
    public final long routeTableOf(Subnet subnet) {
        if (subnet.routeTableKey() != 0) {
            return subnet.routeTableKey();
        }
        Vpc vpc = find(Table.VPCS, subnet.vpcKey());
        return vpc.mainRouteTableKey();
    }

    static long addressKey(int vpcNumber, int ipv4) {
        return (long) vpcNumber << 32 | Integer.toUnsignedLong(ipv4);
    }

    /** Everything, one line a resource: two equal texts are two equal regions. */
    public final String describe() {
        StringBuilder text = new StringBuilder();
        for (Table<?> table : Table.ALL) {
            map(table).values().stream()
                    .map(Object::toString)
                    .sorted(Comparator.naturalOrder())
                    .forEach(line -> text.append(line).append('\n'));
        }
        return text.append("public addresses taken: ")
                .append(publicOwners.size())
                .append(", of the pool: ")
                .append(autoAssigned)
                .append('\n')
                .toString();
    }
}
