package io.ringlane.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullRateTest {

    private static final String SEARCH =
            "{\"mode\": \"%s\", \"frames\": \"%s\", \"goals\": [{\"name\": \"NDR\", \"lowerBoundPps\": 1.0},"
                    + " {\"name\": \"PDR\", \"lowerBoundPps\": %s}]}";

    @TempDir
    Path folder;

    @Test
    void shouldTakeARateOrTheSearchOf64Bytes() throws IOException {
        assertThat(FullRate.given("6.1Mpps").framesPerSecond()).isEqualTo(6_100_000);
        assertThat(FullRate.given(
                                file(SEARCH.formatted("io", "64", "3.0e7"), SEARCH.formatted("forward", "64", "1.4e7")))
                        .framesPerSecond())
                .isEqualTo(14_000_000);
        assertThat(FullRate.given(file(SEARCH.formatted("forward", "imix", "9.0e6")))
                        .framesPerSecond())
                .isEqualTo(9_000_000);
    }

    @Test
    void shouldRefuseAFileWithoutThatRate() {
        assertThatThrownBy(() -> FullRate.given(
                        file(SEARCH.formatted("io", "64", "3.0e7"), SEARCH.formatted("forward", "1518", "1.4e7"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no search of mode forward with frames of 64 bytes");
        assertThatThrownBy(() -> FullRate.given(file(SEARCH.formatted("forward", "64", "null"))))
                .hasMessageContaining("no lower bound");
        assertThatThrownBy(() -> FullRate.given("0pps")).hasMessageContaining("is zero");
        assertThatThrownBy(() -> FullRate.given("14")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSearchTheRateThatALayoutCarries() {
        try (LatencyRun run = new LatencyRun(Layout.ONE, Idle.SPIN, false)) {
            final double saturated = run.becomeSteady(1);
            assertThat(FullRate.search(run, true, saturated).framesPerSecond())
                    .isBetween(saturated / 100, saturated * 100);
        }
    }

    private String file(final String... searches) throws IOException {
        return Files.writeString(folder.resolve("search.json"), "{\"searches\": [" + String.join(",", searches) + "]}")
                .toString();
    }
}
