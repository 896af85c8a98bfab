package io.ringlane.benchmarks.live;

import java.util.Arrays;
import java.util.Locale;

/**
 * The cost of changes, paired in one run: windows with and without changes in turn, the median of the pairs' ratios. Before each
 * window there is a time that does not count, in which flows get used to it: what changes leave behind is not to be paid by the windows
 * without them.
 *
 * <pre>usage: LiveChangesProgram [FLOWS] [CHANGES A SECOND] [GROUPS|ROUTES|BOTH|DENIALS|MOVES] [PAIRS] [INSTANCES]</pre>
 *
 * <p>A packet is handled when it has been received or dropped; what a change cuts off is dropped.
 */
public final class LiveChangesProgram {

    private static final long WINDOW_NS = 1_000_000_000L;
    private static final int WARM_UP_WINDOWS = 6;

    private static long longestUpkeepNs;

    private LiveChangesProgram() {}

    /** Nanoseconds a packet, and the changes made meanwhile. */
    private record Window(double handledNs, double receivedNs, long changes) {}

    /** Runs it. */
    public static void main(String[] args) {
        int flows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        long rate = args.length > 1 ? Long.parseLong(args[1]) : 1000;
        ChangeKind kind = args.length > 2 ? ChangeKind.valueOf(args[2]) : ChangeKind.BOTH;
        int pairs = args.length > 3 ? Integer.parseInt(args[3]) : 10;
        int instances = args.length > 4 ? Integer.parseInt(args[4]) : 32;
        try (LiveLoad load = new LiveLoad(flows, instances, kind.isRouted())) {
            double[] handled = new double[pairs];
            double[] received = new double[pairs];
            Changes changes = new Changes(load, kind);
            try (changes) {
                for (int i = 0; i < WARM_UP_WINDOWS; i++) {
                    changes.setRate(i % 2 * rate);
                    window(load);
                }
                for (int i = 0; i < pairs; i++) {
                    Window without = window(load, changes, 0);
                    Window with = window(load, changes, rate);
                    handled[i] = with.handledNs / without.handledNs;
                    received[i] = with.receivedNs / without.receivedNs;
                    System.out.printf(
                            Locale.ROOT,
                            "%.1f ns/pkt without, %.1f handled and %.1f received with %d changes: %.3f and %.3f%n",
                            without.handledNs,
                            with.handledNs,
                            with.receivedNs,
                            with.changes,
                            handled[i],
                            received[i]);
                }
            }
            long standby = load.receivedByStandby();
            if ((load.handled() == load.received()) == (kind == ChangeKind.DENIALS)
                    || (standby == 0) == (kind == ChangeKind.MOVES)) {
                throw new IllegalStateException(kind + ": handled " + load.handled() + ", received " + load.received()
                        + ", " + standby + " by the standby");
            }
            changes.check();
            System.out.printf(
                    Locale.ROOT,
                    "%d flows among %d instances, %d changes/s of %s: median of %d ratios %.3f handled, %.3f received;"
                            + " %d routes in force, %d retired, %d confirmed; after each change packets went the new way%n",
                    load.flows(),
                    instances,
                    rate,
                    kind,
                    pairs,
                    median(handled),
                    median(received),
                    load.live.routesInForce(),
                    load.live.routesRetired(),
                    load.live.routesConfirmed());
            System.out.printf(
                    Locale.ROOT,
                    "upkeep of what is remembered, between the windows: %.0f ns a flow at most%n",
                    (double) longestUpkeepNs / load.flows());
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    private static Window window(LiveLoad load, Changes changes, long rate) {
        changes.setRate(rate);
        window(load);
        long startNs = System.nanoTime();
        load.keepUp();
        longestUpkeepNs = Math.max(longestUpkeepNs, System.nanoTime() - startNs);
        long before = changes.made();
        Window counted = window(load);
        return new Window(counted.handledNs, counted.receivedNs, changes.made() - before);
    }

    private static Window window(LiveLoad load) {
        long received = load.received();
        long startNs = System.nanoTime();
        long nowNs;
        long packets = 0;
        do {
            packets += load.round();
            nowNs = System.nanoTime();
        } while (nowNs - startNs < WINDOW_NS);
        load.check();
        double ns = nowNs - startNs;
        return new Window(ns / packets, ns / (load.received() - received), 0);
    }
}
