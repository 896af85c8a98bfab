package io.ringlane.cloud.run;

import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.region.Deployment;
import io.ringlane.cloud.region.DeploymentSettings;
import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.ScenarioPlacer;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs scenarios: places the instances, brings the region up, offers the traffic, and measures what arrives. */
public final class ScenarioRunner implements Runner {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * What goes ahead of a run against the wall clock, so that the JVM has seen and compiled all of its code: a run in
     * virtual time, a short one like itself, and traffic of its own that is not measured. Until both loops are compiled for
     * good (about a second), a worker cannot keep 10 Gbit/s; and what the compiler has not seen happen, the end of a
     * source say, it leaves out, and compiles everything around it anew when it happens.
     */
    private static final long VIRTUAL_WARM_UP_NS = 60_000_000;

    private static final long REAL_WARM_UP_NS = 250_000_000;

    static final long LEAD_IN_NS = 1_000_000_000;

    private static final int MIN_RECEIVE_FRAMES = 1024;

    @Override
    public RunResult run(final Scenario scenario, final RunObserver observer) {
        observer.onPhase(RunObserver.Phase.PREPARING);
        final boolean virtual = "virtual".equals(scenario.run().clock());
        if (!virtual) {
            run(scenario, true, VIRTUAL_WARM_UP_NS, RunObserver.NONE);
            run(scenario, false, REAL_WARM_UP_NS, RunObserver.NONE);
        }
        return run(scenario, virtual, scenario.run().durationNs(), observer);
    }

    private static RunResult run(
            final Scenario scenario, final boolean isVirtual, final long durationNs, final RunObserver observer) {
        return scenario.network() == null
                ? new Session(scenario, isVirtual, durationNs).run(observer)
                : new LiveSession(scenario, isVirtual, durationNs).run(observer);
    }

    /** One run. */
    private static final class Session {

        private final Scenario scenario;
        private final boolean isVirtual;
        private final long durationNs;
        private final VirtualClock virtualClock = new VirtualClock();
        private final Ledgers ledgers;
        private final Map<String, InstanceSpec> specs = new HashMap<>();
        private Deployment deployment;
        private ScenarioTraffic traffic;
        private long startNs;
        private PortBaseline baseline; // null under the virtual clock
        private RealTimeRun realTime; // null under the virtual clock

        Session(final Scenario scenario, final boolean isVirtual, final long durationNs) {
            this.scenario = scenario;
            this.isVirtual = isVirtual;
            this.ledgers = new Ledgers(ScenarioTraffic.tags(scenario));
            this.durationNs = durationNs;
            scenario.instances().forEach(spec -> specs.put(spec.name(), spec));
        }

        RunResult run(final RunObserver observer) {
            final long wallStartNs = System.nanoTime();
            final NanoClock clock = isVirtual ? virtualClock : NanoClock.real();
            try (Deployment opened = deploy(clock)) {
                deployment = opened;
                if (isVirtual) {
                    runVirtual(observer);
                } else {
                    runReal(clock, observer);
                }
            }
            return result(System.nanoTime() - wallStartNs);
        }

        private void runVirtual(final RunObserver observer) {
            startNs = virtualClock.nanoTime();
            ledgers.watch(
                    startNs,
                    Expectations.edges(scenario.expect()),
                    scenario.flows().size());
            traffic = new ScenarioTraffic(deployment, scenario, startNs, durationNs, 0);
            observer.onPhase(RunObserver.Phase.RUNNING);
            new VirtualTimeLoop(
                            Stage.of(deployment.dataPlane()),
                            traffic.sources(),
                            traffic::receiveFresh,
                            startNs,
                            durationNs,
                            observer)
                    .run(virtualClock, ledgers.byWorker());
        }

        private void runReal(final NanoClock clock, final RunObserver observer) {
            RealTimeRun.start(deployment.dataPlane());
            startNs = clock.nanoTime() + RealTimeRun.HEAD_START_NS + LEAD_IN_NS;
            ledgers.watch(
                    startNs,
                    Expectations.edges(scenario.expect()),
                    scenario.flows().size());
            traffic = new ScenarioTraffic(deployment, scenario, startNs, durationNs, LEAD_IN_NS);
            observer.onPhase(RunObserver.Phase.RUNNING);
            baseline = new PortBaseline(
                    () -> deployment.instances().stream().map(Instance::port).toList(), startNs);
            realTime = RealTimeRun.of(
                    deployment.dataPlane(),
                    clock,
                    Stream.concat(Stream.of(baseline), Arrays.stream(traffic.sources()))
                            .toArray(Source[]::new),
                    traffic::receiveAll,
                    startNs,
                    durationNs,
                    observer);
        }

        // ------------------------------------------------------------ set-up

        private Deployment deploy(final NanoClock clock) {
            try {
                final ScenarioPlacer placer = new ScenarioPlacer(scenario);
                final PathProfiles profiles = placer.profiles();
                final List<Placement> placements = placer.placeAll();
                return new Deployment(
                        placer.region(),
                        profiles,
                        placements,
                        scenario.instances(),
                        settings(profiles, placements),
                        clock,
                        ledgers::open);
            } catch (final PlacementException e) {
                throw new RunException(e.getMessage(), e);
            }
        }

        private DeploymentSettings settings(final PathProfiles profiles, final List<Placement> placements) {
            final long flowHorizonNs = orDefault(scenario.settings().flowHorizonNs());
            final long allowanceHorizonNs = orDefault(scenario.settings().allowanceHorizonNs());
            final Map<String, Placement> byName = new HashMap<>();
            placements.forEach(placement -> byName.put(placement.instance(), placement));
            int longest = 1500;
            double frames = 2048;
            double queued = 0;
            for (final FlowSpec flow : scenario.flows()) {
                long sum = 0;
                for (final int length : flow.frame().lengthsBytes()) {
                    longest = Math.max(longest, length);
                    sum += length;
                }
                final double mean = (double) sum / flow.frame().lengthsBytes().length;
                final PathProfile profile = profiles.between(
                        specs.get(flow.from()).at(byName.get(flow.from())),
                        specs.get(flow.to()).at(byName.get(flow.to())),
                        flow.ipProtocol());
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
                queued = Math.max(queued, 2.0 * rate * flowHorizonNs / 1e9 / 8 / mean);
            }
            FrameBudget.check((long) frames, longest);
            return new DeploymentSettings(
                    longest,
                    scenario.run().workers(),
                    (int) frames,
                    isVirtual ? 256 : 1024,
                    isVirtual ? 512 : receiveFrames(queued),
                    flowHorizonNs,
                    allowanceHorizonNs,
                    scenario.run().seed(),
                    false);
        }

        /** A thread that was off its core lets go at once what queued at a cap meanwhile: the ring must take it. */
        private static int receiveFrames(final double queuedAtACap) {
            final int wanted = (int) Math.min(queuedAtACap, DeviceModel.ENA.maxRingSlots());
            return Math.max(MIN_RECEIVE_FRAMES, Integer.highestOneBit(Math.max(1, wanted - 1)) << 1);
        }

        private static long orDefault(final long horizonNs) {
            return horizonNs < 0 ? DeploymentSettings.DEFAULT_HORIZON_NS : horizonNs;
        }

        // ------------------------------------------------------------ result

        private RunResult result(final long wallNs) {
            final List<FlowResult> results = new ArrayList<>();
            for (int i = 0; i < scenario.flows().size(); i++) {
                results.add(flowResult(i));
            }
            return new Results(scenario, ledgers, durationNs, wallNs)
                    .of(
                            results,
                            isVirtual
                                    ? InterfaceResult.of(deployment)
                                    : InterfaceResult.of(deployment, baseline::since, baseline::ownSince),
                            List.of(),
                            List.of(),
                            misses -> voidReason(results, misses),
                            isVirtual ? null : realTime.machine());
        }

        private String voidReason(final List<FlowResult> results, final List<Miss> misses) {
            return isVirtual
                    ? null
                    : realTime.voidReason(
                            scenario.expect(), results, traffic.firstArrivalsNs(), traffic.latestSendsNs(), misses);
        }

        private FlowResult flowResult(final int index) {
            final FlowSpec flow = scenario.flows().get(index);
            final Instance from = deployment.instance(flow.from());
            final Instance to = deployment.instance(flow.to());
            final PathProfile profile = deployment.profile(from, to, flow.ipProtocol());
            final BindingCap cap = BindingCap.between(
                    profile,
                    from.placement(),
                    specs.get(flow.from()),
                    to.placement(),
                    specs.get(flow.to()),
                    flow.connections());
            final FlowMeter meter = traffic.meter(index);
            final FlowSource source = traffic.source(index);
            final Map<String, Long> drops = ledgers.drops(index);
            final long delivered = ledgers.delivered(index);
            final long dropped =
                    drops.values().stream().mapToLong(Long::longValue).sum();
            final long offered = Math.round((double) source.sentBytes() * 8 * NANOS_PER_SECOND / durationNs);
            final long arrived = meter.bitsPerSecond();
            final boolean isSteady = flow.startNs() == 0 && flow.stopNs() >= durationNs;
            final long errorPpm = offered < cap.bitsPerSecond() || !isSteady
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
                    new RateSeries(meter.windowNs(), meter.windowBytes()),
                    realTime == null
                            ? traffic.windows(index)
                            : realTime.beside(traffic.windows(index), traffic.firstArrivalsNs()[index]),
                    isSteady,
                    List.of());
        }
    }
}
