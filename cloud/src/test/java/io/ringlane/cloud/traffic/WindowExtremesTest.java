package io.ringlane.cloud.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowExtremesTest {

    private static final long WIDTH_NS = 100_000;
    private static final long STEP_NS = WIDTH_NS / WindowExtremes.FINE_STEPS;

    @Test
    void shouldFindNoWindowInAShorterRun() {
        final WindowExtremes windows = WindowExtremes.overlapping(WIDTH_NS, WIDTH_NS - 1);
        windows.add(5, 1500);
        windows.finish();

        assertThat(windows.isEmpty()).isTrue();
    }

    @Test
    void shouldSeeADentThatLiesAcrossTheBorderOfTwoWindows() {
        final WindowExtremes windows = WindowExtremes.overlapping(WIDTH_NS, 4 * WIDTH_NS);
        for (long atNs = 0; atNs < 4 * WIDTH_NS; atNs += STEP_NS) {
            final boolean isDent = atNs >= 190_000 && atNs < 210_000; // a fifth of a window, around 2 * WIDTH_NS
            windows.add(atNs, isDent ? 0 : 125);
        }
        windows.finish();

        assertThat(windows.mostBitsPerSecond()).isEqualTo(1_000_000_000);
        assertThat(windows.leastBitsPerSecond()).isEqualTo(800_000_000);
        assertThat(windows.leastAtNs()).isEqualTo(110_000); // the first window that holds all of it
    }

    @Test
    void shouldSeeConsecutiveWindowsAloneWhenAskedTo() {
        final WindowExtremes windows = WindowExtremes.consecutive(WIDTH_NS, 3 * WIDTH_NS + 5);
        windows.add(WIDTH_NS - 1, 1_000);
        windows.add(WIDTH_NS, 2_000);
        windows.add(2 * WIDTH_NS + 50_000, 500);
        windows.add(3 * WIDTH_NS, 9_000); // in a window that is not whole
        windows.finish();

        assertThat(windows.leastBitsPerSecond()).isEqualTo(40_000_000);
        assertThat(windows.leastAtNs()).isEqualTo(2 * WIDTH_NS);
        assertThat(windows.mostBitsPerSecond()).isEqualTo(160_000_000);
        assertThat(windows.mostAtNs()).isEqualTo(WIDTH_NS);
    }

    @Test
    void shouldCountASilentEndAsEmptyWindows() {
        final WindowExtremes windows = WindowExtremes.overlapping(WIDTH_NS, 1_000_000 * WIDTH_NS);
        windows.add(0, 1500);
        windows.finish();

        assertThat(windows.leastBitsPerSecond()).isZero();
        assertThat(windows.leastAtNs()).isEqualTo(STEP_NS);
        assertThat(windows.mostAtNs()).isZero();
    }

    @Test
    void shouldIgnoreWhatComesAfterTheDuration() {
        final WindowExtremes windows = WindowExtremes.overlapping(WIDTH_NS, WIDTH_NS);
        windows.add(WIDTH_NS - 1, 100);
        windows.add(WIDTH_NS, 100);
        windows.finish();

        assertThat(windows.mostBitsPerSecond()).isEqualTo(8_000_000);
    }

    @Test
    void shouldAgreeWithAPlainSumOverEveryWindow() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final int steps = 1_000;
        final long[] bytes = new long[steps];
        final WindowExtremes windows = WindowExtremes.overlapping(WIDTH_NS, steps * STEP_NS);
        long atNs = 0;
        while (atNs < steps * STEP_NS) {
            final int length = random.nextInt(9_000);
            bytes[(int) (atNs / STEP_NS)] += length;
            windows.add(atNs, length);
            atNs += random.nextInt(random.nextInt(50) == 0 ? 150_000 : 2_000);
        }
        windows.finish();

        long least = Long.MAX_VALUE;
        long most = 0;
        for (int first = 0; first + WindowExtremes.FINE_STEPS <= steps; first++) {
            long sum = 0;
            for (int i = first; i < first + WindowExtremes.FINE_STEPS; i++) {
                sum += bytes[i];
            }
            least = Math.min(least, sum);
            most = Math.max(most, sum);
        }
        assertThat(windows.leastBitsPerSecond()).as("seed %d", seed).isEqualTo(Math.round(least * 8e9 / WIDTH_NS));
        assertThat(windows.mostBitsPerSecond()).as("seed %d", seed).isEqualTo(Math.round(most * 8e9 / WIDTH_NS));
    }

    @Test
    void shouldRefuseAWindowTooShortForItsSteps() {
        assertThatThrownBy(() -> WindowExtremes.overlapping(99, 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 or more");
    }
}
