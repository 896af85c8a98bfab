package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.NetworkAcl;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.security.SecurityRule;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTable;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a VPC, slow and obvious: every question walks every list, no index is used. IPv4 flows, without NAT gateways
 * and VPNs; answers {@code <interface> <arriving flow>}, {@code internet <flow>} or a refusal's name.
 */
public final class SlowForwarding {

    private final RegionState region;
    private final Set<String> remembered;
    private final Set<String> opened = new HashSet<>();

    /** Where no instance remembers a connection. */
    SlowForwarding(RegionState region) {
        this(region, Set.of());
    }

    /** @param remembered connections, as {@link #opened} has them */
    public SlowForwarding(RegionState region, Set<String> remembered) {
        this.region = region;
        this.remembered = remembered;
    }

    /** Connections that the flow opens if it is not dropped: the instance's id and both ends. */
    public Set<String> opened() {
        return opened;
    }

    /** A flow from the internet. */
    public String fromInternet(Flow flow) {
        return intoInternetGateway(flow);
    }

    /** A flow from an interface, in frames to the router or to whoever has the destination. */
    public String decide(NetworkInterface sender, Flow flow) {
        return decide(sender, flow, null);
    }

    /** A flow from an interface, in frames to another one of its subnet that has not the destination; null for none. */
    public String decide(NetworkInterface sender, Flow flow, NetworkInterface neighbour) {
        if (sender.attachment() == null) {
            return "SENDER_DETACHED";
        }
        if (!runs(sender)) {
            return "SENDER_NOT_RUNNING";
        }
        if (sender.sourceDestCheck() && !has(sender, flow.source())) {
            return "SPOOFED_ADDRESS";
        }
        Vpc vpc = region.find(Table.VPCS, sender.vpcKey());
        Subnet home = region.find(Table.SUBNETS, sender.subnetKey());
        Route route = neighbour == null ? bestRoute(home, flow.destination()) : null;
        Peering peering = route == null || !route.target().toString().startsWith("pcx-")
                ? null
                : region.find(Table.PEERINGS, route.target().key());
        Vpc beyond = peering == null ? vpc : region.find(Table.VPCS, peering.peerOf(vpc.key()));
        if (!groupsAllow(sender, Direction.EGRESS, flow, flow.destination(), beyond)) {
            return "SECURITY_GROUP_EGRESS";
        }
        if (neighbour != null) {
            return arrive(neighbour, flow, home, vpc);
        }
        if (within(home.cidr().toString(), flow.destination())) {
            NetworkInterface target = owner(vpc, flow.destination());
            return target == null ? "NO_SUCH_ADDRESS" : arrive(target, flow, home, vpc);
        }
        if (!aclAllows(home, Direction.EGRESS, flow, flow.destination())) {
            return "NETWORK_ACL_EGRESS";
        }
        if (route == null) {
            return "NO_ROUTE";
        }
        String target = route.target().toString();
        if (target.equals("local")) {
            NetworkInterface found = owner(vpc, flow.destination());
            return found == null ? "NO_SUCH_ADDRESS" : arrive(found, flow, home, vpc);
        }
        if (target.startsWith("eni-")) {
            NetworkInterface appliance =
                    region.find(Table.INTERFACES, route.target().key());
            boolean works = appliance != null && appliance.attachment() != null && runs(appliance);
            return works ? arrive(appliance, flow, home, vpc) : "BLACKHOLE";
        }
        if (target.startsWith("pcx-")) {
            if (peering == null || peering.status() != Peering.Status.ACTIVE) {
                return "BLACKHOLE";
            }
            if (beyond.cidrs().stream().noneMatch(each -> within(each.toString(), flow.destination()))) {
                return "NOT_TRANSITIVE";
            }
            NetworkInterface found = owner(beyond, flow.destination());
            return found == null ? "NO_SUCH_ADDRESS" : arrive(found, flow, null, vpc);
        }
        return throughInternetGateway(vpc, route, flow);
    }

    private String throughInternetGateway(Vpc vpc, Route route, Flow flow) {
        if (vpc.internetGatewayKey() != route.target().key()) {
            return "BLACKHOLE";
        }
        for (String block : List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")) {
            if (within(block, flow.destination())) {
                return "PRIVATE_DESTINATION";
            }
        }
        NetworkInterface owner = owner(vpc, flow.source());
        IpAddress publicSource = owner == null ? null : owner.publicOf(flow.source());
        if (publicSource == null) {
            return "NO_PUBLIC_ADDRESS";
        }
        Flow outside = flow.from(publicSource);
        if (!within("198.18.0.0/15", flow.destination())) {
            return "internet " + outside;
        }
        return intoInternetGateway(outside);
    }

    private String intoInternetGateway(Flow outside) {
        for (NetworkInterface each : region.all(Table.INTERFACES)) {
            for (int i = 0; i < each.ipv4Count(); i++) {
                if (each.publicIpv4(i) != 0
                        && IpAddress.ofIpv4(each.publicIpv4(i)).equals(outside.destination())) {
                    boolean open = region.find(Table.VPCS, each.vpcKey()).internetGatewayKey() != 0;
                    Flow inside = outside.to(IpAddress.ofIpv4(each.ipv4(i)));
                    return open ? arrive(each, inside, null, null) : "NO_INTERNET_GATEWAY";
                }
            }
        }
        return "NO_SUCH_ADDRESS";
    }

    private String arrive(NetworkInterface target, Flow flow, Subnet from, Vpc origin) {
        Subnet subnet = region.find(Table.SUBNETS, target.subnetKey());
        if ((from == null || from.key() != subnet.key())
                && !aclAllows(subnet, Direction.INGRESS, flow, flow.source())) {
            return "NETWORK_ACL_INGRESS";
        }
        if (target.attachment() == null) {
            return "TARGET_DETACHED";
        }
        if (!runs(target)) {
            return "TARGET_NOT_RUNNING";
        }
        if (!groupsAllow(target, Direction.INGRESS, flow, flow.source(), origin)) {
            return "SECURITY_GROUP_INGRESS";
        }
        if (target.sourceDestCheck() && !has(target, flow.destination())) {
            return "DESTINATION_CHECK";
        }
        return target.id() + " " + flow;
    }

    private boolean runs(NetworkInterface attached) {
        return region.find(Table.INSTANCES, attached.attachment().instanceKey())
                .state()
                .label()
                .equals("running");
    }

    private static boolean has(NetworkInterface each, IpAddress address) {
        for (int i = 0; i < each.ipv4Count(); i++) {
            if (IpAddress.ofIpv4(each.ipv4(i)).toString().equals(address.toString())) {
                return true;
            }
        }
        return false;
    }

    private NetworkInterface owner(Vpc vpc, IpAddress address) {
        return region.all(Table.INTERFACES).stream()
                .filter(each -> vpc != null && each.vpcKey() == vpc.key() && has(each, address))
                .findFirst()
                .orElse(null);
    }

    /** Longest prefix; local before static before propagated. */
    private Route bestRoute(Subnet subnet, IpAddress destination) {
        Vpc vpc = region.find(Table.VPCS, subnet.vpcKey());
        long key = subnet.routeTableKey() != 0 ? subnet.routeTableKey() : vpc.mainRouteTableKey();
        RouteTable table = region.find(Table.ROUTE_TABLES, key);
        return table.routes().stream()
                .filter(each -> within(each.destination().toString(), destination))
                .max(Comparator.comparingInt((Route each) -> each.destination().prefixLength())
                        .thenComparing(each -> -each.origin().ordinal()))
                .orElse(null);
    }

    private boolean groupsAllow(NetworkInterface at, Direction direction, Flow flow, IpAddress remote, Vpc remoteVpc) {
        String instance = at.attachment().instanceId();
        if (remembered.contains(instance + " " + flow) || remembered.contains(instance + " " + flow.reversed())) {
            return true;
        }
        boolean allowed = false;
        boolean allowedForAll = false;
        NetworkInterface other = owner(remoteVpc, remote);
        for (int i = 0; i < at.groupCount(); i++) {
            SecurityGroup group = region.find(Table.SECURITY_GROUPS, at.group(i));
            for (SecurityRule rule : group.rules(direction)) {
                boolean ports = rule.selector().protocol() == -1
                        || (rule.selector().protocol() == flow.protocol()
                                && flow.destinationPort() >= rule.selector().from()
                                && flow.destinationPort() <= rule.selector().to());
                boolean side = rule.cidr() != null
                        ? within(rule.cidr().toString(), remote)
                        : other != null && Arrays.stream(other.groupKeys()).anyMatch(each -> each == rule.groupKey());
                allowed |= ports && side;
                allowedForAll |= ports && side && isForAll(rule);
            }
        }
        boolean untracked = allowedForAll && everyAnswerIsAllowed(at, direction.opposite(), flow)
                || everyAnswerIsAllowed(at, direction, flow) && isOpenToAll(at, direction.opposite(), flow.reversed());
        if (allowed && !untracked) {
            opened.add(instance + " " + flow);
        }
        return allowed;
    }

    private boolean isOpenToAll(NetworkInterface at, Direction direction, Flow flow) {
        for (int i = 0; i < at.groupCount(); i++) {
            for (SecurityRule rule :
                    region.find(Table.SECURITY_GROUPS, at.group(i)).rules(direction)) {
                boolean ports = rule.selector().protocol() == -1
                        || rule.selector().protocol() == flow.protocol()
                                && flow.destinationPort() >= rule.selector().from()
                                && flow.destinationPort() <= rule.selector().to();
                if (ports && isForAll(rule)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean everyAnswerIsAllowed(NetworkInterface at, Direction direction, Flow flow) {
        for (int i = 0; i < at.groupCount(); i++) {
            for (SecurityRule rule :
                    region.find(Table.SECURITY_GROUPS, at.group(i)).rules(direction)) {
                boolean allPorts = rule.selector().protocol() == -1
                        || rule.selector().protocol() == flow.protocol()
                                && rule.selector().from() == 0
                                && rule.selector().to() == 65535;
                if (isForAll(rule) && allPorts) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isForAll(SecurityRule rule) {
        return rule.cidr() != null && rule.cidr().toString().equals("0.0.0.0/0");
    }

    private boolean aclAllows(Subnet subnet, Direction direction, Flow flow, IpAddress remote) {
        NetworkAcl acl = region.find(Table.NETWORK_ACLS, subnet.aclKey());
        List<AclEntry> entries = acl.entries(direction);
        return entries.stream()
                .filter(each -> within(each.cidr().toString(), remote)
                        && (each.selector().protocol() == -1
                                || (each.selector().protocol() == flow.protocol()
                                        && flow.destinationPort()
                                                >= each.selector().from()
                                        && flow.destinationPort()
                                                <= each.selector().to())))
                .min(Comparator.comparingInt(AclEntry::number))
                .map(AclEntry::allow)
                .orElse(false);
    }

    /** By comparing binary digits. */
    private static boolean within(String block, IpAddress address) {
        String[] parts = block.split("/");
        if (parts[0].contains(":")) {
            return false;
        }
        int length = Integer.parseInt(parts[1]);
        return digits(parts[0])
                .substring(0, length)
                .equals(digits(address.toString()).substring(0, length));
    }

    private static String digits(String dotted) {
        StringBuilder digits = new StringBuilder();
        for (String octet : dotted.split("\\.")) {
            digits.append(Integer.toBinaryString(256 | Integer.parseInt(octet)).substring(1));
        }
        return digits.toString();
    }
}
