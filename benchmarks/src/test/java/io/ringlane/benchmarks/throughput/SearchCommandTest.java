package io.ringlane.benchmarks.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.cli.Terminal;
import io.ringlane.cloud.report.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final String... args) {
        final Terminal terminal =
                new Terminal(new PrintWriter(out), Style.PLAIN, new PrintWriter(err), Style.PLAIN, false);
        return SearchCommand.execute(args, terminal, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--modes | forwrd | forward",
                "--frames | imux | imix",
                "--frames | 20 | takes 60 to 9015",
                "--threads | 3 | write 1 or 2",
                "--max-load | 40 | unit",
                "--max-load | 1kpps | above 0 and the lower one",
                "--flows | 0 | takes 1 to",
                "--limit | 5 | unit",
                "--frame | 64 | --frames",
            })
    void shouldRefuseWhatItCannotSearch(final String option, final String value, final String advice) {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith("search: ").contains(advice).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldFindOutBeforeTheSearchThatAFileCannotBeWritten(@TempDir final Path folder) {
        assertThat(run("--json", folder.resolve("none/result.json").toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("search: ").contains("none");
    }

    @Test
    void shouldExplainItself() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--frames=SET", "Exit codes:", "4    void");
    }
}
