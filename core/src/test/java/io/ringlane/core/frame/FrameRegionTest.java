package io.ringlane.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRegionTest {

    private static final int ARRAY_HEADER_BYTES = 16;

    @ParameterizedTest
    @ValueSource(ints = {60, 64, 65, 1514, 1518, 9015, 9018, 65535})
    void shouldLaySlotsAnOddNumberOfLinesApart(final int maxFrameBytes) {
        final FrameRegion region = new FrameRegion(maxFrameBytes);

        assertThat(region.strideBytes() % 64).isZero();
        assertThat(region.strideBytes() / 64 % 2).isOne();
        assertThat(region.strideBytes())
                .isBetween(64 + maxFrameBytes, 64 + maxFrameBytes + 2 * 64); // no more than it takes
        assertThat(region.maxFrameBytes()).isEqualTo(maxFrameBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 1514, 9015, 65535})
    void shouldKeepSlotsApartAlignedAndInsideTheirChunk(final int maxFrameBytes) {
        final FrameRegion region = new FrameRegion(maxFrameBytes);
        final int count = 8 * (1 << 20) / region.strideBytes() * 2 + 3; // more than a chunk
        assertThat(region.allocate(count)).isZero();

        int chunks = 1;
        for (int frame = 0; frame < count; frame++) {
            assertThat(region.data(frame) - region.metadata(frame)).isEqualTo(FrameLayout.METADATA_BYTES);
            assertThat((ARRAY_HEADER_BYTES + region.metadata(frame)) % 64).isZero();
            assertThat(region.data(frame) + maxFrameBytes).isLessThanOrEqualTo(region.memory(frame).length);
            if (frame > 0 && region.memory(frame) == region.memory(frame - 1)) {
                assertThat(region.metadata(frame) - region.metadata(frame - 1)).isEqualTo(region.strideBytes());
            } else if (frame > 0) {
                chunks++;
                assertThat(region.metadata(frame)).isEqualTo(region.metadata(0));
            }
        }
        assertThat(chunks).isBetween(2, 5);
    }

    @Test
    void shouldNumberFramesConsecutivelyAndLeaveOldOnesInPlace() {
        final FrameRegion region = new FrameRegion(1514);
        assertThat(region.allocate(10)).isZero();
        final byte[] memory = region.memory(9);
        final int metadata = region.metadata(9);
        assertThat(region.allocate(20_000)).isEqualTo(10);
        assertThat(region.allocatedFrames()).isEqualTo(20_010);
        assertThat(region.memory(9)).isSameAs(memory);
        assertThat(region.metadata(9)).isEqualTo(metadata);
    }

    @Test
    void shouldRefuseWhatItCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrameRegion(59))
                .withMessage("frame length 59 is outside 60 to 65535 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameRegion(65536));

        final FrameRegion region = new FrameRegion(65535);
        assertThatIllegalArgumentException().isThrownBy(() -> region.allocate(0));
        region.allocate(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> region.allocate(region.maxFrames()))
                .withMessage("no room for 262144 more frames of 65600 bytes: 1 of 262144 are taken; "
                        + "use fewer frames a port or a smaller MTU");
        assertThatIllegalStateException().isThrownBy(() -> region.allocate(Integer.MAX_VALUE));
        assertThat(region.allocatedFrames()).isOne();
    }
}
