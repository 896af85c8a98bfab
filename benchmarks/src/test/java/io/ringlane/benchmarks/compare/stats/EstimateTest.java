package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

    /** Quantiles of Student's t as tables print them, for instance NIST/SEMATECH e-Handbook, section 1.3.6.7.2. */
    @ParameterizedTest
    @CsvSource({
        "0.90, 1, 6.314",
        "0.90, 4, 2.132",
        "0.90, 9, 1.833",
        "0.95, 4, 2.776",
        "0.95, 10, 2.228",
        "0.99, 4, 4.604",
        "0.99, 30, 2.750"
    })
    void shouldReachAsFarAsTheTablesSay(final double confidence, final double degrees, final double quantile) {
        final Estimate unit = new Estimate(0, 5, degrees, 5);

        assertThat(unit.halfWidth(confidence)).isCloseTo(quantile, within(0.0006));
        assertThat(new Estimate(quantile, 5, degrees, 5).pAbove(0)).isCloseTo((1 - confidence) / 2, within(0.0001));
        assertThat(new Estimate(-quantile, 5, degrees, 5).pBelow(0)).isCloseTo((1 - confidence) / 2, within(0.0001));
    }

    @Test
    void shouldTakeMeanAndVarianceOfBlockRatios() {
        final List<Block> blocks = new ArrayList<>();
        for (final double slowdown : new double[] {0.01, 0.02, 0.06}) {
            blocks.add(block(100, 100 * Math.exp(slowdown)));
        }

        final Estimate cost = Estimate.of(blocks, Direction.LOWER_IS_BETTER);

        assertThat(cost.logSlowdown()).isCloseTo(0.03, within(1e-12));
        assertThat(cost.variance()).isCloseTo(0.0007, within(1e-12));
        assertThat(cost.degreesOfFreedom()).isEqualTo(2);
        assertThat(Estimate.of(blocks, Direction.HIGHER_IS_BETTER).logSlowdown())
                .isCloseTo(-0.03, within(1e-12));
    }

    @Test
    void shouldLeaveNothingToChanceWhereBlocksAgreeToTheLastBit() {
        final Estimate exact = new Estimate(0.05, 0, 4, 5);

        assertThat(exact.pAbove(0.03)).isZero();
        assertThat(exact.pAbove(0.06)).isEqualTo(1);
        assertThat(exact.pBelow(0.03)).isEqualTo(1);
        assertThat(exact.halfWidth(0.9)).isZero();
    }

    private static Block block(final double base, final double head) {
        return new Block(List.of(
                new Fork(Side.BASE, base),
                new Fork(Side.HEAD, head),
                new Fork(Side.HEAD, head),
                new Fork(Side.BASE, base)));
    }
}
