package io.ringlane.cloud.vpc;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A route table: the longest prefix wins; of equal ones local before static before propagated.
 *
 * <p>Source: Amazon VPC User Guide, "Route priority".
 *
 * @param key its id's key
 * @param vpcKey its VPC
 * @param propagatingGatewayKey the virtual private gateway whose routes it learns, or 0
 * @param routes longest prefix first, so that the first that holds an address is the one to take
 */
public record RouteTable(long key, long vpcKey, long propagatingGatewayKey, List<Route> routes) {

    private static final Comparator<Route> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (Route route) -> -route.destination().prefixLength())
            .thenComparing(route -> route.destination().base().high())
            .thenComparing(route -> route.destination().base().low())
            .thenComparing(Route::origin);

    private static final List<Cidr> SERVICE_BLOCKS = List.of(
            Cidr.parse("169.254.168.0/22", "destinationCidrBlock"),
            Cidr.parse("fd00:ec2::/32", "destinationCidrBlock"));

    public RouteTable {
        routes = routes.stream().sorted(MOST_SPECIFIC_FIRST).toList();
    }

    /** A table with nothing but the local routes of a VPC's blocks. */
    public static RouteTable of(long key, long vpcKey, List<Cidr> cidrs, Cidr ipv6Cidr) {
        List<Route> local = new ArrayList<>();
        cidrs.forEach(cidr -> local.add(new Route(cidr, RouteTarget.LOCAL, Route.Origin.LOCAL)));
        if (ipv6Cidr != null) {
            local.add(new Route(ipv6Cidr, RouteTarget.LOCAL, Route.Origin.LOCAL));
        }
        return new RouteTable(key, vpcKey, 0, local);
    }

    /** {@code rtb-...}. */
    public String id() {
        return ResourceKind.ROUTE_TABLE.id(key);
    }

    /** The route of an address, or null if there is none. */
    public Route find(IpAddress address) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).destination().contains(address)) {
                return routes.get(i);
            }
        }
        return null;
    }

    /** The user's own route of exactly a block, or null. */
    public Route staticRoute(Cidr destination) {
        return first(route -> route.destination().equals(destination) && route.origin() == Route.Origin.STATIC);
    }

    /**
     * The table with one more route of the user's.
     *
     * @param limit most routes that are not propagated
     * @throws Ec2Exception {@code RouteAlreadyExists}, {@code RouteLimitExceeded} or {@code InvalidParameterValue}
     */
    public RouteTable withRoute(Cidr destination, RouteTarget target, int limit) {
        Route same =
                first(route -> route.destination().equals(destination) && route.origin() != Route.Origin.PROPAGATED);
        if (same != null) {
            throw new Ec2Exception(
                    "RouteAlreadyExists",
                    "The route identified by " + destination + " already exists; it leads to " + same.target() + ".");
        }
        checkDestination(destination, target);
        if (routes.stream()
                        .filter(route -> route.origin() != Route.Origin.PROPAGATED)
                        .count()
                >= limit) {
            throw new Ec2Exception(
                    "RouteLimitExceeded", "The route table '" + id() + "' has its " + limit + " routes.");
        }
        List<Route> more = new ArrayList<>(routes);
        more.add(new Route(destination, target, Route.Origin.STATIC));
        return new RouteTable(key, vpcKey, propagatingGatewayKey, more);
    }

    /**
     * The table with a route of the user's leading elsewhere.
     *
     * @throws Ec2Exception {@code InvalidParameterValue} if there is no such route
     */
    public RouteTable withTarget(Cidr destination, RouteTarget target) {
        if (staticRoute(destination) == null) {
            throw new Ec2Exception(
                    "InvalidParameterValue",
                    "There is no route defined for '" + destination + "' in the route table. Use CreateRoute instead.");
        }
        checkDestination(destination, target);
        return without(route -> route == staticRoute(destination)).withRoute(destination, target, Integer.MAX_VALUE);
    }

    /**
     * The table without a route of the user's.
     *
     * @throws Ec2Exception {@code InvalidRoute.NotFound}, or {@code InvalidParameterValue} for a local route
     */
    public RouteTable withoutRoute(Cidr destination) {
        Route doomed = staticRoute(destination);
        if (doomed != null) {
            return without(route -> route == doomed);
        }
        if (first(route -> route.destination().equals(destination)
                        && route.target().isLocal())
                != null) {
            throw Ec2Exception.invalidValue(
                    destination.toString(), "destinationCidrBlock", "A local route cannot be removed.");
        }
        throw new Ec2Exception(
                "InvalidRoute.NotFound",
                "no route with destination-cidr-block " + destination + " in route table " + id());
    }

    /** The table with the routes learned from a gateway replaced by others; 0 and none to learn no more. */
    public RouteTable withPropagated(long gatewayKey, List<Cidr> destinations) {
        List<Route> learned = new ArrayList<>(without(route -> route.origin() == Route.Origin.PROPAGATED).routes);
        RouteTarget gateway = new RouteTarget(ResourceKind.VPN_GATEWAY, gatewayKey);
        destinations.stream()
                .distinct()
                .forEach(cidr -> learned.add(new Route(cidr, gateway, Route.Origin.PROPAGATED)));
        return new RouteTable(key, vpcKey, gatewayKey, learned);
    }

    private void checkDestination(Cidr destination, RouteTarget target) {
        for (Cidr services : SERVICE_BLOCKS) {
            if (services.contains(destination)) {
                throw Ec2Exception.invalidValue(
                        destination.toString(),
                        "destinationCidrBlock",
                        "Routes within " + services + " are kept for services of the region.");
            }
        }
        Route local = first(route ->
                route.origin() == Route.Origin.LOCAL && route.destination().contains(destination));
        if (local != null && target.kind() != ResourceKind.NAT_GATEWAY && target.kind() != ResourceKind.INTERFACE) {
            throw Ec2Exception.invalidValue(
                    destination.toString(),
                    "destinationCidrBlock",
                    "It is more specific than the local route " + local.destination()
                            + ", so it can only lead to a NAT gateway or a network interface, not to " + target + ".");
        }
    }

    private RouteTable without(Predicate<Route> doomed) {
        return new RouteTable(
                key,
                vpcKey,
                propagatingGatewayKey,
                routes.stream().filter(doomed.negate()).toList());
    }

    private Route first(Predicate<Route> wanted) {
        return routes.stream().filter(wanted).findFirst().orElse(null);
    }
}
