package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowForksTest {

    @Test
    void shouldCountForksFarSlowerThanTheOthersAsideOnesToo() {
        final List<Block> aside = List.of(block(100, 180, 101, 99), block(102, 100, 181, 101));
        final SlowForks slow = SlowForks.of(new Series(
                Direction.LOWER_IS_BETTER, List.of(block(100, 101, 102, 99), block(101, 179, 182, 100)), aside));

        assertThat(slow.head()).isEqualTo(4);
        assertThat(slow.headForks()).isEqualTo(8);
        assertThat(slow.base()).isZero();
        assertThat(slow.logSlowdown()).isCloseTo(Math.log(1125 / 802.0 * 1.0), within(0.02));
    }

    @Test
    void shouldCallForksThatAreFastNotSlowWhereHigherIsBetter() {
        final List<Block> blocks =
                List.of(block(100, 180, 101, 99), block(102, 100, 181, 101), block(100, 99, 101, 98));

        assertThat(SlowForks.of(new Series(Direction.HIGHER_IS_BETTER, blocks, List.of()))
                        .head())
                .isZero();
        assertThat(SlowForks.of(new Series(Direction.LOWER_IS_BETTER, blocks, List.of()))
                        .head())
                .isEqualTo(2);
    }

    @Test
    void shouldNotCallAHeadSlowInItsForksThatIsSlowerInAll() {
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blocks.add(block(100 + i % 2, 180, 181 + i % 3, 99));
        }
        assertThat(SlowForks.of(new Series(Direction.LOWER_IS_BETTER, blocks, List.of()))
                        .head())
                .isZero();
    }

    /** Table values: 5 of 10 against 0 of 10 is C(10,5) / C(20,5). */
    @Test
    void shouldFollowFishersExactTest() {
        assertThat(Fisher.pMore(5, 10, 0, 10)).isCloseTo(252 / 15504.0, within(1e-9));
        assertThat(Fisher.pMore(3, 10, 0, 10)).isCloseTo(120 / 1140.0, within(1e-9));
        assertThat(Fisher.pMore(6, 6, 0, 6)).isCloseTo(1 / 924.0, within(1e-9));
        assertThat(Fisher.pMore(0, 10, 5, 10)).isEqualTo(1);
    }

    private static Block block(final double a, final double b, final double c, final double d) {
        return new Block(List.of(
                new Fork(Side.BASE, a), new Fork(Side.HEAD, b), new Fork(Side.HEAD, c), new Fork(Side.BASE, d)));
    }
}
