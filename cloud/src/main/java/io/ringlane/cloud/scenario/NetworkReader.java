package io.ringlane.cloud.scenario;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.network.InstanceOrder.Eth0;
import io.ringlane.cloud.network.NetworkSpec;
import io.ringlane.cloud.network.NetworkSpec.ElasticIpSpec;
import io.ringlane.cloud.network.NetworkSpec.EntrySpec;
import io.ringlane.cloud.network.NetworkSpec.FlowLogSpec;
import io.ringlane.cloud.network.NetworkSpec.InterfaceSpec;
import io.ringlane.cloud.network.NetworkSpec.NatGatewaySpec;
import io.ringlane.cloud.network.NetworkSpec.NetworkAclSpec;
import io.ringlane.cloud.network.NetworkSpec.PeeringSpec;
import io.ringlane.cloud.network.NetworkSpec.RouteSpec;
import io.ringlane.cloud.network.NetworkSpec.RouteTableSpec;
import io.ringlane.cloud.network.NetworkSpec.RuleSpec;
import io.ringlane.cloud.network.NetworkSpec.SecurityGroupSpec;
import io.ringlane.cloud.network.NetworkSpec.SubnetSpec;
import io.ringlane.cloud.network.NetworkSpec.VpcSpec;
import io.ringlane.cloud.network.NetworkSpec.VpnSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.RegionSpec;
import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.vpc.FlowLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Reads the lists that make a network, and the keys of an instance that place it there. What is left out is as in an
 * account's default VPC: 172.31.0.0/16 with a public subnet in each zone.
 */
final class NetworkReader {

    private static final int MOST_NETWORK_CARDS = 32; // of a p5.48xlarge

    /** The lists that make a network. */
    static final List<String> PARTS = List.of(
            "vpcs",
            "subnets",
            "securityGroups",
            "networkAcls",
            "peerings",
            "vpns",
            "elasticIps",
            "natGateways",
            "interfaces",
            "routeTables",
            "flowLogs");

    /** What only instances that are simply connected can have. */
    private static final List<String> PLAIN_KEYS =
            List.of("sameHostAs", "enhancedNetworking", "bandwidthOut", "bandwidthIn", "packetRate");

    private static final List<String> ETH0_KEYS = List.of("subnet", "address", "securityGroups", "sourceDestCheck");

    /** Names of these stand beside each other as ends of flows, targets of routes and objects of events. */
    private static final String[] ENDS = {"instances", "interfaces", "elasticIps", "natGateways", "peerings", "vpns"};

    private static final String DEFAULT = "default";
    private static final String DEFAULT_BLOCK = "172.31.0.0/16";

    private final Problems problems;
    private final Declared declared;
    private final RegionSpec region;
    private final RuleReader rules;
    private final Set<String> ipv6Vpcs = new HashSet<>();
    private final Map<String, SubnetSpec> subnets = new LinkedHashMap<>();

    NetworkReader(Problems problems, Declared declared, RegionSpec region) {
        this.problems = problems;
        this.declared = declared;
        this.region = region;
        this.rules = new RuleReader(problems, declared);
    }

    /** Whether a scenario says anything that needs a network. */
    static boolean isWanted(Fields root) {
        return PARTS.stream().anyMatch(root::has)
                || root.has("events")
                || items(root, "instances").anyMatch(item -> ETH0_KEYS.stream().anyMatch(key -> item.get(key) != null))
                || items(root, "flows")
                        .anyMatch(item ->
                                item.get("answers") != null || isInternet(item, "from") || isInternet(item, "to"));
    }

    private static Stream<Mapping> items(Fields root, String section) {
        return root.node(section) instanceof Sequence sequence
                ? sequence.items().stream().filter(Mapping.class::isInstance).map(Mapping.class::cast)
                : Stream.empty();
    }

    private static boolean isInternet(Mapping flow, String key) {
        return flow.get(key) instanceof Scalar end && end.text().equals(FlowSpec.INTERNET);
    }

    NetworkSpec read(Fields root) {
        checkEnds(root);
        final List<VpcSpec> vpcs = all(root, "vpcs", "{name: main, cidr: 10.0.0.0/16}", this::vpc);
        if (vpcs.isEmpty()) {
            declared.add("vpcs", DEFAULT);
            vpcs.add(new VpcSpec(DEFAULT, DEFAULT_BLOCK, false));
        }
        final List<SubnetSpec> subnetList =
                all(root, "subnets", "{name: front, cidr: 10.0.1.0/24, public: true}", this::subnet);
        if (subnetList.isEmpty()) {
            subnetList.addAll(defaultSubnets(root, vpcs.get(0)));
        }
        subnetList.forEach(subnet -> subnets.putIfAbsent(subnet.name(), subnet));
        return new NetworkSpec(
                vpcs,
                subnetList,
                all(
                        root,
                        "securityGroups",
                        "{name: web, ingress: [{protocol: tcp, ports: 443, cidr: 0.0.0.0/0}]}",
                        this::group),
                all(
                        root,
                        "networkAcls",
                        "{name: strict, ingress: [{number: 100, action: allow, cidr: 10.0.0.0/16}]}",
                        this::acl),
                all(root, "peerings", "{name: a-b, between: [a, b]}", this::peering),
                all(root, "vpns", "{name: office, networks: [192.168.0.0/16]}", this::vpn),
                all(root, "elasticIps", "{name: eip-1}", this::elasticIp),
                all(root, "natGateways", "{name: nat, subnet: front}", this::natGateway),
                all(root, "interfaces", "{name: eni-1, subnet: front}", this::networkInterface),
                all(root, "routeTables", "{name: private, routes: [{to: 0.0.0.0/0, via: nat}]}", this::routeTable),
                all(root, "flowLogs", "{name: all, of: main}", this::flowLog));
    }

    private void checkEnds(Fields root) {
        final Map<String, String> taken = new HashMap<>();
        taken.put(FlowSpec.INTERNET, "everybody outside");
        taken.put(NetworkSpec.INTERNET_GATEWAY, "the internet gateway");
        for (final String section : ENDS) {
            items(root, section).forEach(item -> {
                if (item.get("name") instanceof Scalar name) {
                    final String other = taken.putIfAbsent(name.text(), "one of the " + section);
                    if (other != null && !other.equals("one of the " + section)) {
                        problems.error(name, "'" + name.text() + "' is " + other + " already: choose another name");
                    }
                }
            });
        }
    }

    private <T> List<T> all(Fields root, String section, String example, BiFunction<String, Fields, T> reader) {
        final NameTable<T> table = new NameTable<>(problems);
        final List<T> values = new ArrayList<>();
        for (final YamlNode item : root.list(section)) {
            final Fields fields = Fields.of(item, problems, example);
            if (fields != null) {
                final String name = fields.name("name", "main");
                values.add(table.define(name, fields, reader.apply(name, fields)));
                fields.finish();
            }
        }
        return values;
    }

    private VpcSpec vpc(String name, Fields fields) {
        final Cidr cidr =
                rules.ipv4Cidr(fields, fields.required("cidr", "10.0.0.0/16"), "IPv6 comes beside it with ipv6: true");
        fields.isMisnamed("ipv6Cidr", "ipv6: true, for a /56 of Amazon's");
        final boolean isIpv6 = fields.flag("ipv6");
        if (isIpv6) {
            ipv6Vpcs.add(name);
        }
        return new VpcSpec(name, cidr == null ? null : cidr.toString(), isIpv6);
    }

    private List<SubnetSpec> defaultSubnets(Fields root, VpcSpec vpc) {
        final List<SubnetSpec> made = new ArrayList<>();
        if (!vpc.name().equals(DEFAULT) || root.has("vpcs")) {
            problems.error(
                    root.node("vpcs"),
                    "a VPC without subnets holds nothing: add for instance subnets: [{name: front, cidr: 10.0.1.0/24}]");
            return made;
        }
        for (int zone = 0; zone < region.zones(); zone++) {
            final String name = DEFAULT + "-" + (char) ('a' + zone);
            declared.add("subnets", name);
            made.add(new SubnetSpec(
                    name,
                    DEFAULT,
                    "172.31." + 16 * zone + ".0/20",
                    null,
                    region.zoneNames().get(zone),
                    true,
                    null,
                    null));
        }
        return made;
    }

    private SubnetSpec subnet(String name, Fields fields) {
        final Cidr cidr = rules.ipv4Cidr(
                fields, fields.required("cidr", "10.0.1.0/24"), "IPv6 comes beside it with ipv6Cidr: auto");
        final String vpc = vpcOf(fields);
        final Scalar zone = fields.reference("zone", region.zoneNames(), "zone");
        return new SubnetSpec(
                name,
                vpc,
                cidr == null ? null : cidr.toString(),
                ipv6Cidr(fields, vpc),
                zone == null ? region.zoneNames().get(0) : zone.text(),
                fields.flag("public", false),
                text(fields.reference("routeTable", declared.of("routeTables"), "route table")),
                text(fields.reference("networkAcl", declared.of("networkAcls"), "network ACL")));
    }

    /** A subnet's block of IPv6 addresses; null if it has none, or once reported. */
    private String ipv6Cidr(Fields fields, String vpc) {
        fields.isMisnamed("ipv6", "ipv6Cidr: auto, for the lowest free /64 of its VPC");
        final Scalar written = fields.text("ipv6Cidr");
        if (written == null) {
            return null;
        }
        if (vpc != null && !ipv6Vpcs.contains(vpc)) {
            problems.error(
                    written,
                    "the VPC '" + vpc + "' has no IPv6 addresses: write ipv6: true there, or leave ipv6Cidr out");
            return null;
        }
        if (written.text().equals(NetworkSpec.AUTO)) {
            return written.text();
        }
        if (!written.text().contains(":")) {
            problems.error(
                    written,
                    "'" + written.text() + "' is no block of IPv6 addresses: write auto, or one such as"
                            + " 2001:db8:0:100::/64");
            return null;
        }
        final Cidr cidr = rules.cidr(fields, written);
        return cidr == null ? null : cidr.toString();
    }

    /** The VPC that something is in; there is no need to say so if there is only one. */
    private String vpcOf(Fields fields) {
        final List<String> vpcs = List.copyOf(declared.of("vpcs"));
        if (vpcs.size() == 1 && !fields.has("vpc")) {
            return vpcs.get(0);
        }
        return text(fields.reference(fields.text(fields.required("vpc", vpcs.get(0))), vpcs, "VPC"));
    }

    private SecurityGroupSpec group(String name, Fields fields) {
        final List<RuleSpec> ingress = rules.rules(fields, "ingress");
        return new SecurityGroupSpec(
                name, vpcOf(fields), ingress, fields.has("egress") ? rules.rules(fields, "egress") : null);
    }

    private NetworkAclSpec acl(String name, Fields fields) {
        final List<EntrySpec> entries = new ArrayList<>();
        for (final Direction direction : Direction.values()) {
            for (final YamlNode item : fields.list(direction.name().toLowerCase(Locale.ROOT))) {
                final EntrySpec entry = rules.entry(direction, item);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return new NetworkAclSpec(name, vpcOf(fields), entries);
    }

    private PeeringSpec peering(String name, Fields fields) {
        final YamlNode node = fields.required("between", "[a, b]");
        final List<String> vpcs = fields.references("between", declared.of("vpcs"), "VPC");
        if (node != null
                && !(node instanceof Sequence sequence && sequence.items().size() == 2)) {
            problems.error(node, "a peering is between two VPCs: write for instance [a, b]");
        }
        return vpcs.size() == 2 ? new PeeringSpec(name, vpcs.get(0), vpcs.get(1)) : null;
    }

    private VpnSpec vpn(String name, Fields fields) {
        final List<Cidr> networks = new ArrayList<>();
        if (fields.required("networks", "[192.168.0.0/16]") != null) {
            for (final YamlNode item : fields.list("networks")) {
                networks.add(rules.ipv4Cidr(fields, item, "a VPN to a virtual private gateway carries no IPv6"));
            }
            if (networks.isEmpty() && fields.node("networks") instanceof Sequence) {
                problems.error(fields.node("networks"), "wants at least one network such as 192.168.0.0/16");
            }
        }
        return new VpnSpec(name, vpcOf(fields), networks);
    }

    private ElasticIpSpec elasticIp(String name, Fields fields) {
        final Scalar on = fields.text("on");
        for (final String key : List.of("to", "instance", "attachTo", "interface")) {
            fields.isMisnamed(key, "on, for the instance or interface that has it");
        }
        if (on != null && declared.of("natGateways").contains(on.text())) {
            problems.error(
                    on,
                    "a NAT gateway names its Elastic IP itself: leave on out, and write elasticIp: " + name + " at '"
                            + on.text() + "'");
            return new ElasticIpSpec(name, null);
        }
        return new ElasticIpSpec(
                name, text(fields.reference(on, declared.of("instances", "interfaces"), "instance or interface")));
    }

    private NatGatewaySpec natGateway(String name, Fields fields) {
        final Scalar subnet =
                fields.reference(fields.text(fields.required("subnet", "front")), declared.of("subnets"), "subnet");
        return new NatGatewaySpec(
                name, text(subnet), text(fields.reference("elasticIp", declared.of("elasticIps"), "Elastic IP")));
    }

    private InterfaceSpec networkInterface(String name, Fields fields) {
        final Scalar attachTo = fields.reference("attachTo", declared.of("instances"), "instance");
        final Eth0 like = readEth0Keys(fields, null);
        return new InterfaceSpec(
                name,
                like.subnet(),
                like.address(),
                like.groups(),
                like.sourceDestCheck(),
                (int) fields.integer("networkCard", 0, MOST_NETWORK_CARDS - 1, 0),
                text(attachTo));
    }

    private RouteTableSpec routeTable(String name, Fields fields) {
        final List<RouteSpec> routes = new ArrayList<>();
        for (final YamlNode item : fields.list("routes")) {
            final Fields route = Fields.of(item, problems, "{to: 0.0.0.0/0, via: igw}");
            if (route != null) {
                final Cidr to = rules.cidr(route, route.required("to", "0.0.0.0/0"));
                routes.add(new RouteSpec(to == null ? null : to.toString(), rules.via(route)));
                route.finish();
            }
        }
        return new RouteTableSpec(name, vpcOf(fields), routes);
    }

    private FlowLogSpec flowLog(String name, Fields fields) {
        final Scalar of = fields.reference(
                fields.text(fields.required("of", "main")),
                declared.of("vpcs", "subnets", "interfaces", "instances"),
                "VPC, subnet, interface or instance");
        final String traffic = fields.choice("traffic", List.of("all", "accept", "reject"), "all");
        final String interval = fields.choice("interval", List.of("60s", "600s"), "600s");
        return new FlowLogSpec(
                name,
                text(of),
                FlowLog.Traffic.valueOf(traffic.toUpperCase(Locale.ROOT)),
                Integer.parseInt(interval.substring(0, interval.length() - 1)));
    }

    /** Where an instance is in the network, and what its first interface is like. */
    Eth0 readEth0(Fields fields, Scalar zone) {
        for (final String key : PLAIN_KEYS) {
            if (fields.has(key)) {
                problems.error(
                        fields.node(key), key + " is for scenarios without a network of their own: leave it out here");
            }
        }
        final Eth0 eth0 = readEth0Keys(fields, zone);
        if (zone != null && fields.has("subnet") && !zone.text().equals(zoneOf(eth0))) {
            problems.error(
                    zone,
                    "the subnet '" + eth0.subnet() + "' is in " + zoneOf(eth0) + ": write that, or leave the zone out");
        }
        return eth0;
    }

    private Eth0 readEth0Keys(Fields fields, Scalar zone) {
        final Scalar subnet = fields.reference("subnet", declared.of("subnets"), "subnet");
        if (zone != null && !fields.has("subnet") && !subnets.isEmpty() && subnetIn(zone) == null) {
            problems.error(
                    zone,
                    "no subnet is in " + zone.text() + ": add one there, or write a zone that has one, such as "
                            + subnets.values().iterator().next().zone());
        }
        final Scalar address = fields.text("address");
        if (address != null && !RuleReader.isAddress(address.text())) {
            problems.error(address, "'" + address.text() + "' is no address: write one such as 10.0.1.10");
        }
        return new Eth0(
                subnet == null ? subnetIn(zone) : subnet.text(),
                text(address),
                fields.references("securityGroups", declared.of("securityGroups"), "security group"),
                fields.flag("sourceDestCheck", true));
    }

    private String subnetIn(Scalar zone) {
        return subnets.values().stream()
                .filter(subnet -> zone == null || subnet.zone().equals(zone.text()))
                .map(SubnetSpec::name)
                .findFirst()
                .orElse(null);
    }

    /** The zone of an instance; null if its subnet is not known. */
    String zoneOf(Eth0 eth0) {
        final SubnetSpec subnet = subnets.get(eth0.subnet());
        return subnet == null ? null : subnet.zone();
    }

    private static String text(Scalar scalar) {
        return scalar == null ? null : scalar.text();
    }
}
