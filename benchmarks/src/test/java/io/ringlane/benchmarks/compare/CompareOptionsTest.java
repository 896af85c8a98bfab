package io.ringlane.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompareOptionsTest {

    @Test
    void shouldLookThreeTimesByDefaultAndOnceWhenQuick() {
        assertThat(options().forks()).isEqualTo(10);
        assertThat(options().mostForks()).isEqualTo(30);
        assertThat(options("--forks", "6").mostForks()).isEqualTo(18);
        assertThat(options("--quick").mostForks()).isEqualTo(6);
        assertThat(options("--max-forks", "10").mostForks()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "--margin; 3; '3' has no %: write 3% for three parts of a hundred",
                "--margin; 0; '0' has no %",
                "--margin; 0%; no two programs are equivalent",
                "--margin; 100%; not above 0% and below 100%",
                "--margin; NaN%; not above 0% and below 100%",
                "--margin; x%; 'x%' is no percentage, write it as 3%",
                "--forks; 7; --forks 7: takes an even number of 6 or more",
                "--max-forks; 8; --max-forks 8: takes an even number, no less than --forks, which is 10",
                "--core; 4096; --core 4096: this process may use ",
                "--fork-limit; 0; --fork-limit 0: takes 1 or more seconds"
            })
    void shouldSayWhatItTakesInstead(final String option, final String value, final String message) {
        assertThatThrownBy(() -> options(option, value)).hasMessageContaining(message);
    }

    @Test
    void shouldNotPinAndLeaveUnpinned() {
        assertThatThrownBy(() -> options("--core", "0", "--no-pin")).hasMessageContaining("take one of them");
    }

    private static CompareOptions options(final String... more) {
        final List<String> arguments = new ArrayList<>(List.of("main", "HEAD"));
        arguments.addAll(List.of(more));
        final CompareOptions options = new CompareOptions();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        options.check();
        return options;
    }
}
