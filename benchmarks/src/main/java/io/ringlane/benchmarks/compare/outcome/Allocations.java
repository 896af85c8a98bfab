package io.ringlane.benchmarks.compare.outcome;

import io.ringlane.benchmarks.compare.outcome.ExactRow.Kind;
import io.ringlane.benchmarks.compare.outcome.ExactRow.State;
import java.util.Arrays;
import java.util.Locale;

/**
 * Compares bytes allocated an operation. A fork's compiler may decide otherwise than its neighbour's, so ranges count; but
 * where no fork of BASE allocates, one fork of HEAD that does is a difference: zero stays zero.
 */
public final class Allocations {

    /** JMH divides by a counted number of operations, so equal allocation differs in its last digits. */
    private static final double ROUNDING = 0.01;

    private Allocations() {}

    /**
     * @param base of each fork, zero where only the harness allocated; NaN is left out
     * @param head as base
     */
    public static ExactRow compare(final String name, final double[] base, final double[] head) {
        final double[] a = Arrays.stream(base).filter(Double::isFinite).sorted().toArray();
        final double[] b = Arrays.stream(head).filter(Double::isFinite).sorted().toArray();
        if (a.length == 0 || b.length == 0) {
            return new ExactRow(name, Kind.ALLOCATION, State.NOT_COMPARED, "no fork reported it");
        }
        final State state;
        if (isNoLongerZero(a, b) || b[0] > a[a.length - 1] * (1 + ROUNDING)) {
            state = State.REGRESSED;
        } else if (a[0] > b[b.length - 1] * (1 + ROUNDING)) {
            state = State.IMPROVED;
        } else {
            state = State.SAME;
        }
        final boolean isOneFigure = range(a).equals(range(b));
        return new ExactRow(name, Kind.ALLOCATION, state, range(a) + (isOneFigure ? "" : " -> " + range(b)) + " B/op");
    }

    private static boolean isNoLongerZero(final double[] sortedBase, final double[] sortedHead) {
        return sortedBase[sortedBase.length - 1] == 0 && sortedHead[sortedHead.length - 1] > 0;
    }

    private static String range(final double[] sorted) {
        final String low = bytes(sorted[0]);
        final String high = bytes(sorted[sorted.length - 1]);
        return low.equals(high) ? low : low + " to " + high;
    }

    private static String bytes(final double bytes) {
        return bytes == 0 ? "0" : String.format(Locale.ROOT, bytes < 10 ? "%.2f" : "%.0f", bytes);
    }
}
