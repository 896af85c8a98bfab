package io.ringlane.cloud.network;

import static io.ringlane.cloud.resource.ResourceKind.ELASTIC_IP;
import static io.ringlane.cloud.resource.ResourceKind.FLOW_LOG;
import static io.ringlane.cloud.resource.ResourceKind.INTERFACE;
import static io.ringlane.cloud.resource.ResourceKind.NAT_GATEWAY;
import static io.ringlane.cloud.resource.ResourceKind.NETWORK_ACL;
import static io.ringlane.cloud.resource.ResourceKind.ROUTE_TABLE;
import static io.ringlane.cloud.resource.ResourceKind.SECURITY_GROUP;
import static io.ringlane.cloud.resource.ResourceKind.SUBNET;
import static io.ringlane.cloud.resource.ResourceKind.VPC;
import static io.ringlane.cloud.resource.ResourceKind.VPN_CONNECTION;
import static io.ringlane.cloud.resource.ResourceKind.VPN_GATEWAY;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.NetworkSpec.EntrySpec;
import io.ringlane.cloud.network.NetworkSpec.FlowLogSpec;
import io.ringlane.cloud.network.NetworkSpec.NatGatewaySpec;
import io.ringlane.cloud.network.NetworkSpec.NetworkAclSpec;
import io.ringlane.cloud.network.NetworkSpec.RouteSpec;
import io.ringlane.cloud.network.NetworkSpec.RouteTableSpec;
import io.ringlane.cloud.network.NetworkSpec.RuleSpec;
import io.ringlane.cloud.network.NetworkSpec.SecurityGroupSpec;
import io.ringlane.cloud.network.NetworkSpec.SubnetSpec;
import io.ringlane.cloud.network.NetworkSpec.VpcSpec;
import io.ringlane.cloud.network.NetworkSpec.VpnSpec;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.security.Selector;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes a network in an empty region, in the order that lets each thing name what it needs. */
public final class NetworkBuilder {

    private static final String ANYWHERE = "0.0.0.0/0";
    private static final String ANYWHERE_IPV6 = "::/0";
    private static final int SUBNETS_OF_A_BLOCK = 256; // a /56 has so many /64
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
        this.calls = new EventCalls(ec2, names, spec, instances);
    }

    /**
     * Makes everything, and launches instances.
     *
     * @param isThere whether an instance, an Elastic IP or a peering is there from the start, by its name
     * @param isWhole whether everything is there that a part may name; if not, what names something else is passed over
     * @throws NetworkException that says which parts are refused, and why; the region is then of no use
     */
    public void build(List<InstanceOrder> instances, Predicate<String> isThere, boolean isWhole) {
        Faults faults = new Faults(names, isWhole);
        faults.each("vpcs", spec.vpcs(), (vpc, part) -> part.about("cidr", () -> vpc(vpc)));
        faults.each("subnets", spec.subnets(), (subnet, part) -> part.about("cidr", () -> subnet(subnet)));
        faults.each("securityGroups", spec.securityGroups(), (group, part) -> securityGroup(group));
        faults.each("securityGroups", spec.securityGroups(), this::rules);
        faults.each("networkAcls", spec.networkAcls(), this::networkAcl);
        faults.each("peerings", spec.peerings(), (peering, part) -> {
            if (isThere.test(peering.name())) {
                part.about("between", () -> calls.createPeering(peering.name()));
            }
        });
        faults.each("vpns", spec.vpns(), (vpn, part) -> part.about("vpc", () -> vpn(vpn)));
        faults.each("elasticIps", spec.elasticIps(), (address, part) -> {
            if (isThere.test(address.name())) {
                put(ELASTIC_IP, address.name(), ec2.addresses().allocate().id());
            }
        });
        faults.each("natGateways", spec.natGateways(), this::natGateway);
        faults.each("instances", instances, (instance, part) -> {
            if (isThere.test(instance.name())) {
                part.about("type", () -> calls.launch(List.of(instance.name())));
            }
        });
        faults.each("interfaces", spec.interfaces(), this::networkInterface);
        faults.each("routeTables", spec.routeTables(), this::routeTable);
        faults.each("subnets", spec.subnets(), this::associate);
        faults.each("elasticIps", spec.elasticIps(), (address, part) -> {
            if (address.target() != null && isThere.test(address.name())) {
                part.about("on", () -> calls.associate(address.name(), address.target()));
            }
        });
        faults.each("flowLogs", spec.flowLogs(), (log, part) -> part.about("of", () -> flowLog(log)));
        faults.throwIfAny();
    }

    /** What the network's things are called. */
    public NetworkNames names() {
        return names;
    }

    /** What may happen to the network. */
    public EventCalls calls() {
        return calls;
    }

    private void put(ResourceKind kind, String name, String id) {
        names.put(kind, name, id);
    }

    private String id(ResourceKind kind, String name) {
        return names.id(kind, name);
    }

    private void vpc(VpcSpec vpc) {
        Vpc made = vpc.isIpv6()
                ? ec2.vpcs().createWithIpv6(vpc.cidr())
                : ec2.vpcs().create(vpc.cidr());
        put(VPC, vpc.name(), made.id());
        names.describe(ROUTE_TABLE.id(made.mainRouteTableKey()), "the main route table of " + vpc.name());
        names.describe(NETWORK_ACL.id(made.defaultAclKey()), "the default network ACL of " + vpc.name());
        names.describe(SECURITY_GROUP.id(made.defaultGroupKey()), "the default security group of " + vpc.name());
    }

    private void subnet(SubnetSpec subnet) {
        String vpc = id(VPC, subnet.vpc());
        Subnet made = ec2.vpcs().createSubnet(vpc, subnet.cidr(), ipv6Cidr(subnet, vpc), subnet.zone());
        put(SUBNET, subnet.name(), made.id());
        if (subnet.isPublic()) {
            calls.internetGateway(id(VPC, subnet.vpc()));
            ec2.vpcs().modifyMapPublicIpOnLaunch(made.id(), true);
        }
    }

    /** The lowest block that no subnet has, nor is to have by its file's word. */
    private String ipv6Cidr(SubnetSpec subnet, String vpcId) {
        Cidr all = ec2.vpcs().describe(vpcId).ipv6Cidr();
        if (all == null || !NetworkSpec.AUTO.equals(subnet.ipv6Cidr())) {
            return subnet.ipv6Cidr(); // EC2 says what is wrong with it
        }
        Set<Cidr> taken = new HashSet<>();
        for (SubnetSpec each : spec.subnets()) {
            String made = names.find(SUBNET, each.name());
            if (made != null) {
                taken.add(ec2.vpcs().describeSubnet(made).ipv6Cidr());
            } else if (each.ipv6Cidr() != null && !NetworkSpec.AUTO.equals(each.ipv6Cidr())) {
                taken.add(Cidr.parse(each.ipv6Cidr(), "ipv6CidrBlock"));
            }
        }
        for (int i = 0; i < SUBNETS_OF_A_BLOCK; i++) {
            Cidr block = Cidr.of(new IpAddress(all.base().high() + i, 0), Long.SIZE);
            if (!taken.contains(block)) {
                return block.toString();
            }
        }
        throw new Ec2Exception(
                "SubnetLimitExceeded", "The IPv6 block " + all + " has no /64 left for '" + subnet.name() + "'.");
    }

    private boolean isIpv6(String vpcId) {
        return ec2.vpcs().describe(vpcId).ipv6Cidr() != null;
    }

    private void associate(SubnetSpec subnet, Faults.Part part) {
        String id = id(SUBNET, subnet.name());
        if (subnet.routeTable() != null) {
            part.about("routeTable", () -> ec2.routeTables().associate(id(ROUTE_TABLE, subnet.routeTable()), id));
        } else if (subnet.isPublic()) {
            part.about("public", () -> {
                String table = publicTables.computeIfAbsent(subnet.vpc(), this::publicTable);
                ec2.routeTables().associate(table, id);
            });
        }
        if (subnet.networkAcl() != null) {
            part.about(
                    "networkAcl", () -> ec2.networkAcls().replaceAssociation(id(NETWORK_ACL, subnet.networkAcl()), id));
        }
    }

    private String publicTable(String vpc) {
        String table = ec2.routeTables().create(id(VPC, vpc)).id();
        names.describe(table, "the route table of public subnets of " + vpc);
        String gateway = calls.internetGateway(id(VPC, vpc));
        ec2.routeTables().createRoute(table, ANYWHERE, gateway);
        if (isIpv6(id(VPC, vpc))) {
            ec2.routeTables().createRoute(table, ANYWHERE_IPV6, gateway);
        }
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

    private void rules(SecurityGroupSpec group, Faults.Part part) {
        rules(group.name(), Direction.INGRESS, group.ingress(), part);
        if (group.egress() != null) {
            SecurityRule everything = SecurityRule.of(Selector.ALL, ANYWHERE);
            ec2.securityGroups().revoke(id(SECURITY_GROUP, group.name()), Direction.EGRESS, everything);
            if (isIpv6(id(VPC, group.vpc()))) {
                SecurityRule everythingIpv6 = SecurityRule.of(Selector.ALL, ANYWHERE_IPV6);
                ec2.securityGroups().revoke(id(SECURITY_GROUP, group.name()), Direction.EGRESS, everythingIpv6);
            }
            rules(group.name(), Direction.EGRESS, group.egress(), part);
        }
    }

    private void rules(String group, Direction direction, List<RuleSpec> rules, Faults.Part part) {
        for (int i = 0; i < rules.size(); i++) {
            RuleSpec rule = rules.get(i);
            part.about(item(direction, i), () -> calls.authorize(group, direction, rule));
        }
    }

    private static String item(Direction direction, int index) {
        return direction.name().toLowerCase(Locale.ROOT) + "[" + index + "]";
    }

    private void networkAcl(NetworkAclSpec acl, Faults.Part part) {
        String id = ec2.networkAcls().create(id(VPC, acl.vpc())).id();
        put(NETWORK_ACL, acl.name(), id);
        for (Direction direction : Direction.values()) {
            List<EntrySpec> entries = acl.entries().stream()
                    .filter(each -> each.direction() == direction)
                    .toList();
            for (int i = 0; i < entries.size(); i++) {
                EntrySpec entry = entries.get(i);
                part.about(item(direction, i) + ".number", () -> entry(id, entry));
            }
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

    private void natGateway(NatGatewaySpec nat, Faults.Part part) {
        part.about("elasticIp", () -> {
            String address =
                    nat.elasticIp() == null ? ec2.addresses().allocate().id() : calls.addressId(nat.elasticIp());
            part.about("subnet", () -> {
                NatGateway made = ec2.natGateways().create(id(SUBNET, nat.subnet()), address);
                put(NAT_GATEWAY, nat.name(), made.id());
                names.describe(INTERFACE.id(made.interfaceKey()), "the interface of " + nat.name());
            });
        });
    }

    private void networkInterface(NetworkSpec.InterfaceSpec each, Faults.Part part) {
        String subnet = id(SUBNET, each.subnet());
        io.ringlane.cloud.ec2.InterfaceSpec wanted = io.ringlane.cloud.ec2.InterfaceSpec.in(subnet)
                .withAddress(each.address())
                .withIpv6(calls.ipv6Count(subnet))
                .withGroups(calls.groupIds(each.groups()))
                .withDescription(each.name());
        String id = ec2.interfaces().create(wanted).id();
        put(INTERFACE, each.name(), id);
        if (!each.sourceDestCheck()) {
            ec2.interfaces().modifySourceDestCheck(id, false);
        }
        if (each.attachTo() != null) {
            part.about("attachTo", () -> calls.attach(each.name(), each.attachTo()));
        }
    }

    private void routeTable(RouteTableSpec table, Faults.Part part) {
        put(
                ROUTE_TABLE,
                table.name(),
                ec2.routeTables().create(id(VPC, table.vpc())).id());
        for (int i = 0; i < table.routes().size(); i++) {
            RouteSpec route = table.routes().get(i);
            part.about("routes[" + i + "].to", () -> calls.createRoute(table.name(), route.to(), route.via()));
        }
    }

    private void flowLog(FlowLogSpec log) {
        String of = names.first(log.of(), VPC, SUBNET, INTERFACE);
        put(
                FLOW_LOG,
                log.name(),
                ec2.flowLogs()
                        .create(of == null ? calls.eth0(log.of()) : of, log.traffic(), log.intervalSeconds())
                        .id());
    }
}
