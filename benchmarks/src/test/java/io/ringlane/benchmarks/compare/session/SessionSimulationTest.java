package io.ringlane.benchmarks.compare.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.ControlJudgement;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.compare.stats.Screen;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Whole sessions of the default plan over simulated forks, schedule and repetitions included: how often the gate cries
 * wolf, and how often it sees one. Seeds are counted through from 1, none is chosen.
 */
class SessionSimulationTest {

    private static final int BLOCKS = 5;
    private static final double MARGIN = 0.03;

    /** The default: ten forks a side, and up to thirty where it is undecided. */
    private static final LookPlan PLAN = new LookPlan(BLOCKS, 3 * BLOCKS);

    /** As many as the default set of Ringlane's own benchmarks: three of the datapath, a ring, the wheel. */
    private static final List<BenchmarkCase> CASES =
            SimulatedForks.cases("datapath1", "datapath1024", "datapath65536", "ring", "wheel");

    private static final UnaryOperator<SimulatedForks> SLOWER_DATAPATH =
            forks -> forks.slower("datapath1", 1.1).slower("datapath1024", 1.1).slower("datapath65536", 1.1);

    @Test
    void shouldCryWolfInAtMostOneOfAHundredSessionsOfIdenticalCode() throws Exception {
        final int sessions = 1000;

        final Map<SessionVerdict, Integer> verdicts = verdicts(sessions, CASES, forks -> forks);

        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("regressed of %d sessions of identical code: %s", sessions, verdicts)
                .isLessThanOrEqualTo(sessions / 100);
        assertThat(verdicts.getOrDefault(SessionVerdict.VOID, 0))
                .as("void of %d sessions of identical code: %s", sessions, verdicts)
                .isLessThanOrEqualTo(2 * sessions / 100);
    }

    @Test
    void shouldCryWolfNoMoreWhereOneBenchmarkIsComparedAndNoiseIsAtItsWorst() throws Exception {
        final int sessions = 1000;

        final Map<SessionVerdict, Integer> verdicts =
                verdicts(sessions, CASES.subList(0, 1), forks -> forks.deviation(0.06));

        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("regressed of %d sessions: %s", sessions, verdicts)
                .isLessThanOrEqualTo(sessions / 100);
    }

    @Test
    void shouldFindADatapathThatIsATenthSlowerInNinetyFiveOfAHundredSessions() throws Exception {
        final int sessions = 400;

        final Map<SessionVerdict, Integer> verdicts = verdicts(sessions, CASES, SLOWER_DATAPATH);

        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("regressed of %d sessions, +10 %% on the datapath: %s", sessions, verdicts)
                .isGreaterThanOrEqualTo(sessions * 95 / 100);
    }

    @Test
    void shouldFindOneOfFiveBenchmarksThatIsATenthSlower() throws Exception {
        final int sessions = 1000;

        final Map<SessionVerdict, Integer> verdicts = verdicts(sessions, CASES, forks -> forks.slower("ring", 1.1));

        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("regressed of %d sessions, +10 %% in one of five: %s", sessions, verdicts)
                .isGreaterThanOrEqualTo(sessions * 95 / 100);
    }

    @Test
    void shouldFindTheOnlyBenchmarkThatIsATenthSlower() throws Exception {
        final int sessions = 400;

        final Map<SessionVerdict, Integer> verdicts =
                verdicts(sessions, CASES.subList(0, 1), forks -> forks.slower("datapath1", 1.1));

        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("regressed of %d sessions, +10 %% in the only benchmark: %s", sessions, verdicts)
                .isGreaterThanOrEqualTo(sessions * 95 / 100);
    }

    @Test
    void shouldCallIdenticalCodeEquivalentWhereForksAgreeWithinAPercent() throws Exception {
        final Map<SessionVerdict, Integer> verdicts =
                verdicts(100, CASES, forks -> forks.deviation(0.01).outliers(0));

        assertThat(verdicts.getOrDefault(SessionVerdict.GOOD, 0))
                .as("%s", verdicts)
                .isGreaterThanOrEqualTo(95);
    }

    @Test
    void shouldStandAMachineThatSlowsDownByAThird() throws Exception {
        final double aThirdOverASession = Math.log(1.33) / (BLOCKS * 4 * (CASES.size() + 1));

        final Map<SessionVerdict, Integer> same = verdicts(400, CASES, forks -> forks.drift(aThirdOverASession));
        final Map<SessionVerdict, Integer> slower =
                verdicts(400, CASES, forks -> SLOWER_DATAPATH.apply(forks).drift(aThirdOverASession));

        assertThat(same.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("%s", same)
                .isLessThanOrEqualTo(4);
        assertThat(slower.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("%s", slower)
                .isGreaterThanOrEqualTo(380);
    }

    @Test
    void shouldNotCryWolfAtOutliers() throws Exception {
        final Map<SessionVerdict, Integer> verdicts = verdicts(400, CASES, forks -> forks.outliers(0.10));

        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("%s", verdicts)
                .isLessThanOrEqualTo(4);
    }

    @Test
    void shouldRunBlocksWithAnOutlierAgain() throws Exception {
        final List<CaseLog> logs = run(new SimulatedForks(3).deviation(0.01).outliers(0.05), CASES);

        assertThat(logs).anySatisfy(log -> assertThat(log.setAside()).isNotEmpty());
        assertThat(logs).allSatisfy(log -> {
            assertThat(log.blocks()).hasSizeBetween(BLOCKS - 1, BLOCKS);
            assertThat(Screen.toRepeat(log.series(log.metrics().get(0)).blocks()))
                    .isEmpty();
        });
    }

    @Test
    void shouldStandForksThatDie() throws Exception {
        final Map<SessionVerdict, Integer> slower =
                verdicts(400, CASES, forks -> SLOWER_DATAPATH.apply(forks).dead(0.03));
        final Map<SessionVerdict, Integer> same = verdicts(400, CASES, forks -> forks.dead(0.03));

        assertThat(slower.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("%s", slower)
                .isGreaterThanOrEqualTo(370);
        assertThat(same.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("%s", same)
                .isLessThanOrEqualTo(4);
    }

    @Test
    void shouldBeInconclusiveWithTooFewBlocks() throws Exception {
        final SessionResult result = judged(new SimulatedForks(1).dead(0.5), CASES);

        assertThat(result.verdict()).isEqualTo(SessionVerdict.INCONCLUSIVE);
        assertThat(result.metrics()).anySatisfy(metric -> {
            assertThat(metric.judgement().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(metric.judgement().estimate()).isNull();
            assertThat(metric.log().failure()).contains("OutOfMemoryError");
        });
    }

    @Test
    void shouldBlameHeadForABenchmarkThatItDoesNotStart() throws Exception {
        final SessionResult result = judged(new SimulatedForks(1).brokenHead(), CASES);

        assertThat(result.verdict()).isEqualTo(SessionVerdict.REGRESSED);
        assertThat(result.metrics()).hasSameSizeAs(CASES).allSatisfy(metric -> {
            assertThat(metric.judgement().verdict()).isEqualTo(Verdict.BROKEN);
            assertThat(metric.log().blocks()).isEmpty();
            assertThat(metric.log().failure()).startsWith("HEAD: java.lang.Error");
        });
    }

    @Test
    void shouldBlameHeadForABenchmarkOfWhichEveryForkDies() throws Exception {
        final SimulatedForks sound = new SimulatedForks(1);
        final Forks dyingInHead = new Forks() {
            @Override
            public ForkOutcome probe(final Side side, final BenchmarkCase one) {
                return sound.probe(side, one);
            }

            @Override
            public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads) {
                return side == Side.HEAD && one.equals(CASES.get(0))
                        ? ForkOutcome.dead("java.lang.OutOfMemoryError")
                        : sound.run(side, one, threads);
            }
        };

        final SessionResult result = judged(dyingInHead, PLAN, CASES, CASES.get(0));

        assertThat(result.verdict()).isEqualTo(SessionVerdict.REGRESSED);
        assertThat(result.metrics().get(0).judgement().verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.metrics().get(0).log().setAside()).as("given up").hasSize(2);
        assertThat(result.metrics().get(0).log().blocks()).isEmpty();
        assertThat(result.metrics())
                .extracting(metric -> metric.judgement().verdict())
                .containsOnlyOnce(Verdict.BROKEN);
    }

    @Test
    void shouldFindAHeadThatIsSlowInHalfOfItsForks() throws Exception {
        final int sessions = 400;

        final Map<SessionVerdict, Integer> verdicts = verdicts(sessions, CASES, forks -> forks.slowHead(0.5));

        assertThat(verdicts.getOrDefault(SessionVerdict.GOOD, 0))
                .as("good of %d sessions: %s", sessions, verdicts)
                .isZero();
        assertThat(verdicts.getOrDefault(SessionVerdict.REGRESSED, 0))
                .as("regressed of %d sessions: %s", sessions, verdicts)
                .isGreaterThanOrEqualTo(sessions * 95 / 100);
    }

    @Test
    void shouldGoOnOnlyWithWhatIsUndecidedAndWithTheControl() throws Exception {
        final Heard heard = new Heard();
        final SequentialJudge judge = new SequentialJudge(MARGIN, PLAN);
        final SimulatedForks forks =
                new SimulatedForks(1).deviation(0.004).outliers(0).slower("datapath1024", 1.03);

        new Schedule(forks, PLAN, judge, heard).run(CASES.subList(0, 2), CASES.get(0));

        assertThat(heard.more)
                .containsExactly("20 forks: [Benchmark.datapath1024]", "30 forks: [Benchmark.datapath1024]");
        assertThat(heard.forks.subList(3 * 20, heard.forks.size()))
                .contains("control datapath1", "HEAD datapath1024")
                .doesNotContain("HEAD datapath1");
        assertThat(heard.planned).isEqualTo(3 * 20 + 2 * 2 * 20);
    }

    @Test
    void shouldBlameNoRevisionWhereNothingRuns() {
        final Forks broken = new Forks() {
            @Override
            public ForkOutcome probe(final Side side, final BenchmarkCase one) {
                return ForkOutcome.dead("No matching benchmarks");
            }

            @Override
            public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads) {
                throw new AssertionError("a benchmark that does not start is not run");
            }
        };
        final Schedule schedule = new Schedule(broken, PLAN, new SequentialJudge(MARGIN, PLAN), new Heard());

        assertThatThrownBy(() -> schedule.run(CASES, CASES.get(0)))
                .isInstanceOf(IOException.class)
                .hasMessage("no benchmark runs: BASE: No matching benchmarks");
    }

    /** The control runs BASE on both sides, so only a machine that favours one of them can part it from itself. */
    @Test
    void shouldBeVoidWhereIdenticalCodeDiffers() throws Exception {
        final SimulatedForks quiet = new SimulatedForks(1).deviation(0.005).outliers(0);
        final int[] controls = {0};
        final Forks favouring = new Forks() {
            @Override
            public ForkOutcome probe(final Side side, final BenchmarkCase one) {
                return quiet.probe(side, one);
            }

            @Override
            public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads) {
                final boolean isSecondSide = one.benchmark().endsWith("control")
                        && Block.order(controls[0] / 4 + 1).get(controls[0]++ % 4) == Side.HEAD;
                return quiet.run(isSecondSide ? Side.HEAD : side, one, threads);
            }
        };
        quiet.slower("control", 1.05);

        final SessionResult result = judged(
                favouring,
                PLAN,
                CASES.subList(0, 1),
                SimulatedForks.cases("control").get(0));

        assertThat(result.control().state()).isEqualTo(ControlJudgement.State.LEFT_THE_MARGIN);
        assertThat(result.verdict()).isEqualTo(SessionVerdict.VOID);
        assertThat(result.verdict().exitCode()).isEqualTo(4);
    }

    @Test
    void shouldRunABlockOfEveryBenchmarkAndOfTheControlInEachRound() throws Exception {
        final Heard heard = new Heard();
        final LookPlan plan = LookPlan.once(3);

        new Schedule(new SimulatedForks(1).deviation(0.001).outliers(0), plan, new SequentialJudge(MARGIN, plan), heard)
                .run(CASES.subList(0, 2), CASES.get(1));

        assertThat(heard.planned).isEqualTo(36);
        assertThat(heard.forks.subList(0, 16))
                .containsExactly(
                        "BASE datapath1",
                        "HEAD datapath1",
                        "HEAD datapath1",
                        "BASE datapath1",
                        "HEAD datapath1024",
                        "BASE datapath1024",
                        "BASE datapath1024",
                        "HEAD datapath1024",
                        "control datapath1024",
                        "control datapath1024",
                        "control datapath1024",
                        "control datapath1024",
                        "HEAD datapath1",
                        "BASE datapath1",
                        "BASE datapath1",
                        "HEAD datapath1");
    }

    private static Map<SessionVerdict, Integer> verdicts(
            final int sessions, final List<BenchmarkCase> cases, final UnaryOperator<SimulatedForks> setting)
            throws IOException, InterruptedException {
        final Map<SessionVerdict, Integer> verdicts = new EnumMap<>(SessionVerdict.class);
        for (int seed = 1; seed <= sessions; seed++) {
            verdicts.merge(
                    judged(setting.apply(new SimulatedForks(seed)), cases).verdict(), 1, Integer::sum);
        }
        return verdicts;
    }

    private static SessionResult judged(final SimulatedForks forks, final List<BenchmarkCase> cases)
            throws IOException, InterruptedException {
        return judged(forks, PLAN, cases, cases.get(0));
    }

    private static SessionResult judged(
            final Forks forks, final LookPlan plan, final List<BenchmarkCase> cases, final BenchmarkCase control)
            throws IOException, InterruptedException {
        final SequentialJudge judge = new SequentialJudge(MARGIN, plan);
        return Results.of(List.of(), new Schedule(forks, plan, judge, new Heard()).run(cases, control), judge, false);
    }

    private static List<CaseLog> run(final SimulatedForks forks, final List<BenchmarkCase> cases)
            throws IOException, InterruptedException {
        final LookPlan plan = LookPlan.once(BLOCKS);
        return new Schedule(forks, plan, new SequentialJudge(MARGIN, plan), new Heard()).run(cases, cases.get(0));
    }

    /** What a schedule said. */
    private static final class Heard implements Schedule.Listener {
        private final List<String> forks = new ArrayList<>();
        private final List<String> more = new ArrayList<>();
        private int planned;

        @Override
        public void onFork(final int number, final int forksPlanned, final String what) {
            forks.add(what.replaceAll("Benchmark\\.", ""));
            planned = forksPlanned;
        }

        @Override
        public void onMore(final List<BenchmarkCase> undecided, final int forksASide) {
            more.add(forksASide + " forks: " + undecided);
        }
    }
}
