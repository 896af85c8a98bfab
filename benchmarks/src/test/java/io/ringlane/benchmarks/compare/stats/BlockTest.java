package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {

    @Test
    void shouldCancelAnEvenDrift() {
        for (int index = 0; index < 2; index++) {
            final List<Fork> forks = new ArrayList<>();
            for (final Side side : Block.order(index)) {
                forks.add(new Fork(side, 100 * (1 + 0.05 * forks.size()) * (side == Side.HEAD ? 1.1 : 1)));
            }
            final Block block = new Block(forks);

            assertThat(block.order()).isEqualTo(index == 0 ? "ABBA" : "BAAB");
            assertThat(block.logSlowdown(Direction.LOWER_IS_BETTER)).isCloseTo(Math.log(1.1), within(1e-9));
        }
    }

    @Test
    void shouldBeWholeOnlyWithFourLivingForks() {
        final Fork base = new Fork(Side.BASE, 1);
        final Fork head = new Fork(Side.HEAD, 1);

        assertThat(new Block(List.of(base, head, head, base)).isWhole()).isTrue();
        assertThat(new Block(List.of(base, head, head)).isWhole()).isFalse();
        assertThat(new Block(List.of(base, Fork.dead(Side.HEAD), head, base)).isWhole())
                .isFalse();
        assertThat(new Block(List.of(base, head, head, new Fork(Side.BASE, 0))).isWhole())
                .isFalse();
    }

    @Test
    void shouldFindTheBlocksThatDisagreeWithThemselves() {
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blocks.add(block(100, 102, 101, 99 + i % 2));
        }
        assertThat(Screen.toRepeat(blocks)).isEmpty();

        blocks.set(1, block(100, 102, 180, 99));
        blocks.set(3, block(100, Double.NaN, 101, 99));
        assertThat(Screen.toRepeat(blocks)).containsExactly(1, 3);
    }

    @Test
    void shouldNotCallADifferenceBetweenTheSidesADisturbance() {
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blocks.add(block(100, 200, 201, 99));
        }
        assertThat(Screen.toRepeat(blocks)).isEmpty();
    }

    private static Block block(final double a, final double b, final double c, final double d) {
        return new Block(List.of(
                new Fork(Side.BASE, a), new Fork(Side.HEAD, b), new Fork(Side.HEAD, c), new Fork(Side.BASE, d)));
    }
}
