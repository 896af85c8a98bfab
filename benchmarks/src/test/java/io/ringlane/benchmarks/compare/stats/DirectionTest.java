package io.ringlane.benchmarks.compare.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionTest {

    @ParameterizedTest
    @CsvSource({
        "thrpt, ops/s, true, HIGHER_IS_BETTER",
        "thrpt, ops/us, true, HIGHER_IS_BETTER",
        "avgt, ns/op, true, LOWER_IS_BETTER",
        "sample, us/op, true, LOWER_IS_BETTER",
        "ss, ms/op, true, LOWER_IS_BETTER",
        "thrpt, ops/ms, false, HIGHER_IS_BETTER",
        "thrpt, packets/us, false, HIGHER_IS_BETTER",
        "avgt, ns/op, false, LOWER_IS_BETTER",
        "avgt, B/op, false, LOWER_IS_BETTER",
        "avgt, MB/sec, false, HIGHER_IS_BETTER",
        "avgt, ms, false, LOWER_IS_BETTER",
        "thrpt, #, false, NONE",
        "avgt, counts, false, NONE",
        "thrpt, widgets, true, HIGHER_IS_BETTER",
        "avgt, widgets, true, LOWER_IS_BETTER"
    })
    void shouldComeFromModeAndUnit(
            final String mode, final String unit, final boolean isPrimary, final Direction direction) {
        assertThat(Direction.of(mode, unit, isPrimary)).isEqualTo(direction);
    }
}
