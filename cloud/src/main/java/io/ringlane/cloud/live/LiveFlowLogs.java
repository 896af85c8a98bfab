package io.ringlane.cloud.live;

import io.ringlane.cloud.flowlog.FlowLogLine;
import io.ringlane.cloud.flowlog.FlowLogRecorder;
import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.state.RegionState;
import io.ringlane.cloud.state.Table;
import io.ringlane.core.packet.EthernetLayout;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.pipeline.FlowObserver;
import io.ringlane.dataplane.pipeline.Route;
import java.util.List;

/**
 * Feeds the region's flow logs from what flows have sent. Asks once a second, the resolution of a record's times, while there is
 * a flow log, and never before there is one; bytes are those of layer 3.
 *
 * <p>Workers and the region's caller use it at once. {@link #onChange} and {@link #ask} have one caller at a time and hold no
 * lock that a worker wants.
 */
final class LiveFlowLogs implements FlowObserver {

    private static final long PERIOD_NS = 1_000_000_000L;

    private final NanoClock clock;
    private final FlowLogRecorder recorder;
    private final FlowReports reports;
    private int logs;
    private volatile long nextNs = Long.MAX_VALUE;
    private volatile long asksAtNs = Long.MIN_VALUE; // the time that answers are for; the present if MIN_VALUE

    LiveFlowLogs(NanoClock clock, FlowReports reports, FlowLogRecorder recorder) {
        this.clock = clock;
        this.reports = reports;
        this.recorder = recorder;
    }

    /** When to ask next; {@link Long#MAX_VALUE} without flow logs. */
    long nextNs() {
        return nextNs;
    }

    /** Begins with the first flow log; what was sent before a log was made is none of its. */
    synchronized void onChange(RegionState state) {
        int now = state.count(Table.FLOW_LOGS);
        if (now == logs) {
            return;
        }
        logs = now;
        if (!reports.begin()) {
            askFor(clock.nanoTime() - 1);
        }
        nextNs = now == 0 ? Long.MAX_VALUE : secondAfter(clock.nanoTime());
    }

    /** Asks what flows have sent, if it is time to. */
    synchronized void ask() {
        long nowNs = clock.nanoTime();
        if (nextNs != Long.MAX_VALUE && nowNs >= nextNs) {
            askFor(nextNs - 1);
            nextNs = secondAfter(nowNs);
        }
    }

    /** Asks for the last time. What was told can still be drained. */
    synchronized void end() {
        if (nextNs != Long.MAX_VALUE) {
            nextNs = Long.MAX_VALUE;
            askFor(clock.nanoTime());
        }
    }

    private static long secondAfter(long nowNs) {
        return (Math.floorDiv(nowNs, PERIOD_NS) + 1) * PERIOD_NS;
    }

    private void askFor(long atNs) {
        asksAtNs = atNs;
        reports.ask();
        asksAtNs = Long.MIN_VALUE;
    }

    /** Writes windows that have ended; see {@link FlowLogRecorder#drain}. */
    List<FlowLogLine> drain() {
        ask();
        synchronized (recorder) {
            return recorder.drain(clock.nanoTime());
        }
    }

    /** Writes all there is, windows that go on included; see {@link FlowLogRecorder#finish}. */
    synchronized List<FlowLogLine> finish() {
        if (nextNs != Long.MAX_VALUE) {
            askFor(clock.nanoTime());
        }
        synchronized (recorder) {
            return recorder.finish(clock.nanoTime());
        }
    }

    @Override
    public boolean onSent(Route route, long[] keys, long packets, long bytes) {
        if (nextNs == Long.MAX_VALUE && asksAtNs == Long.MIN_VALUE) {
            return false; // there are no flow logs
        }
        if (route.note() instanceof Decision decision) {
            Flow sent = LiveHeaders.flow(keys);
            Decision each = decision.of(sent, LiveHeaders.arriving(sent, decision));
            long atNs = asksAtNs == Long.MIN_VALUE ? clock.nanoTime() : asksAtNs;
            synchronized (recorder) {
                recorder.onPackets(each, packets, bytes - packets * EthernetLayout.HEADER_BYTES, atNs);
            }
        }
        return false;
    }
}
