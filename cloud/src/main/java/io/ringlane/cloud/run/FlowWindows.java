package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.OffWindow;
import io.ringlane.cloud.run.RunResult.Outside;
import io.ringlane.cloud.run.RunResult.Target;
import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import io.ringlane.cloud.traffic.FlowMeter;
import io.ringlane.cloud.traffic.FlowSource;
import io.ringlane.cloud.traffic.WindowExtremes;
import io.ringlane.cloud.traffic.WindowTally;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** In windows of what width the flows of a scenario are watched, and what came of it. */
final class FlowWindows {

    /** Width of the windows that are watched where an expectation names none. */
    private static final long WINDOW_NS = 100_000_000;

    /** Points of a series at most: a result is to be read, and may hold a thousand flows. */
    private static final long MOST_POINTS = 1_000;

    /** Fewer would not show how a rate goes. */
    private static final int LEAST_POINTS = 20;

    private static final double PPM = 1e6;

    private final Scenario scenario;

    FlowWindows(final Scenario scenario) {
        this.scenario = scenario;
    }

    /** Has a flow's windows watched at both of its ends, if one fits. */
    void watch(final FlowSpec flow, final FlowSource source, final FlowMeter meter, final long durationNs) {
        final ExpectSpec expect = windowed(flow);
        final long windowNs = expect == null ? WINDOW_NS : expect.windowNs();
        if (windowNs <= durationNs) {
            source.watchWindows(windowNs);
            meter.watchWindows(windowNs);
            if (expect != null) {
                final double expected = expect.deliveredBitsPerSecond();
                final double tolerance = expected * expect.withinPpm() / PPM;
                meter.seenWindows().tally(new WindowTally(expected - tolerance, expected + tolerance));
            }
        }
    }

    /**
     * The series is the windows that an expectation is about, so that the report shows each; else about a hundredth a point, and so
     * much of it that each holds as many frames: a steady rate is drawn steady, and not as saw-teeth of a frame more or less.
     */
    long seriesNs(final FlowSpec flow, final long durationNs) {
        final ExpectSpec expect = windowed(flow);
        if (isJudged(expect, durationNs)) {
            return expect.windowNs();
        }
        final long leastNs = Math.max(100_000, durationNs / 100);
        final double patternNs = patternNs(flow);
        final double patterns = Math.ceil(leastNs / patternNs);
        return patterns * patternNs > durationNs / LEAST_POINTS ? leastNs : Math.round(patterns * patternNs);
    }

    /** How far ahead of the first arrival the series begins, so that no frame of a steady flow arrives on a border of two. */
    long seriesOffsetNs(final FlowSpec flow, final long durationNs) {
        return isJudged(windowed(flow), durationNs)
                ? 0
                : Math.round(Math.min(
                                durationNs / LEAST_POINTS,
                                patternNs(flow) / flow.frame().lengthsBytes().length)
                        / 2);
    }

    private static boolean isJudged(final ExpectSpec expect, final long durationNs) {
        return expect != null && durationNs / expect.windowNs() <= MOST_POINTS;
    }

    /** Time from one pattern of frames to the next: at the rate that is expected to arrive, or where none is that is offered. */
    private double patternNs(final FlowSpec flow) {
        final int[] lengths = flow.frame().lengthsBytes();
        final double bits = 8.0 * IntStream.of(lengths).asLongStream().sum();
        double rate = flow.rateBitsPerSecond() != 0
                ? flow.rateBitsPerSecond()
                : bits * flow.ratePacketsPerSecond() / lengths.length;
        for (final ExpectSpec expect : scenario.expect()) {
            if (flow.name().equals(expect.flow()) && expect.deliveredBitsPerSecond() > 0) {
                rate = Math.min(rate, expect.deliveredBitsPerSecond());
            }
        }
        return bits * 1e9 / rate;
    }

    /** The extremes of a flow's windows; null if the run was shorter than one. */
    Windows of(final FlowSpec flow, final FlowSource source, final FlowMeter meter) {
        if (source.windows() == null) {
            return null;
        }
        final ExpectSpec expect = windowed(flow);
        return new Windows(
                source.windows().widthNs(),
                extremes(source.windows()),
                extremes(meter.seenWindows()),
                extremes(meter.seenAnywhere()),
                extremes(meter.dueAnywhere()),
                expect == null ? null : new Target(expect.deliveredBitsPerSecond(), expect.withinPpm()),
                expect == null ? null : outside(meter.seenWindows().tally()));
    }

    private static Outside outside(final WindowTally tally) {
        final List<OffWindow> first = new ArrayList<>();
        for (int i = 0; i < tally.remembered(); i++) {
            first.add(new OffWindow(tally.atNs(i), tally.bitsPerSecond(i), null));
        }
        return new Outside(tally.windows(), tally.outside(), first);
    }

    private static Extremes extremes(final WindowExtremes windows) {
        windows.finish();
        return new Extremes(
                windows.leastBitsPerSecond(), windows.leastAtNs(), windows.mostBitsPerSecond(), windows.mostAtNs());
    }

    /** The first expectation of a flow that is about windows, or null. */
    private ExpectSpec windowed(final FlowSpec flow) {
        for (final ExpectSpec expect : scenario.expect()) {
            if (flow.name().equals(expect.flow()) && expect.windowNs() > 0) {
                return expect;
            }
        }
        return null;
    }
}
