package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Subnet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Knows which MAC address and which host a private address stands for. A guest's ARP, neighbour and router requests are answered
 * from here by its host; they never reach another instance, and a broadcast goes nowhere.
 *
 * <p>Threads: any; takes no lock.
 */
public final class MappingService {

    private final Supplier<? extends RegionView> region;
    private final long routerMac;
    private final IpAddress routerLinkLocal;

    MappingService(Supplier<? extends RegionView> region, long routerMac) {
        this.region = region;
        this.routerMac = routerMac;
        this.routerLinkLocal = linkLocal(routerMac);
    }

    /** The link-local address that a MAC address stands for; RFC 4291, appendix A. */
    private static IpAddress linkLocal(long mac) {
        long companyId = (mac >>> 24 ^ 0x02_0000L) << 40;
        return new IpAddress(0xFE80L << 48, companyId | 0xFF_FE00_0000L | mac & 0xFF_FFFFL);
    }

    /** Whether an interface is in a subnet with an IPv6 block, whose router is advertised to it. */
    public boolean hasIpv6Router(long askerKey) {
        RegionView now = region.get();
        NetworkInterface asker = now.find(Table.INTERFACES, askerKey);
        return asker != null && now.find(Table.SUBNETS, asker.subnetKey()).ipv6Cidr() != null;
    }

    /** The MAC address of every subnet's router. */
    public long routerMac() {
        return routerMac;
    }

    /** The link-local IPv6 address of every subnet's router, made from its MAC address. */
    public IpAddress routerLinkLocal() {
        return routerLinkLocal;
    }

    /**
     * The answer to "who has": the MAC address of an interface of the asker's subnet, or the router's for the subnet's router,
     * the DNS address, IPv4 link-local services, and the router's own IPv6 link-local address. Nobody answers for other addresses,
     * for the asker's own (so that probes for duplicates succeed), for link-local ones of IPv6, of which every interface makes up its
     * own, or for broadcast.
     *
     * @param askerKey the interface that asks
     * @param wanted an IPv4 or IPv6 address
     */
    public OptionalLong macOf(long askerKey, IpAddress wanted) {
        RegionView now = region.get();
        NetworkInterface asker = now.find(Table.INTERFACES, askerKey);
        if (asker == null || asker.owns(wanted)) {
            return OptionalLong.empty();
        }
        Subnet subnet = now.find(Table.SUBNETS, asker.subnetKey());
        if (isRouters(subnet, wanted)) {
            return OptionalLong.of(routerMac);
        }
        NetworkInterface owner = subnet.contains(wanted) ? now.interfaceAt(asker.vpcNumber(), wanted) : null;
        return owner == null ? OptionalLong.empty() : OptionalLong.of(owner.mac());
    }

    /**
     * The interface that gets a frame which another one sends to a MAC address: of the same subnet and not a gateway's, whoever has
     * the packet's destination address.
     *
     * @param senderKey the interface that sends
     * @return null if nobody gets it
     */
    public NetworkInterface neighbourAt(long senderKey, long mac) {
        RegionView now = region.get();
        NetworkInterface neighbour = now.interfaceAtMac(mac);
        NetworkInterface sender = neighbour == null ? null : now.find(Table.INTERFACES, senderKey);
        return sender != null
                        && sender != neighbour
                        && sender.subnetKey() == neighbour.subnetKey()
                        && neighbour.type() == NetworkInterface.Type.INTERFACE
                ? neighbour
                : null;
    }

    private boolean isRouters(Subnet subnet, IpAddress wanted) {
        if (!wanted.isIpv4() && wanted.isLinkLocal()) { // of fe80::/10 the router has one; services are behind it
            return wanted.equals(routerLinkLocal);
        }
        return wanted.isLinkLocal()
                || wanted.equals(subnet.router())
                || wanted.equals(subnet.router().plus(1))
                || (subnet.ipv6Cidr() != null
                        && wanted.equals(subnet.ipv6Cidr().base().plus(1)));
    }

    /** The host of the instance that has a private address in a VPC; empty if nobody has it or it has no host. */
    public OptionalInt hostOf(int vpcNumber, IpAddress address) {
        RegionView now = region.get();
        NetworkInterface owner = now.interfaceAt(vpcNumber, address);
        if (owner == null || owner.attachment() == null) {
            return OptionalInt.empty();
        }
        Instance instance = now.find(Table.INSTANCES, owner.attachment().instanceKey());
        return instance.hostId() == Instance.NO_HOST ? OptionalInt.empty() : OptionalInt.of(instance.hostId());
    }
}
