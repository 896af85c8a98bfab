package io.ringlane.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.ForkRunner;
import io.ringlane.benchmarks.compare.jmh.ForkScore;
import io.ringlane.benchmarks.compare.jmh.JmhJar;
import io.ringlane.benchmarks.compare.jmh.Pinning;
import io.ringlane.benchmarks.compare.outcome.ScenarioOutcomes;
import io.ringlane.benchmarks.compare.session.Results;
import io.ringlane.benchmarks.compare.session.Schedule;
import io.ringlane.benchmarks.compare.session.SequentialJudge;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.session.SessionVerdict;
import io.ringlane.benchmarks.compare.stats.LookPlan;
import io.ringlane.benchmarks.compare.stats.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import joptsimple.OptionParser;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.Main;

/** Two jars of somebody else's benchmark, written, compiled and packed here; what is timed is not looked at. */
class ForeignJarTest {

    /** A checksum with a counter; the first {@code %s} says that another JMH runs, the second is what differs between the two. */
    private static final String SOURCE = """
            package org.example;

            import java.util.concurrent.TimeUnit;
            import org.openjdk.jmh.annotations.*;

            @State(Scope.Thread)
            @BenchmarkMode(Mode.AverageTime)
            @OutputTimeUnit(TimeUnit.NANOSECONDS)
            public class ChecksumBenchmark {
                @Param({"64", "1500"})
                int length;

                @AuxCounters(AuxCounters.Type.OPERATIONS)
                @State(Scope.Thread)
                public static class Counters {
                    public long hits;
                }

                /** Other builds on this machine may hold JMH's lock; what is timed here does not matter. */
                public static void main(final String[] args) throws Exception {
                    System.setProperty("jmh.ignoreLock", "true");
                    %s
                    org.openjdk.jmh.Main.main(args);
                }

                @Benchmark
                public int sum(final Counters counters) {
                    int sum = 0;
                    for (int i = 0; i < length; i++) {
                        sum = 31 * sum + i;
                    }
                    %s
                    return sum;
                }
            }
            """;

    /** What JMH says while another one runs, as often as there are files in a folder. */
    private static final String LOCKED = """
            final java.io.File[] locks = new java.io.File("%s").listFiles();
            if (locks != null && locks.length > 0 && locks[0].delete()) {
                System.out.println("ERROR: Unable to acquire the JMH lock (/tmp/jmh.lock): already taken by another "
                        + "JMH instance, exiting. Use -Djmh.ignoreLock=true to forcefully continue.");
                System.exit(1);
            }""";

    private static final List<String> SHORT = List.of("-wi", "0", "-i", "1", "-r", "10ms");

    @TempDir
    Path folder;

    private JmhJar base;
    private Path locks;

    @BeforeEach
    void makeJar() throws Exception {
        locks = Files.createDirectory(folder.resolve("locks"));
        base = jar("base", "counters.hits++;");
    }

    @Test
    void shouldCompareAForeignJarWithItself() throws Exception {
        assertThat(ScenarioOutcomes.canRun(base.path())).isFalse();
        final List<BenchmarkCase> cases = base.cases(".*", Map.of("length", List.of("64")));
        assertThat(cases).extracting(BenchmarkCase::toString).containsExactly("ChecksumBenchmark.sum length=64");

        final SessionResult result = compare(base, cases);

        assertThat(result.metrics())
                .extracting(metric -> metric.name())
                .allSatisfy(name -> assertThat(name).startsWith("ChecksumBenchmark.sum length=64"));
        assertThat(result.metrics())
                .allSatisfy(metric -> assertThat(metric.log().failure()).isNull());
        assertThat(result.metrics().get(0).log().blocks().size()
                        + result.metrics().get(0).log().setAside().size())
                .isGreaterThanOrEqualTo(3);
        assertThat(result.exact()).as("allocation").isNotEmpty();
    }

    @Test
    void shouldFailWhereHeadDoesNotRun() throws Exception {
        final JmhJar broken = jar("broken", "if (counters != null) { throw new IllegalStateException(\"not here\"); }");

        final SessionResult result = compare(broken, base.cases(".*", Map.of("length", List.of("64"))));

        assertThat(result.verdict()).isEqualTo(SessionVerdict.REGRESSED);
        assertThat(result.metrics().get(0).judgement().verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(result.metrics().get(0).log().failure())
                .startsWith("HEAD: java.lang.IllegalStateException: not here");
    }

    @Test
    void shouldWaitWhileAnotherJmhRuns() throws Exception {
        final List<BenchmarkCase> cases = base.cases(".*", Map.of("length", List.of("64")));
        Files.createFile(locks.resolve("first"));
        Files.createFile(locks.resolve("second"));

        assertThat(runner(Duration.ofMinutes(1)).run(base, cases.get(0), 1).isAlive())
                .isTrue();
        assertThat(locks).isEmptyDirectory();
    }

    @Test
    void shouldEndTheSessionWhereAnotherJmhDoesNotEnd() throws Exception {
        final List<BenchmarkCase> cases = base.cases(".*", Map.of("length", List.of("64")));
        for (int i = 0; i < 100; i++) {
            Files.createFile(locks.resolve("lock-" + i));
        }

        assertThatThrownBy(() -> runner(Duration.ofSeconds(2)).run(base, cases.get(0), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another JMH has been running on this machine for 2 s");
    }

    private ForkRunner runner(final Duration limit) {
        return new ForkRunner(folder, new Pinning(Pinning.NONE), SHORT, ForkScore.MEDIAN, limit);
    }

    private SessionResult compare(final JmhJar head, final List<BenchmarkCase> cases) throws Exception {
        final LookPlan plan = LookPlan.once(3);
        final SequentialJudge judge = new SequentialJudge(0.03, plan);
        final ForkRunner runner = runner(Duration.ofMinutes(1));
        return Results.of(
                List.of(),
                new Schedule(new ProcessForks(base, head, runner), plan, judge, (number, planned, what) -> {})
                        .run(cases, null),
                judge,
                false);
    }

    private JmhJar jar(final String name, final String line) throws Exception {
        final Path classes = Files.createDirectories(folder.resolve(name));
        final Path source = Files.writeString(
                folder.resolve("ChecksumBenchmark.java"), SOURCE.formatted(LOCKED.formatted(locks), line));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final String libraries = libraries().map(Path::toString).collect(Collectors.joining(":"));
        assertThat(compiler.run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        libraries,
                        "-processorpath",
                        libraries + ":" + annotationProcessor(),
                        source.toString()))
                .isZero();
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.example.ChecksumBenchmark");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        libraries().map(path -> path.toUri().toString()).collect(Collectors.joining(" ")));
        final Path jar = folder.resolve(name + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> compiled = Files.walk(classes)) {
            for (final Path path : compiled.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
        return new JmhJar(jar);
    }

    /** What JMH needs at run time. */
    private static Stream<Path> libraries() {
        return Stream.of(Main.class, OptionParser.class, TDistribution.class).map(ForeignJarTest::jarOf);
    }

    /** It lies beside JMH in the local repository, where this module's own build took it from. */
    private static Path annotationProcessor() throws IOException {
        final Path core = jarOf(Main.class);
        final Path processor = Path.of(core.toString().replace("jmh-core", "jmh-generator-annprocess"));
        assertThat(processor).isRegularFile();
        return processor;
    }

    private static Path jarOf(final Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
