package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

    private final Judge judge = new Judge(0.03, 1);

    @Test
    void shouldTellTheFourVerdictsApart() {
        final List<Judgement> judgements = judge.judge(
                        List.of(
                                series(Direction.LOWER_IS_BETTER, 0.08, 0.081, 0.079, 0.08),
                                series(Direction.LOWER_IS_BETTER, -0.08, -0.081, -0.079, -0.08),
                                series(Direction.LOWER_IS_BETTER, 0.001, 0.002, -0.001, 0),
                                series(Direction.LOWER_IS_BETTER, 0.03, 0.02, 0.04, 0.03)),
                        null,
                        Map.of())
                .judgements();

        assertThat(judgements)
                .extracting(Judgement::verdict)
                .containsExactly(Verdict.REGRESSED, Verdict.IMPROVED, Verdict.EQUIVALENT, Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldTurnTheSignWhereHigherIsBetter() {
        final List<Judgement> judgements = judge.judge(
                        List.of(series(Direction.HIGHER_IS_BETTER, 0.08, 0.081, 0.079, 0.08)), null, Map.of())
                .judgements();

        assertThat(judgements.get(0).verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(judgements.get(0).estimate().logSlowdown()).isNegative();
    }

    @Test
    void shouldAskMoreOfOneBenchmarkAmongMany() {
        final Series borderline = series(Direction.LOWER_IS_BETTER, 0.02, 0.06, 0.07, 0.05, 0.06);
        final List<Series> many = new ArrayList<>(List.of(borderline));
        for (int i = 0; i < 9; i++) {
            many.add(series(Direction.LOWER_IS_BETTER, -0.02, 0.02, 0.03, -0.03, 0));
        }

        final Judgement alone =
                judge.judge(List.of(borderline), null, Map.of()).judgements().get(0);
        final Judgement among = judge.judge(many, null, Map.of()).judgements().get(0);

        assertThat(alone.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(among.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(among.pRegressed()).isGreaterThan(alone.pRegressed());
    }

    @Test
    void shouldKeepWhatWasDecidedAndAskTheSameOfTheRest() {
        final Series plain = series(Direction.LOWER_IS_BETTER, 0.001, 0.002, -0.001, 0);
        final Series borderline = series(Direction.LOWER_IS_BETTER, 0.03, 0.02, 0.04, 0.03);
        final Judgement earlier = judge.judge(
                        List.of(series(Direction.LOWER_IS_BETTER, 0.08, 0.081, 0.079, 0.08)), null, Map.of())
                .judgements()
                .get(0);

        final List<Judgement> judgements = judge.judge(List.of(plain, borderline), null, Map.of(0, earlier))
                .judgements();

        assertThat(judgements.get(0)).isSameAs(earlier);
        assertThat(judgements.get(1).isOpen()).isTrue();
        assertThat(judgements.get(1).pRegressed())
                .isEqualTo(judge.judge(List.of(plain, borderline), null, Map.of())
                        .judgements()
                        .get(1)
                        .pRegressed());
    }

    @Test
    void shouldAskMoreOfALookAmongSeveral() {
        final List<Series> borderline = List.of(series(Direction.LOWER_IS_BETTER, 0.02, 0.06, 0.07, 0.05, 0.06));

        final Judgement only =
                judge.judge(borderline, null, Map.of()).judgements().get(0);
        final Judgement oneOfThree = new Judge(0.03, 3)
                .judge(borderline, null, Map.of())
                .judgements()
                .get(0);

        assertThat(only.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(oneOfThree.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(oneOfThree.low()).isLessThan(only.low());
        assertThat(oneOfThree.high()).isGreaterThan(only.high());
    }

    @Test
    void shouldLeaveOpenOnlyWhatMayBeWorse() {
        final List<Judgement> judgements = judge.judge(
                        List.of(
                                series(Direction.LOWER_IS_BETTER, -0.03, -0.02, -0.04, -0.03),
                                series(Direction.LOWER_IS_BETTER, 0.03, 0.02, 0.04, 0.03)),
                        null,
                        Map.of())
                .judgements();

        assertThat(judgements)
                .extracting(Judgement::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE);
        assertThat(judgements).extracting(Judgement::isNoWorse).containsExactly(true, false);
        assertThat(judgements).extracting(Judgement::isOpen).containsExactly(false, true);
    }

    @Test
    void shouldNotJudgeTwoBlocks() {
        final Judgement judgement = judge.judge(List.of(series(Direction.LOWER_IS_BETTER, 0.5, 0.5)), null, Map.of())
                .judgements()
                .get(0);

        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.estimate()).isNull();
    }

    @Test
    void shouldHoldTheControlToTheMargin() {
        assertThat(controlled(0.01, -0.02, 0.015, 0)).isEqualTo(ControlJudgement.State.HELD);
        assertThat(controlled(0.05, 0.051, 0.049, 0.05)).isEqualTo(ControlJudgement.State.LEFT_THE_MARGIN);
        assertThat(controlled(-0.05, -0.051, -0.049, -0.05)).isEqualTo(ControlJudgement.State.LEFT_THE_MARGIN);
        assertThat(controlled(0.14, -0.06, 0.11, -0.03)).isEqualTo(ControlJudgement.State.HELD);
        assertThat(controlled(0.02, 0.0201, 0.0199, 0.02)).isEqualTo(ControlJudgement.State.HELD);
        assertThat(controlled(0, 0)).isEqualTo(ControlJudgement.State.TOO_FEW_BLOCKS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.01, 1, Double.NaN})
    void shouldRefuseAMarginThatIsNone(final double margin) {
        assertThatThrownBy(() -> new Judge(margin, 1)).hasMessageContaining("margin");
    }

    private ControlJudgement.State controlled(final double... ratios) {
        return judge.judge(List.of(), series(Direction.LOWER_IS_BETTER, ratios), Map.of())
                .control()
                .state();
    }

    /** Blocks with these logarithms of HEAD's figure over BASE's. */
    private static Series series(final Direction direction, final double... logRatios) {
        return new Series(
                direction,
                Arrays.stream(logRatios)
                        .mapToObj(ratio -> {
                            final Fork base = new Fork(Side.BASE, 40);
                            final Fork head = new Fork(Side.HEAD, 40 * Math.exp(ratio));
                            return new Block(List.of(base, head, head, base));
                        })
                        .toList(),
                List.of());
    }
}
