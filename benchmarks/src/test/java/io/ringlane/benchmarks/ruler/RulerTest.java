package io.ringlane.benchmarks.ruler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RulerTest {

    @Test
    void shouldEndTheIntegerChainWhereItsStepsLead() {
        long x = 7;
        for (int i = 0; i < RulerBenchmark.STEPS; i++) {
            x = x * IntegerChain.FACTOR + IntegerChain.TERM;
        }
        assertThat(IntegerChain.after(7)).isEqualTo(x);
    }

    @Test
    void shouldWalkThroughEveryLineOnceAndHome() {
        final LineWalk walk = new LineWalk(64 * 1000, 3);
        final BitSet seen = new BitSet();
        for (int i = 0; i < walk.lines(); i++) {
            seen.set(walk.advance(1));
        }
        assertThat(seen.cardinality()).isEqualTo(walk.lines()).isEqualTo(1000);
        assertThat(walk.advance(walk.lines())).isZero();
    }
}
