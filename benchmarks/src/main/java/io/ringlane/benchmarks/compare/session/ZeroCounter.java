package io.ringlane.benchmarks.compare.session;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.outcome.ExactRow.Kind;
import io.ringlane.benchmarks.compare.outcome.ExactRow.State;
import io.ringlane.benchmarks.compare.stats.Direction;
import io.ringlane.benchmarks.compare.stats.Fisher;
import io.ringlane.benchmarks.compare.stats.Side;
import java.util.Arrays;
import java.util.Locale;

/** Judges a counter that is zero in some forks, where no ratio can be taken, by how often it is. */
final class ZeroCounter {

    /** Six forks that count something and six that do not are at 0.001, and as many as that {@code --forks} takes at least. */
    private static final double LEVEL = 0.002;

    private ZeroCounter() {}

    static ExactRow compare(final CaseLog log, final Metric.Key key) {
        final double[] base = log.figures(Side.BASE, key);
        final double[] head = log.figures(Side.HEAD, key);
        final State state;
        final String detail;
        if (base.length == 0 || head.length == 0) {
            state = State.NOT_COMPARED;
            detail = "only " + (base.length == 0 ? Side.HEAD : Side.BASE) + " reports it";
        } else {
            state = state(base, head, key.direction());
            detail = zeros(base) + " -> " + zeros(head) + " zero, up to " + most(base) + " -> " + most(head) + " "
                    + key.unit();
        }
        return new ExactRow(log.benchmark() + " " + key.name(), Kind.COUNTER, state, detail);
    }

    private static State state(final double[] base, final double[] head, final Direction direction) {
        final int baseZeros = zeroCount(base);
        final int headZeros = zeroCount(head);
        if (baseZeros == base.length && headZeros == head.length) {
            return State.SAME;
        }
        final boolean isMoreZeros = Fisher.pMore(headZeros, head.length, baseZeros, base.length) <= LEVEL;
        final boolean isFewerZeros = Fisher.pMore(baseZeros, base.length, headZeros, head.length) <= LEVEL;
        if (!isMoreZeros && !isFewerZeros) {
            return State.NOT_COMPARED;
        }
        return isMoreZeros == (direction == Direction.HIGHER_IS_BETTER) ? State.REGRESSED : State.IMPROVED;
    }

    private static int zeroCount(final double[] figures) {
        return (int) Arrays.stream(figures).filter(figure -> figure == 0).count();
    }

    private static String zeros(final double[] figures) {
        return zeroCount(figures) + " of " + figures.length;
    }

    private static String most(final double[] figures) {
        return String.format(Locale.ROOT, "%.4g", Arrays.stream(figures).max().orElse(Double.NaN));
    }
}
