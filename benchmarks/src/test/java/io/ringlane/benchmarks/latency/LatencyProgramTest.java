package io.ringlane.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LatencyProgramTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --layout | two      | the layouts are one, pair, worker
            --layout | pai      | did you mean 'pair'?
            --idle   | spinn    | did you mean 'spin'?
            --way    | one_wai  | did you mean 'one_way'?
            --pdr    | 6        | unit
            --layuot | one      | --layout
            """)
    void shouldRefuseWhatItDoesNotKnowInALine(final String option, final String value, final String advice) {
        final StringWriter err = new StringWriter();
        final int exitCode =
                LatencyProgram.command().setErr(new PrintWriter(err, true)).execute(option, value);
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("bench --latency: ")
                .contains(advice)
                .hasLineCount(1);
    }

    @Test
    void shouldTakeNamesInEitherCase() {
        final CommandLine command = LatencyProgram.command();
        assertThat(command.parseArgs("--layout", "one,PAIR", "--idle", "Park")
                        .<Object>matchedOptionValue("--layout", null))
                .isEqualTo(List.of(Layout.ONE, Layout.PAIR));
    }
}
