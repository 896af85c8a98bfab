package io.ringlane.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PhaseRingTest extends RingContract {
    @Override
    RingUnderTest ring(final int capacitySlots) {
        return RingUnderTest.of(new PhaseRing(capacitySlots));
    }

    @Test
    void shouldCarryAnythingBelowTheTopBit() {
        final PhaseRing ring = new PhaseRing(2);
        for (int lap = 0; lap < 4; lap++) {
            assertThat(ring.offer(Long.MAX_VALUE)).isTrue();
            assertThat(ring.offer(0)).isTrue();
            assertThat(ring.pollOr(-1)).isEqualTo(Long.MAX_VALUE);
            assertThat(ring.pollOr(-1)).isZero();
            assertThat(ring.pollOr(-1)).isEqualTo(-1);
        }
    }

    @Test
    void shouldChangeNothingWhenADescriptorHasItsTopBitSet() {
        final PhaseRing ring = new PhaseRing(4);
        final long[] src = {5, 6, -1, 7};

        assertThatIllegalArgumentException().isThrownBy(() -> ring.offer(-1)).withMessageContaining("top bit");
        assertThatIllegalArgumentException().isThrownBy(() -> ring.stage(Long.MIN_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.offer(src, 0, 4));
        assertThat(ring.publish()).isZero();
        assertThat(ring.offer(9)).isTrue();
        assertThat(ring.pollOr(-1)).isEqualTo(9);
        assertThat(ring.pollOr(-1))
                .as("6 and 7 were offered behind a wrong one")
                .isEqualTo(-1);
    }

    @Test
    void shouldChangeNothingWhenABurstLeavesTheArray() {
        final PhaseRing ring = new PhaseRing(8);
        final long[] three = new long[3];
        ring.offer(7);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, 1, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, 0, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.poll(three, 1, 3));
        assertThat(ring.sizeSlots()).isOne();
        assertThat(ring.pollOr(-1)).isEqualTo(7);
        assertThat(ring.isEmpty()).isTrue();
    }
}
