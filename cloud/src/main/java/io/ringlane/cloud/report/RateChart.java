package io.ringlane.cloud.report;

import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.Svg;
import io.ringlane.cloud.plot.Ticks;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.run.RunResult.Target;
import io.ringlane.core.rate.Units;
import java.util.List;
import java.util.Locale;

/**
 * One flow's delivered rate over time with its cap and, when the cap binds or an expectation is about windows, a second plot
 * of how far each window was from what it should be, for there the errors that matter are far thinner than a line. What the
 * expectation allows is shaded. Windows that are too many to draw are joined: the line is their mean, the band their least
 * and most, so that a bad window never hides in a good average.
 */
final class RateChart {

    private static final int WIDTH = 540;
    private static final int LEFT = 60;
    private static final int RIGHT = 14;
    private static final int TOP = 26;
    private static final int RATE_FLOOR = 150;
    private static final int ERROR_TOP = 186;
    private static final int ERROR_FLOOR = 236;
    private static final int AXIS = 26;

    /** Points across the plot: closer than four pixels apart they would not be told apart. */
    private static final int MOST_POINTS = 120;

    /** A cap this many times what was carried would press the line flat; the caption names it all the same. */
    private static final int CAP_OUT_OF_SIGHT = 4;

    private final FlowResult flow;
    private final long windowNs;
    private final long spanNs;
    private final double[] rates;
    private final double least;
    private final double most;
    private final Target target; // null where no expectation is about windows
    private final List<EventResult> events;
    private final long reference; // what errors are against; 0 for no second plot

    /**
     * @param durationNs how long the flow was measured
     * @param events what happened meanwhile; their numbers are marked
     */
    RateChart(FlowResult flow, long durationNs, List<EventResult> events) {
        this.flow = flow;
        this.events = events;
        this.target = flow.windows() == null ? null : flow.windows().target();
        RateSeries series = flow.delivered();
        this.windowNs = Math.max(1, series.windowNs());
        this.spanNs = windowNs * Math.max(1, series.bytes().length);
        this.rates = new double[fullWindows(series, durationNs)];
        double low = Double.MAX_VALUE;
        double high = 0;
        for (int i = 0; i < rates.length; i++) {
            rates[i] = series.bytes()[i] * 8e9 / windowNs;
            low = Math.min(low, rates[i]);
            high = Math.max(high, rates[i]);
        }
        this.least = low;
        this.most = high;
        this.reference = rates.length == 0
                ? 0
                : target != null ? target.bitsPerSecond() : flow.isHeldAgainstCap() ? flow.capBitsPerSecond() : 0;
    }

    /**
     * The last window may be partial and would look like a dip that was not there; where windows are judged, all are shown
     * that lie in the measured time.
     */
    private int fullWindows(RateSeries series, long durationNs) {
        int windows = series.bytes().length;
        if (target != null && windowNs == flow.windows().widthNs()) {
            return (int) Math.min(windows, durationNs / windowNs);
        }
        return windows > 1 ? windows - 1 : windows;
    }

    /** How far the worst windows were off, as a sentence; empty for a flow that neither cap nor expectation holds to a rate. */
    String windowError() {
        if (reference == 0) {
            return "";
        }
        String allowed = target == null ? "" : "; within " + percentOf(target.withinPpm()) + " is expected";
        return "Windows of " + Units.formatNanos(windowNs) + " are off the " + referenceName() + " by "
                + Figures.errorPpm(Math.round(errorPpm(least))) + " to "
                + Figures.errorPpm(Math.round(errorPpm(most))) + allowed + ".";
    }

    private String referenceName() {
        return reference == flow.capBitsPerSecond() ? "cap" : Units.formatBitsPerSecond(reference) + " expected";
    }

    private static String percentOf(long ppm) {
        return number(ppm / 10_000.0) + "%";
    }

    /**
     * @param id unique in the page
     * @param colour the flow's colour class
     */
    String render(String id, String colour) {
        long cap = flow.mostCapBitsPerSecond();
        boolean showsCap = cap > 0 && cap <= most * CAP_OUT_OF_SIGHT;
        double top = Math.max(1, Math.max(most, showsCap ? cap : 0) * 1.12);
        Axis rate = new Axis(0, top, TOP, RATE_FLOOR);
        int floor = reference > 0 ? ERROR_FLOOR : RATE_FLOOR;

        Svg svg = new Svg(WIDTH, floor + AXIS, id, flow.name() + ": delivered rate over time", description(showsCap));
        rateAxis(svg, rate);
        timeAxis(svg, floor);
        if (rates.length > 0) {
            curve(svg, colour, rate, rates, true);
        }
        if (showsCap) {
            caps(svg, rate);
            svg.text("label", WIDTH - RIGHT, rate.y(cap) - 6, "end", "cap " + capText());
        }
        if (reference > 0) {
            errorPlot(svg, colour);
        }
        marks(svg, floor);
        hits(svg, floor);
        return svg.end();
    }

    /** A line at the cap; where events change it, one from each to the next, and none while the flow is refused. */
    private void caps(Svg svg, Axis rate) {
        if (flow.ways().isEmpty()) {
            svg.line("cap", LEFT, rate.y(flow.capBitsPerSecond()), WIDTH - RIGHT, rate.y(flow.capBitsPerSecond()));
        }
        for (int i = 0; i < flow.ways().size(); i++) {
            FlowWaySpan way = flow.ways().get(i);
            long toNs = i + 1 < flow.ways().size() ? flow.ways().get(i + 1).fromNs() : spanNs;
            if (way.capBitsPerSecond() > 0 && way.fromNs() < spanNs) {
                double y = rate.y(way.capBitsPerSecond());
                svg.line("cap", x(way.fromNs()), y, x(Math.min(toNs, spanNs)), y);
            }
        }
    }

    private String capText() {
        return Figures.range(
                Units.formatBitsPerSecond(flow.leastCapBitsPerSecond()),
                Units.formatBitsPerSecond(flow.mostCapBitsPerSecond()));
    }

    private String description(boolean showsCap) {
        return "Delivered " + Figures.bitRate(flow.deliveredBitsPerSecond()) + " on average over "
                + Units.formatNanos(spanNs)
                + (flow.mostCapBitsPerSecond() == 0
                        ? "; it has no cap. "
                        : "; the cap is " + capText() + (showsCap ? ", a dashed line. " : ", above the plot. "))
                + windowError();
    }

    private void rateAxis(Svg svg, Axis axis) {
        int prefix = 0;
        while (prefix < 5 && axis.max() >= Math.pow(1_000, prefix + 1)) {
            prefix++;
        }
        double unit = Math.pow(1_000, prefix);
        svg.text("", 0, 12, "start", new String[] {"", "k", "M", "G", "T", "P"}[prefix] + "bit/s");
        for (double tick : Ticks.linear(axis.max(), 4)) {
            svg.line("grid", LEFT, axis.y(tick), WIDTH - RIGHT, axis.y(tick));
            svg.text("", LEFT - 8, axis.y(tick) + 4, "end", number(tick / unit));
        }
    }

    private void timeAxis(Svg svg, int floor) {
        for (double tick : Ticks.linear(spanNs, 5)) {
            double x = x(tick);
            svg.line("axis", x, floor, x, floor + 4);
            String anchor = x > WIDTH - RIGHT - 20 ? "end" : "middle";
            svg.text("", x, floor + 18, anchor, tick == 0 ? "0" : Units.formatNanos(Math.round(tick)));
        }
        svg.line("axis", LEFT, floor, WIDTH - RIGHT, floor);
    }

    /** On a scale that is the same up and down, so that what should be is always in the middle. */
    private void errorPlot(Svg svg, String colour) {
        double[] errors = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            errors[i] = errorPpm(rates[i]);
        }
        double allowed = target == null ? 0 : target.withinPpm();
        double reach = Math.max(allowed, Math.max(Math.abs(errorPpm(least)), Math.abs(errorPpm(most))));
        double tick = Ticks.atLeast(Math.max(1, reach));
        Axis axis = new Axis(-tick, tick, ERROR_TOP, ERROR_FLOOR);
        svg.text("", 0, ERROR_TOP - 14, "start", "error against the " + referenceName());
        if (target != null) {
            svg.rect(
                    "target",
                    LEFT,
                    axis.y(allowed),
                    WIDTH - RIGHT - LEFT,
                    axis.y(-allowed) - axis.y(allowed),
                    "within " + percentOf(target.withinPpm()) + " is expected");
        }
        for (double at : new double[] {-tick, 0, tick}) {
            svg.line(at == 0 ? "level" : "grid", LEFT, axis.y(at), WIDTH - RIGHT, axis.y(at));
            svg.text("", LEFT - 8, axis.y(at) + 4, "end", at == 0 ? "0" : percent(at));
        }
        curve(svg, colour, axis, errors, false);
    }

    private void curve(Svg svg, String colour, Axis axis, double[] values, boolean isFilled) {
        StringBuilder line = new StringBuilder();
        StringBuilder high = new StringBuilder();
        StringBuilder low = new StringBuilder();
        double firstX = 0;
        double lastX = 0;
        int joined = joined();
        for (int from = 0; from < values.length; from += joined) {
            Window window = Window.of(values, from, Math.min(values.length, from + joined));
            double x = x((window.from() + window.to()) / 2.0 * windowNs);
            String verb = from == 0 ? "M" : "L";
            line.append(verb).append(point(x, axis.y(window.mean())));
            high.append(verb).append(point(x, axis.y(window.most())));
            low.insert(0, "L" + point(x, axis.y(window.least())));
            firstX = from == 0 ? x : firstX;
            lastX = x;
        }
        if (firstX == lastX) {
            svg.dot(colour + " dot", firstX, axis.y(values[0]), "");
            return;
        }
        if (isFilled) {
            svg.path(
                    colour + " area",
                    line + "L" + point(lastX, axis.floor()) + "L" + point(firstX, axis.floor()) + "Z");
        }
        if (joined > 1) {
            svg.path(colour + " band", high.toString() + low + "Z");
        }
        svg.path(colour + " line", line.toString());
    }

    /** A line for each event, with its number above. */
    private void marks(Svg svg, int floor) {
        for (EventResult event : events) {
            if (event.wasReached() && event.happenedNs() <= spanNs) {
                double x = x(event.happenedNs());
                svg.line("mark", x, TOP - 6, x, floor);
                svg.text("label", x, TOP - 10, "middle", Integer.toString(event.number()));
            }
        }
    }

    /** Unseen columns that say their figures when pointed at. */
    private void hits(Svg svg, int floor) {
        int joined = joined();
        for (int from = 0; from < rates.length; from += joined) {
            Window window = Window.of(rates, from, Math.min(rates.length, from + joined));
            String hint = Units.formatNanos(window.from() * windowNs) + " to "
                    + Units.formatNanos(window.to() * windowNs) + ": " + Figures.bitRate(Math.round(window.mean()));
            if (joined > 1) {
                hint += ", lowest " + Figures.bitRate(Math.round(window.least())) + ", highest "
                        + Figures.bitRate(Math.round(window.most()));
            }
            if (reference > 0) {
                hint += " (" + Figures.errorPpm(Math.round(errorPpm(window.mean()))) + ")";
            }
            double x = x((double) window.from() * windowNs);
            svg.rect("hit", x, TOP, x((double) window.to() * windowNs) - x, floor - TOP, hint);
        }
    }

    private int joined() {
        return Math.max(1, (rates.length + MOST_POINTS - 1) / MOST_POINTS);
    }

    private double errorPpm(double rate) {
        return (rate - reference) / reference * 1e6;
    }

    private double x(double ns) {
        return LEFT + ns / spanNs * (WIDTH - LEFT - RIGHT);
    }

    private static String point(double x, double y) {
        return Markup.px(x) + " " + Markup.px(y);
    }

    private static String percent(double ppm) {
        return (ppm > 0 ? "+" : "-") + number(Math.abs(ppm) / 10_000) + "%";
    }

    private static String number(double value) {
        if (value == Math.rint(value)) {
            return String.valueOf((long) value);
        }
        return String.format(Locale.ROOT, "%.6f", value).replaceAll("0+$", "");
    }

    /** Several windows drawn as one point. */
    private record Window(int from, int to, double mean, double least, double most) {

        static Window of(double[] values, int from, int to) {
            double sum = 0;
            double least = Double.MAX_VALUE;
            double most = -Double.MAX_VALUE;
            for (int i = from; i < to; i++) {
                sum += values[i];
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
            return new Window(from, to, sum / (to - from), least, most);
        }
    }

    /** Values to pixels, upwards. */
    private record Axis(double min, double max, int top, int floor) {

        double y(double value) {
            return floor - (value - min) / (max - min) * (floor - top);
        }
    }
}
