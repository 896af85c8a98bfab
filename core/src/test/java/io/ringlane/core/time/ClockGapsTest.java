package io.ringlane.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockGapsTest {

    private final ClockGaps gaps = new ClockGaps(1_000);

    @Test
    void shouldSayHowLongTheThreadWasAway() {
        assertThat(gaps.look(1_700, 0)).isZero();
        assertThat(gaps.look(3_001_700, 0)).isEqualTo(3_000_000);
        assertThat(gaps.look(3_001_800, 0)).isZero();
    }

    @Test
    void shouldTakeOffWhatTheWorkMayHaveTaken() {
        assertThat(gaps.look(151_000, 100)).isZero(); // 1.5 us a frame
        assertThat(gaps.look(151_000 + 3_150_000, 100)).isEqualTo(3_000_000);
    }

    @Test
    void shouldRememberOnlyGapsAtOrAboveTheThreshold() {
        gaps.look(1_000 + ClockGaps.THRESHOLD_NS - 1, 0);
        assertThat(gaps.absentNs(0, Long.MAX_VALUE)).isZero();

        gaps.look(1_000 + 2 * ClockGaps.THRESHOLD_NS - 1, 0);
        assertThat(gaps.absentNs(0, Long.MAX_VALUE)).isEqualTo(ClockGaps.THRESHOLD_NS);
    }

    @Test
    void shouldNotCountTimeSpentWaitingOnPurpose() {
        gaps.resume(50_000_000);
        gaps.look(50_000_500, 0);

        assertThat(gaps.absentNs(0, Long.MAX_VALUE)).isZero();
        assertThat(gaps.longestNs(0, Long.MAX_VALUE)).isZero();
    }

    @Test
    void shouldCountOnlyThePartOfAGapInsideTheSpan() {
        gaps.look(3_001_000, 0); // away from 1,000 to 3,001,000

        assertThat(gaps.absentNs(1_001_000, 2_001_000)).isEqualTo(1_000_000);
        assertThat(gaps.absentNs(2_501_000, 9_000_000)).isEqualTo(500_000);
        assertThat(gaps.absentNs(3_001_000, 9_000_000)).isZero();
        assertThat(gaps.longestNs(2_501_000, 9_000_000)).isEqualTo(3_000_000);
        assertThat(gaps.longestNs(3_001_000, 9_000_000)).isZero();
    }

    @Test
    void shouldForgetTheOldestGapsFirst() {
        long nowNs = 1_000;
        for (int i = 0; i < 5_000; i++) {
            nowNs += 200_000;
            gaps.look(nowNs, 0);
        }

        assertThat(gaps.absentNs(0, 1_000 + 200_000L * 100)).isZero();
        assertThat(gaps.absentNs(nowNs - 200_000L * 4_000, nowNs)).isEqualTo(200_000L * 4_000);
    }
}
