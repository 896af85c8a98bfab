package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Machine;
import io.ringlane.cloud.run.RunResult.OffWindow;
import io.ringlane.cloud.run.RunResult.Outside;
import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.traffic.Source;
import io.ringlane.core.time.ClockGaps;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.worker.DataPlane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;

/**
 * Traffic against the wall clock, with the evidence of whether it proves anything: what the load generator failed to send,
 * and what the machine took from the threads. Scenarios and replays go by the same rules because both go through here.
 */
public final class RealTimeRun {

    /** From the last of the preparations to the first frame. */
    public static final long HEAD_START_NS = 5_000_000;

    private final String shortfall;
    private final Absences absences;
    private final long startNs;
    private final long durationNs;

    private RealTimeRun(final String shortfall, final Absences absences, final long startNs, final long durationNs) {
        this.shortfall = shortfall;
        this.absences = absences;
        this.startNs = startNs;
        this.durationNs = durationNs;
    }

    /**
     * Starts the workers, if the machine has a core for each, one for the instances and one more. Where it has not, whatever else
     * wakes up, a compiler of the JVM's or a timer, would take the core of one of them, and packets would stand still for
     * milliseconds; so they take turns with the instances on one thread, and other programs have a core.
     */
    public static void start(final DataPlane dataPlane) {
        final boolean hasCores = Runtime.getRuntime().availableProcessors() > dataPlane.workerCount() + 1;
        start(hasCores ? dataPlane::start : () -> {});
    }

    /** Starts the workers. Now, and not in the measured time, is when the collector should move megabytes of frames. */
    static void start(final Runnable workers) {
        System.gc();
        workers.run();
    }

    /**
     * Runs to the end, after {@link #start(DataPlane)}.
     *
     * @param receiver drains every receiver, given the time, and says how many frames arrived
     * @param startNs when the measured time starts
     */
    public static RealTimeRun of(
            final DataPlane dataPlane,
            final NanoClock clock,
            final Source[] sources,
            final LongToIntFunction receiver,
            final long startNs,
            final long durationNs,
            final RunObserver observer) {
        final boolean hasThreads = dataPlane.isStarted();
        final RealTimeLoop.Workers workers = new RealTimeLoop.Workers() {
            @Override
            public int turn() {
                return hasThreads ? 0 : dataPlane.turn();
            }

            @Override
            public long taskNs() {
                return hasThreads ? 0 : dataPlane.taskNs();
            }

            @Override
            public void checkHealth() {
                dataPlane.checkHealth();
            }
        };
        final RealTimeLoop loop = new RealTimeLoop(clock, sources, receiver, workers, startNs, durationNs, observer);
        final MachineCounters before = MachineCounters.now();
        final String shortfall = loop.run();
        final Map<String, ClockGaps> gaps = new LinkedHashMap<>();
        gaps.put(hasThreads ? "thread of the instances" : "thread of instances and workers", loop.gaps());
        for (int worker = 0; hasThreads && worker < dataPlane.workerCount(); worker++) {
            gaps.put("worker " + worker, dataPlane.clockGaps(worker));
        }
        final Absences absences = new Absences(gaps, MachineCounters.now().since(before));
        if (shortfall == null) {
            return new RealTimeRun(null, absences, startNs, durationNs);
        }
        final long endNs = startNs + durationNs;
        final String advice = Shortfall.advice(sources, endNs, durationNs, absences.longestSumNs(startNs, durationNs));
        return new RealTimeRun(shortfall + "; " + advice, absences, startNs, durationNs);
    }

    /** What the load generator failed to send, in words, which voids the run; null if it kept its rate. */
    public String shortfall() {
        return shortfall;
    }

    /**
     * Why the run proves nothing: a shortfall, or windows and misses that may all be the machine's; null if it is valid.
     *
     * @param firstArrivalsNs when each flow's first frame was seen
     * @param latestSendsNs the most a frame of each flow was sent after it was due
     * @param misses what was missed, windows aside
     */
    String voidReason(
            final List<ExpectSpec> expectations,
            final List<FlowResult> flows,
            final long[] firstArrivalsNs,
            final long[] latestSendsNs,
            final List<Miss> misses) {
        if (shortfall != null) {
            return shortfall;
        }
        return WindowProof.of(expectations, flows, firstArrivalsNs, latestSendsNs, startNs, absences)
                .and(MissProof.of(misses, latestSendsNs, startNs, absences))
                .reason();
    }

    /**
     * A flow's windows, each of those outside with the absence that it stands beside.
     *
     * @param firstNs when the flow's first frame was seen, which windows count from
     */
    Windows beside(final Windows windows, final long firstNs) {
        if (windows == null || windows.outside() == null) {
            return windows;
        }
        final List<OffWindow> first = windows.outside().first().stream()
                .map(each -> new OffWindow(
                        each.atNs(), each.bitsPerSecond(), absences.beside(firstNs + each.atNs(), windows.widthNs())))
                .toList();
        return windows.with(
                new Outside(windows.outside().windows(), windows.outside().count(), first));
    }

    /** What the machine took in the measured time. */
    public Machine machine() {
        return absences.over(startNs, startNs + durationNs);
    }
}
