package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.Machine;
import io.ringlane.core.rate.Units;
import io.ringlane.core.time.ClockGaps;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When the threads of a run against the wall clock were off their cores, which no program can help and no figure survives.
 *
 * <p>A pause that the JVM makes to collect garbage looks the same from inside, and would be this program's own fault: with a
 * collection in the run, nothing is put down to the machine.
 */
final class Absences {

    /** Frames that waited for an absent thread come out together after it: how far ahead of a window its cause may lie. */
    private static final long MARGIN_NS = 10_000_000;

    private final Map<String, ClockGaps> byThread;
    private final MachineCounters counters;

    /**
     * @param byThread each thread's gaps under its name
     * @param counters what the machine counted while traffic ran
     */
    Absences(final Map<String, ClockGaps> byThread, final MachineCounters counters) {
        this.byThread = byThread;
        this.counters = counters;
    }

    /**
     * Whether absences account for a window that is off.
     *
     * @param offNs how much of the window's traffic is missing or too much, as time at its expected rate
     */
    boolean explain(final long offNs, final long windowStartNs, final long windowNs) {
        return counters.collections() == 0 && longestSum(windowStartNs, windowNs).absentNs >= offNs;
    }

    /**
     * How long threads were away in a span and just before it, all together: each may have harmed other packets. 0 with a
     * collection in the run.
     */
    long allNs(final long fromNs, final long toNs) {
        return counters.collections() != 0
                ? 0
                : byThread.values().stream()
                        .mapToLong(gaps -> gaps.absentNs(fromNs - MARGIN_NS, toNs))
                        .sum();
    }

    /** The thread that missed most of a window, in words. */
    String describe(final long windowStartNs, final long windowNs) {
        final ThreadAbsence most = longestSum(windowStartNs, windowNs);
        return "the " + most.thread + " had no core for " + Units.formatNanos(most.absentNs) + " around it, "
                + Units.formatNanos(most.longestNs) + " at a time";
    }

    /** The thread that missed most of a window or of the time just before it, in words; null if none missed any. */
    String beside(final long windowStartNs, final long windowNs) {
        final ThreadAbsence most = longestSum(windowStartNs, windowNs);
        return most.absentNs <= 0
                ? null
                : "the " + most.thread + " had no core for " + Units.formatNanos(most.absentNs);
    }

    /** How long the thread that missed most of a window was away. */
    long longestSumNs(final long windowStartNs, final long windowNs) {
        return longestSum(windowStartNs, windowNs).absentNs;
    }

    private ThreadAbsence longestSum(final long windowStartNs, final long windowNs) {
        ThreadAbsence most = new ThreadAbsence("", -1, 0);
        for (final Map.Entry<String, ClockGaps> each : byThread.entrySet()) {
            final long fromNs = windowStartNs - MARGIN_NS;
            final long toNs = windowStartNs + windowNs;
            final long absentNs = each.getValue().absentNs(fromNs, toNs);
            if (absentNs > most.absentNs) {
                most = new ThreadAbsence(
                        each.getKey(), absentNs, each.getValue().longestNs(fromNs, toNs));
            }
        }
        return most;
    }

    /** The evidence over the whole measured time. */
    Machine over(final long fromNs, final long toNs) {
        final Map<String, Long> longest = new LinkedHashMap<>();
        final Map<String, Long> absent = new LinkedHashMap<>();
        byThread.forEach((thread, gaps) -> {
            longest.put(thread, gaps.longestNs(fromNs, toNs));
            absent.put(thread, gaps.absentNs(fromNs, toNs));
        });
        return new Machine(longest, absent, counters.stealNs(), counters.runQueueWaitNs(), counters.collections());
    }

    private record ThreadAbsence(String thread, long absentNs, long longestNs) {}
}
