package io.ringlane.cloud.run;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.NetworkEnds;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.Table;
import io.ringlane.dataplane.nic.VirtualFunction;

/** The ports that the ends of flows have in a live region. One thread. */
final class LiveEnds {

    private static final long BROADCAST_MAC = 0xFFFF_FFFF_FFFFL;

    private final LiveRegion live;
    private final NetworkNames names;
    private final NetworkEnds ends;

    LiveEnds(final LiveRegion live, final NetworkNames names, final NetworkSpec network) {
        this.live = live;
        this.names = names;
        this.ends = new NetworkEnds(live.ec2(), names, network.vpns());
    }

    /** Where an end sends from now; null while it has no port. */
    VirtualFunction port(final String end) {
        if (end.equals(NetworkSpec.INTERNET)) {
            return live.internet();
        }
        if (ends.isBehindVpn(end)) {
            return live.vpn(names.find(ResourceKind.VPN_CONNECTION, end));
        }
        final NetworkInterface each = ends.interfaceOf(end);
        return isOnRunningInstance(each) ? live.port(each.id()) : null;
    }

    /** Whether the interface that a port is or was made for is on a running instance now; of a region's edges always. */
    boolean isRunning(final VirtualFunction port) {
        return !ResourceKind.INTERFACE.isIdOf(port.name())
                || isOnRunningInstance(
                        live.ec2().state().find(Table.INTERFACES, ResourceKind.INTERFACE.key(port.name())));
    }

    private boolean isOnRunningInstance(final NetworkInterface each) {
        final Instance instance = each == null || each.attachment() == null
                ? null
                : live.ec2().state().find(Table.INSTANCES, each.attachment().instanceKey());
        return instance != null && instance.isRunning();
    }

    /** The address that an end sends from; null while it has none. */
    IpAddress source(final String end, final int ipVersion) {
        return ends.source(end, ipVersion);
    }

    /**
     * The address that an end is reached at; null while it is not there.
     *
     * @throws RunException if it is there, is to be reached from the internet, and has no public address
     */
    IpAddress destination(final String end, final String sender, final int ipVersion) {
        final IpAddress address = ends.destination(end, sender, ipVersion);
        if (address == null && ipVersion == 6 && ends.interfaceOf(end) != null) {
            throw new RunException("'" + end + "' has no IPv6 address: give its subnet an ipv6Cidr");
        }
        if (address == null && ends.interfaceOf(end) != null) {
            throw new RunException("'" + end + "' has no public address, so nobody on the internet can send to it: put"
                    + " an Elastic IP on it, or launch it in a public subnet");
        }
        return address;
    }

    /** The MAC address that a port sends to for an address: a neighbour's, a group's, or the router's. */
    long nextHopMac(final VirtualFunction from, final IpAddress destination) {
        if (!ResourceKind.INTERFACE.isIdOf(from.name())) {
            return LiveRegion.ROUTER_MAC;
        }
        final long key = ResourceKind.INTERFACE.key(from.name());
        return isBroadcast(key, destination)
                ? BROADCAST_MAC
                : live.ec2().mapping().macOf(key, destination).orElse(LiveRegion.ROUTER_MAC);
    }

    /** Whether an address is everybody's, or everybody's of the subnet. */
    private boolean isBroadcast(final long interfaceKey, final IpAddress address) {
        final NetworkInterface sender = live.ec2().state().find(Table.INTERFACES, interfaceKey);
        return sender != null
                && live.ec2().state().find(Table.SUBNETS, sender.subnetKey()).isBroadcast(address);
    }
}
