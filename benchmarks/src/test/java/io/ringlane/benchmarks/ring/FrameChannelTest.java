package io.ringlane.benchmarks.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every channel gives a burst back whole, wherever in its buffer the burst begins. */
class FrameChannelTest {

    private static final int CAPACITY = 512;

    @ParameterizedTest
    @CsvSource({
        "exchange",
        "inline64",
        "inline128",
        "descriptor",
        "jctools",
        "jctoolsVarHandle",
        "agronaQueue",
        "agronaRingBuffer",
        "disruptor",
        "aeron"
    })
    void shouldReceiveWholeBursts(final String ring) {
        for (final int burst : new int[] {1, 7, 32, 256}) {
            try (FrameChannel channel = FrameChannel.named(ring, CAPACITY)) {
                long next = 0;
                for (int i = 0; i < 20 * CAPACITY / burst; i++) { // several times through every buffer
                    assertThat(channel.send(next, burst))
                            .as("sent, burst %d", i)
                            .isEqualTo(burst);
                    assertThat(channel.receive(next, burst))
                            .as("received, burst %d", i)
                            .isEqualTo(burst);
                    next += burst;
                }
            }
        }
    }
}
