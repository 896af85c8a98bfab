package io.ringlane.dataplane.nic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cap that workers charge which are not equally far. */
class SharedCapTest {

    private static final long NOW_NS = 5_000_000;
    private static final long HORIZON_NS = 500_000;
    private static final long LATE_NS = 600_000; // more than the horizon
    private static final long STEP_NS = 8_000; // of 1000 bytes at 1 Gbit/s, and of a packet at 125,000 a second
    private static final int LENGTH = 1000;

    private static SharedCap cap(final long bitsPerSecond, final long packetsPerSecond) {
        return new SharedCap(
                bitsPerSecond, packetsPerSecond, HORIZON_NS, DropReason.NAT_ALLOWANCE_EXCEEDED, "NAT gateway");
    }

    /** How late a worker is was taken for a backlog, and what is beyond the horizon was refused. */
    @ParameterizedTest
    @CsvSource({"1000000000, 0", "0, 125000", "1000000000, 125000"})
    void shouldLetOneWhoIsLateHaveWhatNobodyUsed(final long bitsPerSecond, final long packetsPerSecond) {
        final SharedCap cap = cap(bitsPerSecond, packetsPerSecond);
        assertThat(cap.admit(NOW_NS, LENGTH)).isEqualTo(NOW_NS);
        final int fitting = (int) (LATE_NS / STEP_NS); // at the cap's rate
        for (int i = 0; i < fitting; i++) {
            final long lateNs = NOW_NS - LATE_NS + i * STEP_NS;
            assertThat(cap.admit(lateNs, LENGTH)).as("packet %d", i).isEqualTo(lateNs);
        }
        assertThat(cap.admit(NOW_NS, LENGTH)).as("behind the first").isEqualTo(NOW_NS + STEP_NS);
    }

    /** A long rest is no credit: what was missed by being late is, and once. */
    @ParameterizedTest
    @CsvSource({"1000000000, 0", "0, 125000", "1000000000, 125000"})
    void shouldLetABurstOfOneWhoIsLateHaveNoMoreThanItMissed(final long bitsPerSecond, final long packetsPerSecond) {
        final SharedCap cap = cap(bitsPerSecond, packetsPerSecond);
        final long afterRestNs = 10_000_000_000L;
        final long lateNs = afterRestNs - STEP_NS - STEP_NS / 4;
        assertThat(cap.admit(afterRestNs, LENGTH)).isEqualTo(afterRestNs);
        assertThat(cap.admit(lateNs, LENGTH)).as("missed").isEqualTo(lateNs);
        for (int i = 1; i < 5; i++) {
            assertThat(cap.admit(lateNs, LENGTH)).as("behind %d", i).isEqualTo(lateNs + i * STEP_NS);
        }
    }

    /** Where the time that it missed has been used by others, it waits for what is charged. */
    @ParameterizedTest
    @CsvSource({"1000000000, 0", "0, 125000", "1000000000, 125000"})
    void shouldLetOneWhoIsLateWaitForTheBacklogOnly(final long bitsPerSecond, final long packetsPerSecond) {
        final SharedCap cap = cap(bitsPerSecond, packetsPerSecond);
        final int frames = 40;
        for (int i = 0; i < frames; i++) { // 320 us of it
            assertThat(cap.admit(NOW_NS, LENGTH)).isEqualTo(NOW_NS + i * STEP_NS);
        }
        assertThat(cap.admit(NOW_NS - LATE_NS, LENGTH)).isEqualTo(NOW_NS - LATE_NS + frames * STEP_NS);
        assertThat(cap.admit(NOW_NS - LATE_NS, LENGTH)).isEqualTo(NOW_NS - LATE_NS + (frames + 1) * STEP_NS);
        assertThat(cap.admit(NOW_NS + 1_000, LENGTH)).as("of both together").isEqualTo(NOW_NS + (frames + 2) * STEP_NS);
    }

    /** The horizon is one of backlog, for both alike. */
    @ParameterizedTest
    @CsvSource({"0", "600000"})
    void shouldRefuseWhatWouldWaitBeyondTheHorizon(final long lateNs) {
        final SharedCap cap = cap(1_000_000_000L, 0);
        int admitted = 0;
        while (admitted < 40) { // 312 us: the cap is short
            assertThat(cap.admit(NOW_NS, LENGTH)).isNotEqualTo(Cap.REFUSED);
            admitted++;
        }
        while (cap.admit(NOW_NS - lateNs, LENGTH) != Cap.REFUSED) {
            admitted++;
        }
        assertThat(admitted).isEqualTo((int) (HORIZON_NS / STEP_NS) + 1);
    }

    /** Two at different times together get what one would. */
    @Test
    void shouldKeepItsRateWhereOneOfTwoIsLate() {
        final SharedCap cap = cap(1_000_000_000L, 0);
        int admitted = 0;
        final int rounds = 50_000; // of 1 us
        for (int i = 0; i < rounds; i++) {
            admitted += cap.admit(NOW_NS + i * 1_000L, LENGTH) == Cap.REFUSED ? 0 : 1;
            admitted += cap.admit(NOW_NS + i * 1_000L - LATE_NS, LENGTH) == Cap.REFUSED ? 0 : 1;
        }
        final long capacity = rounds * 1_000L / STEP_NS;
        assertThat((long) admitted).isBetween(capacity, capacity + (HORIZON_NS + LATE_NS) / STEP_NS + 1);
    }
}
