package io.ringlane.benchmarks.datapath;

import io.ringlane.benchmarks.support.CoreDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What two workers on two cores cost each other though no packet goes from one to the other: the array that says whose a
 * frame is belongs to the region, so it is shared by all workers. Three arrangements in turn, in one process:
 *
 * <pre>
 *   apart     each worker has a data plane of its own: nothing is shared
 *   shared    one data plane; the frames of each worker have neighbouring numbers, as at the start
 *   mixed     one data plane; packets went to and fro before, so that frames of both workers share lines of the array
 * </pre>
 *
 * <p>Prints a line an arrangement: median and least over both workers and all rounds whose cores were near, before and
 * after. Takes one option, {@code --rounds N}, 9 by default; a round takes a second and a half.
 */
public final class TwoWorkersProgram {

    private static final long WARM_UP_MS = 1_500;
    private static final long TIMED_MS = 400;
    private static final int DEFAULT_ROUNDS = 9;

    private TwoWorkersProgram() {}

    /** Exits 1 if a check fails, 2 for a wrong option, 3 if the cores were never near. */
    public static void main(final String[] args) throws InterruptedException {
        if (args.length != 0 && (args.length != 2 || !args[0].equals("--rounds"))) {
            System.err.println("two workers: takes --rounds N and nothing else");
            System.exit(2);
        }
        final int rounds = args.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(args[1]);
        final Map<Arrangement, TwoLanes> rigs = new EnumMap<>(Arrangement.class);
        final Map<Arrangement, List<Double>> figures = new EnumMap<>(Arrangement.class);
        for (final Arrangement each : Arrangement.values()) {
            rigs.put(each, new TwoLanes(each));
            rigs.get(each).nsAPacket(WARM_UP_MS);
            figures.put(each, new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (final Arrangement each : Arrangement.values()) {
                final CoreDistance before = CoreDistance.measure();
                final double[] ns = rigs.get(each).nsAPacket(TIMED_MS);
                final CoreDistance after = CoreDistance.measure();
                if (before.isNear() && after.isNear()) {
                    Arrays.stream(ns).forEach(figures.get(each)::add);
                }
            }
        }
        System.out.println(CoreDistance.measure());
        boolean isVoid = false;
        for (final Arrangement each : Arrangement.values()) {
            rigs.get(each).verify();
            print(each, rigs.get(each), figures.get(each));
            isVoid |= figures.get(each).isEmpty();
        }
        if (isVoid) {
            System.err.println("two workers: void, the cores were not near");
            System.exit(3);
        }
    }

    private static void print(final Arrangement arrangement, final TwoLanes lanes, final List<Double> ns) {
        final double[] sorted =
                ns.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length != 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s%6.1f ns/pkt, least %6.1f, of %d; %d of %d lines of owners are of both workers%n",
                    arrangement.name().toLowerCase(Locale.ROOT),
                    sorted[sorted.length / 2],
                    sorted[0],
                    sorted.length,
                    lanes.linesOfBoth(),
                    lanes.lines());
        }
    }

    /** Who shares what, see above. */
    enum Arrangement {
        APART,
        SHARED,
        MIXED
    }
}
