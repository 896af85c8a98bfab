package io.ringlane.cloud.run;

import io.ringlane.cloud.live.LiveRegion;
import io.ringlane.cloud.live.WayCap;
import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A scenario's load and its measurement in a live region, whose ports come and go: {@link #onChange} after each change.
 */
final class LiveTraffic extends Traffic {

    private final LiveRegion live;
    private final List<Source> all = new ArrayList<>();
    private final LiveFlow[] flows;
    private final LiveFlow[][] answers; // by flow, those that answer it
    private final Arrivals arrivals;
    private final long startNs;
    private long nowNs;

    /**
     * @param startNs when the measured time starts
     * @param leadInNs how long the traffic runs before that; 0 for none
     */
    LiveTraffic(
            final LiveRegion live,
            final LiveEnds ends,
            final Scenario scenario,
            final long startNs,
            final long durationNs,
            final long leadInNs) {
        super(scenario);
        this.live = live;
        this.startNs = startNs;
        final int count = scenario.flows().size();
        flows = new LiveFlow[count];
        answers = new LiveFlow[count][0];
        arrivals = new Arrivals(meters, List.of(), this::onFrame);
        for (int i = 0; i < count; i++) {
            final FlowSpec flow = scenario.flows().get(i);
            final long endNs = startNs + Math.min(flow.stopNs(), durationNs);
            measured[i] = source(flow, i, i, startNs + flow.startNs(), endNs);
            meters[i] = meter(flow, startNs, durationNs);
            windows.watch(flow, measured[i], meters[i], durationNs);
            final List<FlowSource> own = new ArrayList<>(List.of(measured[i]));
            if (leadInNs != 0 && flow.startNs() == 0) {
                final FlowSource leadIn = source(flow, i, count + i, startNs - leadInNs, startNs);
                meters[count + i] = meter(flow, startNs - leadInNs, leadInNs);
                windows.watch(flow, leadIn, meters[count + i], leadInNs);
                own.add(leadIn);
                all.add(leadIn);
            }
            flows[i] = new LiveFlow(flow, live, ends, own);
            if (flow.answers() != null) {
                final int asked = indexOf(flow.answers());
                answers[asked] = Arrays.copyOf(answers[asked], answers[asked].length + 1);
                answers[asked][answers[asked].length - 1] = flows[i];
            }
        }
        all.addAll(Arrays.asList(measured));
        onChange(0);
    }

    private int indexOf(final String name) {
        int index = 0;
        while (!scenario.flows().get(index).name().equals(name)) {
            index++;
        }
        return index;
    }

    private FlowMeter meter(final FlowSpec flow, final long fromNs, final long durationNs) {
        final FlowMeter meter =
                new FlowMeter(flow.name(), durationNs, windows.seriesNs(flow, durationNs), flow.connections());
        meter.countFrom(fromNs);
        meter.startAt(fromNs);
        return meter;
    }

    private static FlowSource source(
            final FlowSpec flow, final int index, final int tag, final long startNs, final long endNs) {
        final int[] lengths = flow.frame().lengthsBytes();
        return new FlowSource(
                flow.name(),
                tag != index,
                tag,
                lengths,
                new byte[lengths.length * flow.connections()][],
                new QueuePair[flow.connections()],
                flow.rateBitsPerSecond(),
                flow.ratePacketsPerSecond(),
                startNs,
                endNs);
    }

    /**
     * Finds the ports that there are now, and where each flow is sent from.
     *
     * @param atNs when that changed, from the start of the traffic
     */
    void onChange(final long atNs) {
        live.plane().ports().forEach(VirtualFunction::open); // every instance listens, also for what nobody expects
        for (final LiveFlow flow : flows) {
            flow.bind();
        }
        for (final LiveFlow flow : flows) {
            flow.look(atNs);
        }
        arrivals.setPorts(live.plane().ports()); // the far ends of VPNs among them, which a flow makes
    }

    /** Everything that sends, warm-up first. */
    List<Source> sources() {
        return all;
    }

    /** The ways that a flow took one after the other; none if it was never known where it goes. */
    List<FlowWaySpan> ways(final int flow) {
        return flows[flow].ways();
    }

    /** The lowest cap on a flow's first way that was not refused; null if all were. */
    WayCap binding(final int flow) {
        return flows[flow].binding();
    }

    @Override
    int receiveAll(final long atNs) {
        nowNs = atNs;
        return arrivals.receiveAll(atNs);
    }

    private void onFrame(final long tag, final VirtualFunction at, final byte[] memory, final int offset) {
        final int flow = FrameTag.flow(tag) % flows.length; // one of the warm-up is the same
        flows[flow].onArrival(FrameTag.connection(tag));
        for (final LiveFlow answer : answers[flow]) {
            answer.onQuestion(nowNs - startNs, FrameTag.connection(tag), at, memory, offset);
        }
    }
}
