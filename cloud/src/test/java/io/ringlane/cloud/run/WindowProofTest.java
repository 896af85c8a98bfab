package io.ringlane.cloud.run;

import static io.ringlane.cloud.run.SampleFlow.GBIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.OffWindow;
import io.ringlane.cloud.run.RunResult.Outside;
import io.ringlane.cloud.run.RunResult.Target;
import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.time.ClockGaps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowProofTest {

    private static final long WIDTH_NS = 100_000_000;
    private static final Extremes EVEN = new Extremes(10 * GBIT, 0, 10 * GBIT, 0);
    private static final Extremes OFFERED = new Extremes(20 * GBIT, 0, 20 * GBIT, 0);
    private static final Extremes LEAN = new Extremes(9_700_000_000L, 3 * WIDTH_NS, 10 * GBIT, 0); // 3 ms are missing
    private static final Extremes FULL = new Extremes(10 * GBIT, 0, 10_300_000_000L, 3 * WIDTH_NS);

    private final ClockGaps sender = new ClockGaps(0);
    private final ClockGaps worker = new ClockGaps(0);

    @Test
    void shouldFindNothingWhereEveryWindowHolds() {
        assertThat(reason(OFFERED, EVEN, 0)).isNull();
    }

    @Test
    void shouldVoidARunWhoseGeneratorLeftItsRateThoughTheCapHeld() {
        final Extremes offered = new Extremes(19_700_000_000L, 2 * WIDTH_NS, 20_300_000_000L, 0);

        assertThat(reason(offered, EVEN, 0)).contains("sent 19.7 Gbit/s of flow f in the 100 ms from 200 ms on");
    }

    @Test
    void shouldVoidAWindowThatAnAbsenceAccountsFor() {
        away(worker, 330_000_000, 3_500_000);

        assertThat(reason(OFFERED, LEAN, 0)).contains("9.7 Gbit/s", "worker 0 had no core for 3.5 ms");
        assertThat(reason(OFFERED, FULL, 0)).contains("10.3 Gbit/s");
    }

    @Test
    void shouldLeaveToTheVerdictWhatAbsencesDoNotAccountFor() {
        assertThat(reason(OFFERED, LEAN, 0)).isNull();

        away(worker, 330_000_000, 2_900_000);
        assertThat(reason(OFFERED, LEAN, 0)).isNull();
    }

    @Test
    void shouldNotBlameAnAbsenceElsewhereInTheRun() {
        away(worker, 600_000_000, 30_000_000);

        assertThat(reason(OFFERED, LEAN, 0)).isNull();
    }

    @Test
    void shouldNotBlameTheMachineForTheJvmsOwnPauses() {
        away(worker, 330_000_000, 30_000_000);

        assertThat(reason(OFFERED, LEAN, 1)).isNull();
    }

    @Test
    void shouldVoidARunOfOneWindow() {
        assertThat(proof(OFFERED, LEAN, new Outside(1, 1, List.of()), 0).reason())
                .isEqualTo(
                        "after the warm-up only 1 whole window of 100 ms of flow f was measured, which says nothing of every"
                                + " window: run for 1 s or longer, or expect it of shorter windows");
        assertThat(proof(OFFERED, EVEN, new Outside(2, 0, List.of()), 0)).isEqualTo(Proof.GOOD);
    }

    @Test
    void shouldSayHowManyWindowsAreOutsideAndWhichStandBesideAnAbsence() {
        away(worker, 330_000_000, 3_500_000);
        away(worker, 730_000_000, 1_300_000);
        Outside outside = new Outside(
                100,
                2,
                List.of(
                        new OffWindow(3 * WIDTH_NS, 9_700_000_000L, "the worker 0 had no core for 3.5 ms"),
                        new OffWindow(7 * WIDTH_NS, 9_880_000_000L, "the worker 0 had no core for 1.3 ms")));

        assertThat(proof(OFFERED, LEAN, outside, 0).reason())
                .contains("2 of 100 windows are outside, 2 beside an absence of a thread: 9.7 Gbit/s from 300 ms on"
                        + " (-3%, the worker 0 had no core for 3.5 ms); 9.88 Gbit/s from 700 ms on (-1.2%, the worker 0 had no"
                        + " core for 1.3 ms)");
    }

    @Test
    void shouldJudgeARunOfWhichOneWindowOfSeveralHasNoExcuse() {
        away(worker, 330_000_000, 3_500_000);
        Outside outside = new Outside(
                100,
                2,
                List.of(
                        new OffWindow(3 * WIDTH_NS, 9_700_000_000L, "the worker 0 had no core for 3.5 ms"),
                        new OffWindow(7 * WIDTH_NS, 9_880_000_000L, null)));
        Extremes both = new Extremes(9_700_000_000L, 3 * WIDTH_NS, 10_300_000_000L, 7 * WIDTH_NS);

        assertThat(proof(OFFERED, LEAN, outside, 0)).isEqualTo(Proof.JUDGED);
        assertThat(proof(OFFERED, both, null, 0)).isEqualTo(Proof.JUDGED);
    }

    @Test
    void shouldPutDownToTheGeneratorWhatIsOffAsMuchAsItsOwnWindowAndAtThatTime() {
        Extremes offered = new Extremes(19_600_000_000L, 2 * WIDTH_NS, 20_300_000_000L, 0); // 2 ms are missing

        assertThat(proof(offered, LEAN, null, 0).reason()).contains("sent 19.6 Gbit/s of flow f");
        assertThat(proof(offered, new Extremes(9_500_000_000L, 3 * WIDTH_NS, 10 * GBIT, 0), null, 0))
                .isEqualTo(Proof.JUDGED);
        assertThat(proof(offered, new Extremes(9_700_000_000L, 5 * WIDTH_NS, 10 * GBIT, 0), null, 0))
                .isEqualTo(Proof.JUDGED);
    }

    private static void away(final ClockGaps gaps, final long fromNs, final long lengthNs) {
        gaps.resume(fromNs);
        gaps.look(fromNs + lengthNs, 0);
    }

    private String reason(final Extremes offered, final Extremes delivered, final long collections) {
        return proof(offered, delivered, null, collections).reason();
    }

    private Proof proof(
            final Extremes offered, final Extremes delivered, final Outside outside, final long collections) {
        final FlowResult flow = new SampleFlow()
                .rates(20 * GBIT, 10 * GBIT)
                .in(new Windows(
                        WIDTH_NS, offered, delivered, delivered, delivered, new Target(10 * GBIT, 10_000), outside))
                .result();
        return WindowProof.of(
                List.of(new ExpectSpec("f", 10 * GBIT, 10_000, WIDTH_NS, -1, -1, 1)),
                List.of(flow),
                new long[] {0},
                new long[] {0},
                0,
                new Absences(Map.of("sender", sender, "worker 0", worker), new MachineCounters(0, 0, collections)));
    }
}
