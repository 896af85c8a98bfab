package io.ringlane.cloud.run;

import io.ringlane.cloud.region.Deployment;
import io.ringlane.cloud.region.Instance;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.dataplane.nic.QueuePair;
import java.util.List;

/** A scenario's load and its measurement on a deployment. */
final class ScenarioTraffic extends Traffic {

    private final Deployment deployment;
    private final Source[] all;
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
        super(scenario);
        this.deployment = deployment;
        final List<FlowSpec> flows = scenario.flows();
        final int count = flows.size();
        all = new Source[leadInNs == 0 ? count : 2 * count];
        receivers = new int[count];
        for (int i = 0; i < count; i++) {
            final FlowSpec flow = flows.get(i);
            receivers[i] = deployment.instance(flow.to()).index();
            measured[i] = source(i, i, startNs + flow.startNs(), startNs + Math.min(flow.stopNs(), durationNs));
            meters[i] = new FlowMeter(flow.name(), durationNs, windows.seriesNs(flow, durationNs), flow.connections());
            meters[i].startAt(startNs);
            meters[i].offsetSeries(windows.seriesOffsetNs(flow, durationNs));
            windows.watch(flow, measured[i], meters[i], durationNs);
            if (leadInNs != 0) {
                final long leadInEndNs = flow.startNs() == 0 ? startNs : startNs - leadInNs;
                final FlowSource leadIn = source(i, count + i, startNs - leadInNs, leadInEndNs);
                all[i] = leadIn;
                meters[count + i] = new FlowMeter(flow.name(), leadInNs, leadInNs, flow.connections());
                windows.watch(flow, leadIn, meters[count + i], leadInNs);
            }
        }
        System.arraycopy(measured, 0, all, all.length - count, count);
        arrivals = new Arrivals(
                meters, deployment.instances().stream().map(Instance::port).toList(), null);
    }

    private FlowSource source(final int index, final int tag, final long startNs, final long endNs) {
        final FlowSpec flow = scenario.flows().get(index);
        final Instance from = deployment.instance(flow.from());
        final Instance to = deployment.instance(flow.to());
        final QueuePair[] queues = new QueuePair[flow.connections()];
        for (int c = 0; c < queues.length; c++) {
            queues[c] = from.port().queuePair(c % from.port().queueCount());
        }
        final int[] lengths = flow.frame().lengthsBytes();
        final byte[][] templates = new byte[lengths.length * flow.connections()][];
        for (int c = 0; c < flow.connections(); c++) {
            final byte[][] frames = FlowFrames.of(lengths, headers(flow, from, to, c));
            System.arraycopy(frames, 0, templates, c * lengths.length, lengths.length);
        }
        return new FlowSource(
                flow.name(),
                tag != index,
                tag,
                flow.frame().lengthsBytes(),
                templates,
                queues,
                flow.rateBitsPerSecond(),
                flow.ratePacketsPerSecond(),
                startNs,
                endNs);
    }

    private FrameBuilder headers(final FlowSpec flow, final Instance from, final Instance to, final int connection) {
        final FrameBuilder builder = new FrameBuilder().macs(from.port().mac(), deployment.nextHopMac(from, to));
        if (flow.ipVersion() == 6) {
            builder.ipv6(from.ipv6High(), from.ipv6Low(), to.ipv6High(), to.ipv6Low());
        } else {
            builder.ipv4(from.ipv4(), to.ipv4());
        }
        return FlowFrames.transport(builder, flow, connection);
    }

    /** Everything that sends, warm-up first. */
    Source[] sources() {
        return all;
    }

    @Override
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
