package io.ringlane.cloud.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringlane.cloud.report.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts are told about one way: by exit code, and which frames may be asked about. */
class ExplainCommandTest {

    private static final Engines NONE = new Engines(null, null); // nothing is run

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldTellAScriptByTheExitCodeWhetherPacketsGoThrough() {
        String file = Path.of("..", "scenarios", "icmp.yaml").toString();

        assertThat(explain(file, "a", "b")).isZero();
        assertThat(out.toString()).contains("allowed and tracked: the connection is remembered");
        assertThat(explain(file, "a", "c")).isEqualTo(1);
        assertThat(explain(file, "a")).isZero();
        assertThat(explain(file, "a", "b", "--frame", "9015B")).isEqualTo(1);
        assertThat(out.toString()).contains("Refused (mtu_exceeded)");
        assertThat(explain("--help")).isZero();
        assertThat(out.toString()).containsPattern("1 +packets are refused");
    }

    @ParameterizedTest
    @CsvSource({
        "59B, '''59B'' is too short for a frame: the least is 60B'",
        "9016B, '''9016B'' is too long for a frame: no region carries more than 9015B'",
    })
    void shouldTakeOnlyFramesThatThereAre(String frame, String message) {
        String file = Path.of("..", "scenarios", "icmp.yaml").toString();

        assertThat(explain(file, "a", "b", "--frame", frame)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void shouldTakeNoFrameThatIsShorterThanItsHeaders() {
        String file = Path.of("..", "scenarios", "ipv6-network.yaml").toString();

        assertThat(explain(file, "a", "b", "--ip", "6", "--protocol", "tcp", "--frame", "73B"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the least is 74B");
    }

    private int explain(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out), Style.PLAIN, new PrintWriter(err), Style.PLAIN, false);
        String[] all = Stream.concat(Stream.of("explain"), Stream.of(arguments)).toArray(String[]::new);
        return Ringlane.execute(all, NONE, terminal, Map.of());
    }
}
