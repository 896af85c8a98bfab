package io.ringlane.cloud.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsequencesTest {

    private final List<String> done = new ArrayList<>();

    private Runnable fails(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void shouldDoAllInOrder() {
        Consequences.follow(() -> done.add("first"), () -> done.add("second"));
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void shouldDoTheRestThoughOneFails() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalArgumentException("second");
        assertThatThrownBy(() -> Consequences.follow(
                        fails(first), () -> done.add("between"), fails(second), () -> done.add("last")))
                .isSameAs(first)
                .hasSuppressedException(second);
        assertThat(done).containsExactly("between", "last");
    }

    @Test
    void shouldThrowWhatFailsTwiceOnce() {
        RuntimeException failure = new IllegalStateException("twice");
        assertThatThrownBy(() -> Consequences.follow(fails(failure), fails(failure)))
                .isSameAs(failure)
                .hasNoSuppressedExceptions();
    }

    @Test
    void shouldDoTheRestThoughOneEndsInAnError() {
        AssertionError error = new AssertionError("error");
        assertThatThrownBy(() -> Consequences.follow(
                        () -> {
                            throw error;
                        },
                        () -> done.add("rest")))
                .isSameAs(error);
        assertThat(done).containsExactly("rest");
    }
}
