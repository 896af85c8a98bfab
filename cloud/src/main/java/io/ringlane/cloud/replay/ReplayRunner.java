package io.ringlane.cloud.replay;

import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.region.Deployment;
import io.ringlane.cloud.region.DeploymentSettings;
import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.report.OutputFile;
import io.ringlane.cloud.run.Ledgers;
import io.ringlane.cloud.run.RealTimeRun;
import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.run.Stage;
import io.ringlane.cloud.run.VirtualTimeLoop;
import io.ringlane.cloud.scenario.Scenario.InstanceSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.capture.CaptureFormatException;
import io.ringlane.core.capture.CaptureWriter;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.VirtualClock;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.group.PlacementRequest;
import io.ringlane.placement.group.Placer;
import io.ringlane.placement.path.EnaExpress;
import io.ringlane.placement.path.PathProfile;
import io.ringlane.placement.path.PathProfiles;
import io.ringlane.placement.path.PathSettings;
import io.ringlane.placement.topology.HostSettings;
import io.ringlane.placement.topology.Region;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Replays captures between two c5n.18xlarge instances of one zone, in no placement group: each flow has its 5 Gbit/s, and
 * nothing else is in the way of ordinary traffic.
 */
public final class ReplayRunner implements Replayer {

    private static final Comparator<FlowResult> LARGEST_FIRST = Comparator.comparingLong(FlowResult::packetsSent)
            .thenComparingLong(FlowResult::offeredBitsPerSecond)
            .reversed();

    private static final String TYPE = "c5n.18xlarge";
    private static final int MIN_FRAMES_A_WORKER = 4096;

    /** With their gap, a second: so long it takes until both loops are compiled for good, whatever the capture holds. */
    private static final int WARM_UP_FRAMES = 100_000;

    private static final long WARM_UP_GAP_NS = 10_000;

    /**
     * Latencies that meters have room for from the start, where there are not too many flows for it (120 kB each): a hundred
     * histograms that grow at once make the JVM collect garbage in the measured time.
     */
    private static final long EXPECTED_LATENCY_NS = 10_000_000;

    private static final int MOST_FLOWS_WITH_ROOM = 500;

    @Override
    public RunResult replay(final ReplayOptions options, final RunObserver observer) throws IOException {
        observer.onPhase(RunObserver.Phase.PREPARING);
        final CaptureFlows capture;
        try {
            capture = CaptureFlows.read(options);
        } catch (final CaptureFormatException e) {
            throw new RunException(e.getMessage(), e);
        }
        if (capture.truncation() != null) {
            observer.onWarning(capture.truncation());
        }
        if (capture.frames().isEmpty() && capture.unsendable() == 0) {
            observer.onWarning(options.capture() + ": holds no packets, so there was nothing to replay");
        }
        if (!"virtual".equals(options.clock())) {
            warmUp(options, capture);
        }
        try (CaptureWriter writer = writer(options)) {
            return new Session(options, capture, options.clock(), writer).run(observer);
        } catch (final UncheckedIOException e) {
            throw OutputFile.named(options.pcapngOut(), e.getCause());
        } catch (final IOException e) {
            throw OutputFile.named(options.pcapngOut(), e);
        }
    }

    /**
     * As before a scenario against the wall clock: a run in virtual time, then one like itself, so that the JVM has compiled
     * what the measured time needs.
     */
    private static void warmUp(final ReplayOptions options, final CaptureFlows capture) throws IOException {
        final CaptureFlows traffic = capture.repeated(WARM_UP_FRAMES, WARM_UP_GAP_NS);
        try (CaptureWriter writer = unwritten(options)) {
            new Session(options, traffic, "virtual", writer).run(RunObserver.NONE);
            new Session(options, traffic, "real", writer).run(RunObserver.NONE);
        }
    }

    private static CaptureWriter writer(final ReplayOptions options) throws IOException {
        return options.pcapngOut() == null ? null : CaptureWriter.create(options.pcapngOut());
    }

    /** A writer whose bytes go nowhere, so that writing gets warm as well. */
    private static CaptureWriter unwritten(final ReplayOptions options) {
        return options.pcapngOut() == null ? null : new CaptureWriter(OutputStream.nullOutputStream());
    }

    private static final class Session {

        private final ReplayOptions options;
        private final CaptureFlows capture;
        private final CaptureWriter writer;
        private RealTimeRun realTime; // null under the virtual clock
        private final long[] sentPackets; // by flow
        private final long[] sentBytes;
        private final boolean isVirtual;
        private final Ledgers ledgers;
        private final InstanceType type = Catalogue.builtIn().find(TYPE);
        private final InstanceSpec firstSpec =
                new InstanceSpec("first", TYPE, null, 0, null, null, null, null, EnaExpress.OFF, 0, 0, 0);
        private final InstanceSpec secondSpec =
                new InstanceSpec("second", TYPE, null, 0, null, null, null, null, EnaExpress.OFF, 0, 0, 0);
        private final long durationNs;
        private final FlowMeter[] meters;
        private final List<List<CapturedFrame>> byFlow;

        /** @param writer what arrived goes there; null for nowhere */
        Session(
                final ReplayOptions options,
                final CaptureFlows capture,
                final String clock,
                final CaptureWriter writer) {
            this.options = options;
            this.capture = capture;
            this.writer = writer;
            this.isVirtual = "virtual".equals(clock);
            this.ledgers = new Ledgers(capture.flowCount() + LeadIn.FLOWS);
            this.sentPackets = new long[capture.flowCount()];
            this.sentBytes = new long[capture.flowCount()];
            final List<CapturedFrame> frames = capture.frames();
            this.durationNs = frames.isEmpty()
                    ? 1
                    : Math.max(1, frames.get(frames.size() - 1).dueNs());
            this.meters = new FlowMeter[capture.flowCount()];
            this.byFlow = new ArrayList<>();
            for (int i = 0; i < meters.length; i++) {
                meters[i] = new FlowMeter(capture.name(i), durationNs, Math.max(1_000, durationNs / 100), 1);
                byFlow.add(new ArrayList<>());
                if (!isVirtual && meters.length <= MOST_FLOWS_WITH_ROOM) {
                    meters[i].reserveLatencies(EXPECTED_LATENCY_NS);
                }
            }
            frames.forEach(frame -> byFlow.get(frame.flow()).add(frame));
        }

        RunResult run(final RunObserver observer) throws IOException {
            final long wallStartNs = System.nanoTime();
            final List<CapturedFrame> ahead = isVirtual ? List.of() : LeadIn.frames(capture.flowCount());
            final VirtualClock virtualClock = new VirtualClock();
            final NanoClock clock = isVirtual ? virtualClock : NanoClock.real();
            final Deployment deployment;
            try (Deployment opened = deploy(clock)) {
                deployment = opened;
                final Instance first = deployment.instances().get(0);
                final Instance second = deployment.instances().get(1);
                if (!isVirtual) {
                    RealTimeRun.start(deployment.dataPlane());
                }
                final long startNs =
                        clock.nanoTime() + (isVirtual ? 0 : RealTimeRun.HEAD_START_NS + LeadIn.DURATION_NS);
                final long epochNs = capture.firstTimestampNs() - startNs;
                final CaptureSource source = new CaptureSource(capture.frames(), first, second, startNs, false);
                final String path = deployment.profile(first, second).label();
                final int atFirst = writer == null ? 0 : writer.addInterface("first");
                final int atSecond = writer == null ? 0 : writer.addInterface("second");
                final CaptureSink toSecond =
                        new CaptureSink(meters, byFlow, first, second, path, writer, atSecond, epochNs);
                final CaptureSink toFirst =
                        new CaptureSink(meters, byFlow, second, first, path, writer, atFirst, epochNs);
                observer.onPhase(RunObserver.Phase.RUNNING);
                if (isVirtual) {
                    new VirtualTimeLoop(
                                    Stage.of(deployment.dataPlane()),
                                    new Source[] {source},
                                    (ledger, nowNs) -> {
                                        toSecond.receive(nowNs);
                                        toFirst.receive(nowNs);
                                    },
                                    startNs,
                                    durationNs,
                                    observer)
                            .run(virtualClock, ledgers.byWorker());
                } else {
                    final Source leadIn = new CaptureSource(ahead, first, second, startNs - LeadIn.DURATION_NS, true);
                    realTime = RealTimeRun.of(
                            deployment.dataPlane(),
                            clock,
                            new Source[] {leadIn, source},
                            nowNs -> toSecond.receive(nowNs) + toFirst.receive(nowNs),
                            startNs,
                            durationNs,
                            observer);
                }
                for (final CapturedFrame frame : capture.frames().subList(0, (int) source.sentPackets())) {
                    sentPackets[frame.flow()]++;
                    sentBytes[frame.flow()] += frame.wireLengthBytes();
                }
                observer.onPhase(RunObserver.Phase.WRITING);
            }
            return result(deployment, System.nanoTime() - wallStartNs);
        }

        private Deployment deploy(final NanoClock clock) {
            final Region region = new Region("us-east-1", 1, 1, 4, 4, 9001);
            final Placer placer = new Placer(region, HostSettings.builtIn(), options.seed());
            final int longest = Math.max(capture.longestBytes(), 1514);
            final int frames =
                    Math.min(32_768, MIN_FRAMES_A_WORKER + capture.frames().size());
            return new Deployment(
                    region,
                    new PathProfiles(region, PathSettings.builtIn()),
                    placer.placeAll(List.of(PlacementRequest.of("first", type), PlacementRequest.of("second", type))),
                    List.of(firstSpec, secondSpec),
                    new DeploymentSettings(
                            longest,
                            options.workers(),
                            frames,
                            1024,
                            1024,
                            DeploymentSettings.DEFAULT_HORIZON_NS,
                            DeploymentSettings.DEFAULT_HORIZON_NS,
                            options.seed(),
                            true),
                    clock,
                    ledgers::open);
        }

        private RunResult result(final Deployment deployment, final long wallNs) {
            final Instance first = deployment.instances().get(0);
            final Instance second = deployment.instances().get(1);
            final List<FlowResult> flows = new ArrayList<>();
            long sent = 0;
            long delivered = 0;
            long dropped = 0;
            for (int i = 0; i < meters.length; i++) {
                final FlowResult flow = flow(i, deployment, first, second);
                flows.add(flow);
                sent += flow.packetsSent();
                delivered += flow.packetsDelivered();
                dropped += flow.packetsDropped();
            }
            flows.sort(LARGEST_FIRST);
            if (capture.unsendable() > 0) {
                flows.add(unsendable());
                sent += capture.unsendable();
                dropped += capture.unsendable();
            }
            return new RunResult(
                    options.capture().getFileName().toString(),
                    options.clock(),
                    options.seed(),
                    isVirtual ? ledgers.digest() : "",
                    durationNs,
                    wallNs,
                    flows,
                    InterfaceResult.of(deployment),
                    new PacketTotals(sent, delivered, dropped, sent - delivered - dropped),
                    List.of(),
                    isVirtual ? null : realTime.shortfall(),
                    isVirtual ? null : realTime.machine(),
                    List.of(),
                    List.of());
        }

        private FlowResult flow(
                final int index, final Deployment deployment, final Instance first, final Instance second) {
            final boolean forward = capture.isForward(index);
            final PathProfile profile = deployment.profile(first, second);
            final BindingCap cap =
                    BindingCap.between(profile, first.placement(), firstSpec, second.placement(), secondSpec, 1);
            final Map<String, Long> drops = ledgers.drops(index);
            final long delivered = ledgers.delivered(index);
            final long dropped =
                    drops.values().stream().mapToLong(Long::longValue).sum();
            final FlowMeter meter = meters[index];
            final long sent = sentPackets[index];
            return new FlowResult(
                    capture.name(index),
                    forward ? first.name() : second.name(),
                    forward ? second.name() : first.name(),
                    capture.protocolOf(index),
                    "as captured",
                    profile.label(),
                    cap.bitsPerSecond(),
                    cap.label(),
                    Math.round(sentBytes[index] * 8e9 / durationNs),
                    meter.bitsPerSecond(),
                    0,
                    sent,
                    delivered,
                    sent - delivered - dropped,
                    drops,
                    meter.latency(),
                    new RateSeries(meter.windowNs(), meter.windowBytes()),
                    null,
                    true,
                    List.of());
        }

        /** Frames that never reached the card, so that none is lost without a word. */
        private FlowResult unsendable() {
            return new FlowResult(
                    "no Ethernet frame",
                    "first",
                    "second",
                    "-",
                    "as captured",
                    "-",
                    0,
                    "-",
                    0,
                    0,
                    0,
                    capture.unsendable(),
                    0,
                    0,
                    Map.of(DropReason.BAD_DESCRIPTOR.label(), capture.unsendable()),
                    new org.HdrHistogram.Histogram(3),
                    new RateSeries(1, new long[0]),
                    null,
                    true,
                    List.of());
        }
    }
}
