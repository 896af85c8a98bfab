package io.ringlane.cloud.plan;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.forwarding.Refusal;
import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.network.NetworkNames;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.scenario.ScenarioNetwork;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.NetworkAcl;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.core.packet.IpProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says of a refused packet whose rule it was, as it stands, and what in the scenario would let it through. */
final class RefusalAdvice {

    private static final int MOST_RULES = 8;

    private static final Pattern ACL = Pattern.compile(ResourceKind.NETWORK_ACL.prefix() + "-[0-9a-f]+");
    private static final Pattern SUBNET = Pattern.compile(ResourceKind.SUBNET.prefix() + "-[0-9a-f]+");
    private static final Pattern NAT = Pattern.compile(ResourceKind.NAT_GATEWAY.prefix() + "-[0-9a-f]+");

    private final RegionView region;
    private final NetworkNames names;
    private final Way way;
    private final Decision decision;
    private final Flow arriving;

    private RefusalAdvice(Ec2Region ec2, NetworkNames names, Way way) {
        this.region = ec2.state();
        this.names = names;
        this.way = way;
        this.decision = way.decision();
        this.arriving = decision.arriving();
    }

    /**
     * @param by what refused it, and what it says; names instead of ids
     * @param remedies things to do, each of which is a way out
     */
    record Advice(String by, List<String> remedies) {}

    static Advice of(ScenarioNetwork network, Way way) {
        RefusalAdvice advice = new RefusalAdvice(network.ec2(), network.names(), way);
        Advice ids = advice.advise();
        return new Advice(
                network.names().inNames(ids.by),
                ids.remedies.stream().map(network.names()::inNames).toList());
    }

    /** What would lead a packet to somebody in the region that leaves for the internet instead. */
    static List<String> ofLost(ScenarioNetwork network, Way way) {
        return new RefusalAdvice(network.ec2(), network.names(), way)
                .byTable().remedies().stream().map(network.names()::inNames).toList();
    }

    private Advice advise() {
        Refusal why = decision.refusal();
        return switch (why) {
            case SECURITY_GROUP_EGRESS -> byGroups(decision.sender(), Direction.EGRESS, decision.sent());
            case SECURITY_GROUP_INGRESS -> byGroups(decision.target(), Direction.INGRESS, arriving);
            case NETWORK_ACL_EGRESS -> byAcl(Direction.EGRESS);
            case NETWORK_ACL_INGRESS -> byAcl(Direction.INGRESS);
            case NO_ROUTE -> byTable();
            case BLACKHOLE -> byBlackhole();
            case NO_SUCH_ADDRESS ->
                new Advice(
                        "nobody has the address " + arriving.destination(),
                        List.of(
                                way.to().kind() == WayEnd.Kind.INTERFACE
                                                && way.to().nic() == null
                                        ? "put the Elastic IP '" + way.to().name()
                                                + "' on an instance or interface (on, or the event associate)"
                                        : "send to an address that an interface has"));
            case TARGET_DETACHED ->
                of(decision.target(), "is attached to no instance", "attach it: attachTo, or the event attach");
            case SENDER_DETACHED ->
                new Advice(
                        way.from().nic().id() + " is attached to no instance",
                        List.of("attach it: attachTo, or the event attach"));
            case TARGET_NOT_RUNNING -> of(decision.target(), "is on an instance that does not run", "start it");
            case SENDER_NOT_RUNNING -> of(decision.sender(), "is on an instance that does not run", "start it");
            case SPOOFED_ADDRESS ->
                of(decision.sender(), "checks source addresses", "give it sourceDestCheck: false, as a router has");
            case DESTINATION_CHECK ->
                of(
                        decision.target(),
                        "checks destination addresses",
                        "give it sourceDestCheck: false, as a router has");
            case NO_PUBLIC_ADDRESS ->
                isForAnotherVpc()
                        ? byTable()
                        : new Advice(
                                "the internet gateway has no public address for " + arriving.source(),
                                List.of(
                                        "give '" + way.from().name()
                                                + "' one: put an Elastic IP on it, or launch it in a subnet with public: true",
                                        "or lead its subnet's route via a NAT gateway in a public subnet"));
            case PRIVATE_DESTINATION -> byPrivateDestination();
            case NO_INTERNET_GATEWAY ->
                new Advice(why.sentence(), List.of("give the VPC one: a subnet with public: true, or a route via igw"));
            case NOT_TRANSITIVE -> byPeering();
            case NO_VPN_ROUTE -> new Advice(why.sentence(), List.of("add the network to the VPN's networks"));
            case VPN_TO_PUBLIC_ADDRESS ->
                new Advice(why.sentence(), List.of("send to the private address, which the VPN reaches"));
            case NAT_UNSUPPORTED ->
                new Advice(
                        why.sentence(),
                        arriving.source().isIpv4()
                                ? List.of("send tcp, udp or icmp")
                                : List.of("lead it via igw, {to: " + destinationBlock()
                                        + ", via: igw}: addresses of IPv6 need no translation"));
            case NAT_UNSOLICITED ->
                new Advice(
                        why.sentence(),
                        List.of(
                                "nobody out there can begin: let an instance behind it ask first, or put an Elastic IP on the instance"));
            default -> new Advice(why.sentence(), List.of());
        };
    }

    private static Advice of(NetworkInterface nic, String what, String remedy) {
        return new Advice(nic.id() + " " + what, List.of(remedy));
    }

    private Advice byGroups(NetworkInterface nic, Direction direction, Flow flow) {
        List<SecurityGroup> groups = Arrays.stream(nic.groupKeys())
                .mapToObj(key -> region.find(Table.SECURITY_GROUPS, key))
                .toList();
        List<String> rules = new ArrayList<>();
        groups.forEach(group -> group.rules(direction).forEach(rule -> rules.add(rule.toString())));
        String key = direction.name().toLowerCase(Locale.ROOT);
        boolean isIngress = direction == Direction.INGRESS;
        String by = groups.stream().map(SecurityGroup::id).collect(Collectors.joining(" and ")) + ", of " + nic.id()
                + ": " + (rules.isEmpty() ? "no " + key + " rule at all" : "its " + key + " rules are " + list(rules));
        IpAddress other = isIngress ? flow.source() : flow.destination();
        String rule = key + ": [{" + selector(flow) + ", cidr: " + Cidr.host(other) + "}]";
        List<String> remedies = new ArrayList<>();
        SecurityGroup own = groups.stream().filter(this::isNamed).findFirst().orElse(null);
        remedies.add(
                own == null
                        ? "make a security group with " + rule + ", and name it at the securityGroups of " + nic.id()
                        : "add a rule to '" + own.id() + "': " + rule);
        NetworkInterface peer = isIngress ? decision.sender() : decision.target();
        if (own != null && peer != null && peer.vpcKey() == nic.vpcKey()) {
            Arrays.stream(peer.groupKeys())
                    .mapToObj(each -> region.find(Table.SECURITY_GROUPS, each))
                    .filter(this::isNamed)
                    .findFirst()
                    .ifPresent(group -> remedies.add("or for all members of its group: " + key + ": [{" + selector(flow)
                            + ", group: " + group.id() + "}]"));
        }
        return new Advice(by, remedies);
    }

    /** Whether the scenario gave it its name, so that it can be changed there. */
    private boolean isNamed(SecurityGroup group) {
        return group.id().equals(names.find(ResourceKind.SECURITY_GROUP, names.nameOf(group.id())));
    }

    private static String selector(Flow flow) {
        String protocol = protocol(flow);
        return flow.hasPorts()
                ? "protocol: " + protocol + ", ports: " + flow.destinationPort()
                : "protocol: " + protocol;
    }

    private static String protocol(Flow flow) {
        return switch (flow.protocol()) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            default -> flow.isIcmp() ? "icmp" : "all";
        };
    }

    private static String list(List<String> items) {
        return items.stream().limit(MOST_RULES).collect(Collectors.joining("; "))
                + (items.size() > MOST_RULES ? " and " + (items.size() - MOST_RULES) + " more" : "");
    }

    /** The step before the last tells which ACL it was, for a way may pass several. */
    private Advice byAcl(Direction direction) {
        String step = decision.steps().get(decision.steps().size() - 2);
        NetworkAcl acl = region.require(Table.NETWORK_ACLS, find(ACL, step));
        Flow flow = arriving;
        AclEntry entry = acl.find(flow, direction);
        String key = direction.name().toLowerCase(Locale.ROOT);
        IpAddress other = direction == Direction.INGRESS ? flow.source() : flow.destination();
        List<String> entries =
                acl.entries(direction).stream().map(AclEntry::toString).toList();
        String by = acl.id() + ", of " + find(SUBNET, step) + ": "
                + (entry != null
                        ? "its " + key + " entry " + entry
                        : entries.isEmpty()
                                ? "it has no " + key + " entry"
                                : "none of its " + key + " entries matches: " + list(entries));
        int number = freeNumber(acl.entries(direction), entry);
        String remedy = number == 0
                ? "take the entry " + entry.number() + " out, or let it allow"
                : "add to '" + acl.id() + "': " + key + ": [{number: " + number + ", action: allow, " + selector(flow)
                        + ", cidr: " + Cidr.host(other) + "}]";
        return new Advice(
                by,
                flow.hasPorts() && flow.destinationPort() >= 10_000
                        ? List.of(remedy, "or with ports: 1024-65535, since answers go to any high port")
                        : List.of(remedy));
    }

    /** A number that nobody has and that is asked before an entry, or last where there is none; 0 if there is none. */
    private static int freeNumber(List<AclEntry> entries, AclEntry before) {
        if (before == null) {
            return entries.stream().mapToInt(AclEntry::number).max().orElse(90) / 10 * 10 + 10;
        }
        int number = before.number() - 1;
        while (number > 0 && isTaken(entries, number)) {
            number--;
        }
        return number;
    }

    private static boolean isTaken(List<AclEntry> entries, int number) {
        return entries.stream().anyMatch(entry -> entry.number() == number);
    }

    private static String find(Pattern id, String step) {
        Matcher matcher = id.matcher(step);
        if (!matcher.find()) {
            throw new IllegalStateException("no id in '" + step + "'");
        }
        return matcher.group();
    }

    private Advice byTable() {
        Subnet subnet = lastSubnet();
        if (subnet == null) {
            return new Advice(decision.refusal().sentence(), List.of());
        }
        RouteTable table = region.find(Table.ROUTE_TABLES, region.routeTableOf(subnet));
        List<String> routes = table.routes().stream().map(Route::toString).toList();
        Route taken = table.find(arriving.destination());
        String by = table.id() + ", of " + subnet.id() + ": "
                + (taken == null
                        ? "none of its routes is for " + arriving.destination() + ": " + list(routes)
                        : "for " + arriving.destination() + " it has only " + taken);
        String route = "{to: " + destinationBlock() + ", via: " + via(subnet) + "}";
        boolean isNamed = table.id().equals(names.find(ResourceKind.ROUTE_TABLE, names.nameOf(table.id())));
        return new Advice(
                by,
                List.of(
                        isNamed
                                ? "add to its routes: " + route
                                : "make a route table with routes: [" + route
                                        + "], and name it at the subnet's routeTable"));
    }

    private Advice byPrivateDestination() {
        Advice ofTable = byTable();
        return isForAnotherVpc() || way.to().kind() == WayEnd.Kind.VPN
                ? ofTable
                : new Advice(
                        ofTable.by,
                        List.of("private addresses outside the VPC are reached over a peering or a VPN: route "
                                + Cidr.host(arriving.destination()) + " there, or send to a public address"));
    }

    /** Whether it took the way out for want of one to the VPC that the destination is in. */
    private boolean isForAnotherVpc() {
        return region.all(Table.VPCS).stream().anyMatch(vpc -> vpc.contains(arriving.destination()));
    }

    /** The subnet whose table was asked last: the sender's, or that of a NAT gateway on the way. */
    private Subnet lastSubnet() {
        Subnet subnet = decision.sender() == null
                ? null
                : region.find(Table.SUBNETS, decision.sender().subnetKey());
        for (String step : decision.steps()) {
            Matcher nat = NAT.matcher(step);
            if (nat.find() && step.contains("translates the source")) {
                subnet = region.find(
                        Table.SUBNETS,
                        region.require(Table.NAT_GATEWAYS, nat.group()).subnetKey());
            }
        }
        return subnet;
    }

    /** The VPC's block where the destination is in one, else everything: it is outside. */
    private String destinationBlock() {
        for (Vpc vpc : region.all(Table.VPCS)) {
            for (Cidr block : vpc.cidrs()) {
                if (block.contains(arriving.destination())) {
                    return block.toString();
                }
            }
            if (vpc.contains(arriving.destination())) {
                return quoted(vpc.ipv6Cidr());
            }
        }
        return arriving.destination().isIpv4() ? Cidr.ANY_IPV4.toString() : quoted(Cidr.ANY_IPV6);
    }

    /** With its colons it would be no text to YAML. */
    private static String quoted(Cidr ipv6) {
        return '"' + ipv6.toString() + '"';
    }

    private String via(Subnet from) {
        for (Vpc vpc : region.all(Table.VPCS)) {
            if (vpc.key() != from.vpcKey() && vpc.contains(arriving.destination())) {
                return peering(from.vpcKey(), vpc.key());
            }
        }
        boolean isPrivate =
                arriving.destination().isIpv4() // a NAT gateway has nothing for IPv6, whose addresses are all public
                        && way.from().nic() != null
                        && !way.from().nic().hasPublicAddress();
        return way.to().kind() == WayEnd.Kind.VPN ? way.to().name() : isPrivate ? "the name of a NAT gateway" : "igw";
    }

    private String peering(long left, long right) {
        for (Peering each : region.all(Table.PEERINGS)) {
            if (each.joins(left) && each.peerOf(left) == right) {
                return each.id();
            }
        }
        return "the name of a peering of the two VPCs, which has to be made";
    }

    private Advice byBlackhole() {
        Subnet subnet = lastSubnet();
        Route route =
                region.find(Table.ROUTE_TABLES, region.routeTableOf(subnet)).find(arriving.destination());
        return new Advice(
                "the route " + route + " of " + ResourceKind.ROUTE_TABLE.id(region.routeTableOf(subnet))
                        + ": its target is not there, not attached or does not run",
                List.of("attach or start the target, or lead the route elsewhere (the event replaceRoute)"));
    }

    private Advice byPeering() {
        return new Advice(
                decision.refusal().sentence(),
                List.of("peer the two VPCs themselves, with a route over that peering in the tables of both"));
    }
}
