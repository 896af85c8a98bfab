package io.ringlane.benchmarks.report;

import io.ringlane.cloud.plot.Ticks;
import java.util.List;
import java.util.stream.DoubleStream;

/** Values above 0 to pixels, each decade as long as the next, from round value to round value. */
final class LogAxis {

    /** Values below 1 get ticks too: they are counted in thousandths. */
    private static final double UNIT = 1e-3;

    private final List<Double> ticks;
    private final double fromPx;
    private final double toPx;

    /** @param values all that are to be on it */
    LogAxis(final double[] values, final double fromPx, final double toPx) {
        final double min = DoubleStream.of(values).filter(v -> v > 0).min().orElse(1);
        final double max = DoubleStream.of(values).filter(v -> v > 0).max().orElse(10);
        this.ticks = Ticks.logarithmic(Math.max(1, (long) (min / UNIT)), (long) Math.ceil(max / UNIT)).stream()
                .map(tick -> tick * UNIT)
                .toList();
        this.fromPx = fromPx;
        this.toPx = toPx;
    }

    /** 1, 2 and 5 times powers of ten; only the powers where those would be too many. */
    List<Double> ticks() {
        return ticks.size() <= 9
                ? ticks
                : ticks.stream()
                        .filter(tick -> Math.abs(Math.log10(tick) - Math.rint(Math.log10(tick))) < 1e-9)
                        .toList();
    }

    double px(final double value) {
        final double low = Math.log10(ticks.get(0));
        final double high = Math.log10(ticks.get(ticks.size() - 1));
        final double at = (Math.log10(Math.max(value, ticks.get(0))) - low) / (high - low);
        return fromPx + at * (toPx - fromPx);
    }
}
