package io.ringlane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendFileTest {

    private static final String A = Results.averageTime("x.ABenchmark.run", "{\"flows\": \"64\"}", "[[2.5]]");
    private static final String B = Results.averageTime("x.BBenchmark.run", "{}", "[[4.0]]");

    @TempDir
    Path folder;

    @Test
    void shouldAddARowARunUnderOneHeader() throws IOException, TrendFile.TrendException {
        final Path file = folder.resolve("trend.csv");
        append(file, "2026-11-01T10:00:00+00:00", "aaa", B, A);
        append(file, "2026-11-02T10:00:00+00:00", "bbb", A, B);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "time,commit,branch,machine,jdk,ABenchmark.run:flows=64,BBenchmark.run",
                        "2026-11-01T10:00:00+00:00,aaa,main,\"an EPYC, 2 cores\",17.0.15,2.5,4.0",
                        "2026-11-02T10:00:00+00:00,bbb,main,\"an EPYC, 2 cores\",17.0.15,2.5,4.0");
        assertThat(Files.readString(folder.resolve("trend.otava.yaml")))
                .contains(
                        "otava analyze ringlane --config-file trend.otava.yaml\n",
                        "file: trend.csv",
                        "time_column: time",
                        "\"ABenchmark.run:flows=64\": {direction: -1}");
    }

    @Test
    void shouldReplaceTheRowOfACommitThatIsMeasuredAgain() throws IOException, TrendFile.TrendException {
        final Path file = folder.resolve("trend.csv");
        append(file, "2026-11-01T10:00:00+00:00", "aaa, changed", A);
        append(file, "2026-11-01T10:00:00+00:00", "aaa", A);
        append(file, "2026-11-02T10:00:00+00:00", "bbb", A);
        append(
                file,
                "2026-11-01T10:00:00+00:00",
                "aaa",
                Results.averageTime("x.ABenchmark.run", "{\"flows\": \"64\"}", "[[7.5]]"));

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "time,commit,branch,machine,jdk,ABenchmark.run:flows=64",
                        "2026-11-01T10:00:00+00:00,\"aaa, changed\",main,\"an EPYC, 2 cores\",17.0.15,2.5",
                        "2026-11-01T10:00:00+00:00,aaa,main,\"an EPYC, 2 cores\",17.0.15,7.5",
                        "2026-11-02T10:00:00+00:00,bbb,main,\"an EPYC, 2 cores\",17.0.15,2.5");
        append(file, "2026-11-03T10:00:00+00:00", "unknown", A);
        append(file, "2026-11-03T10:00:00+00:00", "unknown", A);
        assertThat(Files.readAllLines(file)).hasSize(6);
    }

    @Test
    void shouldSayBeforeARunThatItWillNotFit() throws IOException, TrendFile.TrendException {
        final Path file = folder.resolve("trend.csv");
        TrendFile.check(file, Set.of("BBenchmark.run"));
        append(file, "2026-11-01T10:00:00+00:00", "aaa", A);
        TrendFile.check(file, Set.of("ABenchmark.run:flows=64"));
        assertThatThrownBy(() -> TrendFile.check(file, Set.of("BBenchmark.run")))
                .hasMessageContaining("1 new (the first is BBenchmark.run)");
        assertThatThrownBy(() -> TrendFile.check(folder.resolve("none/trend.csv"), Set.of("BBenchmark.run")))
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> TrendFile.check(folder, Set.of("BBenchmark.run")))
                .hasMessageContaining("is a folder");
    }

    @Test
    void shouldRefuseARunOfOtherBenchmarksAndLeaveTheFileAlone() throws IOException, TrendFile.TrendException {
        final Path file = folder.resolve("trend.csv");
        append(file, "2026-11-01T10:00:00+00:00", "aaa", A);
        final String before = Files.readString(file);

        assertThatThrownBy(() -> append(file, "2026-11-02T10:00:00+00:00", "bbb", B))
                .isInstanceOf(TrendFile.TrendException.class)
                .hasMessageContaining("1 of them missing (the first is ABenchmark.run:flows=64)")
                .hasMessageContaining("1 new (the first is BBenchmark.run)");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    private static void append(final Path file, final String time, final String commit, final String... results)
            throws IOException, TrendFile.TrendException {
        final List<Figure> figures = Results.of(results);
        TrendFile.append(
                file,
                figures,
                time,
                Map.of("commit", commit, "branch", "main", "machine", "an EPYC, 2 cores", "jdk", "17.0.15"));
    }
}
