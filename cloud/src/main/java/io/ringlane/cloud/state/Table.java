package io.ringlane.cloud.state;

import io.ringlane.cloud.address.ElasticIp;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.NetworkAcl;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.vpc.CustomerGateway;
import io.ringlane.cloud.vpc.FlowLog;
import io.ringlane.cloud.vpc.InternetGateway;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.cloud.vpc.VpnConnection;
import io.ringlane.cloud.vpc.VpnGateway;
import java.util.List;

/**
 * The kinds of resources that a state holds, each with its type.
 *
 * @param kind names the resources' ids
 */
public record Table<V>(ResourceKind kind) {

    public static final Table<Vpc> VPCS = new Table<>(ResourceKind.VPC);
    public static final Table<Subnet> SUBNETS = new Table<>(ResourceKind.SUBNET);
    public static final Table<RouteTable> ROUTE_TABLES = new Table<>(ResourceKind.ROUTE_TABLE);
    public static final Table<InternetGateway> INTERNET_GATEWAYS = new Table<>(ResourceKind.INTERNET_GATEWAY);
    public static final Table<NatGateway> NAT_GATEWAYS = new Table<>(ResourceKind.NAT_GATEWAY);
    public static final Table<VpnGateway> VPN_GATEWAYS = new Table<>(ResourceKind.VPN_GATEWAY);
    public static final Table<CustomerGateway> CUSTOMER_GATEWAYS = new Table<>(ResourceKind.CUSTOMER_GATEWAY);
    public static final Table<VpnConnection> VPN_CONNECTIONS = new Table<>(ResourceKind.VPN_CONNECTION);
    public static final Table<Peering> PEERINGS = new Table<>(ResourceKind.PEERING);
    public static final Table<SecurityGroup> SECURITY_GROUPS = new Table<>(ResourceKind.SECURITY_GROUP);
    public static final Table<NetworkAcl> NETWORK_ACLS = new Table<>(ResourceKind.NETWORK_ACL);
    public static final Table<NetworkInterface> INTERFACES = new Table<>(ResourceKind.INTERFACE);
    public static final Table<ElasticIp> ELASTIC_IPS = new Table<>(ResourceKind.ELASTIC_IP);
    public static final Table<Instance> INSTANCES = new Table<>(ResourceKind.INSTANCE);
    public static final Table<FlowLog> FLOW_LOGS = new Table<>(ResourceKind.FLOW_LOG);

    /** Every table, in the order of a description. */
    static final List<Table<?>> ALL = List.of(
            VPCS,
            SUBNETS,
            ROUTE_TABLES,
            INTERNET_GATEWAYS,
            NAT_GATEWAYS,
            VPN_GATEWAYS,
            CUSTOMER_GATEWAYS,
            VPN_CONNECTIONS,
            PEERINGS,
            SECURITY_GROUPS,
            NETWORK_ACLS,
            INTERFACES,
            ELASTIC_IPS,
            INSTANCES,
            FLOW_LOGS);

    int index() {
        return kind.ordinal();
    }
}
