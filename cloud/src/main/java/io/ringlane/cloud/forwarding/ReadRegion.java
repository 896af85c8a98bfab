package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.RouteRead;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.Subnet;
import java.util.List;

/** A region as a walk looks at it: what is read of it is noted, if anybody asks, so that a change finds who has read it. */
final class ReadRegion {

    private final RegionView region;
    private final Reads reads;

    /** @param reads takes what is read; null if nobody asks */
    ReadRegion(RegionView region, Reads reads) {
        this.region = region;
        this.reads = reads;
    }

    <V> V find(Table<V> table, long key) {
        read(key);
        return region.find(table, key);
    }

    <V> List<V> all(Table<V> table) {
        read(Dependency.all(table));
        return region.all(table);
    }

    NetworkInterface interfaceAt(int vpcNumber, IpAddress address) {
        read(Dependency.address(vpcNumber, address));
        return region.interfaceAt(vpcNumber, address);
    }

    /** Who has a public IPv4 address. */
    NetworkInterface interfaceAtPublic(IpAddress address) {
        read(Dependency.publicAddress(address.ipv4()));
        return region.interfaceAtPublic(address.ipv4());
    }

    NetworkInterface interfaceAtIpv6(IpAddress address) {
        read(Dependency.address(0, address));
        return region.interfaceAtIpv6(address);
    }

    Route routeFrom(Subnet subnet, IpAddress destination) {
        read(subnet.vpcKey()); // for its main table
        long tableKey = region.routeTableOf(subnet);
        read(Dependency.route(tableKey, destination));
        Route route = find(Table.ROUTE_TABLES, tableKey).find(destination);
        if (reads != null) {
            reads.addRoute(new RouteRead(tableKey, destination, route));
        }
        return route;
    }

    /** Notes that it matters which connections of a flow the instance of an interface remembers. */
    void readConnections(NetworkInterface at, Flow flow) {
        if (reads != null) {
            read(Dependency.connections(at.attachment().instanceKey(), flow));
        }
    }

    private void read(long dependency) {
        if (reads != null) {
            reads.add(dependency);
        }
    }
}
