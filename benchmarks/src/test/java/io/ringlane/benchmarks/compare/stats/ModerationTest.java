package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values were computed with SciPy's digamma and polygamma after Smyth's equations. */
class ModerationTest {

    @Test
    void shouldDrawVariancesTowardsEachOtherByAsMuchAsTheyAgree() {
        final List<Estimate> moderated = Moderation.moderate(estimates(1, 2, 4, 9, 0.5, 20));

        assertThat(moderated.stream().mapToDouble(Estimate::variance).toArray())
                .containsExactly(
                        new double[] {1.55173764, 2.17430765, 3.41944767, 6.53229771, 1.24045263, 13.38056782},
                        within(1e-6));
        assertThat(moderated)
                .allSatisfy(estimate -> assertThat(estimate.degreesOfFreedom()).isCloseTo(6.42498023, within(1e-6)));
    }

    @Test
    void shouldTakeOneVarianceWhereTheyAgreeAsEqualOnesWould() {
        final List<Estimate> moderated = Moderation.moderate(estimates(1, 1.1, 0.9, 1.2, 1));

        assertThat(moderated).allSatisfy(estimate -> {
            assertThat(estimate.variance()).isCloseTo(1.35637688, within(1e-6));
            assertThat(estimate.degreesOfFreedom()).isEqualTo(20);
        });
    }

    @Test
    void shouldLeaveASingleBenchmarkAndExactOnesAlone() {
        assertThat(Moderation.moderate(estimates(3))).isEqualTo(estimates(3));
        assertThat(Moderation.moderate(estimates(0, 0, 0))).isEqualTo(estimates(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 1, 2, 30})
    void shouldInvertTrigamma(final double x) {
        assertThat(Gamma.trigamma(Moderation.inverseTrigamma(x))).isCloseTo(x, within(1e-6 * x));
    }

    private static List<Estimate> estimates(final double... variances) {
        return Arrays.stream(variances)
                .mapToObj(variance -> new Estimate(0.01, variance, 4, 5))
                .toList();
    }
}
