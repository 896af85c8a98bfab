package io.ringlane.cloud.state;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.KeySequence;
import io.ringlane.cloud.resource.LongMap;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Subnet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One change of a region, from a state to the next. Thrown away if the change fails, and then nothing has happened.
 *
 * <p>Keeps the indexes of addresses and the counts of uses in step with the interfaces. One thread.
 */
public final class RegionDraft extends RegionView {

    private final KeySequence keys;
    private final Cidr publicPool;
    private final long nowNs;
    private final Set<Long> touchedAddresses = new LinkedHashSet<>();
    private final Set<Long> releasedAddresses = new LinkedHashSet<>();
    private final List<Instance> due = new ArrayList<>();
    private final Set<Long> touched = new HashSet<>();
    private final Set<Long> touchedRoutes = new HashSet<>();
    private final Set<Long> touchedInterfaces = new LinkedHashSet<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private int remaps;

    /**
     * @param publicPool where public addresses come from
     * @param nowNs the time of the change
     */
    public RegionDraft(RegionView from, KeySequence keys, Cidr publicPool, long nowNs) {
        super(from);
        this.keys = keys;
        this.publicPool = publicPool;
        this.nowNs = nowNs;
    }

    /** What the change did, once it stands. */
    public Change change(RegionState after) {
        Set<Long> instances = new LinkedHashSet<>();
        due.forEach(each -> instances.add(each.key()));
        touchedRoutes.removeAll(touched);
        touched.addAll(touchedRoutes);
        return new Change(after, touched, touchedRoutes, touchedInterfaces, instances);
    }

    /** The changed region. The draft must not be used any more. */
    public RegionState freeze() {
        return new RegionState(this);
    }

    /** The time of the change. */
    public long nowNs() {
        return nowNs;
    }

    /** A key for something new. */
    public long newKey() {
        return keys.key(++lastNumber);
    }

    /** A MAC address for something new. */
    public long newMac() {
        return keys.mac(++lastNumber);
    }

    /** A number for a new VPC. */
    public int newVpcNumber() {
        return ++vpcsEver;
    }

    /** Adds or replaces a resource; for interfaces see {@link #putInterface}. */
    public <V> V put(Table<V> table, long key, V value) {
        touch(table, key, find(table, key), value);
        tables[table.index()] = map(table).with(key, value);
        return value;
    }

    /** Removes a resource; for interfaces see {@link #removeInterface}. */
    public void remove(Table<?> table, long key) {
        touched.add(key);
        touched.add(Dependency.all(table));
        tables[table.index()] = map(table).without(key);
    }

    /** Notes what a decision could notice of a change. */
    private void touch(Table<?> table, long key, Object before, Object next) {
        if (before == null) {
            touched.add(Dependency.all(table)); // nobody has read what was not there, but that it was not
        } else if (before instanceof Subnet subnet) {
            if (!subnet.withUse(0, 0).equals(((Subnet) next).withUse(0, 0))) {
                touched.add(key);
            }
        } else if (before instanceof Instance instance) {
            if (!forwardsAlike(instance, (Instance) next)) {
                touched.add(key);
            }
        } else if (before instanceof RouteTable routes) {
            touchRoutes(key, routes.routes(), ((RouteTable) next).routes());
        } else {
            touched.add(key);
            touched.add(Dependency.all(table));
        }
    }

    private static boolean forwardsAlike(Instance a, Instance b) {
        return a.isRunning() == b.isRunning()
                && a.hostId() == b.hostId()
                && (a.interfaceKeys().length == 0) == (b.interfaceKeys().length == 0)
                && (a.interfaceKeys().length == 0 || a.interfaceKeys()[0] == b.interfaceKeys()[0]);
    }

    private void touchRoutes(long tableKey, List<Route> before, List<Route> next) {
        Set<Route> differing = new HashSet<>(before);
        for (Route route : next) {
            if (!differing.remove(route)) {
                differing.add(route);
            }
        }
        differing.forEach(route -> Dependency.touch(tableKey, route, touchedRoutes::add));
    }

    private void touch(NetworkInterface each) {
        touched.add(each.key());
        touchedInterfaces.add(each.key());
        for (int i = 0; i < each.ipv4Count(); i++) {
            touched.add(Dependency.address(each.vpcNumber(), IpAddress.ofIpv4(each.ipv4(i))));
            if (each.publicIpv4(i) != 0) {
                touched.add(Dependency.publicAddress(each.publicIpv4(i)));
            }
        }
        for (int i = 0; i < each.ipv6Count(); i++) {
            touched.add(Dependency.address(each.vpcNumber(), each.ipv6(i)));
        }
    }

    /** Adds or replaces an instance, and notes when its state ends by itself. */
    public Instance putInstance(Instance instance) {
        due.add(instance);
        return put(Table.INSTANCES, instance.key(), instance);
    }

    /** Adds or replaces an interface. */
    public NetworkInterface putInterface(NetworkInterface next) {
        NetworkInterface before = find(Table.INTERFACES, next.key());
        if (before != null) {
            unindex(before);
        } else {
            byMac = byMac.with(next.mac(), next.key());
        }
        index(next);
        int more = next.ipv4Count() - (before == null ? 0 : before.ipv4Count());
        use(next, more);
        return put(Table.INTERFACES, next.key(), next);
    }

    /** Removes an interface and frees its private addresses. */
    public void removeInterface(NetworkInterface doomed) {
        unindex(doomed);
        byMac = byMac.without(doomed.mac());
        use(doomed, -doomed.ipv4Count());
        remove(Table.INTERFACES, doomed.key());
    }

    private void use(NetworkInterface of, int addresses) {
        if (addresses != 0) {
            Subnet subnet = find(Table.SUBNETS, of.subnetKey());
            put(Table.SUBNETS, subnet.key(), subnet.withUse(subnet.used() + addresses, subnet.cursor()));
        }
    }

    private void index(NetworkInterface each) {
        touch(each);
        for (int i = 0; i < each.ipv4Count(); i++) {
            byPrivateIpv4 = byPrivateIpv4.with(addressKey(each.vpcNumber(), each.ipv4(i)), each);
            if (each.publicIpv4(i) != 0) {
                byPublicIpv4 = byPublicIpv4.with(each.publicIpv4(i), each);
            }
        }
        for (int i = 0; i < each.ipv6Count(); i++) {
            IpAddress address = each.ipv6(i);
            LongMap<NetworkInterface> subnet = byIpv6.getOrDefault(address.high(), LongMap.empty());
            byIpv6 = byIpv6.with(address.high(), subnet.with(address.low(), each));
        }
        if (each.attachment() != null && !each.attachment().isPrimary()) {
            byAttachment = byAttachment.with(each.attachment().key(), each);
        }
        count(each, 1);
    }

    private void unindex(NetworkInterface each) {
        touch(each);
        for (int i = 0; i < each.ipv4Count(); i++) {
            byPrivateIpv4 = byPrivateIpv4.without(addressKey(each.vpcNumber(), each.ipv4(i)));
            if (each.publicIpv4(i) != 0) {
                byPublicIpv4 = byPublicIpv4.without(each.publicIpv4(i));
            }
        }
        for (int i = 0; i < each.ipv6Count(); i++) {
            IpAddress address = each.ipv6(i);
            LongMap<NetworkInterface> subnet = byIpv6.get(address.high()).without(address.low());
            byIpv6 = subnet.size() == 0 ? byIpv6.without(address.high()) : byIpv6.with(address.high(), subnet);
        }
        if (each.attachment() != null) {
            byAttachment = byAttachment.without(each.attachment().key());
        }
        count(each, -1);
    }

    private void count(NetworkInterface each, int more) {
        addUse(each.subnetKey(), more);
        for (int i = 0; i < each.groupCount(); i++) {
            addUse(each.group(i), more);
        }
    }

    private void addUse(long key, int more) {
        int count = interfacesOf(key) + more;
        uses = count == 0 ? uses.without(key) : uses.with(key, count);
    }

    /**
     * A free private address of a subnet. It is taken once an interface that has it is put.
     *
     * @throws Ec2Exception {@code InsufficientFreeAddressesInSubnet}
     */
    public int freeIpv4(Subnet given, int vpcNumber) {
        Subnet subnet = find(Table.SUBNETS, given.key());
        int assignable = subnet.assignable();
        for (int i = 0; i < assignable; i++) {
            int offset = (subnet.cursor() + i) % assignable;
            int address = subnet.cidr().base().ipv4() + Subnet.RESERVED_FIRST + offset;
            if (!byPrivateIpv4.contains(addressKey(vpcNumber, address))) {
                put(Table.SUBNETS, subnet.key(), subnet.withUse(subnet.used(), (offset + 1) % assignable));
                return address;
            }
        }
        throw new Ec2Exception(
                "InsufficientFreeAddressesInSubnet",
                "There are not enough free addresses in subnet '" + subnet.id() + "' (" + subnet.cidr() + ") to satisfy"
                        + " the requested number: all " + assignable + " are taken, five are reserved.");
    }

    /**
     * A public address of the pool; never one that was given back just now.
     *
     * @param owner the key of the Elastic IP that it becomes, or 0 for one that is lent
     * @throws Ec2Exception {@code InsufficientAddressCapacity}
     */
    public int takePublicIpv4(long owner) {
        int size = (int) Math.min(publicPool.size(), Integer.MAX_VALUE);
        for (int i = 0; i < size; i++) {
            int address = publicPool.base().ipv4() + publicCursor;
            publicCursor = (publicCursor + 1) % size;
            if (!publicOwners.contains(address)) {
                publicOwners = publicOwners.with(address, owner);
                autoAssigned += owner == 0 ? 1 : 0;
                return address;
            }
        }
        throw new Ec2Exception(
                "InsufficientAddressCapacity",
                "There are no public addresses left: the pool " + publicPool + " has given out all " + size
                        + ". Release some, or set another public-ipv4-pool.");
    }

    /** Gives a public address back to the pool. */
    public void returnPublicIpv4(int address) {
        autoAssigned -= publicOwners.get(address) == 0 ? 1 : 0;
        publicOwners = publicOwners.without(address);
    }

    /** Adds or replaces an Elastic IP. */
    public ElasticIp putElasticIp(ElasticIp address) {
        touchedAddresses.add(address.key());
        return put(Table.ELASTIC_IPS, address.key(), address);
    }

    /** Releases an Elastic IP. */
    public void removeElasticIp(ElasticIp address) {
        returnPublicIpv4(address.address());
        remove(Table.ELASTIC_IPS, address.key());
        releasedAddresses.add(address.key());
    }

    /** Notes that the use of an instance's Elastic IPs may have changed. */
    public void touchAddressesOf(Instance instance) {
        for (long key : instance.interfaceKeys()) {
            touchAddressesOf(find(Table.INTERFACES, key));
        }
    }

    /** Notes that the use of an interface's Elastic IPs may have changed. */
    public void touchAddressesOf(NetworkInterface of) {
        for (int i = 0; of.hasPublicAddress() && i < of.ipv4Count(); i++) {
            long elastic = elasticIpAt(of.publicIpv4(i));
            if (elastic != 0) {
                touchedAddresses.add(elastic);
            }
        }
    }

    /** Notes that an Elastic IP went from one address to another. */
    public void countRemap() {
        remaps++;
    }

    /** Has something done once the change stands. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Elastic IPs whose use may have changed. */
    public Set<Long> touchedAddresses() {
        return touchedAddresses;
    }

    /** Elastic IPs that were released. */
    public Set<Long> releasedAddresses() {
        return releasedAddresses;
    }

    /** Elastic IPs that went from one address to another. */
    public int remaps() {
        return remaps;
    }

    /** Instances that were put; the state of some ends by itself. */
    public List<Instance> changedInstances() {
        return due;
    }

    /** What is to be done once the change stands, in order. */
    public List<Runnable> actions() {
        return afterCommit;
    }
}
