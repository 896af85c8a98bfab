package io.ringlane.core.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
        stack.extend(1);
        stack.push(2);
        assertThat(stack.pop()).isEqualTo(2);
        assertThat(stack.pop()).isOne();
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
