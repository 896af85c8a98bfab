package io.ringlane.cloud.run;

import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.region.Deployment;
import io.ringlane.cloud.region.DeploymentSettings;
import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.scenario.Moment;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.scenario.ScenarioPlacer;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.placement.PlacementException;
import io.ringlane.placement.group.Placement;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One run of a scenario whose instances are placed and connected, and have no network of their own. */
final class DeploymentSession extends Session {

    private static final int MIN_RECEIVE_FRAMES = 1024;

    private final Map<String, InstanceSpec> specs = new HashMap<>();
    private Deployment deployment;
    private Moment placed;
    private ScenarioTraffic traffic;

    DeploymentSession(final Scenario scenario, final boolean isVirtual, final long durationNs) {
        super(scenario, isVirtual, durationNs);
        scenario.instances().forEach(spec -> specs.put(spec.name(), spec));
    }

    @Override
    RunResult run(final RunObserver observer) {
        final long wallStartNs = System.nanoTime();
        try (Deployment opened = deploy()) {
            deployment = opened;
            if (isVirtual) {
                runVirtual(observer);
            } else {
                runReal(observer);
            }
        }
        return result(System.nanoTime() - wallStartNs);
    }

    private void runVirtual(final RunObserver observer) {
        final long startNs = virtualClock.nanoTime();
        watchSpans(startNs);
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

    private void runReal(final RunObserver observer) {
        RealTimeRun.start(deployment.dataPlane());
        final long startNs = clock.nanoTime() + RealTimeRun.HEAD_START_NS + LEAD_IN_NS;
        watchSpans(startNs);
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

    private Deployment deploy() {
        try {
            final ScenarioPlacer placer = new ScenarioPlacer(scenario);
            final PathProfiles profiles = placer.profiles();
            final List<Placement> placements = placer.placeAll();
            placed = Moment.of(placer.region(), placements, placer.placer().groups());
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
        final long flowHorizonNs = flowHorizonNs();
        final long allowanceHorizonNs = orDefault(scenario.settings().allowanceHorizonNs());
        final Map<String, Placement> byName = new HashMap<>();
        placements.forEach(placement -> byName.put(placement.instance(), placement));
        int longest = 1500;
        double frames = 2048;
        double queued = 0;
        for (final FlowSpec flow : scenario.flows()) {
            for (final int length : flow.frame().lengthsBytes()) {
                longest = Math.max(longest, length);
            }
            final double mean = meanBytes(flow);
            final PathProfile profile = profiles.between(
                    specs.get(flow.from()).at(byName.get(flow.from())),
                    specs.get(flow.to()).at(byName.get(flow.to())),
                    flow.ipProtocol());
            final double offered =
                    flow.rateBitsPerSecond() != 0 ? flow.rateBitsPerSecond() : flow.ratePacketsPerSecond() * mean * 8;
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

    // ------------------------------------------------------------ result

    private RunResult result(final long wallNs) {
        final List<FlowResult> results = flowResults();
        return new Results(scenario, ledgers, durationNs, wallNs)
                .of(
                        results,
                        isVirtual
                                ? InterfaceResult.of(deployment)
                                : InterfaceResult.of(deployment, baseline::since, baseline::ownSince),
                        List.of(),
                        List.of(),
                        Moments.always(placed),
                        misses -> voidReason(results, misses),
                        isVirtual ? null : realTime.machine());
    }

    @Override
    Traffic traffic() {
        return traffic;
    }

    @Override
    WayTaken way(final int index) {
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
        return new WayTaken(profile.label(), cap.bitsPerSecond(), cap.label(), true, List.of());
    }

    @Override
    RateSeries series(final FlowMeter meter) {
        return new RateSeries(meter.windowNs(), meter.windowBytes());
    }
}
