package io.ringlane.cloud.scenario;

import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkSpec.NatGatewaySpec;
import io.ringlane.cloud.network.NetworkSpec.RouteSpec;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Subnet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Warns of NAT gateways that lead nowhere, and of routes to them whose packets they drop: EC2 takes both. */
final class NatLint {

    private final SoundPart sound;
    private final Scenario scenario;
    private final Problems problems;
    private final ScenarioNetwork network;
    private Set<String> lost; // routes of IPv6 that lead to one, as ids of tables and what is in them

    /** @param network as it is before any event */
    NatLint(SoundPart sound, Problems problems, ScenarioNetwork network) {
        this.sound = sound;
        this.scenario = sound.scenario();
        this.problems = problems;
        this.network = network;
        this.lost = lost();
    }

    void check() {
        checkGateways();
        checkRoutes();
    }

    /** EC2 makes one in any subnet of a VPC with an internet gateway; what comes out of a private one gets nowhere. */
    private void checkGateways() {
        for (int i = 0; i < scenario.network().natGateways().size(); i++) {
            final String name = scenario.network().natGateways().get(i).subnet();
            final Subnet subnet =
                    network.ec2().vpcs().describeSubnet(network.names().find(ResourceKind.SUBNET, name));
            final RouteTable table = network.ec2()
                    .state()
                    .find(Table.ROUTE_TABLES, network.ec2().state().routeTableOf(subnet));
            if (table.routes().stream().noneMatch(route -> route.target().kind() == ResourceKind.INTERNET_GATEWAY)) {
                problems.warning(
                        sound.node("natGateways", i, "subnet"),
                        "the subnet '" + name
                                + "' is private, so the NAT gateway leads nowhere: make the subnet public:"
                                + " true, or give its route table a route via igw");
            }
        }
    }

    private void checkRoutes() {
        final Set<String> gateways = scenario.network().natGateways().stream()
                .map(NatGatewaySpec::name)
                .collect(Collectors.toSet());
        for (int i = 0; i < scenario.network().routeTables().size(); i++) {
            for (final RouteSpec route : scenario.network().routeTables().get(i).routes()) {
                if (route.to().contains(":") && gateways.contains(route.via())) {
                    problems.warning(sound.node("routeTables", i, "routes"), message(route.to(), route.via()));
                }
            }
        }
    }

    /**
     * Warns of routes that an event has made, or led elsewhere.
     *
     * @param event index of the one that has happened last
     */
    void checkAfter(int event) {
        final Set<String> before = lost;
        lost = lost();
        for (final RouteTable table : network.ec2().state().all(Table.ROUTE_TABLES)) {
            for (final Route route : table.routes()) {
                if (isLost(route) && !before.contains(text(table, route))) {
                    final EventSpec made = scenario.events().get(event);
                    final YamlNode at = sound.node("events", event, "at");
                    problems.add(new Problem(
                            Problem.Severity.WARNING,
                            at.line(),
                            at.column(),
                            "event " + (event + 1) + ", " + made.text(),
                            message(
                                    route.destination().toString(),
                                    network.names()
                                            .nameOf(ResourceKind.NAT_GATEWAY.id(
                                                    route.target().key())))));
                }
            }
        }
    }

    private Set<String> lost() {
        final Set<String> found = new HashSet<>();
        for (final RouteTable table : network.ec2().state().all(Table.ROUTE_TABLES)) {
            for (final Route route : table.routes()) {
                if (isLost(route)) {
                    found.add(text(table, route));
                }
            }
        }
        return found;
    }

    private static boolean isLost(Route route) {
        return !route.destination().isIpv4() && route.target().kind() == ResourceKind.NAT_GATEWAY;
    }

    private static String text(RouteTable table, Route route) {
        return table.id() + " " + route;
    }

    private static String message(String to, String gateway) {
        return "what goes to " + to + " via the NAT gateway '" + gateway
                + "' will be dropped as nat_unsupported: it translates only IPv4, and addresses of IPv6"
                + " need no translation: write via: igw";
    }
}
