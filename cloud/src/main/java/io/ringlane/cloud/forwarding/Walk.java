package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.forwarding.Decision.Outcome;
import io.ringlane.cloud.forwarding.NatCrossing.Extent;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.security.AclEntry;
import io.ringlane.cloud.security.Admission;
import io.ringlane.cloud.security.Direction;
import io.ringlane.cloud.security.NetworkAcl;
import io.ringlane.cloud.security.SecurityGroup;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Reads;
import io.ringlane.cloud.state.RegionView;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.NatGateway;
import io.ringlane.cloud.vpc.Peering;
import io.ringlane.cloud.vpc.Route;
import io.ringlane.cloud.vpc.RouteTarget;
import io.ringlane.cloud.vpc.Subnet;
import io.ringlane.cloud.vpc.Vpc;
import io.ringlane.cloud.vpc.VpnConnection;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.IpProtocol;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One flow's way through a region: each method is a place that it passes, and either hands it on or ends the walk.
 *
 * <p>Out of an interface: source check, security groups, network ACL of the subnet, route table, gateway. Into an
 * interface: network ACL of the subnet, security groups, destination check.
 */
final class Walk {

    private final ReadRegion region;
    private final Ec2Settings settings;
    private final Connections connections;
    private final Translations translations;
    private final List<String> steps; // null if nobody asks

    private final Flow sent;
    private Flow flow;
    private int identifier = IcmpType.NONE; // that a gateway gives it
    private Flow quoted; // of an ICMP error, rewritten beside it; null for everything else
    private final PacketTraits traits;
    private NetworkInterface sender;
    private NetworkInterface target; // once it is known
    private Vpc origin; // the VPC whose private addresses the source is one of; null if it is none
    private Path path = Path.VPC;
    private int mtuBytes;
    private boolean tracksAtSender;
    private boolean isKnownAtSender;
    private boolean isKnownAtTarget;
    private boolean looksAtSourcePort;
    private Gateways gateways = Gateways.NONE;
    private NatCrossing nat;

    Walk(
            RegionView region,
            Ec2Settings settings,
            Connections connections,
            Translations translations,
            Flow sent,
            PacketTraits traits,
            List<String> steps,
            Reads reads) {
        this.region = new ReadRegion(region, reads);
        this.settings = settings;
        this.connections = connections;
        this.translations = translations;
        this.steps = steps;
        this.sent = sent;
        this.flow = sent;
        boolean isAnswer = traits.quoted() != null && traits.quoted().source().equals(sent.destination());
        this.quoted = isAnswer ? traits.quoted() : null; // else whoever sends it has not seen the packet it quotes
        this.traits = traits;
        this.mtuBytes = settings.count(Setting.VPC_MTU_BYTES);
    }

    /** From an interface; its frame is for a neighbour or, with key 0, for the router or for whoever has the address. */
    Decision from(long interfaceKey, long neighbourKey) {
        sender = region.find(Table.INTERFACES, interfaceKey);
        if (sender == null || sender.attachment() == null) {
            return drop(Refusal.SENDER_DETACHED);
        }
        if (!isRunning(sender)) {
            return drop(Refusal.SENDER_NOT_RUNNING);
        }
        origin = region.find(Table.VPCS, sender.vpcKey());
        Subnet subnet = region.find(Table.SUBNETS, sender.subnetKey());
        if (sender.sourceDestCheck() && !sender.owns(flow.source())) {
            return drop(Refusal.SPOOFED_ADDRESS);
        }
        step(() -> sender.id() + " may send from " + flow.source());
        IpAddress destination = flow.destination();
        if (destination.isMulticast() || subnet.isBroadcast(destination)) {
            return drop(Refusal.GROUP_ADDRESS);
        }
        Service service = Service.at(destination, origin);
        if (service != null) {
            return toService(service);
        }
        if (destination.isLinkLocal()) {
            return drop(Refusal.NO_SUCH_ADDRESS);
        }
        Route route = neighbourKey == 0 ? region.routeFrom(subnet, destination) : null;
        if (!leavesByGroups(route)) {
            return drop(Refusal.SECURITY_GROUP_EGRESS);
        }
        if (neighbourKey != 0) {
            return toNeighbour(region.find(Table.INTERFACES, neighbourKey), subnet);
        }
        if (subnet.contains(destination)) {
            path = Path.SUBNET;
            step(() -> destination + " is in the same subnet, " + subnet.id());
            return toAddress(origin, subnet);
        }
        if (denies(subnet, Direction.EGRESS)) {
            return drop(Refusal.NETWORK_ACL_EGRESS);
        }
        return along(route, subnet);
    }

    /** From the internet, to a public address. */
    Decision fromInternet() {
        return intoInternetGateway();
    }

    /** Over a VPN connection, to a private address. */
    Decision fromVpn(long connectionKey) {
        path = Path.VPN;
        gateways = gateways.withVpn();
        mtuBytes = settings.count(Setting.VPN_MTU_BYTES);
        if (settings.isPublic(flow.destination()) && flow.destination().isIpv4()) {
            return drop(Refusal.VPN_TO_PUBLIC_ADDRESS);
        }
        VpnConnection connection = region.find(Table.VPN_CONNECTIONS, connectionKey);
        long vpcKey = connection == null
                ? 0
                : region.find(Table.VPN_GATEWAYS, connection.vpnGatewayKey()).vpcKey();
        if (vpcKey == 0) {
            return drop(Refusal.NO_ROUTE);
        }
        return toAddress(region.find(Table.VPCS, vpcKey), null);
    }

    /** Along the route that a subnet's table has for the destination. */
    private Decision along(Route route, Subnet from) {
        if (route == null) {
            return drop(Refusal.NO_ROUTE);
        }
        step(() -> "route " + route + " (" + route.origin().label() + ")");
        RouteTarget target = route.target();
        if (target.isLocal()) {
            return toAddress(origin, from);
        }
        return switch (target.kind()) {
            case INTERNET_GATEWAY ->
                origin.internetGatewayKey() == target.key() ? outOfInternetGateway() : drop(Refusal.BLACKHOLE);
            case NAT_GATEWAY -> throughNat(region.find(Table.NAT_GATEWAYS, target.key()), from);
            case PEERING -> overPeering(region.find(Table.PEERINGS, target.key()));
            case VPN_GATEWAY ->
                origin.vpnGatewayKey() == target.key() ? overVpn(target.key()) : drop(Refusal.BLACKHOLE);
            case INTERFACE -> toAppliance(region.find(Table.INTERFACES, target.key()), from);
            case INSTANCE -> toAppliance(primaryInterface(region.find(Table.INSTANCES, target.key())), from);
            default -> throw new IllegalStateException("no route leads to " + target);
        };
    }

    private NetworkInterface primaryInterface(Instance instance) {
        return instance == null || instance.interfaceKeys().length == 0
                ? null
                : region.find(Table.INTERFACES, instance.interfaceKeys()[0]);
    }

    private Decision toAppliance(NetworkInterface appliance, Subnet from) {
        if (appliance == null || appliance.attachment() == null || !isRunning(appliance)) {
            return drop(Refusal.BLACKHOLE);
        }
        path = Path.APPLIANCE;
        return into(appliance, from);
    }

    private Decision overPeering(Peering peering) {
        if (peering == null || peering.status() != Peering.Status.ACTIVE) {
            return drop(Refusal.BLACKHOLE);
        }
        path = Path.PEERING;
        Vpc peer = region.find(Table.VPCS, peering.peerOf(origin.key()));
        if (!peer.contains(flow.destination())) {
            return drop(Refusal.NOT_TRANSITIVE);
        }
        step(() -> peering.id() + " leads to " + peer.id());
        return toAddress(peer, null);
    }

    private Decision overVpn(long gatewayKey) {
        path = Path.VPN;
        gateways = gateways.withVpn();
        mtuBytes = settings.count(Setting.VPN_MTU_BYTES);
        VpnConnection best = null;
        for (VpnConnection each : region.all(Table.VPN_CONNECTIONS)) {
            int length = each.vpnGatewayKey() == gatewayKey ? each.prefixLength(flow.destination()) : -1;
            if (length >= 0 && (best == null || length > best.prefixLength(flow.destination()))) {
                best = each;
            }
        }
        if (best == null) {
            return drop(Refusal.NO_VPN_ROUTE);
        }
        String id = best.id();
        step(() -> "over " + id);
        return end(Outcome.TO_VPN, null, null, best.key(), false);
    }

    /** Source private, and public afterwards; then to the internet, or back in if the destination is one of ours. */
    private Decision outOfInternetGateway() {
        path = gateways.passNat() ? Path.NAT_GATEWAY : Path.INTERNET_GATEWAY;
        gateways = gateways.leaving();
        mtuBytes = settings.count(Setting.INTERNET_MTU_BYTES);
        if (!settings.isPublic(flow.destination()) && !flow.destination().isGlobal()) {
            return drop(Refusal.PRIVATE_DESTINATION);
        }
        if (flow.source().isIpv4()) {
            NetworkInterface owner = region.interfaceAt(origin.number(), flow.source());
            IpAddress publicSource = owner == null ? null : owner.publicOf(flow.source());
            if (publicSource == null) {
                return drop(Refusal.NO_PUBLIC_ADDRESS);
            }
            step(() -> "the internet gateway translates " + flow.source() + " to " + publicSource);
            setSource(publicSource);
        }
        origin = null;
        if (!settings.isPublic(flow.destination())) {
            return end(Outcome.TO_INTERNET, null, null, 0, false);
        }
        return intoInternetGateway();
    }

    /** Destination public, and private afterwards. */
    private Decision intoInternetGateway() {
        path = Path.INTERNET_GATEWAY;
        gateways = gateways.entering();
        mtuBytes = settings.count(Setting.INTERNET_MTU_BYTES);
        NetworkInterface owner = ownerOfPublic(flow.destination());
        if (owner == null) {
            return drop(Refusal.NO_SUCH_ADDRESS);
        }
        if (region.find(Table.VPCS, owner.vpcKey()).internetGatewayKey() == 0) {
            return drop(Refusal.NO_INTERNET_GATEWAY);
        }
        if (flow.destination().isIpv4()) {
            int index = owner.indexOfPublic(flow.destination().ipv4());
            IpAddress privateDestination = IpAddress.ofIpv4(owner.ipv4(index));
            step(() -> "the internet gateway translates " + flow.destination() + " to " + privateDestination);
            setDestination(privateDestination);
        }
        return into(owner, null);
    }

    private NetworkInterface ownerOfPublic(IpAddress address) {
        if (address.isIpv4()) {
            return region.interfaceAtPublic(address);
        }
        return region.interfaceAtIpv6(address);
    }

    /** Many sources become the gateway's, told apart by port; then along the route of the gateway's own subnet. */
    private Decision throughNat(NatGateway gateway, Subnet from) {
        if (gateway == null) {
            return drop(Refusal.BLACKHOLE);
        }
        if (gateways.passNat()) {
            return drop(Refusal.ROUTE_LOOP);
        }
        NetworkInterface own = region.find(Table.INTERFACES, gateway.interfaceKey());
        nat = new NatCrossing(own, false, Extent.KEPT);
        gateways = gateways.behindNat(gateway.key());
        path = Path.NAT_GATEWAY;
        tracksAtSender |= !isKnown(sender); // tracked whatever the rules, see Admission
        if (isUnfitForNat()) {
            return drop(Refusal.NAT_FRAGMENT);
        }
        boolean supported = flow.hasPorts() || flow.protocol() == IpProtocol.ICMP;
        if (!supported || !flow.source().isIpv4()) {
            return drop(Refusal.NAT_UNSUPPORTED);
        }
        Subnet subnet = region.find(Table.SUBNETS, gateway.subnetKey());
        if (subnet.key() != from.key() && denies(subnet, Direction.INGRESS)) {
            nat = nat.to(Extent.DENIED_IN);
            return drop(Refusal.NETWORK_ACL_INGRESS);
        }
        int port =
                translations.portFor(gateway, quoted == null ? flow : quoted.reversed(), own.primaryAddress(), traits);
        if (port == Translations.EXPIRED) {
            return drop(Refusal.NAT_IDLE_TIMEOUT);
        }
        if (port == Translations.UNKNOWN) {
            return drop(Refusal.NAT_UNSOLICITED);
        }
        if (port == Translations.NONE) {
            return drop(Refusal.NAT_PORTS_EXHAUSTED);
        }
        step(() -> gateway.id() + " translates the source to " + own.primaryAddress() + portInWords(port));
        setSource(own.primaryAddress());
        if (flow.hasPorts()) {
            flow = flow.from(flow.source(), port);
        } else if (quoted != null && quoted.hasPorts()) {
            quoted = quoted.to(quoted.destination(), port);
        } else if (traits.identifier() != IcmpType.NONE) {
            identifier = port;
        }
        return onwards(subnet);
    }

    /** An answer to a NAT gateway: back to the one who asked. */
    private Decision backThroughNat(NetworkInterface own, Subnet subnet) {
        nat = nat == null ? new NatCrossing(own, true, Extent.KEPT) : nat;
        NatGateway gateway = null;
        for (NatGateway each : region.all(Table.NAT_GATEWAYS)) {
            gateway = each.interfaceKey() == own.key() ? each : gateway;
        }
        if (isUnfitForNat()) {
            return drop(Refusal.NAT_FRAGMENT);
        }
        Flow known = quoted == null ? flow : quoted.reversed();
        Translations.Inside answer = gateway == null ? null : translations.answerFor(gateway, known, traits);
        if (answer == null) {
            return drop(Refusal.NAT_UNSOLICITED);
        }
        if (gateways.passNat()) {
            return drop(Refusal.ROUTE_LOOP);
        }
        gateways = gateways.toBehindNat(gateway.key());
        path = Path.NAT_GATEWAY;
        IpAddress inside = answer.address();
        step(() -> "the NAT gateway translates the destination to " + inside);
        setDestination(inside);
        if (flow.hasPorts()) {
            flow = flow.to(inside, answer.port());
        } else if (quoted != null && quoted.hasPorts()) {
            quoted = quoted.from(inside, answer.port());
        } else if (traits.identifier() != IcmpType.NONE) {
            identifier = answer.port();
        }
        origin = region.find(Table.VPCS, own.vpcKey());
        return onwards(subnet);
    }

    private String portInWords(int port) {
        return flow.hasPorts() ? " port " + port : traits.identifier() == IcmpType.NONE ? "" : " identifier " + port;
    }

    /** Out of a NAT gateway's subnet. */
    private Decision onwards(Subnet subnet) {
        nat = nat.to(Extent.PASSED);
        if (subnet.contains(flow.destination())) {
            return toAddress(origin, subnet);
        }
        if (denies(subnet, Direction.EGRESS)) {
            nat = nat.to(Extent.DENIED_OUT);
            return drop(Refusal.NETWORK_ACL_EGRESS);
        }
        return along(region.routeFrom(subnet, flow.destination()), subnet);
    }

    /** To whoever has the destination as a private address in a VPC. */
    private Decision toAddress(Vpc vpc, Subnet from) {
        NetworkInterface target = region.interfaceAt(vpc.number(), flow.destination());
        return target == null ? drop(Refusal.NO_SUCH_ADDRESS) : into(target, from);
    }

    /** Straight to an interface of the same subnet, past its route table and network ACL, whoever has the destination. */
    private Decision toNeighbour(NetworkInterface neighbour, Subnet subnet) {
        if (neighbour == null) {
            return drop(Refusal.NO_SUCH_ADDRESS);
        }
        path = Path.SUBNET;
        step(() -> "the frame goes to the MAC address of " + neighbour.id() + ", in the same subnet");
        return into(neighbour, subnet);
    }

    /** Into an interface, from a subnet or, for null, from outside its VPC. */
    private Decision into(NetworkInterface receiver, Subnet from) {
        target = receiver;
        Subnet subnet = region.find(Table.SUBNETS, target.subnetKey());
        boolean crosses = from == null || from.key() != subnet.key();
        if (crosses && denies(subnet, Direction.INGRESS)) {
            return drop(Refusal.NETWORK_ACL_INGRESS);
        }
        if (target.type() == NetworkInterface.Type.NAT_GATEWAY) {
            target = null;
            return backThroughNat(receiver, subnet);
        }
        if (target.attachment() == null) {
            return drop(Refusal.TARGET_DETACHED);
        }
        if (!isRunning(target)) {
            return drop(Refusal.TARGET_NOT_RUNNING);
        }
        boolean known = isKnown(target);
        isKnownAtTarget = known;
        Admission admission = known
                ? Admission.UNTRACKED
                : Admission.of(
                        target.groupKeys(),
                        this::group,
                        Direction.INGRESS,
                        asRulesSeeIt(),
                        groupsOf(origin, flow.source()));
        looksAtSourcePort |= admission.looksAtSourcePort();
        if (admission == Admission.DENIED) {
            region.readConnections(target, flow); // which may be opened from the other side
            return drop(Refusal.SECURITY_GROUP_INGRESS);
        }
        step(() -> "security groups of " + receiver.id() + ": " + (known ? Admission.KNOWN : admission.sentence()));
        if (target.sourceDestCheck() && !target.owns(flow.destination())) {
            return drop(Refusal.DESTINATION_CHECK);
        }
        return end(Outcome.DELIVERED, null, null, 0, admission.isTracked());
    }

    /** Whether it is a fragment that a NAT gateway does not forward. */
    private boolean isUnfitForNat() {
        return traits.isFragment() && (flow.protocol() != IpProtocol.UDP || !traits.isFlowKnown());
    }

    /** The flow, with its ports as far as they are known. */
    private Flow asRulesSeeIt() {
        return traits.isFlowKnown() ? flow : flow.withPorts(Flow.UNKNOWN, Flow.UNKNOWN);
    }

    /** Whether the instance of an interface remembers the flow, or the packet that it tells of. */
    private boolean isKnown(NetworkInterface at) {
        return connections.isTracked(at, flow) || quoted != null && connections.isTracked(at, quoted);
    }

    /** Another source; what a quoted packet was sent to is the same address. */
    private void setSource(IpAddress address) {
        quoted = quoted != null && quoted.destination().equals(flow.source()) ? quoted.to(address) : quoted;
        flow = flow.from(address);
    }

    /** Another destination; where a quoted packet came from is the same address. */
    private void setDestination(IpAddress address) {
        quoted = quoted != null && quoted.source().equals(flow.destination()) ? quoted.from(address) : quoted;
        flow = flow.to(address);
    }

    /** Whether the sender's security groups let the flow out; notes whether it has to be remembered. */
    private boolean leavesByGroups(Route route) {
        boolean known = isKnown(sender);
        isKnownAtSender = known;
        Admission admission = known
                ? Admission.UNTRACKED
                : Admission.of(
                        sender.groupKeys(),
                        this::group,
                        Direction.EGRESS,
                        asRulesSeeIt(),
                        groupsOf(vpcBehind(route), flow.destination()));
        tracksAtSender = admission.isTracked();
        looksAtSourcePort |= admission.looksAtSourcePort();
        step(() -> "security groups of " + sender.id() + ": " + (known ? Admission.KNOWN : admission.sentence()));
        if (admission == Admission.DENIED) {
            region.readConnections(sender, flow); // which may be opened from the other side
        }
        return admission != Admission.DENIED;
    }

    /** The VPC whose private addresses a route leads to. */
    private Vpc vpcBehind(Route route) {
        if (route != null && route.target().kind() == ResourceKind.PEERING) {
            Peering peering = region.find(Table.PEERINGS, route.target().key());
            return peering == null ? null : region.find(Table.VPCS, peering.peerOf(origin.key()));
        }
        return origin;
    }

    private long[] groupsOf(Vpc vpc, IpAddress privateAddress) {
        if (vpc == null) {
            return null;
        }
        boolean isSenders = sender != null && sender.vpcKey() == vpc.key() && sender.owns(privateAddress);
        NetworkInterface owner = isSenders ? sender : region.interfaceAt(vpc.number(), privateAddress);
        return owner == null ? null : owner.groupKeys();
    }

    private SecurityGroup group(long key) {
        return region.find(Table.SECURITY_GROUPS, key);
    }

    private boolean denies(Subnet subnet, Direction direction) {
        NetworkAcl acl = region.find(Table.NETWORK_ACLS, subnet.aclKey());
        AclEntry entry = acl.find(asRulesSeeIt(), direction);
        step(() -> acl.id() + " of " + subnet.id() + " " + direction.name().toLowerCase(Locale.ROOT) + ": "
                + (entry == null ? "* deny" : entry));
        return entry == null || !entry.allow();
    }

    private boolean isRunning(NetworkInterface attached) {
        return region.find(Table.INSTANCES, attached.attachment().instanceKey()).isRunning();
    }

    private Decision toService(Service service) {
        path = Path.SERVICE;
        step(() -> "the host answers as " + service + "; security groups and network ACLs do not see it");
        return end(Outcome.TO_SERVICE, null, service, 0, false);
    }

    private Decision drop(Refusal why) {
        step(() -> "dropped: " + why.sentence());
        tracksAtSender = false;
        return end(Outcome.DROPPED, why, null, 0, false);
    }

    private Decision end(Outcome outcome, Refusal refusal, Service service, long edgeKey, boolean tracksAtTarget) {
        return new Decision(
                outcome,
                sender,
                target,
                sent,
                flow,
                path,
                gateways,
                nat,
                mtuBytes,
                refusal,
                service,
                edgeKey,
                tracksAtSender,
                tracksAtTarget,
                isKnownAtSender,
                isKnownAtTarget,
                looksAtSourcePort,
                identifier,
                quoted,
                steps == null ? List.of() : List.copyOf(steps));
    }

    private void step(Supplier<String> words) {
        if (steps != null) {
            steps.add(words.get());
        }
    }
}
