package io.ringlane.cloud.ec2;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.state.RegionDraft;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.CustomerGateway;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.cloud.vpc.VpnConnection;
import io.ringlane.cloud.vpc.VpnGateway;
import java.util.ArrayList;
import java.util.List;

/** Virtual private gateways, customer gateways and the site-to-site VPN connections between them. */
public final class VpnApi {

    private final Control control;

    VpnApi(Control control) {
        this.control = control;
    }

    /** Makes a virtual private gateway that is attached to nothing. */
    public VpnGateway createGateway() {
        return control.change(draft -> put(draft, new VpnGateway(draft.newKey(), 0)));
    }

    /**
     * Attaches a gateway to a VPC.
     *
     * @throws Ec2Exception {@code Resource.AlreadyAssociated} if it is attached, {@code InvalidParameterValue} if the VPC
     *     has another
     */
    public VpnGateway attachGateway(String gatewayId, String vpcId) {
        return control.change(draft -> {
            VpnGateway gateway = draft.require(Table.VPN_GATEWAYS, gatewayId);
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            Attachable.check(draft, gatewayId, gateway.vpcKey(), vpc, vpc.vpnGatewayKey(), "a virtual private gateway");
            draft.put(Table.VPCS, vpc.key(), vpc.withGateways(vpc.internetGatewayKey(), gateway.key()));
            return put(draft, new VpnGateway(gateway.key(), vpc.key()));
        });
    }

    /**
     * Detaches a gateway. Static routes to it become black holes, learned ones go.
     *
     * @throws Ec2Exception {@code InvalidVpnGatewayAttachment.NotFound}
     */
    public VpnGateway detachGateway(String gatewayId, String vpcId) {
        return control.change(draft -> {
            VpnGateway gateway = draft.require(Table.VPN_GATEWAYS, gatewayId);
            Vpc vpc = draft.require(Table.VPCS, vpcId);
            if (gateway.vpcKey() != vpc.key()) {
                throw new Ec2Exception(
                        "InvalidVpnGatewayAttachment.NotFound",
                        "The attachment with vpn gateway ID '" + gatewayId + "' and vpc ID '" + vpcId
                                + "' does not exist");
            }
            for (RouteTable each : draft.all(Table.ROUTE_TABLES)) {
                if (each.propagatingGatewayKey() == gateway.key()) {
                    draft.put(Table.ROUTE_TABLES, each.key(), each.withPropagated(0, List.of()));
                }
            }
            draft.put(Table.VPCS, vpc.key(), vpc.withGateways(vpc.internetGatewayKey(), 0));
            return put(draft, new VpnGateway(gateway.key(), 0));
        });
    }

    /**
     * Deletes a gateway.
     *
     * @throws Ec2Exception {@code DependencyViolation} while it is attached or has connections
     */
    public void deleteGateway(String gatewayId) {
        control.change(draft -> {
            VpnGateway gateway = draft.require(Table.VPN_GATEWAYS, gatewayId);
            if (gateway.vpcKey() != 0) {
                throw Ec2Exception.dependency(gatewayId, "it is attached to a VPC.");
            }
            checkUnused(draft, gatewayId, gateway.key());
            draft.remove(Table.VPN_GATEWAYS, gateway.key());
            return null;
        });
    }

    /** Makes a customer gateway at a public address of the site. */
    public CustomerGateway createCustomerGateway(String address) {
        return control.change(draft -> {
            long key = draft.newKey();
            return draft.put(Table.CUSTOMER_GATEWAYS, key, new CustomerGateway(key, IpAddress.parse(address)));
        });
    }

    /** Deletes a customer gateway; {@code DependencyViolation} while it has connections. */
    public void deleteCustomerGateway(String gatewayId) {
        control.change(draft -> {
            CustomerGateway gateway = draft.require(Table.CUSTOMER_GATEWAYS, gatewayId);
            checkUnused(draft, gatewayId, gateway.key());
            draft.remove(Table.CUSTOMER_GATEWAYS, gateway.key());
            return null;
        });
    }

    private static void checkUnused(RegionDraft draft, String id, long key) {
        for (VpnConnection each : draft.all(Table.VPN_CONNECTIONS)) {
            if (each.vpnGatewayKey() == key || each.customerGatewayKey() == key) {
                throw Ec2Exception.dependency(id, "the VPN connection '" + each.id() + "' uses it.");
            }
        }
    }

    /**
     * Makes a site-to-site VPN connection with static routes.
     *
     * @param routes the site's networks
     */
    public VpnConnection createConnection(String vpnGatewayId, String customerGatewayId, List<String> routes) {
        return control.change(draft -> {
            VpnGateway gateway = draft.require(Table.VPN_GATEWAYS, vpnGatewayId);
            CustomerGateway customer = draft.require(Table.CUSTOMER_GATEWAYS, customerGatewayId);
            List<Cidr> networks = Required.value(routes, "destinationCidrBlock").stream()
                    .map(each -> Cidr.parse(each, "destinationCidrBlock"))
                    .distinct()
                    .toList();
            return put(draft, new VpnConnection(draft.newKey(), gateway.key(), customer.key(), networks));
        });
    }

    /**
     * Adds a network of the site.
     *
     * @throws Ec2Exception {@code RouteAlreadyExists}
     */
    public VpnConnection createRoute(String connectionId, String destination) {
        return control.change(draft -> {
            VpnConnection connection = draft.require(Table.VPN_CONNECTIONS, connectionId);
            Cidr network = Cidr.parse(destination, "destinationCidrBlock");
            List<Cidr> networks = new ArrayList<>(connection.routes());
            if (networks.contains(network)) {
                throw new Ec2Exception("RouteAlreadyExists", "The route identified by " + network + " already exists.");
            }
            networks.add(network);
            return put(
                    draft,
                    new VpnConnection(
                            connection.key(), connection.vpnGatewayKey(), connection.customerGatewayKey(), networks));
        });
    }

    /** Deletes a connection. */
    public void deleteConnection(String connectionId) {
        control.change(draft -> {
            VpnConnection connection = draft.require(Table.VPN_CONNECTIONS, connectionId);
            draft.remove(Table.VPN_CONNECTIONS, connection.key());
            RouteTableApi.propagate(draft, connection.vpnGatewayKey(), control);
            return null;
        });
    }

    private VpnConnection put(RegionDraft draft, VpnConnection connection) {
        draft.put(Table.VPN_CONNECTIONS, connection.key(), connection);
        RouteTableApi.propagate(draft, connection.vpnGatewayKey(), control);
        return connection;
    }

    private static VpnGateway put(RegionDraft draft, VpnGateway gateway) {
        return draft.put(Table.VPN_GATEWAYS, gateway.key(), gateway);
    }

    /** A virtual private gateway as it stands. */
    public VpnGateway describeGateway(String gatewayId) {
        return control.settled().require(Table.VPN_GATEWAYS, gatewayId);
    }

    /** A customer gateway as it stands. */
    public CustomerGateway describeCustomerGateway(String gatewayId) {
        return control.settled().require(Table.CUSTOMER_GATEWAYS, gatewayId);
    }

    /** A VPN connection as it stands. */
    public VpnConnection describeConnection(String connectionId) {
        return control.settled().require(Table.VPN_CONNECTIONS, connectionId);
    }
}
