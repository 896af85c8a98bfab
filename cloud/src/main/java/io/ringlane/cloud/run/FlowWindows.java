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

/** In windows of what width the flows of a scenario are watched, and what came of it. */
final class FlowWindows {

    /** Width of the windows that are watched where an expectation names none. */
    private static final long WINDOW_NS = 100_000_000;

    /** Points of a series at most: a result is to be read, and may hold a thousand flows. */
    private static final long MOST_POINTS = 1_000;

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

    /** The series is the windows that an expectation is about, so that the report shows each; else a hundredth a point. */
    long seriesNs(final FlowSpec flow, final long durationNs) {
        final ExpectSpec expect = windowed(flow);
        return expect != null && durationNs / expect.windowNs() <= MOST_POINTS
                ? expect.windowNs()
                : Math.max(100_000, durationNs / 100);
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
