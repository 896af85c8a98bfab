package io.ringlane.core.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void shouldReadAndPrintInOneUnitEach() {
        assertThat(Units.formatBitsPerSecond(Units.parseBitsPerSecond("10Gbps")))
                .isEqualTo("10 Gbit/s");
        assertThat(Units.formatPacketsPerSecond(Units.parsePacketsPerSecond("14880kpps")))
                .isEqualTo("14.88 Mpps");
        assertThat(Units.formatBytes(Units.parseBytes("0.064MB"))).isEqualTo("64 kB");
        assertThat(Units.formatNanos(Units.parseNanos("0.25s"))).isEqualTo("250 ms");
        assertThat(Units.formatPpm(Units.parsePpm("1000ppm"))).isEqualTo("0.1%");
    }
}
