package io.ringlane.benchmarks.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShaperTest {

    private static final long BITS_PER_SECOND = 10_000_000_000L;
    private static final long PACKETS = BITS_PER_SECOND / 8 / WindowMeter.PACKET_BYTES / 2; // half a second

    @ParameterizedTest
    @ValueSource(strings = {"ringlane", "ringlanePlane", "bucket4j", "guava", "resilience4j", "nettyShaper"})
    void shouldPassEveryPacket(final String name) throws InterruptedException {
        final Shaper shaper = Shaper.named(name, BITS_PER_SECOND);
        try {
            final WindowMeter meter = new WindowMeter(1_000, System.nanoTime());
            shaper.send(PACKETS, meter);
            assertThat(meter.count()).isEqualTo(PACKETS);
        } finally {
            shaper.close();
        }
    }
}
