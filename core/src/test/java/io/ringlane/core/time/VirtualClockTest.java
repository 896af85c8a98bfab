package io.ringlane.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VirtualClockTest {

    @Test
    void shouldStandStillUntilMovedAndNeverGoBack() {
        final VirtualClock clock = new VirtualClock();
        assertThat(clock.nanoTime()).isZero();
        clock.advanceTo(7);
        clock.advanceTo(7);
        assertThat(clock.nanoTime()).isEqualTo(7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advanceTo(6))
                .withMessage("time cannot go back from 7 ns to 6 ns");
        assertThat(clock.nanoTime()).isEqualTo(7);
    }

    @Test
    void shouldCountRealTimeFromTheCall() {
        final NanoClock clock = NanoClock.real();
        final long first = clock.nanoTime();
        assertThat(first).isNotNegative();
        assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(first);
    }
}
