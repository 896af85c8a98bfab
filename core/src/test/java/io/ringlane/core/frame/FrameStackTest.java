package io.ringlane.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameStackTest {

    @Test
    void shouldGiveTheWarmestFrameFirst() {
        final FrameStack stack = new FrameStack(3);
        assertThat(stack.pop()).isEqualTo(FrameLayout.NO_FRAME);
        stack.push(1);
        stack.push(2);
        assertThat(stack.size()).isEqualTo(2);
        assertThat(stack.pop()).isEqualTo(2);
        stack.push(3);
        assertThat(stack.pop()).isEqualTo(3);
        assertThat(stack.pop()).isOne();
        assertThat(stack.pop()).isEqualTo(FrameLayout.NO_FRAME);
        assertThat(stack.size()).isZero();
    }

    @Test
    void shouldFailLoudlyWhenAFrameComesHomeTwice() {
        final FrameStack stack = new FrameStack(1);
        stack.push(1);
        assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class).isThrownBy(() -> stack.push(1));
        assertThat(stack.pop()).isOne();
        assertThat(stack.pop()).isEqualTo(FrameLayout.NO_FRAME);
    }

    @Test
    void shouldTakeAndGiveManyAtOnce() {
        final FrameStack stack = new FrameStack(4);
        stack.push(new long[] {9, Descriptor.of(1, 60), 2, 3, 9}, 1, 3);
        stack.push(4);
        final long[] taken = new long[3];
        stack.pop(taken, 1, 2);
        assertThat(taken).containsExactly(0, 3, 4);
        assertThat(stack.pop()).isEqualTo(2);
        assertThat(stack.pop()).isOne();
    }

    /** Bursts of every length at every height, so around the lengths that are copied without a loop too. */
    @Property(tries = 200)
    void shouldDoWhatADequeDoes(@ForAll @Size(max = 60) final List<@IntRange(min = -9, max = 9) Integer> script) {
        final int capacity = 16;
        final FrameStack stack = new FrameStack(capacity);
        final ArrayDeque<Integer> model = new ArrayDeque<>();
        int next = 1;
        for (final int step : script) {
            if (step >= 0) {
                final int count = Math.min(step, capacity - model.size());
                final long[] burst = new long[1 + count + step % 3 * 2];
                Arrays.fill(burst, 999);
                for (int i = 0; i < count; i++) {
                    burst[1 + i] = Descriptor.of(next, 60);
                    model.push(next++);
                }
                stack.push(burst, 1, count);
            } else {
                final int count = Math.min(-step, model.size());
                final long[] taken = new long[count];
                stack.pop(taken, 0, count);
                for (int i = count - 1; i >= 0; i--) {
                    assertThat(taken[i]).isEqualTo(Descriptor.of(model.pop(), 0));
                }
            }
            assertThat(stack.size()).isEqualTo(model.size());
        }
        while (!model.isEmpty()) {
            assertThat(stack.pop()).isEqualTo(model.pop());
        }
        assertThat(stack.pop()).isEqualTo(FrameLayout.NO_FRAME);
    }

    @Test
    void shouldChangeNothingWhenManyComeHomeTwice() {
        final FrameStack stack = new FrameStack(2);
        stack.push(1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> stack.push(new long[] {2, 3}, 0, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> stack.pop(new long[2], 0, 2));
        assertThat(stack.size()).isOne();
        assertThat(stack.pop()).isOne();
    }
}
