package io.ringlane.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** All short runs at all places of small arrays: few enough to try every one. */
class LongsTest {

    private static final int LENGTH = 9; // room for twice the longest run without a loop
    private static final long UNTOUCHED = -1;

    @Test
    void shouldCopyEveryRunAndTouchNothingAtOrBeyondTheLimit() {
        final long[] src = new long[LENGTH];
        Arrays.setAll(src, i -> 100 + i);
        for (int count = 0; count <= LENGTH; count++) {
            for (int srcIndex = 0; srcIndex + count <= LENGTH; srcIndex++) {
                for (int dstIndex = 0; dstIndex + count <= LENGTH; dstIndex++) {
                    for (int dstLimit = dstIndex + count; dstLimit <= LENGTH; dstLimit++) {
                        check(src, srcIndex, dstIndex, count, dstLimit);
                    }
                }
            }
        }
    }

    private static void check(
            final long[] src, final int srcIndex, final int dstIndex, final int count, final int dstLimit) {
        final String run = count + " from " + srcIndex + " to " + dstIndex + ", limit " + dstLimit;
        final long[] dst = new long[LENGTH];
        Arrays.fill(dst, UNTOUCHED);

        Longs.copy(src, srcIndex, dst, dstIndex, count, dstLimit);

        assertThat(Arrays.copyOfRange(dst, dstIndex, dstIndex + count))
                .as("%s: what was copied", run)
                .isEqualTo(Arrays.copyOfRange(src, srcIndex, srcIndex + count));
        assertThat(Arrays.copyOf(dst, dstIndex)).as("%s: below", run).isEqualTo(untouched(dstIndex));
        assertThat(Arrays.copyOfRange(dst, dstLimit, LENGTH))
                .as("%s: at the limit and beyond", run)
                .isEqualTo(untouched(LENGTH - dstLimit));
    }

    private static long[] untouched(final int count) {
        final long[] untouched = new long[count];
        Arrays.fill(untouched, UNTOUCHED);
        return untouched;
    }

    @Test
    void shouldTouchNoMoreThanFourElementsWhateverTheLimit() {
        final long[] src = new long[LENGTH];
        for (int count = 0; count <= LENGTH; count++) {
            final long[] dst = new long[2 * LENGTH];
            Arrays.fill(dst, UNTOUCHED);

            Longs.copy(src, 0, dst, 0, count, dst.length);

            assertThat(Arrays.copyOfRange(dst, Math.max(count, 4), dst.length)).containsOnly(UNTOUCHED);
        }
    }

    @Test
    void shouldRefuseARunThatLeavesAnArray() {
        final long[] four = new long[4];
        final long[] nine = new long[LENGTH];
        for (int count = 1; count <= LENGTH; count++) {
            final int length = count;
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> Longs.copy(four, 4 - length + 1, nine, 0, length, LENGTH));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> Longs.copy(nine, 0, four, 4 - length + 1, length, 4));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> Longs.copy(nine, -1, four, 0, length, 4));
        }
    }
}
