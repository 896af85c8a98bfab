package io.ringlane.benchmarks.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringlane.benchmarks.search.Tally;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final long TRIAL_NS = 100_000_000L;
    private static final long FRAME_NS = 50; // 20 million packets a second

    private static Tally measure(final FakeBed bed, final Placement placement, final double load) {
        return new OpenLoop(bed, placement, bed).measure(load, TRIAL_NS);
    }

    @Test
    void shouldOfferAndGetBackWhatTheScheduleHas() {
        for (final Placement placement : Placement.values()) {
            final FakeBed bed = new FakeBed(placement == Placement.TWO_THREADS, FRAME_NS);
            final Tally tally = measure(bed, placement, 10_000_000);
            assertThat(tally).isEqualTo(new Tally(1_000_000, 1_000_000, 0, 1_000_000, 0, false));
        }
    }

    @Test
    void shouldKeepTheExactCountOfALoadThatTakesNoWholeNanoseconds() {
        final Tally tally = measure(new FakeBed(false, FRAME_NS), Placement.ONE_THREAD, 7_777_777);
        assertThat(tally.intendedFrames()).isEqualTo(777_777);
        assertThat(tally.lostFrames()).isZero();
    }

    @Test
    void shouldCountWhatAWorkerBesideHasNoRoomForAsLost() {
        final Tally tally = measure(new FakeBed(true, FRAME_NS), Placement.TWO_THREADS, 25_000_000);
        assertThat(tally.isVoid()).isFalse();
        assertThat(tally.offeredFrames()).isEqualTo(tally.intendedFrames());
        assertThat(tally.refusedFrames()).isEqualTo(tally.lostFrames());
        assertThat(tally.lossRatio()).isCloseTo(0.2, within(0.01));
    }

    @Test
    void shouldCountWhatOneThreadIsTooLateForAsLost() {
        final Tally tally = measure(new FakeBed(false, FRAME_NS), Placement.ONE_THREAD, 40_000_000);
        assertThat(tally.isVoid()).isFalse();
        assertThat(tally.offeredFrames()).isEqualTo(tally.intendedFrames());
        assertThat(tally.lossRatio()).isCloseTo(0.5, within(0.02));
    }

    /** The worker keeps up; it is the generator that does not: void, not lossy. */
    @Test
    void shouldBlameASlowGeneratorAndNotTheWorkerBeside() {
        final FakeBed bed = new FakeBed(true, 10).withSlowSender(FRAME_NS);
        final Tally tally = measure(bed, Placement.TWO_THREADS, 30_000_000);
        assertThat(tally.isVoid()).isTrue();
        assertThat(tally.refusedFrames()).isZero();
        assertThat(tally.lostFrames()).isZero();
        assertThat(tally.offeredFrames()).isLessThan(tally.intendedFrames() * 7 / 10);
    }

    @Test
    void shouldNotMakeUpForTimeItWasAway() {
        final FakeBed bed = new FakeBed(false, FRAME_NS).awayAt(10_000_000, 500_000);
        final Tally tally = measure(bed, Placement.ONE_THREAD, 10_000_000);
        assertThat(tally.longestHoleNs()).isBetween(500_000L, 510_000L);
        assertThat(tally.intendedFrames() - tally.offeredFrames()).isBetween(5_000L, 5_100L);
        assertThat(tally.lostFrames()).isZero();
        assertThat(tally.isVoid()).as("half a percent of the trial").isFalse();
    }

    @Test
    void shouldBeVoidIfItWasAwayForTooLong() {
        final FakeBed bed = new FakeBed(false, FRAME_NS).awayAt(10_000_000, 1_100_000);
        final Tally tally = measure(bed, Placement.ONE_THREAD, 10_000_000);
        assertThat(tally.isVoid()).isTrue();
        assertThat(tally.lostFrames()).isZero();
    }

    @Test
    void shouldSendLateWhatTheQueueHeldDuringAShortAbsence() {
        final FakeBed bed = new FakeBed(false, FRAME_NS).awayAt(10_000_000, 90_000);
        final Tally tally = measure(bed, Placement.ONE_THREAD, 10_000_000);
        assertThat(tally).isEqualTo(new Tally(1_000_000, 1_000_000, 0, 1_000_000, 0, false));
    }

    @Test
    void shouldCountWhatThePlaneDroppedAsLost() {
        final Tally tally = measure(new FakeBed(false, FRAME_NS).droppingEvery(1000), Placement.ONE_THREAD, 10_000_000);
        assertThat(tally.refusedFrames()).isZero();
        assertThat(tally.lostFrames()).isEqualTo(1000);
    }

    @Test
    void shouldNotOverlookFramesThatVanish() {
        final FakeBed bed = new FakeBed(false, FRAME_NS).losing(1);
        assertThatThrownBy(() -> measure(bed, Placement.ONE_THREAD, 10_000_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000000 sent, 999999 received and 0 dropped");
    }

    @Test
    void shouldRefuseALoadTooHighToCount() {
        final FakeBed bed = new FakeBed(false, FRAME_NS);
        assertThatThrownBy(() -> measure(bed, Placement.ONE_THREAD, 1e12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too much to count");
    }
}
