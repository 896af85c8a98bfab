package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.core.rate.Units;
import java.util.Locale;

/**
 * One flow's delivered rate over time, with its cap. Windows that are too many to draw are joined: the line is their
 * mean, the band their least and most, so that a bad window never hides in a good average.
 */
final class RateChart {

    private static final int WIDTH = 540;
    private static final int HEIGHT = 210;
    private static final int LEFT = 48;
    private static final int RIGHT = 14;
    private static final int TOP = 26;
    private static final int BOTTOM = 34;

    /** Points across the plot: closer than four pixels apart they would not be told apart. */
    private static final int MOST_POINTS = 120;

    private final FlowResult flow;
    private final long windowNs;
    private final int windows;
    private final double[] rates;

    RateChart(FlowResult flow) {
        this.flow = flow;
        RateSeries series = flow.delivered();
        this.windowNs = Math.max(1, series.windowNs());
        this.windows = fullWindows(series);
        this.rates = new double[windows];
        for (int i = 0; i < windows; i++) {
            rates[i] = series.bytes()[i] * 8e9 / windowNs;
        }
    }

    /** The last window may be partial and would look like a dip that was not there. */
    private static int fullWindows(RateSeries series) {
        return series.bytes().length > 1 ? series.bytes().length - 1 : series.bytes().length;
    }

    /** How far the worst windows were from the cap, in words; empty for a flow that the cap did not bind. */
    String windowError() {
        if (flow.capBitsPerSecond() <= 0 || flow.offeredBitsPerSecond() < flow.capBitsPerSecond() || windows == 0) {
            return "";
        }
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double rate : rates) {
            least = Math.min(least, rate);
            most = Math.max(most, rate);
        }
        double cap = flow.capBitsPerSecond();
        return String.format(
                Locale.ROOT,
                "every %s window within %s to %s of the cap",
                Units.formatNanos(windowNs),
                Figures.errorPpm(Math.round((least - cap) / cap * 1e6)),
                Figures.errorPpm(Math.round((most - cap) / cap * 1e6)));
    }

    /**
     * @param id unique in the page
     * @param colour the flow's colour class
     */
    String render(String id, String colour) {
        double top = flow.capBitsPerSecond();
        for (double rate : rates) {
            top = Math.max(top, rate);
        }
        // A cap far above what the flow carries would press the line flat; it is named in the caption all the same.
        double carried = 0;
        for (double rate : rates) {
            carried = Math.max(carried, rate);
        }
        boolean showsCap = flow.capBitsPerSecond() > 0 && flow.capBitsPerSecond() <= carried * 4;
        double max = Math.max(1, (showsCap ? top : carried) * 1.12);

        Svg svg = new Svg(
                WIDTH, HEIGHT, id, flow.name() + ": delivered rate over time", description(showsCap));
        axes(svg, max);
        if (windows > 0) {
            curve(svg, colour, max);
        }
        if (showsCap) {
            double y = y(flow.capBitsPerSecond(), max);
            svg.line("cap", LEFT, y, WIDTH - RIGHT, y);
            svg.text("label", WIDTH - RIGHT, y - 6, "end", "cap " + Units.formatBitsPerSecond(flow.capBitsPerSecond()));
        }
        return svg.end();
    }

    private String description(boolean showsCap) {
        String text = "Delivered " + Figures.bitRate(flow.deliveredBitsPerSecond()) + " on average over "
                + Units.formatNanos(windowNs * windows) + "; the cap is "
                + Units.formatBitsPerSecond(flow.capBitsPerSecond())
                + (showsCap ? ", a dashed line." : ", above the plot.");
        String error = windowError();
        return error.isEmpty() ? text : text + " " + Character.toUpperCase(error.charAt(0)) + error.substring(1) + ".";
    }

    private void axes(Svg svg, double max) {
        int prefix = 0;
        while (prefix < 5 && max >= Math.pow(1_000, prefix + 1)) {
            prefix++;
        }
        double unit = Math.pow(1_000, prefix);
        svg.text("", 0, 12, "start", new String[] {"", "k", "M", "G", "T", "P"}[prefix] + "bit/s");
        for (double tick : Ticks.linear(max, 4)) {
            double y = y(tick, max);
            svg.line("grid", LEFT, y, WIDTH - RIGHT, y);
            svg.text("", LEFT - 8, y + 4, "end", number(tick / unit));
        }
        double spanNs = (double) windowNs * Math.max(1, windows);
        for (double tick : Ticks.linear(spanNs, 5)) {
            double x = LEFT + tick / spanNs * (WIDTH - LEFT - RIGHT);
            svg.line("axis", x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 4);
            svg.text("", x, HEIGHT - BOTTOM + 18, "middle", tick == 0 ? "0" : Units.formatNanos(Math.round(tick)));
        }
        svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    }

    private void curve(Svg svg, String colour, double max) {
        int joined = (windows + MOST_POINTS - 1) / MOST_POINTS;
        int points = (windows + joined - 1) / joined;
        StringBuilder line = new StringBuilder();
        StringBuilder high = new StringBuilder();
        StringBuilder low = new StringBuilder();
        Svg hits = svg;
        double step = (double) (WIDTH - LEFT - RIGHT) / windows;
        String[] hints = new String[points];
        for (int p = 0; p < points; p++) {
            int from = p * joined;
            int to = Math.min(windows, from + joined);
            double sum = 0;
            double least = Double.MAX_VALUE;
            double most = 0;
            for (int i = from; i < to; i++) {
                sum += rates[i];
                least = Math.min(least, rates[i]);
                most = Math.max(most, rates[i]);
            }
            double x = LEFT + (from + to) / 2.0 * step;
            line.append(p == 0 ? "M" : "L").append(point(x, y(sum / (to - from), max)));
            high.append(p == 0 ? "M" : "L").append(point(x, y(most, max)));
            low.insert(0, "L" + point(x, y(least, max)));
            hints[p] = Units.formatNanos(from * windowNs) + " to " + Units.formatNanos(to * windowNs) + ": "
                    + Figures.bitRate(Math.round(sum / (to - from)))
                    + (joined == 1
                            ? ""
                            : " (" + Figures.bitRate(Math.round(least)) + " to " + Figures.bitRate(Math.round(most))
                                    + ")");
        }
        double floor = HEIGHT - BOTTOM;
        if (points == 1) {
            line.append("h1");
        } else {
            double first = LEFT + Math.min(joined, windows) / 2.0 * step;
            double last = LEFT + ((points - 1) * joined + windows) / 2.0 * step;
            svg.path(colour + " area", line + "L" + point(last, floor) + "L" + point(first, floor) + "Z");
        }
        svg.path(colour + " band", high.toString() + low + "Z");
        svg.path(colour + " line", line.toString());
        for (int p = 0; p < points; p++) {
            double x = LEFT + p * joined * step;
            double width = Math.min(joined * step, WIDTH - RIGHT - x);
            hits.rect("hit", x, TOP, width, floor - TOP, hints[p]);
        }
    }

    private static String point(double x, double y) {
        return Markup.px(x) + " " + Markup.px(y);
    }

    private static double y(double rate, double max) {
        return HEIGHT - BOTTOM - rate / max * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.3g", value)
                .replaceAll("\\.?0+$", "");
    }
}
