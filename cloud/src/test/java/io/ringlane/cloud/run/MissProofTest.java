package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.run.RunResult.Outcome;
import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioLint;
import io.ringlane.core.time.ClockGaps;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissProofTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long AWAY_NS = 300_000_000L;

    private final ClockGaps worker = new ClockGaps(0);

    @Test
    void shouldVoidAMissThatAnAbsenceAccountsFor() {
        away(500_000_000, 30_000_000);

        assertThat(proof(miss(0.05), 0).reason())
                .startsWith("f: loss at most 0% was missed by 5.0 % of its traffic")
                .contains("the worker 0 had no core for 30 ms", "the load generator sent a frame up to 84 ms late");
    }

    @Test
    void shouldLeaveToTheVerdictWhatAbsencesDoNotAccountFor() {
        away(500_000_000, 30_000_000);

        assertThat(proof(miss(0.08), 0)).isEqualTo(Proof.JUDGED);
        assertThat(proof(miss(Miss.INEXCUSABLE), 0)).isEqualTo(Proof.JUDGED);
        assertThat(proof(Miss.inexcusable("event 1 is accepted"), 0)).isEqualTo(Proof.JUDGED);
    }

    @Test
    void shouldExcuseNothingForFramesThatWereLateThoughNoThreadWasAway() {
        assertThat(proof(miss(0.01), 0)).isEqualTo(Proof.JUDGED);
        assertThat(proof(miss(-0.005), 0)).isEqualTo(Proof.JUDGED);
    }

    @Test
    void shouldNotBlameTheMachineForTheJvmsOwnPausesNorForAbsencesAtAnotherTime() {
        away(500_000_000, 30_000_000);

        assertThat(proof(miss(0.05), 1)).isEqualTo(Proof.JUDGED);
        assertThat(proof(new Miss("f", 0, SECOND_NS / 10, SECOND_NS / 5, 0.05), 0))
                .isEqualTo(Proof.JUDGED);
    }

    @Test
    void shouldNotLetOneMissThatTheMachineCausedExcuseAnother() {
        away(500_000_000, 30_000_000);

        for (double unexplained : new double[] {0.5, Miss.INEXCUSABLE}) {
            assertThat(MissProof.of(List.of(miss(0.05), miss(unexplained)), new long[1], 0, absences(0)))
                    .isEqualTo(Proof.JUDGED);
        }
    }

    @Test
    void shouldVoidNothingWhereAllIsMet() {
        away(500_000_000, 300_000_000);

        assertThat(MissProof.of(List.of(), new long[1], 0, absences(0))).isEqualTo(Proof.GOOD);
    }

    /** Of windows and of other misses alike. */
    @Test
    void shouldJudgeWhatOneOfTwoProofsJudges() {
        Proof first = Proof.ofVoid("first");

        assertThat(first.and(Proof.JUDGED)).isEqualTo(Proof.JUDGED);
        assertThat(Proof.JUDGED.and(first)).isEqualTo(Proof.JUDGED);
        assertThat(first.and(Proof.ofVoid("second"))).isEqualTo(first);
        assertThat(Proof.GOOD.and(first)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lossAtMost: 0%", "p99AtMost: 1ms", "delivered: 1Gbit/s", "lossAtMost: 0%, from: 0s, to: 999ms"})
    void shouldVoidARunWhoseThreadWasAway(String expected) throws Exception {
        Scenario scenario =
                ScenarioLint.check("away.yaml", """
                        version: 1
                        instances: [{name: a, type: c5n.18xlarge}, {name: b, type: c5n.18xlarge}]
                        flows: [{name: f, from: a, to: b, frame: 9000B, rate: 1Gbit/s}]
                        run: {duration: 1s, clock: real}
                        expect: [{flow: f, %s}]
                        """.formatted(expected)).orThrow();

        RunResult result = new ScenarioRunner().run(scenario, new Sleeper());

        assertThat(result.outcome()).isEqualTo(Outcome.VOID);
    }

    /** Keeps the thread of the instances from its work once, in the middle of the run. */
    private static final class Sleeper implements RunObserver {

        private boolean hasSlept;

        @Override
        public void onPhase(Phase phase) {}

        @Override
        public void onProgress(long doneNs, long totalNs) {
            if (!hasSlept && doneNs > totalNs / 3) {
                hasSlept = true;
                final long untilNs = System.nanoTime() + AWAY_NS;
                while (System.nanoTime() < untilNs) {
                    LockSupport.parkNanos(untilNs - System.nanoTime());
                }
            }
        }
    }

    private static Miss miss(double share) {
        return new Miss("f: loss at most 0%", 0, 0, SECOND_NS, share);
    }

    private void away(long fromNs, long lengthNs) {
        worker.resume(fromNs);
        worker.look(fromNs + lengthNs, 0);
    }

    private Absences absences(long collections) {
        return new Absences(Map.of("worker 0", worker), new MachineCounters(0, 0, collections));
    }

    private Proof proof(Miss miss, long collections) {
        return MissProof.of(List.of(miss), new long[] {84_000_000}, 0, absences(collections));
    }
}
