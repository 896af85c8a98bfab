package io.ringlane.cloud.network;

import static io.ringlane.cloud.resource.ResourceKind.ELASTIC_IP;
import static io.ringlane.cloud.resource.ResourceKind.FLOW_LOG;
import static io.ringlane.cloud.resource.ResourceKind.INTERFACE;
import static io.ringlane.cloud.resource.ResourceKind.NAT_GATEWAY;
import static io.ringlane.cloud.resource.ResourceKind.NETWORK_ACL;
import static io.ringlane.cloud.resource.ResourceKind.PEERING;
import static io.ringlane.cloud.resource.ResourceKind.ROUTE_TABLE;
import static io.ringlane.cloud.resource.ResourceKind.SECURITY_GROUP;
import static io.ringlane.cloud.resource.ResourceKind.SUBNET;
import static io.ringlane.cloud.resource.ResourceKind.VPC;
import static io.ringlane.cloud.resource.ResourceKind.VPN_CONNECTION;
import static io.ringlane.cloud.resource.ResourceKind.VPN_GATEWAY;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.network.NetworkSpec.EntrySpec;
import io.ringlane.cloud.network.NetworkSpec.RouteSpec;
import io.ringlane.cloud.network.NetworkSpec.RouteTableSpec;
import io.ringlane.cloud.network.NetworkSpec.SecurityGroupSpec;
import io.ringlane.cloud.network.NetworkSpec.SubnetSpec;
import io.ringlane.cloud.network.NetworkSpec.VpnSpec;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.Subnet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes a network in an empty region, in the order that lets each thing name what it needs. */
public final class NetworkBuilder {

    private static final String ANYWHERE = "0.0.0.0/0";
    private static final String FAR_END = "203.0.113.1"; // for documentation, RFC 5737

    private final Ec2Region ec2;
    private final NetworkSpec spec;
    private final NetworkNames names = new NetworkNames();
    private final EventCalls calls;
    private final Map<String, String> publicTables = new HashMap<>(); // ids by a VPC's name

    /** @param instances every instance there will be */
    public NetworkBuilder(Ec2Region ec2, NetworkSpec spec, List<InstanceOrder> instances) {
        this.ec2 = ec2;
        this.spec = spec;
        this.calls = new EventCalls(ec2, names, instances);
    }

    /**
     * Makes everything, and launches instances.
     *
     * @param launched whether an instance is there from the start
     * @throws NetworkException that says which part is refused, and why; the region is then of no use
     */
    public void build(List<InstanceOrder> instances, Predicate<InstanceOrder> launched) {
        each(
                "vpcs",
                spec.vpcs(),
                vpc -> put(VPC, vpc.name(), ec2.vpcs().create(vpc.cidr()).id()));
        each("subnets", spec.subnets(), this::subnet);
        each("securityGroups", spec.securityGroups(), this::securityGroup);
        each("securityGroups", spec.securityGroups(), this::rules);
        each("networkAcls", spec.networkAcls(), acl -> {
            String id = ec2.networkAcls().create(id(VPC, acl.vpc())).id();
            put(NETWORK_ACL, acl.name(), id);
            acl.entries().forEach(entry -> entry(id, entry));
        });
        each("peerings", spec.peerings(), peering -> {
            String id = ec2.peerings()
                    .create(id(VPC, peering.requester()), id(VPC, peering.accepter()))
                    .id();
            put(PEERING, peering.name(), ec2.peerings().accept(id).id());
        });
        each("vpns", spec.vpns(), this::vpn);
        each(
                "elasticIps",
                spec.elasticIps(),
                address -> put(
                        ELASTIC_IP, address.name(), ec2.addresses().allocate().id()));
        each("natGateways", spec.natGateways(), nat -> {
            String address =
                    nat.elasticIp() == null ? ec2.addresses().allocate().id() : id(ELASTIC_IP, nat.elasticIp());
            put(
                    NAT_GATEWAY,
                    nat.name(),
                    ec2.natGateways().create(id(SUBNET, nat.subnet()), address).id());
        });
        each("instances", instances, instance -> {
            if (launched.test(instance)) {
                calls.launch(List.of(instance.name()));
            }
        });
        each("interfaces", spec.interfaces(), this::networkInterface);
        each("routeTables", spec.routeTables(), this::routeTable);
        each("subnets", spec.subnets(), this::associate);
        each("elasticIps", spec.elasticIps(), address -> {
            if (address.target() != null) {
                calls.associate(address.name(), address.target());
            }
        });
        each("flowLogs", spec.flowLogs(), log -> {
            String of = names.first(log.of(), VPC, SUBNET, INTERFACE);
            put(
                    FLOW_LOG,
                    log.name(),
                    ec2.flowLogs()
                            .create(of == null ? calls.eth0(log.of()) : of, log.traffic(), log.intervalSeconds())
                            .id());
        });
    }

    /** What the network's things are called. */
    public NetworkNames names() {
        return names;
    }

    /** What may happen to the network. */
    public EventCalls calls() {
        return calls;
    }

    private <T> void each(String section, List<T> items, Consumer<T> make) {
        for (int i = 0; i < items.size(); i++) {
            try {
                make.accept(items.get(i));
            } catch (Ec2Exception e) {
                throw new NetworkException(section, i, e, names);
            }
        }
    }

    private void put(ResourceKind kind, String name, String id) {
        names.put(kind, name, id);
    }

    private String id(ResourceKind kind, String name) {
        return names.id(kind, name);
    }

    private void subnet(SubnetSpec subnet) {
        Subnet made = ec2.vpcs().createSubnet(id(VPC, subnet.vpc()), subnet.cidr(), subnet.zone());
        put(SUBNET, subnet.name(), made.id());
        if (subnet.isPublic()) {
            calls.internetGateway(id(VPC, subnet.vpc()));
            ec2.vpcs().modifyMapPublicIpOnLaunch(made.id(), true);
        }
    }

    private void associate(SubnetSpec subnet) {
        String id = id(SUBNET, subnet.name());
        if (subnet.routeTable() != null) {
            ec2.routeTables().associate(id(ROUTE_TABLE, subnet.routeTable()), id);
        } else if (subnet.isPublic()) {
            ec2.routeTables().associate(publicTables.computeIfAbsent(subnet.vpc(), this::publicTable), id);
        }
        if (subnet.networkAcl() != null) {
            ec2.networkAcls().replaceAssociation(id(NETWORK_ACL, subnet.networkAcl()), id);
        }
    }

    private String publicTable(String vpc) {
        String table = ec2.routeTables().create(id(VPC, vpc)).id();
        ec2.routeTables().createRoute(table, ANYWHERE, calls.internetGateway(id(VPC, vpc)));
        for (VpnSpec vpn : spec.vpns()) {
            if (vpn.vpc().equals(vpc)) {
                ec2.routeTables().enableVgwRoutePropagation(table, id(VPN_GATEWAY, vpn.name()));
            }
        }
        return table;
    }

    private void securityGroup(SecurityGroupSpec group) {
        put(
                SECURITY_GROUP,
                group.name(),
                ec2.securityGroups()
                        .create(id(VPC, group.vpc()), group.name(), group.name())
                        .id());
    }

    private void rules(SecurityGroupSpec group) {
        group.ingress().forEach(rule -> calls.authorize(group.name(), Direction.INGRESS, rule));
        if (group.egress() != null) {
            SecurityRule everything = SecurityRule.of(Selector.ALL, ANYWHERE);
            ec2.securityGroups().revoke(id(SECURITY_GROUP, group.name()), Direction.EGRESS, everything);
            group.egress().forEach(rule -> calls.authorize(group.name(), Direction.EGRESS, rule));
        }
    }

    private void entry(String aclId, EntrySpec entry) {
        ec2.networkAcls()
                .createEntry(
                        aclId,
                        entry.direction(),
                        new AclEntry(entry.number(), entry.selector(), entry.isAllowed(), entry.cidr()));
    }

    /** The far end's own public address is of no interest: nothing is tunnelled for real. */
    private void vpn(VpnSpec vpn) {
        String gateway = ec2.vpn().createGateway().id();
        put(VPN_GATEWAY, vpn.name(), gateway);
        ec2.vpn().attachGateway(gateway, id(VPC, vpn.vpc()));
        String customer = ec2.vpn().createCustomerGateway(FAR_END).id();
        List<String> networks =
                vpn.networks().stream().map(network -> network.toString()).toList();
        put(
                VPN_CONNECTION,
                vpn.name(),
                ec2.vpn().createConnection(gateway, customer, networks).id());
        ec2.routeTables().enableVgwRoutePropagation(calls.mainTable(id(VPC, vpn.vpc())), gateway);
    }

    private void networkInterface(NetworkSpec.InterfaceSpec each) {
        io.ringlane.cloud.ec2.InterfaceSpec wanted = io.ringlane.cloud.ec2.InterfaceSpec.in(id(SUBNET, each.subnet()))
                .withAddress(each.address())
                .withGroups(calls.groupIds(each.groups()))
                .withDescription(each.name());
        String id = ec2.interfaces().create(wanted).id();
        put(INTERFACE, each.name(), id);
        if (!each.sourceDestCheck()) {
            ec2.interfaces().modifySourceDestCheck(id, false);
        }
        if (each.attachTo() != null) {
            calls.attach(each.name(), each.attachTo());
        }
    }

    private void routeTable(RouteTableSpec table) {
        put(
                ROUTE_TABLE,
                table.name(),
                ec2.routeTables().create(id(VPC, table.vpc())).id());
        for (RouteSpec route : table.routes()) {
            calls.createRoute(table.name(), route.to(), route.via());
        }
    }
}
