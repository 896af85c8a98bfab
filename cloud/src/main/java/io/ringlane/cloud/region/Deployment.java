package io.ringlane.cloud.region;

import io.ringlane.cloud.instance.CardModels;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.core.packet.FlowKey;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.Allowances;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.PacketObserver;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.worker.DataPlane;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Instances on hosts, connected: one card a host, one function an instance, one route a pair of instances.
 *
 * <p>Instances of a zone share a subnet, 10.0.0.0/20 for the first zone, 10.0.16.0/20 for the second, and so on; they
 * reach each other's MAC directly and other zones through the router's. Hosts are dealt to workers in turn.
 */
public final class Deployment implements AutoCloseable {

    /** MAC of the subnets' router. */
    public static final long ROUTER_MAC = DataPlane.ROUTER_MAC;

    /**
     * Queue pairs of an interface at most, though large types offer up to 32: frames are set aside for each queue, and
     * a few queues are enough to show receive-side scaling.
     */
    private static final int MAX_QUEUE_PAIRS = 4;

    private static final int FIRST_ADDRESS = 4; // a subnet's first four addresses are reserved
    private static final int SUBNET_BITS = 12;
    private static final int NETWORK = 10 << 24;
    private static final long IPV6_NETWORK = 0x20010DB8_0000_0000L; // 2001:db8::/32, for documentation (RFC 3849)

    private final Region region;
    private final PathProfiles profiles;
    private final DeploymentSettings settings;
    private final DataPlane dataPlane;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Instance> byName = new HashMap<>();
    private final Map<Integer, Instance> byIpv4 = new HashMap<>();
    private final Map<Long, Instance> byIpv6Low = new HashMap<>();
    private final Map<Integer, Instance> byPort = new HashMap<>();

    /**
     * Brings instances up; nothing runs yet.
     *
     * @param placements where the instances go, one for each of {@code specs}
     * @param observers what sees packets end, by worker; null for none
     */
    public Deployment(
            final Region region,
            final PathProfiles profiles,
            final List<Placement> placements,
            final List<InstanceSpec> specs,
            final DeploymentSettings settings,
            final NanoClock clock,
            final IntFunction<PacketObserver> observers) {
        this.region = region;
        this.profiles = profiles;
        this.settings = settings;
        this.dataPlane = DataPlane.builder()
                .clock(clock)
                .maxFrameBytes(settings.maxFrameBytes())
                .workers(settings.workers())
                .framesAWorker(settings.framesAWorker())
                .router(new DeploymentRouter())
                .routerMac(ROUTER_MAC)
                .seed(settings.seed())
                .observers(observers)
                .build();
        final Map<Integer, Integer> workers = new HashMap<>();
        final Map<CardKey, PhysicalFunction> cards = new HashMap<>();
        for (int i = 0; i < placements.size(); i++) {
            final Placement placement = placements.get(i);
            final int worker = workers.computeIfAbsent(placement.hostId(), host -> workers.size() % settings.workers());
            final PhysicalFunction card = cards.computeIfAbsent(
                    new CardKey(placement.hostId(), placement.card()), key -> addCard(placement, placements, worker));
            add(placement, specs.get(i), card);
        }
    }

    /** A host has one card, and beside it what the hypervisor emulates. */
    private record CardKey(int hostId, EnhancedNetworking card) {}

    private PhysicalFunction addCard(final Placement first, final List<Placement> placements, final int worker) {
        long lineBitsPerSecond = 0;
        for (final Placement each : placements) {
            if (each.hostId() == first.hostId() && each.card() == first.card()) {
                lineBitsPerSecond = Math.max(lineBitsPerSecond, each.nic().allCardsBitsPerSecond(each.type()));
            }
        }
        return dataPlane.addCard(
                region.hostName(first.hostId()),
                CardModels.of(first.card()),
                worker,
                lineBitsPerSecond,
                settings.allowanceHorizonNs(),
                0);
    }

    private void add(final Placement placement, final InstanceSpec spec, final PhysicalFunction card) {
        final int index = instances.size();
        final int zone = region.zoneOf(placement.hostId());
        final int hostPart = FIRST_ADDRESS + index;
        if (hostPart >= (1 << SUBNET_BITS) - 1) {
            throw new IllegalStateException("more instances than a subnet has addresses");
        }
        final int ipv4 = NETWORK | zone << SUBNET_BITS | hostPart;
        final long ipv6Low = Integer.toUnsignedLong(ipv4);
        final DeviceModel model = card.model();
        final InstanceType type = placement.type();
        final int queuePairs = Math.min(Math.min(placement.nic().queues(), MAX_QUEUE_PAIRS), model.maxQueuePairs(1));
        final int receiveSlots =
                Math.min(model.maxRingSlots(), Math.max(model.minRingSlots(), settings.receiveFrames()));
        final int transmitSlots = Math.max(model.minRingSlots(), model.defaultTransmitSlots());
        final VirtualFunctionConfig config = VirtualFunctionConfig.defaults(
                        model, 0x0200_0000_0000L | Integer.toUnsignedLong(ipv4), new Allowances(allowances(type, spec)))
                .withQueuePairs(queuePairs)
                .withFrames(
                        transmitSlots,
                        receiveSlots,
                        settings.transmitFrames(),
                        Math.min(receiveSlots, settings.receiveFrames()))
                .withLine(placement.nic().lineRateBitsPerSecond())
                .withChecks(true, !settings.pointToPoint());
        final VirtualFunction port = dataPlane.addFunction(card, placement.instance(), config);
        port.open(); // in the order of their making, so that a run is the same whoever asks for a queue first
        port.addIpv4(ipv4);
        port.addIpv6(IPV6_NETWORK, ipv6Low);
        final String interfaceId = String.format("eni-0%016x", (settings.seed() * 0x9E3779B97F4A7C15L) ^ (index + 1L));
        final Instance instance =
                new Instance(index, placement, spec.enaExpress(), port, interfaceId, ipv4, IPV6_NETWORK, ipv6Low);
        instances.add(instance);
        byName.put(instance.name(), instance);
        byIpv4.put(ipv4, instance);
        byIpv6Low.put(ipv6Low, instance);
        byPort.put(port.portIndex(), instance);
    }

    private Allowances.Settings allowances(final InstanceType type, final InstanceSpec spec) {
        final long out = spec.bandwidthOutBitsPerSecond();
        final long in = spec.bandwidthInBitsPerSecond();
        return new Allowances.Settings(
                out == 0 ? type.baselineBitsPerSecond() : out,
                out == 0 ? type.peakBitsPerSecond() : out,
                in == 0 ? type.baselineBitsPerSecond() : in,
                in == 0 ? type.peakBitsPerSecond() : in,
                type.creditSeconds() * 1_000_000_000L,
                spec.packetsPerSecond() == 0 ? type.packetsPerSecond() : spec.packetsPerSecond(),
                0,
                settings.allowanceHorizonNs());
    }

    /** The data plane; start it, or drive it turn by turn. */
    public DataPlane dataPlane() {
        return dataPlane;
    }

    /** All instances, in order. */
    public List<Instance> instances() {
        return List.copyOf(instances);
    }

    /** The instance with a name; null if there is none. */
    public Instance instance(final String name) {
        return byName.get(name);
    }

    /** What lies between two instances by ordinary ways, ENA Express being off. */
    public PathProfile profile(final Instance a, final Instance b) {
        return profiles.between(a.placement(), b.placement());
    }

    /** What lies between two instances for packets of an IP protocol. */
    public PathProfile profile(final Instance a, final Instance b, final int ipProtocol) {
        return profiles.between(a.pathEnd(), b.pathEnd(), ipProtocol);
    }

    /** The MAC an instance sends to for another: its own inside a zone, the router's across zones. */
    public long nextHopMac(final Instance from, final Instance to) {
        final boolean sameSubnet = region.zoneOf(from.placement().hostId())
                == region.zoneOf(to.placement().hostId());
        return sameSubnet ? to.port().mac() : ROUTER_MAC;
    }

    /** The name of an instance's host. */
    public String hostName(final Instance instance) {
        return region.hostName(instance.placement().hostId());
    }

    @Override
    public void close() {
        dataPlane.close();
    }

    /** Packets of two protocols may go between one pair by ENA Express and by ordinary ENA. */
    private record RouteKey(int fromPort, int toPort, boolean isExpress) {}

    private final class DeploymentRouter implements Router {

        private final Map<RouteKey, Route> routes = new ConcurrentHashMap<>();
        private volatile Route noRoute;

        @Override
        public Route routeIpv4(
                final VirtualFunction ingress, final int source, final int destination, final long word1) {
            return route(ingress, byIpv4.get(destination), FlowKey.protocol(word1));
        }

        @Override
        public Route routeIpv6(
                final VirtualFunction ingress,
                final long sourceHigh,
                final long sourceLow,
                final long destinationHigh,
                final long destinationLow,
                final long word1) {
            return route(
                    ingress,
                    destinationHigh == IPV6_NETWORK ? byIpv6Low.get(destinationLow) : null,
                    FlowKey.protocol(word1));
        }

        private Route route(final VirtualFunction ingress, final Instance addressee, final int ipProtocol) {
            final Instance to = settings.pointToPoint() ? instances.get(1 - ingress.portIndex()) : addressee;
            if (to == null) {
                return refused();
            }
            final Instance from = byPort.get(ingress.portIndex());
            final PathProfile profile = profile(from, to, ipProtocol);
            final RouteKey way = new RouteKey(ingress.portIndex(), to.port().portIndex(), profile.enaExpress());
            return routes.computeIfAbsent(way, key -> {
                final Route wider = profile.enaExpress() ? make(from, to, profile(from, to), null) : null;
                return make(from, to, profile, wider);
            });
        }

        private Route make(final Instance from, final Instance to, final PathProfile profile, final Route wider) {
            final int typesMtu = Math.min(
                    from.placement().type().mtuBytes(), to.placement().type().mtuBytes());
            return dataPlane
                    .routes()
                    .to(
                            to.port(),
                            new RoutePath(
                                    profile.flowCapBitsPerSecond(),
                                    settings.flowHorizonNs(),
                                    profile.delayNs(),
                                    profile.jitterNs(),
                                    Math.min(profile.mtuBytes(), typesMtu),
                                    true),
                            null,
                            null,
                            wider);
        }

        private synchronized Route refused() {
            if (noRoute == null) {
                noRoute = dataPlane.routes().refused(DropReason.NO_ROUTE);
            }
            return noRoute;
        }
    }
}
