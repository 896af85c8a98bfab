package io.ringlane.cloud.run;

import static io.ringlane.cloud.run.SampleFlow.GBIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.cloud.traffic.FrameTag;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.pipeline.PacketObserver;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is missed, and what of that a machine that takes cores away may have caused. */
class ExpectationsTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MS = 1_000_000;
    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    private final List<EventResult> events = new ArrayList<>();
    private final Ledgers ledgers = new Ledgers(1);
    private final PacketObserver ledger = ledgers.open(0);

    // ---------------------------------------------------------------- which drops have an excuse

    @Test
    void shouldCountDropsThatLatenessBringsAbout() {
        for (String reason : List.of("flow_cap", "rx_overruns", "bw_in_allowance_exceeded", "line_rate")) {
            assertThat(miss(lossAtMost(0), new SampleFlow().dropped(reason, 30_000)))
                    .as(reason)
                    .isEqualTo(0.03, ROUNDING);
        }
    }

    @Test
    void shouldExcuseNoDropsThatNoDisturbanceBringsAbout() {
        for (String reason : List.of("security_group_ingress", "spoofed_mac", "no_route", "network_acl_egress")) {
            assertThat(miss(lossAtMost(0), new SampleFlow().dropped(reason, 30_000)))
                    .as(reason)
                    .isInfinite();
        }
    }

    @Test
    void shouldExcuseTheRestWhereOtherDropsAloneAreFewEnough() {
        SampleFlow flow = new SampleFlow().dropped("no_route", 10_000).dropped("rx_overruns", 30_000);

        assertThat(miss(lossAtMost(10_000), flow)).isEqualTo(0.03, ROUNDING);
        assertThat(miss(lossAtMost(9_999), flow)).isInfinite();
    }

    @Test
    void shouldExcuseNoSecondReasonThatNoDisturbanceBringsAbout() {
        SampleFlow late = new SampleFlow().dropped("no_route", 10_000).dropped("rx_overruns", 30_000);
        SampleFlow spoofed = new SampleFlow().dropped("no_route", 10_000).dropped("spoofed_mac", 1);

        assertThat(miss(droppedAs("no_route"), late)).isEqualTo(0.03, ROUNDING);
        assertThat(miss(droppedAs("no_route"), spoofed)).isInfinite();
        assertThat(miss(droppedAs("no_route"), new SampleFlow())).isInfinite();
    }

    @Test
    void shouldExcuseNoRateThatSuchDropsKeepTooLow() {
        SampleFlow lean = new SampleFlow().rates(GBIT, GBIT * 9 / 10);

        assertThat(miss(delivered(10_000), lean)).isEqualTo(0.1, ROUNDING);
        assertThat(miss(delivered(10_000), lean.dropped("no_route", 9_000)))
                .as("they alone would have left enough")
                .isEqualTo(0.1, ROUNDING);
        assertThat(miss(delivered(10_000), lean.dropped("no_route", 11_000))).isInfinite();
        assertThat(miss(
                        delivered(10_000),
                        new SampleFlow().rates(2 * GBIT, GBIT * 9 / 10).dropped("no_route", 11_000)))
                .as("twice as much was offered as is to arrive")
                .isEqualTo(0.1, ROUNDING);
    }

    /** Sent after an event instead of before it, a frame meets whatever the event has made. */
    @Test
    void shouldExcuseDropsOfAnyKindBesideAnEvent() {
        SampleFlow flow = new SampleFlow().dropped("security_group_ingress", 30_000);
        event(500 * MS, null);

        assertThat(miss(lossAtMost(0), flow)).isEqualTo(0.03, ROUNDING);
    }

    @Test
    void shouldLookAtTheTimeThatAnExpectationIsAbout() {
        ExpectSpec early = new ExpectSpec("f", -1, 0, 0, 0, -1, null, 100 * MS, 200 * MS, 1);
        ExpectSpec beside = new ExpectSpec("f", -1, 0, 0, 0, -1, null, 450 * MS, 550 * MS, 1);
        ledgers.watch(0, Expectations.edges(List.of(early, beside)), 1);
        event(500 * MS, null);
        for (long atNs : new long[] {150 * MS, 520 * MS}) {
            for (int i = 0; i < 4; i++) {
                end(atNs, i == 0 ? DropReason.SECURITY_GROUP_INGRESS.ordinal() : PacketObserver.DELIVERED);
            }
        }

        assertThat(miss(early, new SampleFlow())).isInfinite();
        assertThat(miss(beside, new SampleFlow())).isEqualTo(0.25, ROUNDING);
    }

    @Test
    void shouldExcuseNoTimedRateThatSuchDropsKeepTooLow() {
        ExpectSpec expect = new ExpectSpec("f", GBIT, 10_000, 0, -1, -1, null, 100 * MS, 200 * MS, 1);
        ledgers.watch(0, Expectations.edges(List.of(expect)), 1);
        for (int i = 0; i < 1_000; i++) {
            end(150 * MS, DropReason.NO_ROUTE.ordinal());
        }

        assertThat(miss(expect, new SampleFlow()))
                .as("1 % of what is sent in that time")
                .isEqualTo(1.0, ROUNDING);
        end(150 * MS, DropReason.NO_ROUTE.ordinal());
        assertThat(miss(expect, new SampleFlow())).isInfinite();
    }

    // ---------------------------------------------------------------- events

    @Test
    void shouldExcuseNoEventThatWasRefused() {
        event(500 * MS, "IncorrectInstanceState");
        Expectations expectations = expectations(new SampleFlow());

        assertThat(expectations.judge(List.of()))
                .extracting(ExpectationResult::verdict)
                .containsExactly(Verdict.MISSED);
        assertThat(expectations.misses()).extracting(Miss::share).containsExactly(Miss.INEXCUSABLE);
    }

    @Test
    void shouldExcuseNoEventThatWasAccepted() {
        event(500 * MS, null);

        assertThat(miss(
                        new ExpectSpec(
                                null,
                                -1,
                                0,
                                0,
                                -1,
                                -1,
                                null,
                                0,
                                0,
                                1,
                                "DependencyViolation",
                                null,
                                null,
                                false,
                                0,
                                null,
                                1),
                        new SampleFlow()))
                .isInfinite();
    }

    // ---------------------------------------------------------------- latencies

    /** A histogram of three digits tells values of one bucket from those of the next, and no more. */
    @Test
    void shouldMeetALatencyBoundWithinTheBucketThatItIsIn() {
        long boundNs = 1_000_000;
        long lastNs = new SampleFlow().result().latency().highestEquivalentValue(boundNs);

        assertThat(lastNs).isGreaterThan(boundNs);
        assertThat(verdict(p99AtMost(boundNs), new SampleFlow().took(boundNs, 1_000)))
                .isEqualTo(Verdict.MET);
        assertThat(verdict(p99AtMost(boundNs), new SampleFlow().took(lastNs, 1_000)))
                .isEqualTo(Verdict.MET);
        assertThat(verdict(p99AtMost(boundNs), new SampleFlow().took(lastNs + 1, 1_000)))
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void shouldSayHowManyPacketsWereSlow() {
        assertThat(miss(
                        p99AtMost(1_000_000),
                        new SampleFlow().took(1_000_000, 950).took(2_000_000, 50)))
                .isEqualTo(0.04, ROUNDING);
    }

    // ---------------------------------------------------------------- helpers

    private static ExpectSpec lossAtMost(long ppm) {
        return new ExpectSpec("f", -1, 0, 0, ppm, -1, 1);
    }

    private static ExpectSpec p99AtMost(long ns) {
        return new ExpectSpec("f", -1, 0, 0, -1, ns, 1);
    }

    private static ExpectSpec droppedAs(String reason) {
        return new ExpectSpec("f", -1, 0, 0, -1, -1, reason, 0, 0, 1);
    }

    /** 1 Gbit/s. */
    private static ExpectSpec delivered(long withinPpm) {
        return new ExpectSpec("f", GBIT, withinPpm, 0, -1, -1, 1);
    }

    private void event(long atNs, String errorCode) {
        events.add(new EventResult(1, atNs, atNs + MS, "stop a", true, errorCode, errorCode));
    }

    private void end(long atNs, int outcome) {
        ledger.onPacket(atNs, 0, FrameTag.of(0, 0, 0), 125, outcome);
    }

    private Expectations expectations(SampleFlow flow) {
        return new Expectations(List.of(flow.result()), ledgers, events, List.of(), null, SECOND_NS, true);
    }

    private Verdict verdict(ExpectSpec expect, SampleFlow flow) {
        return expectations(flow).judge(List.of(expect)).get(0).verdict();
    }

    private double miss(ExpectSpec expect, SampleFlow flow) {
        Expectations expectations = expectations(flow);
        expectations.judge(List.of(expect));
        assertThat(expectations.misses()).hasSize(1);
        return expectations.misses().get(0).share();
    }
}
