package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.rate.Units;
import java.util.List;
import java.util.Locale;

/**
 * Whether a run against the wall clock may judge its windows: not if the load generator left its rate in any of them, and
 * not on a window that the machine took from the run.
 */
final class WindowProof {

    private static final double PPM = 1e6;

    /** One window alone says nothing of every window. */
    private static final int LEAST_WINDOWS = 2;

    private static final int FIT_WINDOWS = 10; // as many, and one that is off can be told from a rate that is

    private WindowProof() {}

    /**
     * Looks for what voids a run.
     *
     * @param firstNs when each flow's first frame was seen, by the run's clock
     * @param latestNs the most a frame of each flow was sent after it was due
     * @param startNs when the measured time started
     * @return the reason in words, or null
     */
    static String voidReason(
            final List<ExpectSpec> expectations,
            final List<FlowResult> flows,
            final long[] firstNs,
            final long[] latestNs,
            final long startNs,
            final Absences absences) {
        for (final ExpectSpec expect : expectations) {
            for (int i = 0; i < flows.size(); i++) {
                final FlowResult flow = flows.get(i);
                if (expect.windowNs() == 0
                        || flow.windows() == null
                        || !flow.name().equals(expect.flow())) {
                    continue;
                }
                final String few = few(flow);
                if (few != null) {
                    return few;
                }
                String reason = generator(expect, flow, latestNs[i], startNs, absences);
                if (reason == null) {
                    reason = machine(expect, flow, firstNs[i], startNs, absences);
                }
                if (reason != null) {
                    return reason;
                }
            }
        }
        return null;
    }

    private static String few(final FlowResult flow) {
        final long widthNs = flow.windows().widthNs();
        final long windows = flow.windows().outside() == null
                ? LEAST_WINDOWS
                : flow.windows().outside().windows();
        return windows >= LEAST_WINDOWS
                ? null
                : "after the warm-up only " + windows + " whole window of " + Units.formatNanos(widthNs) + " of flow "
                        + flow.name() + " was measured, which says nothing of every window: run for "
                        + Units.formatNanos(FIT_WINDOWS * widthNs) + " or longer, or expect it of shorter windows";
    }

    private static String generator(
            final ExpectSpec expect,
            final FlowResult flow,
            final long latestNs,
            final long startNs,
            final Absences absences) {
        final Extremes offered = flow.windows().offered();
        final long widthNs = flow.windows().widthNs();
        if (offered.leastBitsPerSecond() >= flow.offeredBitsPerSecond() * (1 - expect.withinPpm() / PPM)) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "the load generator sent %s of flow %s in the %s from %s on, and was to send %s; a frame left up to"
                        + " %s late; %s%s; %s",
                Exact.bitRate(offered.leastBitsPerSecond()),
                flow.name(),
                Units.formatNanos(widthNs),
                Units.formatNanos(offered.leastAtNs()),
                Exact.bitRate(flow.offeredBitsPerSecond()),
                Units.formatNanos(latestNs),
                absences.describe(startNs + offered.leastAtNs(), widthNs),
                outside(flow),
                Shortfall.ADVICE);
    }

    private static String machine(
            final ExpectSpec expect,
            final FlowResult flow,
            final long firstNs,
            final long startNs,
            final Absences absences) {
        final Extremes delivered = flow.windows().delivered();
        final double expected = expect.deliveredBitsPerSecond();
        final double tolerance = expected * expect.withinPpm() / PPM;
        if (expected - delivered.leastBitsPerSecond() > tolerance) {
            return lost(
                    flow, delivered.leastBitsPerSecond(), delivered.leastAtNs(), expected, firstNs, startNs, absences);
        }
        if (delivered.mostBitsPerSecond() - expected > tolerance) {
            return lost(
                    flow, delivered.mostBitsPerSecond(), delivered.mostAtNs(), expected, firstNs, startNs, absences);
        }
        return null;
    }

    private static String outside(final FlowResult flow) {
        return flow.windows().outside() == null ? "" : "; " + Exact.outside(flow.windows());
    }

    private static String lost(
            final FlowResult flow,
            final long bitsPerSecond,
            final long atNs,
            final double expected,
            final long firstNs,
            final long startNs,
            final Absences absences) {
        final long widthNs = flow.windows().widthNs();
        final long offNs = Math.round(Math.abs(bitsPerSecond - expected) / expected * widthNs);
        if (!absences.explain(offNs, firstNs + atNs, widthNs)) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "flow %s was delivered at %s in the %s from %s on, and %s%s; run it again while the machine has a core"
                        + " for the load and one for each worker",
                flow.name(),
                Exact.bitRate(bitsPerSecond),
                Units.formatNanos(widthNs),
                Units.formatNanos(firstNs + atNs - startNs),
                absences.describe(firstNs + atNs, widthNs),
                outside(flow));
    }
}
