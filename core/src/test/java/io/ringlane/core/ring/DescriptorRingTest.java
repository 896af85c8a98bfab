package io.ringlane.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DescriptorRingTest extends RingContract {
    @Override
    RingUnderTest ring(final int capacitySlots) {
        return RingUnderTest.of(new DescriptorRing(capacitySlots));
    }

    @Test
    void shouldCarryAnyBits() {
        final DescriptorRing ring = new DescriptorRing(4);
        final long[] src = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        final long[] dst = new long[4];

        assertThat(ring.offer(src, 0, 4)).isEqualTo(4);
        assertThat(ring.poll(dst, 0, 4)).isEqualTo(4);
        assertThat(dst).isEqualTo(src);
    }

    @Test
    void shouldChangeNothingWhenABurstLeavesTheArray() {
        final DescriptorRing ring = new DescriptorRing(8);
        final long[] three = new long[3];
        ring.offer(7);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, 1, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, 0, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(three, -1, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.poll(three, 1, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.poll(three, 0, -1));
        assertThat(ring.sizeSlots()).isOne();
        assertThat(ring.pollOr(0)).isEqualTo(7);
        assertThat(ring.isEmpty()).isTrue();
    }
}
