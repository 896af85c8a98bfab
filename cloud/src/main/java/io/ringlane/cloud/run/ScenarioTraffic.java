package io.ringlane.cloud.run;

import io.ringlane.cloud.region.Deployment;
import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.Target;
import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.cloud.traffic.WindowExtremes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario's load and its measurement on a deployment.
 *
 * <p>With a lead-in every flow is sent twice: first as warm-up, tagged and metered as flow {@code flows + n}, then, from
 * the start on, as flow {@code n}. On the wire it is one flow that never pauses, and it is the code and the queues of the
 * measured time that get warm; what is reported is the second half alone.
 */
final class ScenarioTraffic {

    /** Width of the windows that are watched where an expectation names none. */
    static final long WINDOW_NS = 100_000_000;

    /** Points of a series at most: a result is to be read, and may hold a thousand flows. */
    private static final long MOST_POINTS = 1_000;

    private static final int FIRST_PORT = 5001;

    private final Deployment deployment;
    private final Scenario scenario;
    private final FlowSource[] measured;
    private final Source[] all;
    private final FlowMeter[] meters;
    private final int[] receivers; // by flow, the instance's index
    private final Arrivals arrivals;

    /**
     * @param startNs when the measured time starts
     * @param leadInNs how long the traffic runs before that; 0 for none
     */
    ScenarioTraffic(
            final Deployment deployment,
            final Scenario scenario,
            final long startNs,
            final long durationNs,
            final long leadInNs) {
        this.deployment = deployment;
        this.scenario = scenario;
        final List<FlowSpec> flows = scenario.flows();
        final int count = flows.size();
        measured = new FlowSource[count];
        all = new Source[leadInNs == 0 ? count : 2 * count];
        meters = new FlowMeter[all.length];
        receivers = new int[count];
        for (int i = 0; i < count; i++) {
            final FlowSpec flow = flows.get(i);
            receivers[i] = deployment.instance(flow.to()).index();
            measured[i] = source(i, i, startNs, startNs + durationNs);
            meters[i] = new FlowMeter(flow.name(), durationNs, seriesNs(flow, durationNs), flow.connections());
            watch(measured[i], meters[i], windowNs(flow), durationNs);
            if (leadInNs != 0) {
                final FlowSource leadIn = source(i, count + i, startNs - leadInNs, startNs);
                all[i] = leadIn;
                meters[count + i] = new FlowMeter(flow.name(), leadInNs, leadInNs, flow.connections());
                watch(leadIn, meters[count + i], windowNs(flow), leadInNs);
            }
        }
        System.arraycopy(measured, 0, all, all.length - count, count);
        arrivals = new Arrivals(meters, deployment.instances());
    }

    private static void watch(
            final FlowSource source, final FlowMeter meter, final long windowNs, final long durationNs) {
        if (windowNs <= durationNs) {
            source.watchWindows(windowNs);
            meter.watchWindows(windowNs);
        }
    }

    private long windowNs(final FlowSpec flow) {
        final ExpectSpec expect = windowed(flow);
        return expect == null ? WINDOW_NS : expect.windowNs();
    }

    /** The series is the windows that an expectation is about, so that the report shows each; else a hundredth a point. */
    private long seriesNs(final FlowSpec flow, final long durationNs) {
        final ExpectSpec expect = windowed(flow);
        return expect != null && durationNs / expect.windowNs() <= MOST_POINTS
                ? expect.windowNs()
                : Math.max(100_000, durationNs / 100);
    }

    private Target target(final FlowSpec flow) {
        final ExpectSpec expect = windowed(flow);
        return expect == null ? null : new Target(expect.deliveredBitsPerSecond(), expect.withinPpm());
    }

    /** The first expectation of a flow that is about windows, or null. */
    private ExpectSpec windowed(final FlowSpec flow) {
        for (final ExpectSpec expect : scenario.expect()) {
            if (expect.flow().equals(flow.name()) && expect.windowNs() > 0) {
                return expect;
            }
        }
        return null;
    }

    private FlowSource source(final int index, final int tag, final long startNs, final long endNs) {
        final FlowSpec flow = scenario.flows().get(index);
        final Instance from = deployment.instance(flow.from());
        final Instance to = deployment.instance(flow.to());
        final QueuePair[] queues = new QueuePair[flow.connections()];
        for (int c = 0; c < queues.length; c++) {
            queues[c] = from.port().queuePair(c % from.port().queueCount());
        }
        return new FlowSource(
                flow.name(),
                tag != index,
                tag,
                templates(flow, index, from, to),
                flow.frame().lengthsBytes().length,
                queues,
                flow.rateBitsPerSecond(),
                flow.ratePacketsPerSecond(),
                startNs,
                endNs);
    }

    private byte[][] templates(final FlowSpec flow, final int index, final Instance from, final Instance to) {
        final int[] lengths = flow.frame().lengthsBytes();
        final byte[][] templates = new byte[lengths.length * flow.connections()][];
        final Map<Integer, byte[]> made = new HashMap<>();
        for (int connection = 0; connection < flow.connections(); connection++) {
            made.clear();
            final FrameBuilder builder = new FrameBuilder().macs(from.port().mac(), deployment.nextHopMac(from, to));
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

    /** Everything that sends, warm-up first. */
    Source[] sources() {
        return all;
    }

    /** The source of a flow in the measured time. */
    FlowSource source(final int flow) {
        return measured[flow];
    }

    /** What arrived of a flow in the measured time. */
    FlowMeter meter(final int flow) {
        return meters[flow];
    }

    /** When the first frame of each flow arrived in the measured time; -1 if none did. */
    long[] firstArrivalsNs() {
        return Arrays.stream(meters, 0, measured.length)
                .mapToLong(FlowMeter::firstNs)
                .toArray();
    }

    /** The most a frame of each flow was sent after it was due. */
    long[] latestSendsNs() {
        return Arrays.stream(measured).mapToLong(FlowSource::latestNs).toArray();
    }

    /** The extremes of a flow's windows; null if the run was shorter than one. */
    Windows windows(final int flow) {
        if (measured[flow].windows() == null) {
            return null;
        }
        return new Windows(
                measured[flow].windows().widthNs(),
                extremes(measured[flow].windows()),
                extremes(meters[flow].seenWindows()),
                extremes(meters[flow].seenAnywhere()),
                extremes(meters[flow].dueAnywhere()),
                target(scenario.flows().get(flow)));
    }

    private static Extremes extremes(final WindowExtremes windows) {
        windows.finish();
        return new Extremes(
                windows.leastBitsPerSecond(), windows.leastAtNs(), windows.mostBitsPerSecond(), windows.mostAtNs());
    }

    /** Flows that tags tell apart, warm-up included. */
    static int tags(final Scenario scenario) {
        return 2 * scenario.flows().size();
    }

    /** Drains every receiver. */
    int receiveAll(final long nowNs) {
        return arrivals.receiveAll(nowNs);
    }

    /** Drains the receivers of the flows that a worker delivered something of. */
    void receiveFresh(final Ledger ledger, final long nowNs) {
        for (int flow = 0; flow < receivers.length; flow++) {
            if (ledger.takeFresh(flow)) {
                arrivals.receive(receivers[flow], nowNs);
            }
        }
    }
}
