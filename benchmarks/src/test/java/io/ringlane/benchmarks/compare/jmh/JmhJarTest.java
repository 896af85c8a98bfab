package io.ringlane.benchmarks.compare.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JmhJarTest {

    private static final List<String> LISTING = """
            Benchmarks:\s
            io.example.RingBenchmark.offer
              param "ring" = {spsc, mpsc}
              param "burst" = {1, 32}
            io.example.ClockBenchmark.read
            """.lines().toList();

    @Test
    void shouldListACaseForEveryCombinationOfParameters() {
        assertThat(JmhJar.parse(LISTING, Map.of()))
                .extracting(BenchmarkCase::toString)
                .containsExactly(
                        "RingBenchmark.offer burst=1 ring=spsc",
                        "RingBenchmark.offer burst=32 ring=spsc",
                        "RingBenchmark.offer burst=1 ring=mpsc",
                        "RingBenchmark.offer burst=32 ring=mpsc",
                        "ClockBenchmark.read");
    }

    @Test
    void shouldKeepOnlyTheValuesAskedFor() {
        assertThat(JmhJar.parse(LISTING, Map.of("ring", List.of("spsc"), "burst", List.of("64"))))
                .extracting(BenchmarkCase::toString)
                .containsExactly("RingBenchmark.offer burst=64 ring=spsc", "ClockBenchmark.read");
    }

    @Test
    void shouldRunOneForkOfOneCaseAndLetTheCallersOptionsWin() {
        final BenchmarkCase one = new BenchmarkCase("io.example.RingBenchmark.offer", Map.of("burst", "32"));

        final List<String> command =
                new JmhJar(Path.of("b.jar")).forkCommand(one, List.of("-i", "3"), Path.of("out.json"));

        assertThat(command.subList(1, command.size()))
                .containsExactly(
                        "-jar",
                        "b.jar",
                        "^io\\.example\\.RingBenchmark\\.offer$",
                        "-p",
                        "burst=32",
                        "-f",
                        "1",
                        "-prof",
                        "gc",
                        "-foe",
                        "true",
                        "-rf",
                        "json",
                        "-rff",
                        "out.json",
                        "-i",
                        "3");
    }

    @Test
    void shouldNeverGiveJmhAnOptionTwice() {
        final List<String> merged =
                JmhOptions.overlaid(List.of("-wi", "5", "-i", "15"), List.of("-i", "3", "-v", "EXTRA"));

        assertThat(merged).containsExactly("-wi", "5", "-i", "3", "-v", "EXTRA");
        assertThat(JmhOptions.without(merged, Set.of("-i", "-wi"))).containsExactly("-v", "EXTRA");
        assertThat(JmhOptions.reserved(List.of("-i", "3", "-f", "2"))).isEqualTo("-f");
        assertThat(JmhOptions.reserved(merged)).isNull();
    }

    @Test
    void shouldSayHowLongAForkTakesWhereTheOptionsDo() {
        final double start =
                ForkTime.seconds(List.of("-wi", "0", "-i", "1", "-r", "0s")).orElseThrow();

        assertThat(ForkTime.seconds(List.of("-wi", "5", "-w", "300ms", "-i", "15", "-r", "150ms", "-v", "EXTRA"))
                        .orElseThrow())
                .isCloseTo(start + 3.75, within(1e-9));
        assertThat(ForkTime.seconds(List.of("-wi", "5", "-i", "15", "-r", "150ms")))
                .as("the warm-up's length is an annotation's")
                .isEmpty();
        assertThat(ForkTime.seconds(List.of())).isEmpty();
    }

    @Test
    void shouldSayWhyAForkDied() {
        assertThat(FailureText.of(List.of(
                        "# Warmup: 3 iterations",
                        "<failure>",
                        "",
                        "java.lang.IllegalStateException: 31 frames came",
                        "\tat x")))
                .isEqualTo("java.lang.IllegalStateException: 31 frames came");
        assertThat(FailureText.of(List.of("Unable to access jarfile x.jar", "")))
                .isEqualTo("Unable to access jarfile x.jar");
        assertThat(FailureText.of(List.of())).isEqualTo("no output");
    }

    @Test
    void shouldReadTheKernelsListOfCores() {
        assertThat(Pinning.coresOf("0-3,8").toArray()).containsExactly(0, 1, 2, 3, 8);
        assertThat(Pinning.coresOf("1").toArray()).containsExactly(1);
    }

    @Test
    void shouldPinOnlyBenchmarksOfOneThread() {
        assertThat(new Pinning(1).prefix(1)).containsExactly("taskset", "-c", "1");
        assertThat(new Pinning(1).prefix(2)).isEmpty();
        assertThat(new Pinning(Pinning.NONE).prefix(1)).isEmpty();
    }
}
