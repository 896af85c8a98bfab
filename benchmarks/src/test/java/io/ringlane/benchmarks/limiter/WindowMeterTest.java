package io.ringlane.benchmarks.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WindowMeterTest {

    private static final long RATE = 12_000_000_000L; // a packet of 1500 bytes a microsecond
    private static final long START_NS = 5_000_000_000L;

    @Test
    void shouldSeeNoErrorInASteadyRate() {
        final WindowMeter meter = new WindowMeter(100, START_NS);
        steady(meter, 0, 100_000, 1_000);

        for (final int widthMs : new int[] {1, 10}) {
            final WindowMeter.Error error = meter.error(RATE, widthMs, 10);
            assertThat(error.worst()).isZero();
            assertThat(error.judged()).isEqualTo((99 - 10) / widthMs);
            assertThat(error.leftOut()).isZero();
        }
        assertThat(meter.rate() / RATE).isCloseTo(1, within(1e-4));
    }

    @Test
    void shouldSeeABurstInTheWindowsThatItFits() {
        final WindowMeter meter = new WindowMeter(100, START_NS);
        for (int ms = 0; ms < 100; ms++) { // all of a millisecond's packets in its first tenth, and none in odd ones
            for (int i = 0; i < (ms % 2 == 0 ? 2_000 : 0); i++) {
                meter.pass(START_NS + ms * 1_000_000L + i * 50);
            }
        }
        assertThat(meter.error(RATE, 1, 0).worst()).isEqualTo(1.0);
        assertThat(meter.error(RATE, 1, 0).rms()).isEqualTo(1.0);
        assertThat(meter.error(RATE, 10, 0).worst()).isZero();
    }

    @Test
    void shouldLeaveOutWindowsInWhichTheThreadWasAway() {
        final WindowMeter meter = new WindowMeter(100, START_NS);
        steady(meter, 0, 20_000, 1_000);
        steady(meter, 25_000, 100_000, 1_000); // away for 5 ms

        final WindowMeter.Error error = meter.error(RATE, 1, 0);
        assertThat(error.worst()).isZero();
        assertThat(error.leftOut()).isEqualTo(7); // where it was away, on both sides in part, and the one after
        assertThat(meter.error(RATE, 10, 0).leftOut())
                .isEqualTo(2); // it left a microsecond before the second one began
    }

    private static void steady(final WindowMeter meter, final int from, final int to, final long stepNs) {
        for (int i = from; i < to; i++) {
            meter.look(START_NS + i * stepNs);
            meter.pass(START_NS + i * stepNs);
        }
    }
}
