package io.ringlane.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InlineRingTest extends RingContract {
    @Override
    RingUnderTest ring(final int capacitySlots) {
        return RingUnderTest.of(new InlineRing(capacitySlots, 64));
    }

    @Test
    void shouldHoldAMinimalEthernetFrameInOneLine() {
        assertThat(new InlineRing(2, 64).maxFrameBytes()).isEqualTo(60);
        assertThat(new InlineRing(2, 128).maxFrameBytes()).isEqualTo(124);
    }

    @Test
    void shouldCarryEveryLength() {
        for (final int slotBytes : new int[] {64, 128}) {
            final InlineRing ring = new InlineRing(4, slotBytes);
            final byte[] src = new byte[200];
            for (int i = 0; i < src.length; i++) {
                src[i] = (byte) (i * 31);
            }
            for (int lengthBytes = 1; lengthBytes <= ring.maxFrameBytes(); lengthBytes++) {
                final byte[] dst = new byte[200];
                assertThat(ring.offer(src, 3, lengthBytes)).isTrue();
                assertThat(ring.poll(dst, 5)).isEqualTo(lengthBytes);
                assertThat(Arrays.copyOfRange(dst, 5, 5 + lengthBytes))
                        .isEqualTo(Arrays.copyOfRange(src, 3, 3 + lengthBytes));
                assertThat(Arrays.copyOfRange(dst, 5 + lengthBytes, 200)).containsOnly(0);
            }
        }
    }

    @Test
    void shouldRefuseALengthThatDoesNotFit() {
        final InlineRing ring = new InlineRing(4, 64);
        final byte[] frame = new byte[200];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ring.offer(frame, 0, 61))
                .withMessage("lengthBytes must be from 1 to 60, but is 61");
        assertThatIllegalArgumentException().isThrownBy(() -> ring.offer(frame, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.stage(frame, 0, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.offer(frame, 150, 60));
        assertThat(ring.publish()).isZero();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseASlotThatIsNotOneOrTwoLines() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InlineRing(4, 65))
                .withMessage("slotBytes must be 64 or 128, but is 65; the nearest is 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InlineRing(4, 1024))
                .withMessageEndingWith("128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InlineRing(1 << 25, 64))
                .withMessageContaining("at most " + (1 << 24));
    }

    @Test
    void shouldKeepTheFrameWhenTheDestinationIsTooShort() {
        final InlineRing ring = new InlineRing(4, 64);
        ring.offer(new byte[60], 0, 60);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ring.poll(new byte[59], 0));
        assertThat(ring.poll(new byte[60], 0)).isEqualTo(60);
    }

    @Test
    void shouldCountTheFrameAsTakenWhenTheHandlerThrows() {
        final InlineRing ring = new InlineRing(4, 64);
        for (int i = 1; i <= 3; i++) {
            ring.offer(new byte[i], 0, i);
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> ring.drain(
                        (memory, offset, lengthBytes) -> {
                            if (lengthBytes == 2) {
                                throw new IllegalStateException("second frame");
                            }
                        },
                        4));
        assertThat(ring.sizeSlots()).isOne();
        assertThat(ring.poll(new byte[60], 0)).isEqualTo(3);
    }

    @Test
    void shouldStageTheFramesAheadOfAWrongOne() {
        final InlineRing ring = new InlineRing(4, 64);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ring.offer(new byte[100], new int[] {0, 0}, new int[] {10, 61}, 2));
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.publish()).isOne();
        assertThat(ring.poll(new byte[60], 0)).isEqualTo(10);
    }
}
