package io.ringlane.core.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {

    @Test
    void shouldTellBitsFromPacketsByTheUnit() {
        assertThat(Rate.parse("12Gbit/s")).isEqualTo(new Rate(12_000_000_000L, 0));
        assertThat(Rate.parse("2Mpps")).isEqualTo(new Rate(0, 2_000_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            12     | '12' has no unit: write 12Gbit/s or 12Mpps
            0Mpps  | '0Mpps' is zero: write a packet rate above 0, for instance 10Mpps
            0bit/s | '0bit/s' is zero: write a bit rate above 0, for instance 10Gbit/s
            10bps  | '10bps': a bare bps is written for bits and for bytes: write 10bit/s or 10B/s
            10ms   | '10ms' is a duration, not a bit rate: write a bit rate such as 10Gbit/s
            fast   | 'fast' is not a number and a unit: write a bit rate such as 10Gbit/s
            """)
    void shouldNameBothFormsWhereNeitherIsWritten(String text, String message) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(UnitException.class)
                .hasMessage(message);
    }
}
