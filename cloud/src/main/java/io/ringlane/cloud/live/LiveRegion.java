package io.ringlane.cloud.live;

import io.ringlane.cloud.ec2.Ec2Region;
import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.flowlog.FlowLogRecorder;
import io.ringlane.cloud.forwarding.PacketTraits;
import io.ringlane.cloud.instance.Life;
import io.ringlane.cloud.instance.PlacerHosts;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.settings.Setting;
import io.ringlane.cloud.state.Change;
import io.ringlane.cloud.state.Consequences;
import io.ringlane.cloud.state.Dependency;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.VpnConnection;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.packet.IcmpType;
import io.ringlane.core.packet.LonePacket;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.pipeline.Neighbours;
import io.ringlane.dataplane.pipeline.PacketObserver;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.pipeline.RouterAdvertisement;
import io.ringlane.dataplane.worker.DataPlane;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.topology.Region;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * A region whose frames travel: EC2's calls on one side, network cards on the other.
 *
 * <pre>{@code
 * LiveRegion region = new LiveRegion(topology, clock, LiveSettings.defaults());
 * String subnet = ...;                                                  // region.ec2() has all of EC2's calls
 * Instance a = region.ec2().instances().run(LaunchSpec.of("c5n.large", subnet)).get(0);
 * VirtualFunction eth0 = region.port(a.id(), 0);                        // its card: queues, counters
 * region.start();                                                       // or turn(), on a virtual clock
 * QueuePair queue = eth0.queuePair(0);
 * }</pre>
 *
 * <p>A change made through {@link #ec2} is in force for packets sent after the call returned; traffic does not stop for it,
 * and flows that it does not concern do not notice. A packet that is on its way to an instance when that stops, or to an
 * interface that is detached, is dropped as {@code target_not_running}, also if the instance has started again by then.
 *
 * <p>What is remembered of connections and translations lasts as long as their packets come; it is forgotten up to twenty
 * seconds after its idle time.
 *
 * <p>Threads: any, except that a virtual clock is driven by one.
 */
public final class LiveRegion implements AutoCloseable {

    /** MAC address of every subnet's router. */
    public static final long ROUTER_MAC = DataPlane.ROUTER_MAC;

    /** Below the shortest that a connection lasts, 30 s of UDP: a flow that goes on after that is decided anew, and remembered. */
    private static final long IDLE_FLOW_NS = 20_000_000_000L;

    private static final long LONGEST_NAP_NS = 10_000_000;

    private final NanoClock clock;
    private final Placer placer;
    private final Ec2Region ec2;
    private final DataPlane plane;
    private final LivePorts ports;
    private final Edges edges;
    private final DecidedRoutes decided;
    private volatile boolean closed;
    private Thread timekeeper; // null before the start
    private final LiveFlowLogs flowLogs;
    private final KeepAlive keepAlive;
    private final NatCaps natCaps;
    private LiveRouter router;

    /**
     * A region without VPCs.
     *
     * @param clock the region's time and the data plane's, real or virtual
     * @throws IllegalArgumentException for a setting out of its range
     */
    public LiveRegion(Region topology, NanoClock clock, LiveSettings settings) {
        this(topology, clock, settings, null);
    }

    /**
     * A region whose packets are watched.
     *
     * @param observers makes what sees packets end, by worker; null for none
     */
    public LiveRegion(Region topology, NanoClock clock, LiveSettings settings, IntFunction<PacketObserver> observers) {
        this.clock = clock;
        this.placer = new Placer(topology, settings.hosts(), settings.seed());
        IdleClock idle = new IdleClock(clock);
        this.ec2 = new Ec2Region(
                topology.zoneNames(),
                settings.catalogue(),
                settings.ec2(),
                clock,
                idle,
                new PlacerHosts(placer),
                ROUTER_MAC,
                settings.seed());
        Later later = new Later();
        this.plane = DataPlane.builder()
                .clock(clock)
                .workers(settings.workers())
                .framesAWorker(settings.framesAWorker())
                .flowsAWorker(settings.flowsAWorker())
                .idleFlowNs(IDLE_FLOW_NS)
                .maxFrameBytes(topology.mtuBytes() + EthernetLayout.HEADER_BYTES)
                .router(later)
                .neighbours(later)
                .routerMac(ROUTER_MAC)
                .seed(settings.seed())
                .observers(observers)
                .build();
        this.decided = new DecidedRoutes(plane.routes(), settings.routes());
        this.ports = new LivePorts(topology, placer, settings, plane, this::onOpened);
        this.edges = new Edges(plane, settings, this::onOpened);
        this.natCaps = new NatCaps(settings.ec2(), settings.horizonNs());
        this.router = new LiveRouter(
                ec2,
                ports,
                edges,
                new PathFinder(new PathProfiles(topology, settings.paths()), settings, natCaps),
                decided,
                plane.routes(),
                new Fragments(clock, settings.ec2()),
                settings.ec2());
        String account = String.format(Locale.ROOT, "%012d", settings.ec2().value(Setting.ACCOUNT_ID));
        int mostRecords = Math.toIntExact(settings.ec2().value(Setting.FLOW_LOG_RECORDS));
        FlowReports reports = new FlowReports(plane);
        this.flowLogs =
                new LiveFlowLogs(clock, reports, new FlowLogRecorder(ec2::state, settings.ec2(), account, mostRecords));
        this.keepAlive = new KeepAlive(clock, idle, ec2, reports);
        reports.setObservers(flowLogs, keepAlive);
        ec2.setListener(this::onChange);
    }

    /** The data plane is made before its router, which needs the data plane's routes. */
    private final class Later implements Router, Neighbours {

        @Override
        public Route routeIpv4(VirtualFunction ingress, int source, int destination, long word1) {
            return router.routeIpv4(ingress, source, destination, word1);
        }

        @Override
        public Route routeContinued(VirtualFunction ingress, int source, int destination, long word1) {
            return router.routeContinued(ingress, source, destination, word1);
        }

        @Override
        public Route routeIpv6(
                VirtualFunction ingress,
                long sourceHigh,
                long sourceLow,
                long destinationHigh,
                long destinationLow,
                long word1) {
            return router.routeIpv6(ingress, sourceHigh, sourceLow, destinationHigh, destinationLow, word1);
        }

        @Override
        public Route routeContinuedIpv6(
                VirtualFunction ingress,
                long sourceHigh,
                long sourceLow,
                long destinationHigh,
                long destinationLow,
                long word1) {
            return router.routeContinuedIpv6(ingress, sourceHigh, sourceLow, destinationHigh, destinationLow, word1);
        }

        @Override
        public Route routeAlone(VirtualFunction ingress, long[] keys, int key, LonePacket packet) {
            return router.routeAlone(ingress, keys, key, packet);
        }

        @Override
        public Route routeToMac(
                VirtualFunction ingress, long mac, long[] keys, int key, LonePacket packet, boolean continues) {
            return router.routeToMac(ingress, mac, keys, key, packet, continues);
        }

        @Override
        public boolean isNeighbour(VirtualFunction ingress, long mac) {
            return router.isNeighbour(ingress, mac);
        }

        @Override
        public boolean followsConnections() {
            return true; // asked before there is a router
        }

        @Override
        public boolean onControlSegment(Route route, long[] keys, int key, int flags) {
            return keepAlive.onControlSegment(route, keys, key, flags);
        }

        @Override
        public long macOf(VirtualFunction asker, int wanted) {
            return router.macOf(asker, wanted);
        }

        @Override
        public long macOfIpv6(VirtualFunction asker, long wantedHigh, long wantedLow) {
            return router.macOfIpv6(asker, wantedHigh, wantedLow);
        }

        @Override
        public boolean answersIpv6() {
            return true; // asked before there is a router
        }

        @Override
        public RouterAdvertisement routerOf(VirtualFunction asker) {
            return router.routerOf(asker);
        }

        @Override
        public long holderOf(VirtualFunction asker, int wanted) {
            return router.holderOf(asker, wanted);
        }

        @Override
        public long holderOfIpv6(VirtualFunction asker, long wantedHigh, long wantedLow) {
            return router.holderOfIpv6(asker, wantedHigh, wantedLow);
        }
    }

    /** The region has changed whatever fails here: no flow may go by what held before. */
    private void onChange(Change change) {
        Consequences.follow(
                () -> ports.onChange(change),
                () -> decided.onChange(change.touched(), change.routes(), router),
                () -> natCaps.onChange(change.after()),
                () -> endRefusing(change),
                () -> flowLogs.onChange(change.after()));
    }

    private void endRefusing(Change change) {
        if (change.after().count(Table.FLOW_LOGS) != 0) {
            decided.endRefusing();
        }
    }

    /** What was refused because nobody received at a port may pass now. */
    private void onOpened(VirtualFunction port) {
        Long interfaceKey = ports.interfaceOf(port);
        decided.end(Dependency.receiver(interfaceKey == null ? edges.keyOf(port) : interfaceKey));
    }

    // ---------------------------------------------------------------- the two sides

    /** EC2's calls. */
    public Ec2Region ec2() {
        return ec2;
    }

    /** Hosts, and why instances are on them. For whoever calls nothing of EC2 meanwhile; groups are made at {@link Ec2Region#placementGroups}. */
    public Placer placer() {
        return placer;
    }

    /** Cards, workers and frames. */
    public DataPlane plane() {
        return plane;
    }

    /**
     * The port of an interface: its queues and counters. It lasts until the interface is detached or its instance stops;
     * afterwards there may be another one.
     *
     * <p>An instance receives from the moment that somebody asks for its port, or takes a queue of it: then, and not by packets
     * that others send to it, its queues get frames, some megabytes where frames are long. Until then, and as long as there is no
     * room for them, packets to it are dropped as {@code rx_overruns}.
     *
     * @param interfaceId {@code eni-...}
     * @throws Ec2Exception {@code InvalidNetworkInterfaceID.NotFound}, or {@code IncorrectState} if its instance does not run
     */
    public VirtualFunction port(String interfaceId) {
        NetworkInterface found = ec2.state().require(Table.INTERFACES, interfaceId);
        LivePort port = ports.of(found.key());
        if (port == null) {
            throw new Ec2Exception(
                    "IncorrectState",
                    "The network interface '" + interfaceId
                            + "' is on no running instance, so it has no port; attach it, or start the instance.");
        }
        port.function().open(); // if there is no room, whoever takes a queue is told
        return port.function();
    }

    /**
     * The port of an interface of an instance.
     *
     * @param index among its interfaces, 0 for eth0
     * @throws Ec2Exception as {@link #port(String)}, or {@code InvalidInstanceID.NotFound}
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public VirtualFunction port(String instanceId, int index) {
        long key = ec2.state().require(Table.INSTANCES, instanceId).interfaceKeys()[index];
        return port(ec2.state().find(Table.INTERFACES, key).id());
    }

    /**
     * The internet: what is sent here comes from there, and what leaves for there is received here. Until it is first asked for,
     * nobody receives there, as {@link #port(String)} says.
     */
    public VirtualFunction internet() {
        edges.internet().open();
        return edges.internet();
    }

    /**
     * The far end of a VPN connection, the customer's network. Until it is first asked for, nobody receives there, as {@link
     * #port(String)} says.
     *
     * @throws Ec2Exception {@code InvalidVpnConnectionID.NotFound}
     */
    public VirtualFunction vpn(String connectionId) {
        VpnConnection connection = ec2.state().require(Table.VPN_CONNECTIONS, connectionId);
        VirtualFunction end = edges.makeVpn(connection.key(), connectionId);
        end.open();
        return end;
    }

    /**
     * What a flow from a port would meet now. It opens no connection; a NAT gateway on the way keeps a port for it.
     *
     * @param from the port of an interface, or of an edge
     */
    public FlowWay way(VirtualFunction from, Flow flow) {
        return way(from, flow, IcmpType.NONE);
    }

    /**
     * As {@link #way(VirtualFunction, Flow)}, for an ICMP query or the answer to one.
     *
     * @param identifier of the query, which a NAT gateway translates; {@link IcmpType#NONE} of what has none
     */
    public FlowWay way(VirtualFunction from, Flow flow, int identifier) {
        return router.way(from, flow, PacketTraits.notSent(identifier));
    }

    /**
     * The records of every window of a flow log that has ended since the last call, each once. Bytes are those of layer 3.
     * Packets that a table of connections or of translations had no room for are in no record.
     */
    public List<FlowLogLine> drainFlowLogs() {
        return flowLogs.drain();
    }

    /** The records of what has been logged so far, also of windows that go on; nothing is logged afterwards. */
    public List<FlowLogLine> finishFlowLogs() {
        return flowLogs.finish();
    }

    /** Routes that flows take now, each shared by all flows that are treated alike. */
    public int routesInForce() {
        return decided.inForce();
    }

    /** How often a change has ended a route so far, for good or until it is taken back, others have pushed one out: see {@link LiveSettings#routes}. */
    public long routesRetired() {
        return decided.ended();
    }

    /** How often a change has looked at a route that depends on what it touched, and found that it still holds. */
    public long routesConfirmed() {
        return decided.confirmed();
    }

    // ---------------------------------------------------------------- running

    /** Gives the workers threads, and has states end when they are due. For the real clock. */
    public synchronized void start() {
        plane.start();
        timekeeper = new Thread(this::keepTime, "ringlane-lifecycle");
        timekeeper.setDaemon(true);
        timekeeper.start();
    }

    private void keepTime() {
        while (!closed) {
            ec2.settle();
            flowLogs.ask();
            keepAlive.ask();
            long dueNs = Math.min(Math.min(ec2.nextDueNs(), flowLogs.nextNs()), keepAlive.nextNs());
            long leftNs = dueNs == Life.NEVER ? LONGEST_NAP_NS : dueNs - clock.nanoTime();
            LockSupport.parkNanos(Math.max(1, Math.min(leftNs, LONGEST_NAP_NS)));
        }
    }

    /** Does all there is to do at the present time, on this thread; returns the work done. For a virtual clock. */
    public int turn() {
        ec2.settle();
        flowLogs.ask();
        keepAlive.ask();
        return plane.turn();
    }

    /** When there is something to do next; {@link Long#MAX_VALUE} if only a sender or a call can tell. */
    public long nextNs() {
        return Math.min(Math.min(plane.nextNs(), ec2.nextDueNs()), Math.min(flowLogs.nextNs(), keepAlive.nextNs()));
    }

    /**
     * Stops the workers, once flow logs have what flows sent until now; a second call does nothing. EC2's calls that would
     * change what frames meet end in an {@link IllegalStateException} from then on.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        awaitTimekeeper(); // it asks the workers too
        try {
            flowLogs.end();
        } finally {
            plane.close();
        }
    }

    private void awaitTimekeeper() {
        try {
            if (timekeeper != null) {
                timekeeper.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the workers are to stop all the same
        }
    }
}
