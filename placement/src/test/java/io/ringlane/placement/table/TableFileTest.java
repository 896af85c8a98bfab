package io.ringlane.placement.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFileTest {
    private static final Set<String> COLUMNS = Set.of("type", "vcpus", "rate", "kind");

    private static TableFile parse(String text) {
        return TableFile.parse("my.csv", text, COLUMNS, Set.of("type"), Set.of("queues"));
    }

    @Test
    void shouldReadRowsDefaultsAndComments() {
        TableFile file = parse("# about\n\ndefault, queues, 8 # eight\r\nrate, type\n  1.5 ,a\n-, b\n");
        assertThat(file.defaults().get("queues").integer(TableFile.VALUE, 1, 10))
                .isEqualTo(8);
        assertThat(file.rows()).extracting(row -> row.text("type")).containsExactly("a", "b");
        assertThat(file.rows()).extracting(TableRow::line).containsExactly(5, 6);
        assertThat(file.rows().get(0).gigabits("rate", 10)).isEqualTo(1_500_000_000L);
        assertThat(file.rows().get(1).has("rate")).isFalse();
        assertThat(file.rows().get(1).has("vcpus")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    type, vcpu          | my.csv:1: unknown column "vcpu"; did you mean 'vcpus'?
                    vcpus               | my.csv:1: the column "type" is missing
                    type, type          | my.csv:1: the column "type" is given twice
                    default, queue, 8   | my.csv:1: unknown default "queue"; did you mean 'queues'?
                    default, queues     | my.csv:1: a default has three cells: default, its name, its value
                    """)
    void shouldSayWhatIsWrongInTheFirstLine(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(TableException.class).hasMessage(message);
    }

    @Test
    void shouldRefuseRowsThatDoNotFitTheHeader() {
        assertThatThrownBy(() -> parse("type, rate\n\na, 1, 2\n"))
                .hasMessage("my.csv:3: the row has 3 cells, the header 2");
        assertThatThrownBy(() -> parse("type, rate\na,\n"))
                .hasMessage("my.csv:2: the cell \"rate\" is empty; \"-\" asks for the default");
    }

    @Test
    void shouldRefuseADefaultGivenTwice() {
        assertThatThrownBy(() -> parse("default, queues, 8\ndefault, queues, 9\n"))
                .hasMessage("my.csv:2: the default \"queues\" is given twice");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "11", "1e-10", "fast", "NaN"})
    void shouldRefuseRatesThatAreNone(String rate) {
        TableRow row = parse("type, rate\na, " + rate + "\n").rows().get(0);
        assertThatThrownBy(() -> row.gigabits("rate", 10))
                .hasMessage("my.csv:2: \"rate\" must be Gbit/s above 0 and up to 10, not \"" + rate + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0", "4", "two", "1.0", "99999999999999999999"})
    void shouldRefuseNumbersOutOfRange(String vcpus) {
        TableRow row = parse("type, vcpus\na, " + vcpus + "\n").rows().get(0);
        assertThatThrownBy(() -> row.integer("vcpus", 1, 3))
                .hasMessage("my.csv:2: \"vcpus\" must be a whole number from 1 to 3, not \"" + vcpus + "\"");
    }

    @Test
    void shouldNameTheNearestChoice() {
        TableRow row = parse("type, kind\na, enna\n").rows().get(0);
        assertThatThrownBy(() -> row.choice("kind", Map.of("ena", 1, "none", 2)))
                .hasMessage("my.csv:2: \"kind\" cannot be \"enna\"; did you mean 'ena'?");
        assertThatThrownBy(() -> row.text("rate")).hasMessage("my.csv:2: \"rate\" of a needs a value");
    }

    @Test
    void shouldReadFilesAndNameThoseItCannot(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("types.csv");
        Files.writeString(file, "type\na\n");
        assertThat(TableFile.read(file, COLUMNS, Set.of(), Set.of()).rows()).hasSize(1);
        Path missing = folder.resolve("missing.csv");
        assertThatThrownBy(() -> TableFile.read(missing, COLUMNS, Set.of(), Set.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.csv");
    }
}
