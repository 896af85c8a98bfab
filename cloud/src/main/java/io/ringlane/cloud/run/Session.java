package io.ringlane.cloud.run;

import io.ringlane.cloud.region.DeploymentSettings;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of a scenario: traffic through something that carries it, and what was measured. */
abstract class Session {

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    static final long LEAD_IN_NS = 1_000_000_000;

    final Scenario scenario;
    final boolean isVirtual;
    final long durationNs;
    final VirtualClock virtualClock = new VirtualClock();
    final NanoClock clock;
    final Ledgers ledgers;
    PortBaseline baseline; // null under the virtual clock
    RealTimeRun realTime; // null under the virtual clock

    Session(final Scenario scenario, final boolean isVirtual, final long durationNs) {
        this.scenario = scenario;
        this.isVirtual = isVirtual;
        this.durationNs = durationNs;
        this.clock = isVirtual ? virtualClock : NanoClock.real();
        this.ledgers = new Ledgers(Traffic.tags(scenario));
    }

    /**
     * What a flow's packets met.
     *
     * @param path the way in words
     * @param capBitsPerSecond what it may carry there; 0 for nothing
     * @param cap what caps it
     * @param isOne whether it took one way as long as it was sent
     * @param spans the ways it took one after the other; empty if that was one
     */
    record WayTaken(String path, long capBitsPerSecond, String cap, boolean isOne, List<FlowWaySpan> spans) {}

    /** Runs to the end. */
    abstract RunResult run(RunObserver observer);

    /** What is sent and measured, once it is. */
    abstract Traffic traffic();

    /** What a flow met. */
    abstract WayTaken way(int flow);

    /** What a flow delivered over time. */
    abstract RateSeries series(FlowMeter meter);

    final long flowHorizonNs() {
        return orDefault(scenario.settings().flowHorizonNs());
    }

    static long orDefault(final long horizonNs) {
        return horizonNs < 0 ? DeploymentSettings.DEFAULT_HORIZON_NS : horizonNs;
    }

    static double meanBytes(final FlowSpec flow) {
        long sum = 0;
        for (final int length : flow.frame().lengthsBytes()) {
            sum += length;
        }
        return (double) sum / flow.frame().lengthsBytes().length;
    }

    /** Counts what becomes of packets by the spans of time that expectations are about. Before traffic. */
    final void watchSpans(final long startNs) {
        ledgers.watch(
                startNs, Expectations.edges(scenario.expect()), scenario.flows().size());
    }

    final List<FlowResult> flowResults() {
        final List<FlowResult> results = new ArrayList<>();
        for (int i = 0; i < scenario.flows().size(); i++) {
            results.add(flowResult(i));
        }
        return results;
    }

    private FlowResult flowResult(final int index) {
        final FlowSpec flow = scenario.flows().get(index);
        final WayTaken way = way(index);
        final FlowMeter meter = traffic().meter(index);
        final FlowSource source = traffic().source(index);
        final Map<String, Long> drops = ledgers.drops(index);
        final long delivered = ledgers.delivered(index);
        final long dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        final long cap = way.capBitsPerSecond();
        final boolean isSteady = way.isOne() && flow.startNs() == 0 && flow.stopNs() >= durationNs;
        final long offered = Math.round((double) source.sentBytes() * 8 * NANOS_PER_SECOND / durationNs);
        final long arrived = meter.bitsPerSecond();
        return new FlowResult(
                flow.name(),
                flow.from(),
                flow.to(),
                flow.protocol(),
                flow.frame().name(),
                way.path(),
                cap,
                way.cap(),
                offered,
                arrived,
                cap == 0 || offered < cap || !isSteady ? 0 : Math.round((arrived - cap) * 1e6 / cap),
                source.sentPackets(),
                delivered,
                source.sentPackets() - delivered - dropped,
                drops,
                meter.latency(),
                series(meter),
                realTime == null
                        ? traffic().windows(index)
                        : realTime.beside(traffic().windows(index), traffic().firstArrivalsNs()[index]),
                isSteady,
                way.spans());
    }

    /** Why the run proves nothing, given what was missed; null if it is valid, as it always is under the virtual clock. */
    String voidReason(final List<FlowResult> flows, final List<Miss> misses) {
        return isVirtual
                ? null
                : realTime.voidReason(
                        scenario.expect(),
                        flows,
                        traffic().firstArrivalsNs(),
                        traffic().latestSendsNs(),
                        misses);
    }
}
