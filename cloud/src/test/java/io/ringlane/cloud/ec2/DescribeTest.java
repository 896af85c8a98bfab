package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.vpc.FlowLog.Traffic;
import io.ringlane.cloud.vpc.Peering.Status;
import org.junit.jupiter.api.Test;

/** What has been made can be asked for, as it stands, until it is deleted. */
class DescribeTest {

    private final Everything world = new Everything();
    private final Ec2Region ec2 = world.ec2;

    @Test
    void shouldDescribeGateways() {
        assertThat(ec2.internetGateways().describe(world.gateway).vpcKey()).isEqualTo(ResourceKind.VPC.key(world.vpc));
        assertThat(ec2.internetGateways().describe(world.looseGateway).vpcKey()).isZero();
        ec2.internetGateways().delete(world.looseGateway);
        world.region.refuses(
                "InvalidInternetGatewayID.NotFound",
                () -> ec2.internetGateways().describe(world.looseGateway));

        assertThat(ec2.natGateways().describe(world.nat).subnetKey()).isEqualTo(ResourceKind.SUBNET.key(world.subnet));
        ec2.natGateways().delete(world.nat);
        world.region.refuses("NatGatewayNotFound", () -> ec2.natGateways().describe(world.nat));
    }

    @Test
    void shouldDescribeVpns() {
        assertThat(ec2.vpn().describeGateway(world.vpnGateway).vpcKey()).isEqualTo(ResourceKind.VPC.key(world.vpc));
        assertThat(ec2.vpn().describeCustomerGateway(world.customerGateway).address())
                .hasToString("192.0.2.1");
        assertThat(ec2.vpn().createRoute(world.connection, "172.31.0.0/16"))
                .isEqualTo(ec2.vpn().describeConnection(world.connection));
        ec2.vpn().deleteConnection(world.connection);
        world.region.refuses("InvalidVpnConnectionID.NotFound", () -> ec2.vpn().describeConnection(world.connection));
        ec2.vpn().deleteCustomerGateway(world.customerGateway);
        world.region.refuses(
                "InvalidCustomerGatewayID.NotFound", () -> ec2.vpn().describeCustomerGateway(world.customerGateway));
        ec2.vpn().deleteGateway(world.looseVpnGateway);
        world.region.refuses("InvalidVpnGatewayID.NotFound", () -> ec2.vpn().describeGateway(world.looseVpnGateway));
    }

    @Test
    void shouldDescribePeeringsAndFlowLogs() {
        assertThat(ec2.peerings().describe(world.peering).status()).isEqualTo(Status.PENDING_ACCEPTANCE);
        ec2.peerings().accept(world.peering);
        assertThat(ec2.peerings().describe(world.peering).status()).isEqualTo(Status.ACTIVE);
        ec2.peerings().delete(world.peering);
        world.region.refuses(
                "InvalidVpcPeeringConnectionID.NotFound", () -> ec2.peerings().describe(world.peering));

        assertThat(ec2.flowLogs().describe(world.flowLog).traffic()).isEqualTo(Traffic.ALL);
        ec2.flowLogs().delete(world.flowLog);
        world.region.refuses("InvalidFlowLogId.NotFound", () -> ec2.flowLogs().describe(world.flowLog));
    }
}
