package io.ringlane.benchmarks.compare;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkOutcome;
import io.ringlane.benchmarks.compare.jmh.ForkRunner;
import io.ringlane.benchmarks.compare.jmh.ForkScore;
import io.ringlane.benchmarks.compare.jmh.JmhJar;
import io.ringlane.benchmarks.compare.jmh.Pinning;
import io.ringlane.benchmarks.compare.machine.Rulers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the rulers from this program's own jar, so that neither side can change them. */
final class RulerRun {

    private static final String RULERS = "^io\\.ringlane\\.benchmarks\\.ruler\\.RulerBenchmark\\.";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final JmhJar jar;
    private final ForkRunner runner;

    /** @param jar this program's own */
    RulerRun(final Path jar, final Path folder, final Pinning pinning) {
        this.jar = new JmhJar(jar);
        this.runner = new ForkRunner(folder, pinning, List.of(), ForkScore.MEDIAN, LIMIT);
    }

    /** About ten seconds. */
    Rulers measure() throws IOException, InterruptedException {
        final Map<String, Double> stepNs = new TreeMap<>();
        for (final BenchmarkCase ruler : jar.cases(RULERS, Map.of())) {
            final ForkOutcome outcome = runner.run(jar, ruler, 1);
            if (!outcome.isAlive()) {
                throw new IOException("the ruler " + ruler + " does not run: " + outcome.failure());
            }
            final String name = ruler.benchmark().substring(ruler.benchmark().lastIndexOf('.') + 1);
            stepNs.put(name, outcome.result().primary().score());
        }
        return new Rulers(stepNs);
    }
}
