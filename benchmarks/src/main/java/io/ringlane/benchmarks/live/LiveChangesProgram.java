package io.ringlane.benchmarks.live;

import java.util.Arrays;
import java.util.Locale;

/**
 * The cost of changes, paired in one run: {@link PairedWindows}, and the median of the pairs' ratios. {@link LiveChangesBenchmark} is
 * the same for JMH.
 *
 * <pre>usage: LiveChangesProgram [FLOWS] [CHANGES A SECOND] [GROUPS|ROUTES|BOTH|DENIALS|MOVES] [PAIRS] [INSTANCES]</pre>
 *
 * <p>A packet is handled when it has been received or dropped; what a change cuts off is dropped.
 */
public final class LiveChangesProgram {

    private static final long WINDOW_NS = 1_000_000_000L;
    private static final int WARM_UP_PAIRS = 2;

    private LiveChangesProgram() {}

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
            PairedWindows windows = new PairedWindows(load, changes, WINDOW_NS);
            try (changes) {
                for (int i = 0; i < WARM_UP_PAIRS; i++) {
                    windows.at(0);
                    windows.at(rate);
                }
                for (int i = 0; i < pairs; i++) {
                    PairedWindows.Window without = windows.at(0);
                    PairedWindows.Window with = windows.at(rate);
                    handled[i] = with.handledNs() / without.handledNs();
                    received[i] = with.receivedNs() / without.receivedNs();
                    System.out.printf(
                            Locale.ROOT,
                            "%.1f ns/pkt without, %.1f handled and %.1f received with %d changes: %.3f and %.3f%n",
                            without.handledNs(),
                            with.handledNs(),
                            with.receivedNs(),
                            with.changes(),
                            handled[i],
                            received[i]);
                }
            }
            windows.checkEffect(kind);
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
                    (double) windows.longestUpkeepNs() / load.flows());
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
