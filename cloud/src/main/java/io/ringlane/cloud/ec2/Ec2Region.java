package io.ringlane.cloud.ec2;

import io.ringlane.cloud.forwarding.ConnectionTracker;
import io.ringlane.cloud.forwarding.Connections;
import io.ringlane.cloud.forwarding.Forwarding;
import io.ringlane.cloud.forwarding.NatTables;
import io.ringlane.cloud.instance.HostAllocator;
import io.ringlane.cloud.instance.Instance;
import io.ringlane.cloud.settings.Ec2Settings;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.time.NanoClock;
import io.ringlane.placement.catalogue.Catalogue;
import java.util.List;

/**
 * A region's control plane: one object a group of calls, and the decisions that follow from what they have set up.
 *
 * <pre>{@code
 * Ec2Region ec2 = new Ec2Region(zones, Catalogue.builtIn(), Ec2Settings.builtIn(), clock, hosts, routerMac, 42);
 * Vpc vpc = ec2.vpcs().create("10.0.0.0/16");
 * Subnet subnet = ec2.vpcs().createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a");
 * List<Instance> pair = ec2.instances().run(LaunchSpec.of("c5n.18xlarge", subnet.id()).count(2, 2));
 * }</pre>
 *
 * <p>The same calls with the same seed at the same times give the same ids and addresses.
 */
public final class Ec2Region {

    private final Control control;
    private final ConnectionTracker connections;
    private final NatTables translations;
    private final Forwarding forwarding;
    private final Forwarding newFlows;
    private final MappingService mapping;
    private final VpcApi vpcs;
    private final RouteTableApi routeTables;
    private final InternetGatewayApi internetGateways;
    private final NatGatewayApi natGateways;
    private final VpnApi vpn;
    private final PeeringApi peerings;
    private final SecurityGroupApi securityGroups;
    private final NetworkAclApi networkAcls;
    private final InterfaceApi interfaces;
    private final AddressApi addresses;
    private final InstanceApi instances;
    private final FlowLogApi flowLogs;
    private final PlacementGroupApi placementGroups;

    /**
     * A region with nothing in it.
     *
     * @param zones names of its availability zones
     * @param clock the region's time; states end, and addresses are metered, by it
     * @param hosts finds hosts; called by one thread at a time
     * @param routerMac the MAC address of every subnet's router
     * @param seed decides ids and MAC addresses
     */
    public Ec2Region(
            List<String> zones,
            Catalogue catalogue,
            Ec2Settings settings,
            NanoClock clock,
            HostAllocator hosts,
            long routerMac,
            long seed) {
        this(zones, catalogue, settings, clock, clock, hosts, routerMac, seed);
    }

    /**
     * A region with nothing in it, whose connections and translations have been idle up to the time of a clock of their own: that
     * of whoever tells them of packets late.
     *
     * @param idleClock never ahead of {@code clock}
     */
    public Ec2Region(
            List<String> zones,
            Catalogue catalogue,
            Ec2Settings settings,
            NanoClock clock,
            NanoClock idleClock,
            HostAllocator hosts,
            long routerMac,
            long seed) {
        this.connections = new ConnectionTracker(settings, idleClock, this::tcpEstablishedSeconds);
        this.control = new Control(settings, clock, hosts, connections, seed);
        this.translations = new NatTables(settings, idleClock);
        this.forwarding = new Forwarding(control::state, settings, connections, translations);
        this.newFlows = new Forwarding(control::state, settings, Connections.NONE, translations);
        this.mapping = new MappingService(control::state, routerMac);
        this.vpcs = new VpcApi(control, List.copyOf(zones));
        this.routeTables = new RouteTableApi(control);
        this.internetGateways = new InternetGatewayApi(control);
        this.natGateways = new NatGatewayApi(control, translations);
        this.vpn = new VpnApi(control);
        this.peerings = new PeeringApi(control);
        this.securityGroups = new SecurityGroupApi(control);
        this.networkAcls = new NetworkAclApi(control);
        this.interfaces = new InterfaceApi(control);
        this.addresses = new AddressApi(control);
        this.instances = new InstanceApi(control, catalogue);
        this.flowLogs = new FlowLogApi(control);
        this.placementGroups = new PlacementGroupApi(control);
    }

    /** VPCs and subnets. */
    public VpcApi vpcs() {
        return vpcs;
    }

    /** Route tables and their routes. */
    public RouteTableApi routeTables() {
        return routeTables;
    }

    /** Internet gateways. */
    public InternetGatewayApi internetGateways() {
        return internetGateways;
    }

    /** NAT gateways. */
    public NatGatewayApi natGateways() {
        return natGateways;
    }

    /** Virtual private gateways and site-to-site VPN connections. */
    public VpnApi vpn() {
        return vpn;
    }

    /** Peerings of VPCs. */
    public PeeringApi peerings() {
        return peerings;
    }

    /** Security groups. */
    public SecurityGroupApi securityGroups() {
        return securityGroups;
    }

    /** Network ACLs. */
    public NetworkAclApi networkAcls() {
        return networkAcls;
    }

    /** Network interfaces. */
    public InterfaceApi interfaces() {
        return interfaces;
    }

    /** Elastic IPs, and what public addresses cost. */
    public AddressApi addresses() {
        return addresses;
    }

    /** Instances. */
    public InstanceApi instances() {
        return instances;
    }

    /** Placement groups. */
    public PlacementGroupApi placementGroups() {
        return placementGroups;
    }

    /** Flow logs. */
    public FlowLogApi flowLogs() {
        return flowLogs;
    }

    /** Where flows go. */
    public Forwarding forwarding() {
        return forwarding;
    }

    /** Where flows go that belong to no remembered connection: what the rules alone say. */
    public Forwarding newFlows() {
        return newFlows;
    }

    /** The connections that security groups remember. */
    public ConnectionTracker connections() {
        return connections;
    }

    /** What NAT gateways remember. */
    public NatTables translations() {
        return translations;
    }

    /** What MAC address and what host an address stands for. */
    public MappingService mapping() {
        return mapping;
    }

    /** The region as it stands; never changes. Takes no lock. */
    public RegionState state() {
        return control.state();
    }

    /**
     * Lets instances go to their next state whose time has come. Every call does so first; a data plane does it at {@link
     * #nextDueNs}.
     */
    public void settle() {
        control.settle();
    }

    /** When the next state ends by itself, on the region's clock; {@link Long#MAX_VALUE} if none does. */
    public long nextDueNs() {
        return control.nextDueNs();
    }

    /** Has somebody told of every change from now on; one listener at a time. */
    public void setListener(ChangeListener listener) {
        control.setListener(listener);
    }

    /** Everything, one line a resource: two equal texts are two equal regions. */
    public String describe() {
        return control.settled().describe();
    }

    private int tcpEstablishedSeconds(long instanceKey) {
        Instance instance = control.state().find(Table.INSTANCES, instanceKey);
        return instance == null ? 0 : instance.launch().type().tcpEstablishedSeconds();
    }
}
