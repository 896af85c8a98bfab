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
}
