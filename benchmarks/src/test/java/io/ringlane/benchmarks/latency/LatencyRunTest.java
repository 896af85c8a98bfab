package io.ringlane.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured is not looked at here, only that each frame is measured once; closing a run throws if one is lost. */
class LatencyRunTest {

    private static final long DURATION_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final double FRAMES_PER_SECOND = 50_000;

    @ParameterizedTest
    @CsvSource({
        "ONE, SPIN, false",
        "ONE, SPIN, true",
        "PAIR, YIELD, false",
        "PAIR, YIELD, true",
        "WORKER, YIELD, true",
        "WORKER, PARK, false"
    })
    void shouldMeasureEveryFrameOnce(final Layout layout, final Idle idle, final boolean isRoundTrip) {
        try (LatencyRun run = new LatencyRun(layout, idle, isRoundTrip)) {
            final LatencyRun.Outcome loaded = run.load(FRAMES_PER_SECOND, DURATION_NS);
            assertThat(loaded.latencyNs().getTotalCount()).isEqualTo(1000); // 50,000 a second for 20 ms
            assertThat(loaded.latencyNs().getMinValue()).isPositive();
            assertThat(run.ping(DURATION_NS).latencyNs().getTotalCount()).isPositive();
            assertThat(run.becomeSteady(DURATION_NS)).isPositive();
        }
    }
}
