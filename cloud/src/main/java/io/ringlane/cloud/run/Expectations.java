package io.ringlane.cloud.run;

import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowLogResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Claim;
import io.ringlane.cloud.scenario.Moment;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** Holds what was measured against what was expected. */
final class Expectations {

    private static final double PPM = 1e6;

    private final List<FlowResult> flows;
    private final Ledgers ledgers;
    private final List<EventResult> events;
    private final List<FlowLogResult> flowLogs;
    private final long durationNs;
    private final boolean isWarmedUp;
    private final Moments moments;
    private final List<Miss> misses = new ArrayList<>();

    /**
     * @param moments what was so when
     * @param isWarmedUp whether traffic ran ahead of the measured time, which flow logs have records of
     */
    Expectations(
            final List<FlowResult> flows,
            final Ledgers ledgers,
            final List<EventResult> events,
            final List<FlowLogResult> flowLogs,
            final Moments moments,
            final long durationNs,
            final boolean isWarmedUp) {
        this.moments = moments;
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
                results.add(excuseNo(judgeEvent(events.get(expect.event() - 1), expect)));
            } else if (expect.claim() != null) {
                results.add(excuseNo(judgeClaim(expect.claim())));
            } else if (expect.flowLog() != null) {
                results.add(excuseNo(judgeFlowLog(expect)));
            }
            for (int flow = 0; flow < flows.size(); flow++) {
                if (flows.get(flow).name().equals(expect.flow())) {
                    results.add(expect.isTimed() ? judgeTimed(expect, flow) : judgeFlow(expect, flow));
                }
            }
        }
        for (final EventResult event : events) {
            if (event.errorCode() != null && !expectedEvents.contains(event.number())) {
                results.add(
                        excuseNo(new ExpectationResult(title(event) + " is accepted", event.errorMessage(), false)));
            }
        }
        return results;
    }

    /** What {@link #judge} found missed, but for expectations on windows. */
    List<Miss> misses() {
        return misses;
    }

    /** What an event came to and what flow logs say is not a matter of when threads run. */
    private ExpectationResult excuseNo(final ExpectationResult result) {
        if (result.verdict() == Verdict.MISSED) {
            misses.add(Miss.inexcusable(result.text()));
        }
        return result;
    }

    private static String title(final EventResult event) {
        return "event " + event.number() + ", " + event.text() + ":";
    }

    private static ExpectationResult judgeEvent(final EventResult event, final ExpectSpec expect) {
        final String text = title(event) + " refused with " + expect.error()
                + (expect.says() == null ? "" : ", saying '" + expect.says() + "'");
        if (!event.wasReached()) {
            return new ExpectationResult(text, "the run ended before", Verdict.INCONCLUSIVE);
        }
        final String actual = event.errorCode() == null ? "accepted" : event.errorCode();
        final boolean isSaid = expect.says() == null
                || event.errorCode() != null && event.errorMessage().contains(expect.says());
        return actual.equals(expect.error()) && !isSaid
                ? new ExpectationResult(text, event.errorMessage(), false)
                : new ExpectationResult(text, actual, actual.equals(expect.error()));
    }

    private ExpectationResult judgeClaim(final Claim claim) {
        final Moment moment = moments.at(claim.atNs());
        if (moment == null) {
            return new ExpectationResult(claim.text(), "the run ended before", Verdict.INCONCLUSIVE);
        }
        final Moment.Finding finding = moment.find(claim);
        return isWarmedUp && claim.subject() == Claim.Subject.COST
                ? new ExpectationResult(claim.text(), finding.actual() + ", the warm-up included", Verdict.INCONCLUSIVE)
                : new ExpectationResult(claim.text(), finding.actual(), finding.holds());
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
        final double off;
        if (expect.dropReason() != null) {
            text = when + "dropped as " + expect.dropReason();
            actual = drops(totals.drops());
            met = totals.drops().keySet().equals(Set.of(expect.dropReason()));
            off = otherDrops(totals.drops(), expect, totals.deliveredPackets() + totals.droppedPackets());
        } else if (expect.lossAtMostPpm() >= 0) {
            final long ended = totals.deliveredPackets() + totals.droppedPackets();
            final double lossPpm = ended == 0 ? 0 : totals.droppedPackets() * PPM / ended;
            text = when + "loss at most " + Exact.share(expect.lossAtMostPpm());
            if (ended == 0) {
                return new ExpectationResult(text, "no packet arrived or was dropped then", Verdict.INCONCLUSIVE);
            }
            actual = Exact.share(lossPpm);
            met = lossPpm <= expect.lossAtMostPpm();
            off = lossOff(totals.drops(), ended, lossPpm, expect);
        } else {
            final double rate = totals.deliveredBytes() * 8e9 / (expect.toNs() - expect.fromNs());
            text = when + delivered(expect);
            actual = Exact.bitRate(rate);
            met = Math.abs(rate - expect.deliveredBitsPerSecond()) <= tolerance(expect);
            off = rateOff(rate, expect, flow, flow.isSteady() ? LoadDrops.others(totals.drops()) : 0);
        }
        return expect.toNs() > durationNs
                ? new ExpectationResult(text, "the run ended before", Verdict.INCONCLUSIVE)
                : result(text, actual, index, met, off, expect.fromNs(), expect.toNs());
    }

    private ExpectationResult ofRun(
            final String text, final String actual, final int flow, final boolean met, final double off) {
        return result(text, actual, flow, met, off, 0, durationNs);
    }

    private ExpectationResult result(
            final String text,
            final String actual,
            final int flow,
            final boolean met,
            final double off,
            final long fromNs,
            final long toNs) {
        final Verdict verdict = verdict(flows.get(flow), met);
        if (verdict == Verdict.MISSED) {
            misses.add(new Miss(text, flow, fromNs, toNs, off));
        }
        return new ExpectationResult(text, actual, verdict);
    }

    /**
     * How far a rate is off, as a share of the expected one. What was to be silent is not explained by a disturbance; nor is a rate
     * that what none drops would have kept too low by itself.
     *
     * @param others packets of the time that were dropped for reasons that no disturbance brings about
     */
    private double rateOff(final double rate, final ExpectSpec expect, final FlowResult flow, final long others) {
        final double expected = expect.deliveredBitsPerSecond();
        final double seconds = (toNs(expect) - expect.fromNs()) / 1e9;
        final double offered = flow.offeredBitsPerSecond();
        final double bitsAPacket = offered * durationNs / 1e9 / Math.max(1, flow.packetsSent());
        final boolean isTooLow = others != 0 && offered - others * bitsAPacket / seconds < expected - tolerance(expect);
        return expected == 0 || isTooLow && rate < expected && !hasEvent(expect)
                ? Miss.INEXCUSABLE
                : Math.abs(rate - expected) / expected;
    }

    /** The share of packets that should not have been lost; inexcusable if those are too many that no disturbance drops. */
    private double lossOff(
            final Map<String, Long> drops, final long packets, final double lossPpm, final ExpectSpec expect) {
        return LoadDrops.others(drops) * PPM / packets > expect.lossAtMostPpm() && !hasEvent(expect)
                ? Miss.INEXCUSABLE
                : (lossPpm - expect.lossAtMostPpm()) / PPM;
    }

    /** The share of packets that were dropped for another reason; inexcusable where none was for the right one. */
    private double otherDrops(final Map<String, Long> drops, final ExpectSpec expect, final long packets) {
        final Map<String, Long> others = new HashMap<>(drops);
        if (others.remove(expect.dropReason()) == null || LoadDrops.others(others) != 0 && !hasEvent(expect)) {
            return Miss.INEXCUSABLE;
        }
        return (double) others.values().stream().mapToLong(Long::longValue).sum() / Math.max(1, packets);
    }

    /**
     * Whether an event happened in the time that an expectation is about: then a frame that is sent late may meet what it was not to
     * meet, and be dropped for any reason.
     */
    private boolean hasEvent(final ExpectSpec expect) {
        return events.stream()
                .anyMatch(each ->
                        each.wasReached() && each.happenedNs() >= expect.fromNs() && each.atNs() < toNs(expect));
    }

    private long toNs(final ExpectSpec expect) {
        return expect.isTimed() ? expect.toNs() : durationNs;
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

    private ExpectationResult judgeFlow(final ExpectSpec expect, final int index) {
        final FlowResult flow = flows.get(index);
        if (expect.windowNs() > 0) {
            return judgeWindows(expect, flow);
        }
        if (expect.dropReason() != null) {
            return ofRun(
                    flow.name() + ": dropped as " + expect.dropReason(),
                    drops(flow.drops()),
                    index,
                    flow.drops().keySet().equals(Set.of(expect.dropReason())),
                    otherDrops(flow.drops(), expect, flow.packetsSent()));
        }
        if (expect.deliveredBitsPerSecond() >= 0) {
            final long rate = flow.deliveredBitsPerSecond();
            return ofRun(
                    flow.name() + ": " + delivered(expect),
                    Exact.bitRate(rate),
                    index,
                    Math.abs(rate - expect.deliveredBitsPerSecond()) <= tolerance(expect),
                    rateOff(rate, expect, flow, LoadDrops.others(flow.drops())));
        }
        if (expect.lossAtMostPpm() >= 0) {
            final double lossPpm = flow.packetsSent() == 0 ? 0 : flow.packetsDropped() * PPM / flow.packetsSent();
            return ofRun(
                    flow.name() + ": loss at most " + Exact.share(expect.lossAtMostPpm()),
                    Exact.share(lossPpm),
                    index,
                    lossPpm <= expect.lossAtMostPpm(),
                    lossOff(flow.drops(), flow.packetsSent(), lossPpm, expect));
        }
        final long p99Ns = flow.latency().getValueAtPercentile(99);
        final String text = flow.name() + ": p99 at most " + Units.formatNanos(expect.p99AtMostNs());
        if (flow.packetsDelivered() < 100) {
            return new ExpectationResult(text, Units.formatNanos(p99Ns), Verdict.INCONCLUSIVE);
        }
        return ofRun(
                text,
                Units.formatNanos(p99Ns),
                index,
                p99Ns <= flow.latency().highestEquivalentValue(expect.p99AtMostNs()), // what a histogram can tell
                slowShare(flow.latency(), expect.p99AtMostNs()));
    }

    /** The share of packets that are slower than a bound, beyond the hundredth that may be. */
    private static double slowShare(final Histogram latency, final long boundNs) {
        final long most = latency.highestEquivalentValue(boundNs);
        final long slow = latency.getTotalCount() - latency.getCountBetweenValues(0, most);
        return (double) slow / Math.max(1, latency.getTotalCount()) - 0.01;
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
