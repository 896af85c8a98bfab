package io.ringlane.cloud.run;

import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.region.Deployment;
import io.ringlane.cloud.region.DeploymentSettings;
import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.GroupSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.Scenario.PathSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.pipeline.EventDigest;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.EnhancedNetworking;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.group.PlacementGroup;
import io.ringlane.placement.group.PlacementGroups;
import io.ringlane.placement.group.PlacementRequest;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.group.Strategy;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs scenarios: places the instances, brings the region up, offers the traffic, and measures what arrives. */
public final class ScenarioRunner implements Runner {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * How long the code is warmed up before a run against the wall clock: first in virtual time, then in real time with
     * the run's own traffic. Until the JVM has compiled both loops (about a second), a worker cannot keep 10 Gbit/s.
     */
    private static final long VIRTUAL_WARM_UP_NS = 60_000_000;

    private static final long REAL_WARM_UP_NS = 2_000_000_000;

    private static final int FIRST_PORT = 5001;

    @Override
    public RunResult run(final Scenario scenario, final RunObserver observer) {
        observer.onPhase(RunObserver.Phase.PREPARING);
        final boolean virtual = "virtual".equals(scenario.run().clock());
        if (!virtual) {
            new Session(scenario, true, VIRTUAL_WARM_UP_NS).run(RunObserver.NONE);
            new Session(scenario, false, REAL_WARM_UP_NS).run(RunObserver.NONE);
        }
        return new Session(scenario, virtual, scenario.run().durationNs()).run(observer);
    }

    /** One run. */
    private static final class Session {

        private final Scenario scenario;
        private final boolean isVirtual;
        private final long durationNs;
        private final VirtualClock virtualClock = new VirtualClock();
        private final List<Ledger> ledgers = new ArrayList<>();
        private final Map<String, InstanceSpec> specs = new HashMap<>();
        private Deployment deployment;
        private FlowSource[] sources;
        private FlowMeter[] meters;
        private Instance[] receivers; // by flow
        private long startNs;
        private String voidReason;

        Session(final Scenario scenario, final boolean isVirtual, final long durationNs) {
            this.scenario = scenario;
            this.isVirtual = isVirtual;
            this.durationNs = durationNs;
            scenario.instances().forEach(spec -> specs.put(spec.name(), spec));
        }

        RunResult run(final RunObserver observer) {
            final long wallStartNs = System.nanoTime();
            final NanoClock clock = isVirtual ? virtualClock : NanoClock.real();
            try (Deployment opened = deploy(clock)) {
                deployment = opened;
                if (!isVirtual) {
                    deployment.dataPlane().start();
                }
                startNs = clock.nanoTime() + (isVirtual ? 0 : 5_000_000);
                makeTraffic();
                observer.onPhase(RunObserver.Phase.RUNNING);
                final TrafficLoop loop = new TrafficLoop(
                        deployment.dataPlane(), sources, this::receiveFresh, startNs, durationNs, observer);
                if (isVirtual) {
                    loop.runVirtual(virtualClock, ledgers);
                } else {
                    voidReason = loop.runReal(this::receiveAll);
                }
            }
            return result(System.nanoTime() - wallStartNs);
        }

        // ------------------------------------------------------------ set-up

        private Deployment deploy(final NanoClock clock) {
            try {
                final Catalogue catalogue = Catalogue.builtIn();
                final Scenario.RegionSpec spec = scenario.region();
                final Region region = new Region(
                        spec.name(),
                        spec.zones(),
                        spec.dataCentersPerZone(),
                        spec.racksPerDataCenter(),
                        spec.hostsPerRack(),
                        spec.mtuBytes());
                PathSettings paths = PathSettings.builtIn();
                for (final Map.Entry<String, PathSpec> path :
                        scenario.settings().paths().entrySet()) {
                    final PathSpec value = path.getValue();
                    paths = paths.with(path.getKey(), value.delayNs(), value.jitterNs(), value.mtuBytes());
                }
                final PathProfiles profiles = new PathProfiles(region, paths);
                final Placer placer = new Placer(
                        region, HostSettings.builtIn(), scenario.run().seed());
                final List<Placement> placements = placer.placeAll(requests(catalogue, placer.groups()));
                return new Deployment(
                        region,
                        profiles,
                        placements,
                        scenario.instances(),
                        settings(profiles, placements),
                        clock,
                        worker -> {
                            final Ledger ledger = new Ledger(scenario.flows().size());
                            ledgers.add(ledger);
                            return ledger;
                        });
            } catch (final PlacementException e) {
                throw new RunException(e.code() + ": " + e.getMessage(), e);
            }
        }

        private List<PlacementRequest> requests(final Catalogue catalogue, final PlacementGroups account) {
            final Map<String, PlacementGroup> groups = new HashMap<>();
            for (final GroupSpec group : scenario.groups()) {
                final Strategy strategy = Strategy.valueOf(group.strategy().toUpperCase(Locale.ROOT));
                groups.put(
                        group.name(),
                        account.create(new PlacementGroup(
                                group.name(), strategy, strategy == Strategy.PARTITION ? group.partitions() : 0)));
            }
            final List<PlacementRequest> requests = new ArrayList<>();
            for (final InstanceSpec spec : scenario.instances()) {
                final EnhancedNetworking card = spec.enhancedNetworking() == null
                        ? null
                        : EnhancedNetworking.byLabel().get(spec.enhancedNetworking());
                requests.add(PlacementRequest.of(spec.name(), catalogue.find(spec.type()))
                        .withCard(card)
                        .inGroup(spec.group() == null ? null : groups.get(spec.group()))
                        .inZone(spec.zone())
                        .onHostOf(spec.sameHostAs()));
            }
            return requests;
        }

        private DeploymentSettings settings(final PathProfiles profiles, final List<Placement> placements) {
            final long flowHorizonNs = orDefault(scenario.settings().flowHorizonNs());
            final long allowanceHorizonNs = orDefault(scenario.settings().allowanceHorizonNs());
            final Map<String, Placement> byName = new HashMap<>();
            placements.forEach(placement -> byName.put(placement.instance(), placement));
            int longest = 1500;
            double frames = 2048;
            for (final FlowSpec flow : scenario.flows()) {
                long sum = 0;
                for (final int length : flow.frame().lengthsBytes()) {
                    longest = Math.max(longest, length);
                    sum += length;
                }
                final double mean = (double) sum / flow.frame().lengthsBytes().length;
                final PathProfile profile = profiles.between(byName.get(flow.from()), byName.get(flow.to()));
                final double offered = flow.rateBitsPerSecond() != 0
                        ? flow.rateBitsPerSecond()
                        : flow.ratePacketsPerSecond() * mean * 8;
                final double rate = Math.min(offered, (double) profile.flowCapBitsPerSecond() * flow.connections());
                final double waitNs = flowHorizonNs
                        + 2.0 * allowanceHorizonNs
                        + profile.delayNs()
                        + profile.jitterNs()
                        + (isVirtual ? 0 : 500_000);
                frames += 1.25 * rate * waitNs / 1e9 / 8 / mean;
            }
            final long bytes = (long) frames * (longest + 128);
            if (bytes > Runtime.getRuntime().maxMemory() / 2) {
                throw new RunException(String.format(
                        Locale.ROOT,
                        "the frames in flight need %d MiB and the JVM may use %d MiB in all; raise it with"
                                + " RINGLANE_JAVA_OPTS=-Xmx%dm, or offer less",
                        bytes >> 20,
                        Runtime.getRuntime().maxMemory() >> 20,
                        (bytes >> 20) * 3));
            }
            return new DeploymentSettings(
                    longest,
                    scenario.run().workers(),
                    (int) frames,
                    isVirtual ? 256 : 1024,
                    isVirtual ? 512 : 1024,
                    flowHorizonNs,
                    allowanceHorizonNs,
                    scenario.run().seed(),
                    false);
        }

        private static long orDefault(final long horizonNs) {
            return horizonNs < 0 ? DeploymentSettings.DEFAULT_HORIZON_NS : horizonNs;
        }

        private void makeTraffic() {
            final List<FlowSpec> flows = scenario.flows();
            sources = new FlowSource[flows.size()];
            meters = new FlowMeter[flows.size()];
            receivers = new Instance[flows.size()];
            final long windowNs = Math.max(100_000, durationNs / 100);
            for (int i = 0; i < sources.length; i++) {
                final FlowSpec flow = flows.get(i);
                final Instance from = deployment.instance(flow.from());
                final Instance to = deployment.instance(flow.to());
                final QueuePair[] queues = new QueuePair[flow.connections()];
                for (int c = 0; c < queues.length; c++) {
                    queues[c] = from.port().queuePair(c % from.port().queueCount());
                }
                sources[i] = new FlowSource(
                        i,
                        templates(flow, i, from, to),
                        flow.frame().lengthsBytes().length,
                        queues,
                        flow.rateBitsPerSecond(),
                        flow.ratePacketsPerSecond(),
                        startNs,
                        startNs + durationNs);
                meters[i] = new FlowMeter(flow.name(), durationNs, windowNs, flow.connections());
                receivers[i] = to;
            }
        }

        private byte[][] templates(final FlowSpec flow, final int index, final Instance from, final Instance to) {
            final int[] lengths = flow.frame().lengthsBytes();
            final byte[][] templates = new byte[lengths.length * flow.connections()][];
            final Map<Integer, byte[]> made = new HashMap<>();
            for (int connection = 0; connection < flow.connections(); connection++) {
                made.clear();
                final FrameBuilder builder =
                        new FrameBuilder().macs(from.port().mac(), deployment.nextHopMac(from, to));
                if (flow.ipVersion() == 6) {
                    builder.ipv6(from.ipv6High(), from.ipv6Low(), to.ipv6High(), to.ipv6Low());
                } else {
                    builder.ipv4(from.ipv4(), to.ipv4());
                }
                final int sourcePort = 10_000 + connection % 50_000;
                final int destinationPort = FIRST_PORT + index;
                if ("tcp".equals(flow.protocol())) {
                    builder.tcp(sourcePort, destinationPort);
                } else {
                    builder.udp(sourcePort, destinationPort);
                }
                for (int i = 0; i < lengths.length; i++) {
                    templates[connection * lengths.length + i] = made.computeIfAbsent(lengths[i], length -> {
                        final byte[] frame = new byte[length];
                        builder.write(frame, 0, length);
                        return frame;
                    });
                }
            }
            return templates;
        }

        // ------------------------------------------------------------ receiving

        private void receiveFresh(final Ledger ledger, final long nowNs) {
            for (int flow = 0; flow < receivers.length; flow++) {
                if (ledger.takeFresh(flow)) {
                    receive(receivers[flow], nowNs);
                }
            }
        }

        private int receiveAll(final long nowNs) {
            int count = 0;
            for (final Instance instance : deployment.instances()) {
                count += receive(instance, nowNs);
            }
            return count;
        }

        private int receive(final Instance instance, final long nowNs) {
            int count = 0;
            for (int queue = 0; queue < instance.port().queueCount(); queue++) {
                count += TrafficLoop.receive(instance.port().queuePair(queue), meters, nowNs);
            }
            return count;
        }

        // ------------------------------------------------------------ result

        private RunResult result(final long wallNs) {
            final List<FlowResult> results = new ArrayList<>();
            long dropped = 0;
            long delivered = 0;
            long sent = 0;
            for (int i = 0; i < sources.length; i++) {
                final FlowResult flow = flowResult(i);
                results.add(flow);
                sent += flow.packetsSent();
                delivered += flow.packetsDelivered();
                dropped += flow.packetsDropped();
            }
            final List<InterfaceResult> interfaces = new ArrayList<>();
            for (final Instance instance : deployment.instances()) {
                interfaces.add(new InterfaceResult(
                        instance.interfaceId(),
                        instance.name(),
                        deployment.hostName(instance),
                        DeviceCounters.read(instance.port())));
            }
            String digest = "";
            if (isVirtual) {
                final EventDigest all = new EventDigest();
                ledgers.forEach(ledger -> all.add(ledger.digest()));
                digest = all.toHex();
            }
            final List<ExpectationResult> expectations =
                    Expectations.judge(scenario.expect(), results, sources.length == 0 ? 0 : durationNs);
            return new RunResult(
                    scenario.name(),
                    scenario.run().clock(),
                    scenario.run().seed(),
                    digest,
                    durationNs,
                    wallNs,
                    results,
                    interfaces,
                    new PacketTotals(sent, delivered, dropped, sent - delivered - dropped),
                    expectations,
                    voidReason);
        }

        private FlowResult flowResult(final int index) {
            final FlowSpec flow = scenario.flows().get(index);
            final Instance from = deployment.instance(flow.from());
            final Instance to = deployment.instance(flow.to());
            final PathProfile profile = deployment.profile(from, to);
            final BindingCap cap = BindingCap.between(
                    profile,
                    from.placement(),
                    specs.get(flow.from()),
                    to.placement(),
                    specs.get(flow.to()),
                    flow.connections());
            final FlowMeter meter = meters[index];
            final FlowSource source = sources[index];
            final Map<String, Long> drops = new TreeMap<>();
            long dropped = 0;
            long delivered = 0;
            for (final Ledger ledger : ledgers) {
                delivered += ledger.delivered(index);
                for (int reason = 0; reason < DropReason.count(); reason++) {
                    final long count = ledger.dropped(index, DropReason.of(reason));
                    dropped += count;
                    if (count != 0) {
                        drops.merge(DropReason.of(reason).label(), count, Long::sum);
                    }
                }
            }
            final long offered = Math.round((double) source.sentBytes() * 8 * NANOS_PER_SECOND / durationNs);
            final long arrived = meter.bitsPerSecond();
            final long errorPpm = offered < cap.bitsPerSecond()
                    ? 0
                    : Math.round((arrived - cap.bitsPerSecond()) * 1e6 / cap.bitsPerSecond());
            return new FlowResult(
                    flow.name(),
                    flow.from(),
                    flow.to(),
                    flow.protocol(),
                    flow.frame().name(),
                    profile.label(),
                    cap.bitsPerSecond(),
                    cap.label(),
                    offered,
                    arrived,
                    errorPpm,
                    source.sentPackets(),
                    delivered,
                    source.sentPackets() - delivered - dropped,
                    drops,
                    meter.latency(),
                    new RateSeries(meter.windowNs(), meter.windowBytes()));
        }
    }
}
