package io.ringlane.cloud.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    @Test
    void x() {
        System.out.println(new ResultTable(new Style(true, true)).render(SampleResults.small()));
        System.out.println(new ResultTable(new Style(true, false)).render(SampleResults.small()));
        System.out.println(new ResultTable(new Style(false, false)).render(SampleResults.voided()));
        assertThat(Style.of(StandardCharsets.US_ASCII, false)).isEqualTo(Style.PLAIN);
    }
}
