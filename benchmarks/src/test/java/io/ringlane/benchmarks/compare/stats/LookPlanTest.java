package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LookPlanTest {

    @Test
    void shouldLookAfterEachAsManyBlocksAsAtFirst() {
        final LookPlan plan = new LookPlan(5, 12);

        assertThat(plan.looks()).isEqualTo(3);
        assertThat(plan.blocksAt(0)).isEqualTo(5);
        assertThat(plan.blocksAt(1)).isEqualTo(10);
        assertThat(plan.blocksAt(2)).isEqualTo(12);
        assertThat(LookPlan.once(5).looks()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCannotBeFollowed() {
        assertThatThrownBy(() -> LookPlan.once(2)).hasMessageContaining("after 2 to 2 blocks");
        assertThatThrownBy(() -> new LookPlan(5, 4)).hasMessageContaining("no less than the first");
    }
}
