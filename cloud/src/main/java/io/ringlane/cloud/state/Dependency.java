package io.ringlane.cloud.state;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.vpc.Route;
import java.util.function.LongConsumer;

/**
 * Names what a decision reads and what a change touches, as 64-bit numbers: a decision has to be made again when a change
 * touches anything that it read.
 *
 * <p>A resource's number is its key; everything else is hashed. Two things of one number only make a decision be made again
 * without need.
 */
public final class Dependency {

    private static final int PRIVATE = 1;
    private static final int PUBLIC = 2;
    private static final int TABLE = 3;
    private static final int ROUTES = 4;
    private static final int RECEIVER = 0;
    private static final int CONNECTION = 5; // and beyond, by port

    /** Routes of this many leading bits or more touch only addresses that share these. */
    private static final int IPV4_ROUTE_BITS = 24;

    /** Shorter IPv4 prefixes that touch at most 256 such groups of addresses, each by itself. */
    private static final int IPV4_FEW_BITS = 16;

    private static final int IPV6_ROUTE_BITS = 48;

    private Dependency() {}

    /** Who has a private address in a VPC, or an IPv6 address. */
    public static long address(int vpcNumber, IpAddress address) {
        return address.isIpv4()
                ? hash(PRIVATE, RegionView.addressKey(vpcNumber, address.ipv4()), 0)
                : hash(PRIVATE, address.high(), address.low());
    }

    /** Who has a public IPv4 address. */
    public static long publicAddress(int address) {
        return hash(PUBLIC, address, 0);
    }

    /** What there is of a kind. */
    public static long all(Table<?> table) {
        return hash(TABLE, table.index(), 0);
    }

    /** The route of an address; a change of shorter prefixes touches the whole table, which is its key. */
    public static long route(long tableKey, IpAddress destination) {
        return destination.isIpv4()
                ? hash(ROUTES, tableKey, destination.ipv4() >>> Integer.SIZE - IPV4_ROUTE_BITS)
                : hash(ROUTES, tableKey, destination.high() >>> Long.SIZE - IPV6_ROUTE_BITS);
    }

    /** What a change of a route touches in its table: 1 to 256 numbers. */
    static void touch(long tableKey, Route route, LongConsumer touched) {
        boolean isIpv4 = route.destination().isIpv4();
        int bits = route.destination().prefixLength();
        if (bits >= (isIpv4 ? IPV4_ROUTE_BITS : IPV6_ROUTE_BITS)) {
            touched.accept(route(tableKey, route.destination().base()));
        } else if (isIpv4 && bits >= IPV4_FEW_BITS) {
            int first = route.destination().base().ipv4();
            for (int i = 0; i < 1 << IPV4_ROUTE_BITS - bits; i++) {
                int group = first + (i << Integer.SIZE - IPV4_ROUTE_BITS);
                touched.accept(route(tableKey, IpAddress.ofIpv4(group)));
            }
        } else {
            touched.accept(tableKey);
        }
    }

    /** Whether somebody receives at an end of the region: an interface, a VPN connection or, with key 0, the internet. */
    public static long receiver(long key) {
        return hash(RECEIVER, key, 0);
    }

    /**
     * Which connections an instance remembers in this direction that differ in their source port only. Who opens one touches this
     * and the same of its {@linkplain Flow#reversed other direction}.
     */
    public static long connections(long instanceKey, Flow flow) {
        return hash(
                CONNECTION,
                end(flow.source(), 0)
                        + Long.rotateLeft(end(flow.destination(), flow.hasPorts() ? flow.destinationPort() : 0), 1)
                        + flow.protocol(),
                instanceKey);
    }

    private static long end(IpAddress address, int port) {
        return hash(CONNECTION + port, address.high(), address.low());
    }

    private static long hash(long kind, long a, long b) {
        long h = kind * 0x9E3779B97F4A7C15L ^ a;
        h = (h ^ h >>> 32) * 0xBF58476D1CE4E5B9L + b;
        h = (h ^ h >>> 29) * 0x94D049BB133111EBL;
        return h ^ h >>> 32;
    }
}
