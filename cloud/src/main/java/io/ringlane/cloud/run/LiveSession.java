package io.ringlane.cloud.run;

import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.flowlog.FlowLogLine.Status;
import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.LiveSettings;
import io.ringlane.cloud.live.WayCap;
import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.network.NetworkBuilder;
import io.ringlane.cloud.network.NetworkException;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.run.RunResult.FlowLogResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.scenario.Moment;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.ScenarioPlacer;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.dataplane.nic.DeviceCounters;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.placement.topology.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of a scenario with a network of its own: EC2's calls make it, and events change it while traffic runs. */
final class LiveSession extends Session {

    /** A scheduler's slice: under the real clock frames wait so long for a thread that was off its core. */
    private static final long SLICE_NS = 500_000;

    private LiveRegion live;
    private NetworkBuilder network;
    private LiveTraffic traffic;
    private Timeline timeline;
    private Moments moments;
    private Region topology;
    private List<FlowLogLine> flowLogLines;

    LiveSession(final Scenario scenario, final boolean isVirtual, final long durationNs) {
        super(scenario, isVirtual, durationNs);
    }

    @Override
    RunResult run(final RunObserver observer) {
        final long wallStartNs = System.nanoTime();
        final ScenarioPlacer placer = new ScenarioPlacer(scenario);
        try (LiveRegion opened = new LiveRegion(placer.region(), clock, settings(placer), ledgers::open)) {
            live = opened;
            topology = placer.region();
            placer.createGroups(live.ec2().placementGroups());
            build();
            if (isVirtual) {
                runVirtual(observer);
            } else {
                runReal(observer);
            }
            moments.end();
            flowLogLines = live.finishFlowLogs();
        }
        return result(System.nanoTime() - wallStartNs);
    }

    // ---------------------------------------------------------------- set-up

    private LiveSettings settings(final ScenarioPlacer placer) {
        final LiveSettings defaults = LiveSettings.defaults();
        final long horizonNs = flowHorizonNs();
        double frames = 2048;
        int connections = 1;
        for (final FlowSpec flow : scenario.flows()) {
            final double meanBytes = meanBytes(flow);
            final double packetsPerSecond = flow.ratePacketsPerSecond() != 0
                    ? flow.ratePacketsPerSecond()
                    : flow.rateBitsPerSecond() / 8.0 / meanBytes;
            final double waitNs = 3.0 * horizonNs + 2.0 * defaults.edgeDelayNs() + (isVirtual ? 0 : SLICE_NS);
            frames += packetsPerSecond * waitNs / NANOS_PER_SECOND;
            connections = Math.max(connections, flow.connections());
        }
        FrameBudget.check((long) frames, scenario.region().mtuBytes());
        return defaults.withCatalogue(scenario.catalogue())
                .withSeed(scenario.run().seed())
                .withHorizon(horizonNs)
                .withHosts(placer.hostSettings())
                .withPaths(placer.pathSettings(), defaults.edgeDelayNs())
                .withWorkers(scenario.run().workers(), (int) frames, defaults.flowsAWorker())
                .withQueues(connections == 1 ? 1 : 4, 256, isVirtual ? 512 : 1024);
    }

    private void build() {
        network = new NetworkBuilder(live.ec2(), scenario.network(), scenario.networkInstances());
        try {
            network.build(scenario.networkInstances(), scenario::isThereAtStart, true);
        } catch (final NetworkException e) {
            throw new RunException(e.getMessage(), e);
        }
    }

    private List<Source> open(final long startNs, final long leadInNs) {
        watchSpans(startNs);
        final LiveEnds ends = new LiveEnds(live, network.names(), scenario.network());
        traffic = new LiveTraffic(live, ends, scenario, startNs, durationNs, leadInNs);
        moments = new Moments(
                () -> Moment.of(topology, live.ec2(), network.names()), scenario.expect(), startNs, durationNs);
        timeline = new Timeline(
                clock,
                scenario.events().stream().map(this::watched).toList(),
                network.calls(),
                network.names(),
                traffic::onChange,
                startNs,
                startNs + durationNs);
        final List<Source> sources = new ArrayList<>();
        sources.add(timeline); // first: what happens at a time precedes what is sent at it
        sources.addAll(traffic.sources());
        sources.add(1, moments); // after what happens at the time
        return sources;
    }

    /** The event, before which is looked at what was to be so until then. */
    private EventSpec watched(final EventSpec event) {
        return new EventSpec(event.atNs(), event.text(), event.launches(), event.groups(), calls -> {
            moments.lookBefore(event.atNs());
            event.action().accept(calls);
        });
    }

    // ---------------------------------------------------------------- traffic

    private void runVirtual(final RunObserver observer) {
        final long startNs = virtualClock.nanoTime();
        final List<Source> sources = open(startNs, 0);
        observer.onPhase(RunObserver.Phase.RUNNING);
        new VirtualTimeLoop(
                        new LiveStage(),
                        sources.toArray(Source[]::new),
                        (ledger, nowNs) -> traffic.receiveAll(nowNs),
                        startNs,
                        durationNs,
                        observer)
                .run(virtualClock, ledgers.byWorker());
    }

    private final class LiveStage implements Stage {

        @Override
        public long nextNs() {
            return live.nextNs();
        }

        @Override
        public long nextPacketNs() {
            return live.plane().nextNs();
        }

        @Override
        public int turn() {
            return live.turn();
        }
    }

    private void runReal(final RunObserver observer) {
        RealTimeRun.start(live::start);
        final long startNs = clock.nanoTime() + RealTimeRun.HEAD_START_NS + LEAD_IN_NS;
        final List<Source> sources = open(startNs, LEAD_IN_NS);
        observer.onPhase(RunObserver.Phase.RUNNING);
        baseline = new PortBaseline(() -> live.plane().ports(), startNs);
        sources.add(0, baseline);
        realTime = RealTimeRun.of(
                live.plane(),
                clock,
                sources.toArray(Source[]::new),
                traffic::receiveAll,
                startNs,
                durationNs,
                observer);
    }

    // ---------------------------------------------------------------- result

    private RunResult result(final long wallNs) {
        final List<FlowResult> flows = flowResults();
        return new Results(scenario, ledgers, durationNs, wallNs)
                .of(
                        flows,
                        interfaces(),
                        timeline.results(),
                        flowLogs(),
                        moments,
                        misses -> voidReason(flows, misses),
                        isVirtual ? null : realTime.machine());
    }

    /** An event that came too late outranks what was missed: expectations speak of other times. */
    @Override
    String voidReason(final List<FlowResult> flows, final List<Miss> misses) {
        final String reason = super.voidReason(flows, misses);
        return reason == null ? timeline.voidReason() : reason;
    }

    @Override
    Traffic traffic() {
        return traffic;
    }

    @Override
    WayTaken way(final int flow) {
        final List<FlowWaySpan> ways = traffic.ways(flow);
        final WayCap binding = traffic.binding(flow);
        return new WayTaken(
                ways.isEmpty() ? "never sent" : ways.get(0).path(),
                binding == null ? 0 : binding.bitsPerSecond(),
                binding == null ? "none" : binding.label(),
                ways.size() == 1,
                ways.size() > 1 ? ways : List.of());
    }

    /** All of the run, so that plots of flows that came to a halt are as long as the others. */
    @Override
    RateSeries series(final FlowMeter meter) {
        final int windows = (int) Math.max(1, durationNs / meter.windowNs());
        return new RateSeries(meter.windowNs(), Arrays.copyOf(meter.windowBytes(), windows));
    }

    private List<InterfaceResult> interfaces() {
        final List<InterfaceResult> results = new ArrayList<>();
        for (final VirtualFunction port : live.plane().ports()) {
            results.add(new InterfaceResult(
                    port.name(),
                    owner(port.name()),
                    port.card().name(),
                    baseline == null ? DeviceCounters.read(port) : baseline.since(port),
                    baseline == null ? DeviceCounters.readOwn(port) : baseline.ownSince(port)));
        }
        return results;
    }

    /** Who has a port's interface, or which edge of the region it is; null if nobody has it any more. */
    private String owner(final String portName) {
        if (!ResourceKind.INTERFACE.isIdOf(portName)) {
            return network.names().nameOf(portName);
        }
        return live.ec2().state().all(Table.INTERFACES).stream()
                .filter(each -> each.id().equals(portName) && each.attachment() != null)
                .map(each -> network.names().nameOf(each.attachment().instanceId()))
                .findFirst()
                .orElse(null);
    }

    private List<FlowLogResult> flowLogs() {
        final List<FlowLogResult> results = new ArrayList<>();
        scenario.network().flowLogs().forEach(log -> {
            final String id = network.names().find(ResourceKind.FLOW_LOG, log.name());
            final List<FlowLogLine> own = flowLogLines.stream()
                    .filter(line -> line.flowLogId().equals(id))
                    .toList();
            results.add(new FlowLogResult(
                    log.name(),
                    packets(own, true),
                    packets(own, false),
                    own.stream().map(FlowLogLine::toString).toList()));
        });
        return results;
    }

    private static long packets(final List<FlowLogLine> lines, final boolean accepted) {
        return lines.stream()
                .filter(line -> line.status() == Status.OK && line.accepted() == accepted)
                .mapToLong(FlowLogLine::packets)
                .sum();
    }
}
