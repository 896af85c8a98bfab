package io.ringlane.benchmarks.compare.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.ForkResult;
import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A benchmark's own counters beside its score, over sessions of six forks a side that are otherwise equal. */
class CounterTest {

    private static final String RATE = "ops/us";
    private static final String COST = "errors/op";

    @Test
    void shouldFailWhereACounterOfSomethingGoodFallsToZero() throws Exception {
        final SessionResult result = session((side, fork) -> counter(RATE, side == Side.HEAD ? 0 : 3));

        assertThat(row(result).state()).isEqualTo(ExactRow.State.REGRESSED);
        assertThat(row(result).detail()).isEqualTo("0 of 6 -> 6 of 6 zero, up to 3.000 -> 0.000 ops/us");
        assertThat(result.verdict()).isEqualTo(SessionVerdict.REGRESSED);
    }

    @Test
    void shouldKeepACounterOfSomethingBadAtZero() throws Exception {
        assertThat(row(session((side, fork) -> counter(COST, side == Side.HEAD ? 2 : 0)))
                        .state())
                .isEqualTo(ExactRow.State.REGRESSED);
        assertThat(row(session((side, fork) -> counter(COST, side == Side.HEAD ? 0 : 2)))
                        .state())
                .isEqualTo(ExactRow.State.IMPROVED);
        assertThat(row(session((side, fork) -> counter(COST, 0))).state()).isEqualTo(ExactRow.State.SAME);
    }

    @Test
    void shouldNotJudgeACounterThatIsSometimesZeroOnBothSides() throws Exception {
        final SessionResult result = session((side, fork) -> counter(RATE, fork % 3));

        assertThat(row(result).state()).isEqualTo(ExactRow.State.NOT_COMPARED);
        assertThat(result.metrics()).hasSize(1);
    }

    @Test
    void shouldSayWhereOnlyOneSideCounts() throws Exception {
        final SessionResult result = session((side, fork) -> side == Side.HEAD ? List.of() : counter(RATE, 3));

        assertThat(row(result).state()).isEqualTo(ExactRow.State.NOT_COMPARED);
        assertThat(row(result).detail()).isEqualTo("only BASE reports it");
        assertThat(result.verdict()).isEqualTo(SessionVerdict.GOOD);
    }

    @Test
    void shouldJudgeACounterThatIsNeverZeroByItsBlocks() throws Exception {
        final SessionResult result =
                session((side, fork) -> counter(RATE, (side == Side.HEAD ? 2 : 3) + 0.001 * (fork % 5)));

        assertThat(result.metrics())
                .extracting(metric -> metric.judgement().verdict())
                .containsExactly(Verdict.EQUIVALENT, Verdict.REGRESSED);
    }

    private static List<Metric> counter(final String unit, final double score) {
        return List.of(new Metric("avgt", "counter", unit, score));
    }

    private static ExactRow row(final SessionResult result) {
        return result.exact().stream()
                .filter(row -> row.kind() == ExactRow.Kind.COUNTER)
                .findFirst()
                .orElseThrow();
    }

    private static SessionResult session(final BiFunction<Side, Integer, List<Metric>> counters) throws Exception {
        final List<BenchmarkCase> cases = SimulatedForks.cases("one");
        final int[] forks = {0};
        final Forks machine = new Forks() {
            @Override
            public ForkOutcome probe(final Side side, final BenchmarkCase one) {
                return run(side, one, 1);
            }

            @Override
            public ForkOutcome run(final Side side, final BenchmarkCase one, final int threads) {
                final List<Metric> metrics = new ArrayList<>();
                metrics.add(new Metric("avgt", "", "ns/op", 100 + 0.1 * (forks[0] * 7 % 5)));
                metrics.addAll(counters.apply(side, forks[0]++));
                return ForkOutcome.of(new ForkResult(metrics, 1, 0));
            }
        };
        final LookPlan plan = LookPlan.once(3);
        final SequentialJudge judge = new SequentialJudge(0.03, plan);
        return Results.of(
                List.of(),
                new Schedule(machine, plan, judge, (number, planned, what) -> {}).run(cases, null),
                judge,
                false);
    }
}
