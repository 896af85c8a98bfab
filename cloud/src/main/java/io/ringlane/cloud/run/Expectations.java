package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowLogResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Holds what was measured against what was expected. */
final class Expectations {

    private static final double PPM = 1e6;

    private final List<FlowResult> flows;
    private final Ledgers ledgers;
    private final List<EventResult> events;
    private final List<FlowLogResult> flowLogs;
    private final long durationNs;
    private final boolean isWarmedUp;

    /** @param isWarmedUp whether traffic ran ahead of the measured time, which flow logs have records of */
    Expectations(
            final List<FlowResult> flows,
            final Ledgers ledgers,
            final List<EventResult> events,
            final List<FlowLogResult> flowLogs,
            final long durationNs,
            final boolean isWarmedUp) {
        this.isWarmedUp = isWarmedUp;
        this.flows = flows;
        this.ledgers = ledgers;
        this.events = events;
        this.flowLogs = flowLogs;
        this.durationNs = durationNs;
    }

    /** The times that expectations begin and end at, as {@link Ledgers#watch} wants them; none if none is timed. */
    static long[] edges(final List<ExpectSpec> expectations) {
        return expectations.stream()
                .filter(ExpectSpec::isTimed)
                .flatMapToLong(expect -> LongStream.of(expect.fromNs(), expect.toNs()))
                .sorted()
                .distinct()
                .toArray();
    }

    /** A verdict for each expectation, and one for each event that was refused though nothing said it would be. */
    List<ExpectationResult> judge(final List<ExpectSpec> expectations) {
        final List<ExpectationResult> results = new ArrayList<>();
        final Set<Integer> expectedEvents = new HashSet<>();
        for (final ExpectSpec expect : expectations) {
            if (expect.event() != 0) {
                expectedEvents.add(expect.event());
                results.add(judgeEvent(events.get(expect.event() - 1), expect.error()));
            } else if (expect.flowLog() != null) {
                results.add(judgeFlowLog(expect));
            }
            for (int flow = 0; flow < flows.size(); flow++) {
                if (flows.get(flow).name().equals(expect.flow())) {
                    results.add(expect.isTimed() ? judgeTimed(expect, flow) : judgeFlow(expect, flows.get(flow)));
                }
            }
        }
        for (final EventResult event : events) {
            if (event.errorCode() != null && !expectedEvents.contains(event.number())) {
                results.add(new ExpectationResult(title(event) + " is accepted", event.errorMessage(), false));
            }
        }
        return results;
    }

    private static String title(final EventResult event) {
        return "event " + event.number() + ", " + event.text() + ":";
    }

    private static ExpectationResult judgeEvent(final EventResult event, final String error) {
        final String text = title(event) + " refused with " + error;
        if (!event.wasReached()) {
            return new ExpectationResult(text, "the run ended before", Verdict.INCONCLUSIVE);
        }
        final String actual = event.errorCode() == null ? "accepted" : event.errorCode();
        return new ExpectationResult(text, actual, actual.equals(error));
    }

    private ExpectationResult judgeFlowLog(final ExpectSpec expect) {
        final FlowLogResult log = flowLogs.stream()
                .filter(each -> each.name().equals(expect.flowLog()))
                .findFirst()
                .orElseThrow();
        final long actual = expect.isAccepted() ? log.acceptedPackets() : log.rejectedPackets();
        final String text = "flow log " + log.name() + ": " + expect.packets() + " packets "
                + (expect.isAccepted() ? "accepted" : "rejected");
        return isWarmedUp
                ? new ExpectationResult(text, actual + ", those of the warm-up among them", Verdict.INCONCLUSIVE)
                : new ExpectationResult(text, Long.toString(actual), actual == expect.packets());
    }

    private ExpectationResult judgeTimed(final ExpectSpec expect, final int index) {
        final FlowResult flow = flows.get(index);
        final SpanTotals totals = ledgers.between(index, expect.fromNs(), expect.toNs());
        final String when = flow.name() + " from " + Units.formatNanos(expect.fromNs()) + " to "
                + Units.formatNanos(expect.toNs()) + ": ";
        final String text;
        final String actual;
        final boolean met;
        if (expect.dropReason() != null) {
            text = when + "dropped as " + expect.dropReason();
            actual = drops(totals.drops());
            met = totals.drops().keySet().equals(Set.of(expect.dropReason()));
        } else if (expect.lossAtMostPpm() >= 0) {
            final long ended = totals.deliveredPackets() + totals.droppedPackets();
            final double lossPpm = ended == 0 ? 0 : totals.droppedPackets() * PPM / ended;
            text = when + "loss at most " + Exact.share(expect.lossAtMostPpm());
            if (ended == 0) {
                return new ExpectationResult(text, "no packet arrived or was dropped then", Verdict.INCONCLUSIVE);
            }
            actual = Exact.share(lossPpm);
            met = lossPpm <= expect.lossAtMostPpm();
        } else {
            final double rate = totals.deliveredBytes() * 8e9 / (expect.toNs() - expect.fromNs());
            text = when + delivered(expect);
            actual = Exact.bitRate(rate);
            met = Math.abs(rate - expect.deliveredBitsPerSecond()) <= tolerance(expect);
        }
        return expect.toNs() > durationNs
                ? new ExpectationResult(text, "the run ended before", Verdict.INCONCLUSIVE)
                : new ExpectationResult(text, actual, verdict(flow, met));
    }

    private static String drops(final Map<String, Long> drops) {
        return drops.isEmpty()
                ? "nothing dropped"
                : drops.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String delivered(final ExpectSpec expect) {
        return "delivered " + Exact.bitRate(expect.deliveredBitsPerSecond()) + " within "
                + Exact.share(expect.withinPpm());
    }

    private static double tolerance(final ExpectSpec expect) {
        return (double) expect.deliveredBitsPerSecond() * expect.withinPpm() / PPM;
    }

    private static ExpectationResult judgeFlow(final ExpectSpec expect, final FlowResult flow) {
        if (expect.windowNs() > 0) {
            return judgeWindows(expect, flow);
        }
        if (expect.dropReason() != null) {
            return new ExpectationResult(
                    flow.name() + ": dropped as " + expect.dropReason(),
                    drops(flow.drops()),
                    verdict(flow, flow.drops().keySet().equals(Set.of(expect.dropReason()))));
        }
        if (expect.deliveredBitsPerSecond() >= 0) {
            return new ExpectationResult(
                    flow.name() + ": " + delivered(expect),
                    Exact.bitRate(flow.deliveredBitsPerSecond()),
                    verdict(
                            flow,
                            Math.abs(flow.deliveredBitsPerSecond() - expect.deliveredBitsPerSecond())
                                    <= tolerance(expect)));
        }
        if (expect.lossAtMostPpm() >= 0) {
            final double lossPpm = flow.packetsSent() == 0 ? 0 : flow.packetsDropped() * PPM / flow.packetsSent();
            return new ExpectationResult(
                    flow.name() + ": loss at most " + Exact.share(expect.lossAtMostPpm()),
                    Exact.share(lossPpm),
                    verdict(flow, lossPpm <= expect.lossAtMostPpm()));
        }
        final long p99Ns = flow.latency().getValueAtPercentile(99);
        return new ExpectationResult(
                flow.name() + ": p99 at most " + Units.formatNanos(expect.p99AtMostNs()),
                Units.formatNanos(p99Ns),
                flow.packetsDelivered() < 100 ? Verdict.INCONCLUSIVE : verdict(flow, p99Ns <= expect.p99AtMostNs()));
    }

    private static ExpectationResult judgeWindows(final ExpectSpec expect, final FlowResult flow) {
        final double expected = expect.deliveredBitsPerSecond();
        final double tolerance = tolerance(expect);
        final String text =
                flow.name() + ": " + delivered(expect) + " in every " + Units.formatNanos(expect.windowNs());
        if (flow.windows() == null) {
            return new ExpectationResult(text, "no whole window", Verdict.INCONCLUSIVE);
        }
        final Extremes delivered = flow.windows().delivered();
        final boolean met = delivered.leastBitsPerSecond() >= expected - tolerance
                && delivered.mostBitsPerSecond() <= expected + tolerance;
        final String range =
                Exact.bitRate(delivered.leastBitsPerSecond()) + " to " + Exact.bitRate(delivered.mostBitsPerSecond());
        final boolean isTold = !met && flow.windows().outside() != null;
        return new ExpectationResult(
                text, isTold ? range + "; " + Exact.outside(flow.windows()) : range, verdict(flow, met));
    }

    private static Verdict verdict(final FlowResult flow, final boolean met) {
        if (flow.packetsSent() == 0) {
            return Verdict.INCONCLUSIVE;
        }
        return met ? Verdict.MET : Verdict.MISSED;
    }
}
