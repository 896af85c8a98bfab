package io.ringlane.cloud.ec2;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is refused of route tables, gateways and peerings. */
class RoutingErrorCodesTest extends ErrorCodes {

    static Stream<Arguments> calls() {
        return Stream.of(
                refused(
                        "RouteAlreadyExists",
                        "default",
                        w -> w.ec2.routeTables().createRoute(w.table, "0.0.0.0/0", w.nat)),
                refused(
                        "RouteAlreadyExists",
                        "local",
                        w -> w.ec2.routeTables().createRoute(w.table, "10.0.0.0/16", w.nat)),
                refused(
                        "RouteLimitExceeded",
                        "a fourth",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.nat)),
                refused(
                        "InvalidParameterValue",
                        "more specific than local, to an internet gateway",
                        w -> w.ec2.routeTables().createRoute(w.table, "10.0.1.0/24", w.gateway)),
                refused(
                        "InvalidParameterValue",
                        "kept for services",
                        w -> w.ec2.routeTables().createRoute(w.table, "169.254.169.0/24", w.nat)),
                refused(
                        "InvalidParameterValue",
                        "gateway of nobody",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.looseGateway)),
                refused(
                        "InvalidParameterValue",
                        "interface of another VPC",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.inOtherVpc.id())),
                refused(
                        "InvalidParameterValue",
                        "a subnet as target",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", w.subnet)),
                refused(
                        "NatGatewayNotFound",
                        "no NAT gateway",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", none("nat"))),
                refused(
                        "InvalidVpcPeeringConnectionID.NotFound",
                        "no peering",
                        w -> w.ec2.routeTables().createRoute(w.table, "8.8.8.0/24", none("pcx"))),
                refused(
                        "InvalidRoute.NotFound",
                        "no route",
                        w -> w.ec2.routeTables().deleteRoute(w.table, "8.8.8.0/24")),
                refused(
                        "InvalidParameterValue",
                        "local",
                        w -> w.ec2.routeTables().deleteRoute(w.table, "10.0.0.0/16")),
                refused(
                        "InvalidParameterValue",
                        "nothing to replace",
                        w -> w.ec2.routeTables().replaceRoute(w.table, "8.8.8.0/24", w.nat)),
                refused(
                        "DependencyViolation",
                        "main table",
                        w -> w.ec2.routeTables().delete(w.table)),
                refused(
                        "InvalidParameterValue",
                        "two VPCs",
                        w -> w.ec2.routeTables().associate(w.table, w.otherSubnet)),
                refused(
                        "Gateway.NotAttached",
                        "loose VPN gateway",
                        w -> w.ec2.routeTables().enableVgwRoutePropagation(w.table, w.vpn)),
                refused(
                        "InternetGatewayLimitExceeded",
                        "a third",
                        w -> w.ec2.internetGateways().create()),
                refused(
                        "Resource.AlreadyAssociated",
                        "attached already",
                        w -> w.ec2.internetGateways().attach(w.gateway, w.otherVpc)),
                refused(
                        "InvalidParameterValue",
                        "has another",
                        w -> w.ec2.internetGateways().attach(w.looseGateway, w.vpc)),
                refused(
                        "DependencyViolation",
                        "mapped addresses",
                        w -> w.ec2.internetGateways().detach(w.gateway, w.vpc)),
                refused(
                        "Gateway.NotAttached",
                        "not attached",
                        w -> w.ec2.internetGateways().detach(w.looseGateway, w.vpc)),
                refused(
                        "DependencyViolation",
                        "attached",
                        w -> w.ec2.internetGateways().delete(w.gateway)),
                refused(
                        "InvalidVpnGatewayAttachment.NotFound",
                        "not attached",
                        w -> w.ec2.vpn().detachGateway(w.vpn, w.vpc)),
                refused(
                        "InvalidCustomerGatewayID.NotFound",
                        "no site",
                        w -> w.ec2.vpn().createConnection(w.vpn, none("cgw"), List.of())),
                refused(
                        "InvalidParameterValue",
                        "with itself",
                        w -> w.ec2.peerings().create(w.vpc, w.vpc)),
                refused(
                        "InvalidParameterValue",
                        "overlap",
                        w -> w.ec2.peerings().create(w.vpc, w.overlapping)),
                refused(
                        "VpcPeeringConnectionAlreadyExists",
                        "again, the other way round",
                        w -> w.ec2.peerings().create(w.otherVpc, w.vpc)),
                refused(
                        "ActiveVpcPeeringConnectionPerVpcLimitExceeded",
                        "a second",
                        w -> w.ec2.peerings().create(w.otherVpc, w.overlapping)),
                refusedAfter(
                        "InvalidStateTransition",
                        "rejected after it was accepted",
                        w -> w.ec2.peerings().accept(w.peering),
                        w -> w.ec2.peerings().reject(w.peering)),
                refused(
                        "Resource.AlreadyAssociated",
                        "address in use",
                        w -> w.ec2.natGateways().create(w.subnet, w.bound.id())),
                refused(
                        "Gateway.NotAttached",
                        "no internet gateway",
                        w -> w.ec2.natGateways().create(w.otherSubnet, w.free.id())));
    }
}
