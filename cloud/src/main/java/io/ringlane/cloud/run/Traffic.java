package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import java.util.Arrays;

/**
 * A scenario's load and its measurement, whatever carries it.
 *
 * <p>With a lead-in every flow is sent twice: first as warm-up, tagged and metered as flow {@code flows + n}, then, from
 * the start on, as flow {@code n}. On the wire it is one flow that never pauses, and it is the code and the queues of the
 * measured time that get warm; what is reported is the second half alone. One thread.
 */
abstract class Traffic {

    final Scenario scenario;
    final FlowWindows windows;
    final FlowSource[] measured;
    final FlowMeter[] meters; // by flow, then by flow of the warm-up

    Traffic(final Scenario scenario) {
        this.scenario = scenario;
        this.windows = new FlowWindows(scenario);
        this.measured = new FlowSource[scenario.flows().size()];
        this.meters = new FlowMeter[tags(scenario)];
    }

    /** Flows that tags tell apart, warm-up included. */
    static int tags(final Scenario scenario) {
        return 2 * scenario.flows().size();
    }

    /** Drains every port, up to a burst a queue. */
    abstract int receiveAll(long nowNs);

    /** The source of a flow in the measured time. */
    FlowSource source(final int flow) {
        return measured[flow];
    }

    /** What arrived of a flow in the measured time. */
    FlowMeter meter(final int flow) {
        return meters[flow];
    }

    /** The extremes of a flow's windows; null if the run was shorter than one. */
    Windows windows(final int flow) {
        final FlowSpec spec = scenario.flows().get(flow);
        return windows.of(spec, measured[flow], meters[flow]);
    }

    /** What each flow's windows count from in the measured time, see {@link FlowMeter#firstNs}. */
    long[] firstArrivalsNs() {
        return Arrays.stream(meters, 0, measured.length)
                .mapToLong(FlowMeter::firstNs)
                .toArray();
    }

    /** The most a frame of each flow was sent after it was due. */
    long[] latestSendsNs() {
        return Arrays.stream(measured).mapToLong(FlowSource::latestNs).toArray();
    }
}
