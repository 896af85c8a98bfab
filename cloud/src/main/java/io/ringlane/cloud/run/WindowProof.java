package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.OffWindow;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a run against the wall clock may judge its windows: not if the load generator left its rate in any of them, and
 * not on a window that the machine took from the run. A single window that neither accounts for is judged, and all else with it.
 */
final class WindowProof {

    private static final double PPM = 1e6;

    /** One window alone says nothing of every window. */
    private static final int LEAST_WINDOWS = 2;

    private static final int FIT_WINDOWS = 10; // as many, and one that is off can be told from a rate that is

    /** A hole on the border of two of the generator's windows may lie within one delivered window, which begins elsewhere. */
    private static final int SPLIT = 2;

    private final ExpectSpec expect;
    private final FlowResult flow;
    private final long firstNs;
    private final long latestNs;
    private final long startNs;
    private final Absences absences;

    private WindowProof(
            final ExpectSpec expect,
            final FlowResult flow,
            final long firstNs,
            final long latestNs,
            final long startNs,
            final Absences absences) {
        this.expect = expect;
        this.flow = flow;
        this.firstNs = firstNs;
        this.latestNs = latestNs;
        this.startNs = startNs;
        this.absences = absences;
    }

    /**
     * Holds every window that is known to be off against what happened around it.
     *
     * @param firstNs when each flow's first frame was seen, by the run's clock
     * @param latestNs the most a frame of each flow was sent after it was due
     * @param startNs when the measured time started
     */
    static Proof of(
            final List<ExpectSpec> expectations,
            final List<FlowResult> flows,
            final long[] firstNs,
            final long[] latestNs,
            final long startNs,
            final Absences absences) {
        Proof proof = Proof.GOOD;
        for (final ExpectSpec expect : expectations) {
            for (int i = 0; i < flows.size(); i++) {
                final FlowResult flow = flows.get(i);
                if (expect.windowNs() != 0
                        && flow.windows() != null
                        && flow.name().equals(expect.flow())) {
                    proof = proof.and(
                            new WindowProof(expect, flow, firstNs[i], latestNs[i], startNs, absences).proof());
                }
            }
        }
        return proof;
    }

    private Proof proof() {
        String reason = few();
        if (reason != null) {
            return Proof.ofVoid(reason);
        }
        reason = generator();
        final boolean keptRate = reason == null;
        for (final OffWindow window : offWindows()) {
            final boolean isAbsence = absences.explain(offNs(window), firstNs + window.atNs(), widthNs());
            if (!isAbsence && (keptRate || !isOfGenerator(window))) {
                return Proof.JUDGED;
            }
            reason = reason == null ? machine(window) : reason;
        }
        return reason == null ? Proof.GOOD : Proof.ofVoid(reason);
    }

    private long widthNs() {
        return flow.windows().widthNs();
    }

    private String few() {
        final long windows = flow.windows().outside() == null
                ? LEAST_WINDOWS
                : flow.windows().outside().windows();
        return windows >= LEAST_WINDOWS
                ? null
                : "after the warm-up only " + windows + " whole window of " + Units.formatNanos(widthNs()) + " of flow "
                        + flow.name() + " was measured, which says nothing of every window: run for "
                        + Units.formatNanos(FIT_WINDOWS * widthNs()) + " or longer, or expect it of shorter windows";
    }

    // ---------------------------------------------------------------- the load generator

    private String generator() {
        final Extremes offered = flow.windows().offered();
        if (offered.leastBitsPerSecond() >= flow.offeredBitsPerSecond() * (1 - expect.withinPpm() / PPM)) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "the load generator sent %s of flow %s in the %s from %s on, and was to send %s; a frame left up to"
                        + " %s late; %s%s; %s",
                Exact.bitRate(offered.leastBitsPerSecond()),
                flow.name(),
                Units.formatNanos(widthNs()),
                Units.formatNanos(offered.leastAtNs()),
                Exact.bitRate(flow.offeredBitsPerSecond()),
                Units.formatNanos(latestNs),
                absences.describe(startNs + offered.leastAtNs(), widthNs()),
                outside(),
                Shortfall.ADVICE);
    }

    /** Whether a window is off by no more than the generator's leanest, and about then: what was missing in that came later. */
    private boolean isOfGenerator(final OffWindow window) {
        final Extremes offered = flow.windows().offered();
        final double missing = 1 - (double) offered.leastBitsPerSecond() / flow.offeredBitsPerSecond();
        final long leanestNs = startNs + offered.leastAtNs();
        final long atNs = firstNs + window.atNs();
        return offNs(window) <= missing * SPLIT * widthNs()
                && atNs > leanestNs - widthNs()
                && atNs < leanestNs + 2 * widthNs();
    }

    // ---------------------------------------------------------------- the machine

    /** The leanest and the fullest window as far as they are off, and the first ones that are. */
    private List<OffWindow> offWindows() {
        final Extremes delivered = flow.windows().delivered();
        final double expected = expect.deliveredBitsPerSecond();
        final double tolerance = expected * expect.withinPpm() / PPM;
        final List<OffWindow> off = new ArrayList<>();
        if (expected - delivered.leastBitsPerSecond() > tolerance) {
            off.add(new OffWindow(delivered.leastAtNs(), delivered.leastBitsPerSecond(), null));
        }
        if (delivered.mostBitsPerSecond() - expected > tolerance) {
            off.add(new OffWindow(delivered.mostAtNs(), delivered.mostBitsPerSecond(), null));
        }
        if (flow.windows().outside() != null) {
            for (final OffWindow each : flow.windows().outside().first()) { // of the flow's first expectation
                if (Math.abs(each.bitsPerSecond() - expected) > tolerance) {
                    off.add(each);
                }
            }
        }
        return off;
    }

    /** How much of a window's traffic is missing or too much, as time at its expected rate. */
    private long offNs(final OffWindow window) {
        final double expected = expect.deliveredBitsPerSecond();
        return Math.round(Math.abs(window.bitsPerSecond() - expected) / expected * widthNs());
    }

    private String machine(final OffWindow window) {
        return String.format(
                Locale.ROOT,
                "flow %s was delivered at %s in the %s from %s on, and %s%s; run it again while the machine has a core"
                        + " for the load and one for each worker",
                flow.name(),
                Exact.bitRate(window.bitsPerSecond()),
                Units.formatNanos(widthNs()),
                Units.formatNanos(firstNs + window.atNs() - startNs),
                absences.describe(firstNs + window.atNs(), widthNs()),
                outside());
    }

    private String outside() {
        return flow.windows().outside() == null ? "" : "; " + Exact.outside(flow.windows());
    }
}
