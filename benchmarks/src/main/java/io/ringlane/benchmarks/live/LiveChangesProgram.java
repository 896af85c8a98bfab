package io.ringlane.benchmarks.live;

import java.util.Arrays;
import java.util.Locale;

/**
 * The cost of changes, paired in one run: windows with and without changes in turn, the median of the pairs' ratios.
 *
 * <pre>usage: LiveChangesProgram [FLOWS] [CHANGES A SECOND] [GROUPS|ROUTES|BOTH|DENIALS] [PAIRS]</pre>
 */
public final class LiveChangesProgram {

    private static final long WINDOW_NS = 1_000_000_000L;
    private static final int WARM_UP_WINDOWS = 6;

    private LiveChangesProgram() {}

    /** Runs it. */
    public static void main(String[] args) {
        int flows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        long rate = args.length > 1 ? Long.parseLong(args[1]) : 1000;
        ChangeKind kind = args.length > 2 ? ChangeKind.valueOf(args[2]) : ChangeKind.BOTH;
        int pairs = args.length > 3 ? Integer.parseInt(args[3]) : 10;
        try (LiveLoad load = new LiveLoad(flows);
                Changes changes = new Changes(load, kind)) {
            for (int i = 0; i < WARM_UP_WINDOWS; i++) {
                changes.setRate(i % 2 * rate);
                window(load);
            }
            double[] ratios = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                changes.setRate(0);
                double without = window(load);
                long before = changes.made();
                changes.setRate(rate);
                double with = window(load);
                ratios[i] = with / without;
                System.out.printf(
                        Locale.ROOT,
                        "%.1f ns/pkt without, %.1f ns/pkt with %d changes: %.3f%n",
                        without,
                        with,
                        changes.made() - before,
                        ratios[i]);
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "%d flows, %d changes/s of %s: median cost %.1f %%; %d routes in force, %d retired, %d confirmed%n",
                    load.flows(),
                    rate,
                    kind,
                    100 * (ratios[pairs / 2] - 1),
                    load.live.routesInForce(),
                    load.live.routesRetired(),
                    load.live.routesConfirmed());
        }
    }

    private static double window(LiveLoad load) {
        long startNs = System.nanoTime();
        long nowNs;
        long packets = 0;
        do {
            packets += load.round();
            nowNs = System.nanoTime();
        } while (nowNs - startNs < WINDOW_NS);
        return (double) (nowNs - startNs) / packets;
    }
}
