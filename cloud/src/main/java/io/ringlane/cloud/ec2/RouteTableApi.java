package io.ringlane.cloud.ec2;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.RouteTarget;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.cloud.vpc.VpnConnection;
import io.ringlane.cloud.vpc.VpnGateway;
import java.util.ArrayList;
import java.util.List;

/** Route tables and their routes. */
public final class RouteTableApi {

    private final Control control;

    RouteTableApi(Control control) {
        this.control = control;
    }

    /**
     * Makes a table with nothing but the local routes.
     *
     * @throws Ec2Exception {@code InvalidVpcID.NotFound} or {@code RouteTableLimitExceeded}
     */
    public RouteTable create(String vpcId) {
        return control.change(draft -> {
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            int limit = control.settings().count(Setting.ROUTE_TABLES_PER_VPC);
            long tables = draft.all(Table.ROUTE_TABLES).stream()
                    .filter(each -> each.vpcKey() == vpc.key())
                    .count();
            if (tables >= limit) {
                throw new Ec2Exception(
                        "RouteTableLimitExceeded", "The VPC '" + vpcId + "' has its " + limit + " route tables.");
            }
            long key = draft.newKey();
            return put(draft, RouteTable.of(key, vpc.key(), vpc.cidrs(), vpc.ipv6Cidr()));
        });
    }

    /**
     * Deletes a table.
     *
     * @throws Ec2Exception {@code DependencyViolation} for a main table, or one that subnets have
     */
    public void delete(String tableId) {
        control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            if (draft.find(Table.VPCS, table.vpcKey()).mainRouteTableKey() == table.key()) {
                throw Ec2Exception.dependency(tableId, "it is the main route table of its VPC.");
            }
            for (Subnet each : draft.all(Table.SUBNETS)) {
                if (each.routeTableKey() == table.key()) {
                    throw Ec2Exception.dependency(tableId, "the subnet '" + each.id() + "' is associated with it.");
                }
            }
            draft.remove(Table.ROUTE_TABLES, table.key());
            return null;
        });
    }

    /**
     * Gives a subnet a table of its own; one that it had before is replaced.
     *
     * @throws Ec2Exception {@code InvalidParameterValue} if they are of two VPCs
     */
    public Subnet associate(String tableId, String subnetId) {
        return control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            checkSameVpc(table.vpcKey() == subnet.vpcKey(), "Route table", tableId, "subnet", subnetId);
            return draft.put(Table.SUBNETS, subnet.key(), subnet.withRouteTable(table.key()));
        });
    }

    /** Gives a subnet its VPC's main table. */
    public Subnet disassociate(String subnetId) {
        return control.change(draft -> {
            Subnet subnet = draft.require(Table.SUBNETS, subnetId);
            return draft.put(Table.SUBNETS, subnet.key(), subnet.withRouteTable(0));
        });
    }

    /**
     * Adds a route.
     *
     * @param targetId {@code igw-}, {@code nat-}, {@code pcx-}, {@code vgw-}, {@code eni-} or {@code i-}
     * @throws Ec2Exception {@code RouteAlreadyExists}, {@code RouteLimitExceeded}, {@code InvalidParameterValue}, or the
     *     {@code NotFound} code of the target
     */
    public RouteTable createRoute(String tableId, String destination, String targetId) {
        return control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            RouteTarget target = target(draft, table, targetId);
            Cidr cidr = Cidr.parse(destination, "destinationCidrBlock");
            return put(draft, table.withRoute(cidr, target, control.settings().count(Setting.ROUTES_PER_TABLE)));
        });
    }

    /** Lets a route lead elsewhere; errors as {@link #createRoute}. */
    public RouteTable replaceRoute(String tableId, String destination, String targetId) {
        return control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            RouteTarget target = target(draft, table, targetId);
            return put(draft, table.withTarget(Cidr.parse(destination, "destinationCidrBlock"), target));
        });
    }

    /**
     * Removes a route.
     *
     * @throws Ec2Exception {@code InvalidRoute.NotFound}, or {@code InvalidParameterValue} for a local one
     */
    public RouteTable deleteRoute(String tableId, String destination) {
        return control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            return put(draft, table.withoutRoute(Cidr.parse(destination, "destinationCidrBlock")));
        });
    }

    /**
     * Lets a table learn the routes of its VPC's virtual private gateway.
     *
     * @throws Ec2Exception {@code Gateway.NotAttached} or {@code RouteLimitExceeded}
     */
    public RouteTable enableVgwRoutePropagation(String tableId, String vpnGatewayId) {
        return control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            VpnGateway gateway = draft.require(Table.VPN_GATEWAYS, vpnGatewayId);
            if (gateway.vpcKey() != table.vpcKey()) {
                throw new Ec2Exception(
                        "Gateway.NotAttached",
                        "The gateway '" + vpnGatewayId + "' is not attached to the VPC of '" + tableId + "'.");
            }
            return put(draft, table.withPropagated(gateway.key(), learned(draft, gateway.key())));
        });
    }

    /** Lets a table learn no more. */
    public RouteTable disableVgwRoutePropagation(String tableId) {
        return control.change(draft -> {
            RouteTable table = draft.require(Table.ROUTE_TABLES, tableId);
            return put(draft, table.withPropagated(0, List.of()));
        });
    }

    /** Brings every table that learns from a gateway up to date. */
    static void propagate(RegionDraft draft, long gatewayKey, Control control) {
        List<Cidr> routes = learned(draft, gatewayKey);
        int limit = control.settings().count(Setting.PROPAGATED_ROUTES_PER_TABLE);
        if (routes.size() > limit) {
            throw new Ec2Exception("RouteLimitExceeded", "A route table learns " + limit + " routes at most.");
        }
        for (RouteTable each : draft.all(Table.ROUTE_TABLES)) {
            if (each.propagatingGatewayKey() == gatewayKey) {
                put(draft, each.withPropagated(gatewayKey, routes));
            }
        }
    }

    private static List<Cidr> learned(RegionDraft draft, long gatewayKey) {
        List<Cidr> routes = new ArrayList<>();
        for (VpnConnection each : draft.all(Table.VPN_CONNECTIONS)) {
            if (each.vpnGatewayKey() == gatewayKey) {
                routes.addAll(each.routes());
            }
        }
        return routes.stream().distinct().toList();
    }

    private static RouteTable put(RegionDraft draft, RouteTable table) {
        return draft.put(Table.ROUTE_TABLES, table.key(), table);
    }

    private static RouteTarget target(RegionDraft draft, RouteTable table, String targetId) {
        RouteTarget target = RouteTarget.of(targetId);
        long vpc = table.vpcKey();
        boolean sameVpc = switch (target.kind()) {
            case INTERNET_GATEWAY ->
                draft.require(Table.INTERNET_GATEWAYS, targetId).vpcKey() == vpc;
            case NAT_GATEWAY -> draft.require(Table.NAT_GATEWAYS, targetId).vpcKey() == vpc;
            case PEERING -> draft.require(Table.PEERINGS, targetId).joins(vpc);
            case VPN_GATEWAY -> draft.require(Table.VPN_GATEWAYS, targetId).vpcKey() == vpc;
            case INTERFACE -> draft.require(Table.INTERFACES, targetId).vpcKey() == vpc;
            default ->
                singleInterface(draft.require(Table.INSTANCES, targetId))
                                .launch()
                                .vpcKey()
                        == vpc;
        };
        checkSameVpc(sameVpc, "route table", table.id(), "target", targetId);
        return target;
    }

    private static Instance singleInterface(Instance instance) {
        if (instance.interfaceKeys().length > 1) {
            throw new Ec2Exception(
                    "InvalidInstanceID",
                    "There are multiple interfaces attached to instance '" + instance.id()
                            + "'. Please specify an interface ID for the operation instead.");
        }
        return instance;
    }

    private static void checkSameVpc(boolean same, String what, String id, String other, String otherId) {
        if (!same) {
            throw new Ec2Exception(
                    "InvalidParameterValue",
                    what + " " + id + " and " + other + " " + otherId + " belong to different networks");
        }
    }

    /** A table as it stands. */
    public RouteTable describe(String tableId) {
        return control.settled().require(Table.ROUTE_TABLES, tableId);
    }

    /** Whether a route's target cannot be reached, which EC2 shows as the state {@code blackhole}. */
    public boolean isBlackhole(String tableId, Route route) {
        RegionView region = control.settled();
        long vpc = region.require(Table.ROUTE_TABLES, tableId).vpcKey();
        RouteTarget target = Required.value(route, "route").target();
        if (target.isLocal()) {
            return false;
        }
        Vpc own = region.find(Table.VPCS, vpc);
        return switch (target.kind()) {
            case INTERNET_GATEWAY -> own.internetGatewayKey() != target.key();
            case NAT_GATEWAY -> region.find(Table.NAT_GATEWAYS, target.key()) == null;
            case VPN_GATEWAY -> own.vpnGatewayKey() != target.key();
            case PEERING -> {
                Peering peering = region.find(Table.PEERINGS, target.key());
                yield peering == null || peering.status() != Peering.Status.ACTIVE;
            }
            case INTERFACE -> !isRunning(region, region.find(Table.INTERFACES, target.key()));
            default -> {
                Instance instance = region.find(Table.INSTANCES, target.key());
                yield instance == null || !instance.isRunning();
            }
        };
    }

    private static boolean isRunning(RegionView region, NetworkInterface each) {
        return each != null
                && each.attachment() != null
                && region.find(Table.INSTANCES, each.attachment().instanceKey()).isRunning();
    }
}
