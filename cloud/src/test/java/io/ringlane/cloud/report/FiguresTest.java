package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 bit/s",
        "999, 999 bit/s",
        "1000, 1.000 kbit/s",
        "999949, 999.9 kbit/s",
        "999960, 1.000 Mbit/s",
        "5000110000, 5.000 Gbit/s",
        "9999996000, 10.00 Gbit/s",
        "9223372036854775807, 9.223 Ebit/s"
    })
    void shouldPrintRatesWithFourDigits(long bitsPerSecond, String text) {
        assertThat(Figures.bitRate(bitsPerSecond)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.00 us",
        "999499, 999 us",
        "999500, 1.00 ms",
        "999499999, 999 ms",
        "999500000, 1.00 s",
        "1234567890123, 1235 s"
    })
    void shouldPrintDurationsWithThreeDigits(long ns, String text) {
        assertThat(Figures.duration(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "1, +0.0001%", "-9999, -0.9999%", "10000, +1.00%", "-500000, -50.00%"})
    void shouldPrintErrorsWithTheirSign(long ppm, String text) {
        assertThat(Figures.errorPpm(ppm)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0%",
        "10, 10, 100%",
        "1, 3, 33.33%",
        "1, 1000000, <0.01%",
        "999999, 1000000, >99.99%",
        "0, 0, 0%"
    })
    void shouldNeverRoundAShareToNothingOrAll(long part, long whole, String text) {
        assertThat(Figures.share(part, whole)).isEqualTo(text);
    }
}
