package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds what was measured against what was expected. */
final class Expectations {

    private static final double PPM = 1e6;

    private Expectations() {}

    static List<ExpectationResult> judge(final List<ExpectSpec> expectations, final List<FlowResult> flows) {
        final List<ExpectationResult> results = new ArrayList<>();
        for (final ExpectSpec expect : expectations) {
            for (final FlowResult flow : flows) {
                if (flow.name().equals(expect.flow())) {
                    results.add(judge(expect, flow));
                }
            }
        }
        return results;
    }

    private static ExpectationResult judge(final ExpectSpec expect, final FlowResult flow) {
        if (expect.windowNs() > 0) {
            return judgeWindows(expect, flow);
        }
        if (expect.deliveredBitsPerSecond() >= 0) {
            final double expected = expect.deliveredBitsPerSecond();
            final double tolerance = expected * expect.withinPpm() / PPM;
            final String text = String.format(
                    Locale.ROOT,
                    "%s: delivered %s within %s",
                    flow.name(),
                    gigabits(expected),
                    percent(expect.withinPpm()));
            return new ExpectationResult(
                    text,
                    gigabits(flow.deliveredBitsPerSecond()),
                    verdict(flow, Math.abs(flow.deliveredBitsPerSecond() - expected) <= tolerance));
        }
        if (expect.lossAtMostPpm() >= 0) {
            final double lossPpm = flow.packetsSent() == 0 ? 0 : flow.packetsDropped() * PPM / flow.packetsSent();
            return new ExpectationResult(
                    flow.name() + ": loss at most " + percent(expect.lossAtMostPpm()),
                    percent(lossPpm),
                    verdict(flow, lossPpm <= expect.lossAtMostPpm()));
        }
        final long p99Ns = flow.latency().getValueAtPercentile(99);
        return new ExpectationResult(
                flow.name() + ": p99 at most " + micros(expect.p99AtMostNs()),
                micros(p99Ns),
                flow.packetsDelivered() < 100 ? Verdict.INCONCLUSIVE : verdict(flow, p99Ns <= expect.p99AtMostNs()));
    }

    private static ExpectationResult judgeWindows(final ExpectSpec expect, final FlowResult flow) {
        final double expected = expect.deliveredBitsPerSecond();
        final double tolerance = expected * expect.withinPpm() / PPM;
        final String text = String.format(
                Locale.ROOT,
                "%s: delivered %s within %s in every %s",
                flow.name(),
                gigabits(expected),
                percent(expect.withinPpm()),
                Units.formatNanos(expect.windowNs()));
        if (flow.windows() == null) {
            return new ExpectationResult(text, "no whole window", Verdict.INCONCLUSIVE);
        }
        final Extremes delivered = flow.windows().delivered();
        return new ExpectationResult(
                text,
                gigabits(delivered.leastBitsPerSecond()) + " to " + gigabits(delivered.mostBitsPerSecond()),
                verdict(
                        flow,
                        delivered.leastBitsPerSecond() >= expected - tolerance
                                && delivered.mostBitsPerSecond() <= expected + tolerance));
    }

    private static Verdict verdict(final FlowResult flow, final boolean met) {
        if (flow.packetsSent() == 0) {
            return Verdict.INCONCLUSIVE;
        }
        return met ? Verdict.MET : Verdict.MISSED;
    }

    private static String gigabits(final double bitsPerSecond) {
        return String.format(Locale.ROOT, "%.4f Gbit/s", bitsPerSecond / 1e9);
    }

    private static String percent(final double ppm) {
        return String.format(Locale.ROOT, "%.4g%%", ppm / 1e4);
    }

    private static String micros(final long ns) {
        return String.format(Locale.ROOT, "%.1f us", ns / 1e3);
    }
}
