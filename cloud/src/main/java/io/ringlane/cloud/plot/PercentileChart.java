package io.ringlane.cloud.plot;

import io.ringlane.core.rate.Units;
import java.util.List;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Latency by percentile, as HdrHistogram's own plots draw it: each further nine of the percentile takes the same width,
 * and latency is on a log scale. A line ends at the percentile of its last value.
 */
public final class PercentileChart {

    private static final int WIDTH = 1120;
    private static final int HEIGHT = 420;
    private static final int LEFT = 66;
    private static final int RIGHT = 24;
    private static final int TOP = 16;
    private static final int BOTTOM = 50;

    /** Points for each halving of what is left above the percentile: smooth to the eye. */
    private static final int POINTS_PER_HALVING = 6;

    private static final double[] MARKED = {50, 90, 99, 99.9, 99.99};
    private static final String[] NINES = {"0%", "90%", "99%", "99.9%", "99.99%", "99.999%", "99.9999%", "99.99999%"};

    /**
     * One line.
     *
     * @param group the class of its group, by which a style rule can take it away
     * @param colour the class that colours it
     * @param latency in nanoseconds; without values there is no line
     */
    public record Curve(String name, String group, String colour, Histogram latency) {}

    private final List<Curve> curves;
    private final LongFunction<String> duration;
    private final double maxNines;
    private final List<Long> ticks;

    /** @param duration writes nanoseconds for people */
    public PercentileChart(List<Curve> curves, LongFunction<String> duration) {
        this.curves = curves;
        this.duration = duration;
        long mostValues = 1;
        long min = Long.MAX_VALUE;
        long max = 1;
        for (Curve curve : curves) {
            Histogram latency = curve.latency();
            if (latency.getTotalCount() > 0) {
                mostValues = Math.max(mostValues, latency.getTotalCount());
                min = Math.min(min, latency.getMinNonZeroValue());
                max = Math.max(max, latency.getMaxValue());
            }
        }
        this.maxNines = Math.max(2, Math.min(NINES.length - 1, Math.log10(mostValues)));
        this.ticks = Ticks.logarithmic(Math.min(min, max), max);
    }

    /**
     * @param id unique in the page
     * @param what the values are shares of, for the axis: {@code packets}
     */
    public String render(String id, String what) {
        Svg svg = new Svg(WIDTH, HEIGHT, id, "Latency by percentile", description());
        axes(svg, what);
        for (Curve curve : curves) {
            if (curve.latency().getTotalCount() > 0) {
                svg.open(curve.group());
                line(svg, curve);
                svg.close();
            }
        }
        return svg.end();
    }

    private String description() {
        StringBuilder text = new StringBuilder("One line each.");
        for (Curve curve : curves) {
            if (curve.latency().getTotalCount() > 0 && text.length() < 1_000) {
                text.append(' ')
                        .append(curve.name())
                        .append(": half below ")
                        .append(duration.apply(curve.latency().getValueAtPercentile(50)))
                        .append(", 99% below ")
                        .append(duration.apply(curve.latency().getValueAtPercentile(99)))
                        .append('.');
            }
        }
        return text.toString();
    }

    private void axes(Svg svg, String what) {
        double range = Math.log10((double) ticks.get(ticks.size() - 1) / ticks.get(0));
        for (long tick : ticks) {
            boolean isPowerOfTen = Long.toString(tick).matches("10*");
            svg.line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
            if (isPowerOfTen || range < 3.5) {
                svg.text("", LEFT - 8, y(tick) + 4, "end", Units.formatNanos(tick));
            }
        }
        for (int nines = 0; nines <= maxNines + 1e-9; nines++) {
            double x = x(nines);
            svg.line("grid", x, TOP, x, HEIGHT - BOTTOM);
            String anchor = nines == 0 ? "start" : x > WIDTH - RIGHT - 30 ? "end" : "middle";
            svg.text("", x, HEIGHT - BOTTOM + 18, anchor, NINES[nines]);
        }
        double half = x(Math.log10(2));
        svg.line("grid", half, TOP, half, HEIGHT - BOTTOM);
        svg.text("", half, HEIGHT - BOTTOM + 18, "middle", "50%");
        svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        svg.text("", WIDTH - RIGHT, HEIGHT - 8, "end", "share of " + what + " that were at most this late");
    }

    private void line(Svg svg, Curve curve) {
        String colour = curve.colour();
        Histogram latency = curve.latency();
        double end = Math.min(maxNines, Math.log10(Math.max(2, latency.getTotalCount())));
        StringBuilder line = new StringBuilder();
        double lastX = LEFT;
        for (HistogramIterationValue value : latency.percentiles(POINTS_PER_HALVING)) {
            double nines = Math.min(end, nines(value.getPercentileLevelIteratedTo()));
            lastX = x(nines);
            line.append(line.isEmpty() ? "M" : "L")
                    .append(Markup.px(lastX))
                    .append(' ')
                    .append(Markup.px(y(value.getValueIteratedTo())));
        }
        svg.path(colour + " line", line.toString());
        for (double percentile : MARKED) {
            if (nines(percentile) <= end + 1e-9) {
                long value = latency.getValueAtPercentile(percentile);
                String share = name(percentile);
                svg.dot(
                        colour + " dot",
                        x(nines(percentile)),
                        y(value),
                        curve.name() + ": " + share + "% at most " + duration.apply(value));
            }
        }
        svg.dot(
                colour + " dot",
                lastX,
                y(latency.getMaxValue()),
                curve.name() + ": max " + duration.apply(latency.getMaxValue()));
    }

    /** A percentile in its shortest form: {@code 99}, {@code 99.9}. */
    public static String name(double percentile) {
        return percentile == Math.rint(percentile) ? Long.toString((long) percentile) : Double.toString(percentile);
    }

    private static double nines(double percentile) {
        return percentile >= 100 ? Double.MAX_VALUE : -Math.log10(1 - percentile / 100);
    }

    private double x(double nines) {
        return LEFT + nines / maxNines * (WIDTH - LEFT - RIGHT);
    }

    private double y(long valueNs) {
        double low = Math.log10(ticks.get(0));
        double high = Math.log10(ticks.get(ticks.size() - 1));
        double at = (Math.log10(Math.max(ticks.get(0), valueNs)) - low) / (high - low);
        return HEIGHT - BOTTOM - Math.min(1, at) * (HEIGHT - BOTTOM - TOP);
    }
}
