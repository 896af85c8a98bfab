package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    private static final Style UNICODE = new Style(true, false);

    @Test
    void shouldAlignFiguresUnderTheirTitles() {
        assertThat(new ResultTable(UNICODE).render(SampleResults.small())).isEqualTo("""
                        hpc-and-kafka  virtual clock · seed 42 · 1 s of traffic in 2.31 s

                        flow              cap       offered     delivered     error    lost      p50      p99    p99.9
                        ────────────────────────────────────────────────────────────────────────────────────────────────────
                        inside   10.00 Gbit/s  20.00 Gbit/s  10.00 Gbit/s  -0.0001%  50.00%  1.02 ms  1.04 ms  1.05 ms
                                 a → b, same rack · udp 1500B · lowest cap: flow (cluster group)
                                 lost: 833,331 flow_horizon
                        outside  5.000 Gbit/s  20.00 Gbit/s  5.000 Gbit/s  +0.0022%  75.00%  1.11 ms  1.46 ms  1.66 ms
                                 a → c, same zone · udp imix · lowest cap: flow
                                 lost: 5,039,000 flow_horizon, 1,000 rx_overruns
                        idle     5.000 Gbit/s  100.0 Mbit/s  100.0 Mbit/s         –      0%   633 us   750 us   819 us
                                 b → c, across zones · udp 64B · lowest cap: flow
                        ────────────────────────────────────────────────────────────────────────────────────────────────────
                        packets  sent 8,581,979 = delivered 2,708,645 + dropped 5,873,331 + in flight 3  ✓

                        ✓ inside: delivered 10 Gbit/s within 0.1%  measured 9.999996 Gbit/s
                        ✓ outside: delivered 5 Gbit/s within 0.1%  measured 5.00011 Gbit/s

                        digest 9f86d081884c7d659a2feaa0c55ad015
                        Rates are counted at layer 2: Ethernet header to the end of the payload, without FCS, preamble and gap.
                        Latency is one way, from the time a packet was meant to leave.
                        """);
    }

    @Test
    void shouldKeepToAsciiWhereTheCharsetHasNothingElse() {
        Style style = Style.of(StandardCharsets.US_ASCII, false);

        String table = new ResultTable(style)
                .render(SampleResults.withVerdicts(Verdict.MET, Verdict.MISSED, Verdict.INCONCLUSIVE));

        assertThat(table).isASCII().contains("a -> b, same rack | udp 1500B", "633 us", "+ in flight 3  ok");
        assertThat(table)
                .containsSubsequence(
                        "ok     outside: p99 at most 1 ms  measured 1.18 ms\n",
                        "FAILED outside: p99 at most 1 ms  measured 1.18 ms\n",
                        "?      outside: p99 at most 1 ms  measured 1.18 ms\n");
    }

    @Test
    void shouldColourOnlyWhenAskedToAndNeverShiftAColumn() {
        String plain = new ResultTable(UNICODE).render(SampleResults.tour());
        String coloured = new ResultTable(new Style(true, true)).render(SampleResults.tour());

        assertThat(plain).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[32m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    @Test
    void shouldFitAHundredAndTwentyColumns() {
        assertThat(new ResultTable(UNICODE).render(SampleResults.tour()).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void shouldNotLetANameReachTheTerminalAsAnEscape() {
        assertThat(new ResultTable(UNICODE).render(SampleResults.hostile()))
                .doesNotContain("\u001b")
                .contains("?[31mred");
    }

    @Test
    void shouldShowTheLargestOfManyFlows() {
        String table = new ResultTable(UNICODE).render(SampleResults.many(100));

        assertThat(table)
                .contains("\nflow-100 ", "\nflow-81 ", "\n… and 80 more ", "\nall 100 ")
                .doesNotContain("\nflow-80 ");
        assertThat(table.lines().filter(line -> line.startsWith("all 100 ")))
                .singleElement()
                .asString()
                .contains("5.050 Mbit/s");
        assertThat(ResultTable.ofAll(UNICODE).render(SampleResults.many(100)))
                .contains("\nflow-1 ", "\nflow-100 ")
                .doesNotContain(" more ");
    }

    @Test
    void shouldGiveEachFlowOfAReplayOneLine() {
        RunResult replay = SampleResults.named("10.0.1.10:56358 > 10.0.1.20:6379", "10.0.1.20:6379 > 10.0.1.10:56358");

        String brief = ResultTable.ofReplay(UNICODE).render(replay);

        assertThat(brief.lines().skip(2).limit(6))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("flow ").contains("  carries  ", "  packets  "),
                        line -> assertThat(line).startsWith("───"),
                        line -> assertThat(line).startsWith("10.0.1.10:56358 > 10.0.1.20:6379  udp "),
                        line -> assertThat(line).startsWith("10.0.1.20:6379 > 10.0.1.10:56358  udp "),
                        line -> assertThat(line).isEqualTo("largest first; every flow: " + path(replay)),
                        line -> assertThat(line).startsWith("───"));
        assertThat(ResultTable.ofAll(UNICODE).render(replay)).contains(" → ", "lowest cap: ");
    }

    private static String path(RunResult replay) {
        FlowResult flow = replay.flows().get(0);
        return flow.path() + " · lowest cap: " + flow.bindingCap() + " of " + Figures.bitRate(flow.capBitsPerSecond());
    }

    @Test
    void shouldSayWhyACapDropsWhatOnAverageIsBelowIt() {
        assertThat(new ResultTable(UNICODE).render(SampleResults.bursts()))
                .containsPattern(
                        "(?m)^ +lost: 40 flow_cap\n +in bursts: on average it is below its cap, for moments more"
                                + " than may wait there \\(settings.flowHorizon\\)$");
        assertThat(new ResultTable(UNICODE).render(SampleResults.windowed())).doesNotContain("in bursts");
    }

    @Test
    void shouldTellReplayedFlowsApart() {
        String table = new ResultTable(UNICODE)
                .render(SampleResults.named(
                        "10.0.1.10:56358 > 10.0.1.20:6379", "[2001:db8::1:2:3]:56358 > [2001:db8::4:5:6]:6379"));

        assertThat(table)
                .contains("\n10.0.1.10:56358 > 10.0.1.20:6379 ")
                .contains("\n[2001:db8::1:2:3…:db8::4:5:6]:6379 ");
        assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void shouldSayWhyARunIsVoid() {
        assertThat(new ResultTable(UNICODE).render(SampleResults.voided()))
                .endsWith("✗ void, so nothing above is judged: the load generator sent 91% of its rate\n")
                .contains("– inside: delivered 10 Gbit/s within 0.1%  not judged: the run is void\n")
                .doesNotContain("✗ inside", "✓ inside", "measured", "0.0001%", "50.00%");
    }

    @Test
    void shouldSaySoWhenPacketsAreMissing() {
        RunResult base = SampleResults.small();
        RunResult broken = new RunResult(
                base.scenario(),
                base.clock(),
                base.seed(),
                "",
                base.durationNs(),
                base.wallNs(),
                List.of(),
                List.of(),
                new PacketTotals(10, 5, 4, 0),
                List.of(),
                null,
                null,
                List.of(),
                List.of());

        assertThat(new ResultTable(UNICODE).render(broken))
                .contains("sent 10 <> delivered 5 + dropped 4 + in flight 0  ✗ packets lost")
                .doesNotContain("digest");
    }
}
