package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.vpc.Route;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a site-to-site VPN: what route tables learn of it, and what may go when. */
class VpnApiTest {

    private final TestRegion region = new TestRegion();
    private final VpnApi vpn = region.ec2.vpn();
    private final String vpc = region.vpc("10.0.0.0/16");
    private final String table = region.mainTable(vpc);
    private final String gateway = vpn.createGateway().id();
    private final String site = vpn.createCustomerGateway("203.0.113.1").id();
    private String connection;

    @BeforeEach
    void setUp() {
        vpn.attachGateway(gateway, vpc);
        region.ec2.routeTables().enableVgwRoutePropagation(table, gateway);
        connection =
                vpn.createConnection(gateway, site, List.of("192.168.0.0/16")).id();
    }

    private List<String> learned() {
        return region.ec2.routeTables().describe(table).routes().stream()
                .filter(route -> route.origin() == Route.Origin.PROPAGATED)
                .map(route -> route.destination().toString())
                .toList();
    }

    @Test
    void shouldLearnTheNetworksOfAConnectionAndForgetThemWithIt() {
        vpn.createRoute(connection, "172.16.0.0/12");
        assertThat(learned()).containsExactlyInAnyOrder("192.168.0.0/16", "172.16.0.0/12");
        vpn.deleteConnection(connection);
        assertThat(learned()).isEmpty();
    }

    @Test
    void shouldLearnNothingOncePropagationIsOff() {
        region.ec2.routeTables().disableVgwRoutePropagation(table);
        vpn.createRoute(connection, "172.16.0.0/12");
        assertThat(learned()).isEmpty();
    }

    @Test
    void shouldKeepGatewaysThatAreInUse() {
        region.refuses("DependencyViolation", () -> vpn.deleteGateway(gateway));
        vpn.detachGateway(gateway, vpc);
        region.refuses("DependencyViolation", () -> vpn.deleteGateway(gateway));
        region.refuses("DependencyViolation", () -> vpn.deleteCustomerGateway(site));
        vpn.deleteConnection(connection);

        vpn.deleteCustomerGateway(site);
        vpn.deleteGateway(gateway);

        region.refuses("InvalidVpnGatewayID.NotFound", () -> vpn.deleteGateway(gateway));
        region.refuses("InvalidCustomerGatewayID.NotFound", () -> vpn.deleteCustomerGateway(site));
        region.refuses("InvalidVpnConnectionID.NotFound", () -> vpn.deleteConnection(connection));
    }
}
