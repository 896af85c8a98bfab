package io.ringlane.cloud.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void shouldStepByOneTwoOrFive() {
        assertThat(Ticks.linear(11.2, 4)).containsExactly(0.0, 5.0, 10.0);
        assertThat(Ticks.linear(1_000, 5)).containsExactly(0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0);
        assertThat(Ticks.linear(0, 5)).containsExactly(0.0);
    }

    @Test
    void shouldFrameTheValuesOfALogScale() {
        assertThat(Ticks.logarithmic(9, 120)).containsExactly(5L, 10L, 20L, 50L, 100L, 200L);
        assertThat(Ticks.logarithmic(1, 1)).containsExactly(1L, 2L);
        assertThat(Ticks.logarithmic(10, 10)).containsExactly(10L, 20L);
    }

    @Test
    void shouldEndBeforeALongOverflows() {
        assertThat(Ticks.logarithmic(1, Long.MAX_VALUE)).isSorted().hasSizeGreaterThan(50);
    }
}
