package io.ringlane.benchmarks.compare.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/** Runs forks as processes, one at a time. The output of one that died stays in the folder; of others nothing stays. */
public final class ForkRunner {

    /** One iteration without warm-up: enough to see whether a benchmark runs, and on how many threads. */
    private static final List<String> PROBE = List.of("-wi", "0", "-i", "1", "-r", "10ms");

    /** JMH lets one of its kind run on a machine at a time, and says so where another does. */
    private static final String LOCKED = "the JMH lock";

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Path folder;
    private final Pinning pinning;
    private final List<String> options;
    private final ResultReader reader;
    private final Duration limit;
    private int forks;

    /**
     * @param folder for output and JSON; there already
     * @param options JMH's, for every fork; later ones win over a benchmark's annotations
     * @param limit after which a fork counts as dead, and after which waiting for another JMH to end is given up
     */
    public ForkRunner(
            final Path folder,
            final Pinning pinning,
            final List<String> options,
            final ForkScore forkScore,
            final Duration limit) {
        this.folder = folder;
        this.pinning = pinning;
        this.options = List.copyOf(options);
        this.reader = new ResultReader(forkScore);
        this.limit = limit;
    }

    /**
     * One fork. Where another JMH holds the machine, it waits for that to end: neither side is to blame for it.
     *
     * @param threads the benchmark's, as a probe reported them; benchmarks of one thread are pinned
     * @throws IOException if another JMH still runs after {@code limit}
     */
    public ForkOutcome run(final JmhJar jar, final BenchmarkCase one, final int threads)
            throws IOException, InterruptedException {
        return run(jar, one, pinning.prefix(threads), options);
    }

    /** Whether a benchmark runs at all, and on how many threads; its score means nothing. */
    public ForkOutcome probe(final JmhJar jar, final BenchmarkCase one) throws IOException, InterruptedException {
        final List<String> probing = JmhOptions.without(options, Set.of("-wi", "-w", "-i", "-r"));
        probing.addAll(PROBE);
        return run(jar, one, List.of(), probing);
    }

    private ForkOutcome run(
            final JmhJar jar, final BenchmarkCase one, final List<String> prefix, final List<String> jmhOptions)
            throws IOException, InterruptedException {
        final String name = "fork-" + ++forks;
        final Path json = folder.resolve(name + ".json");
        final Path output = folder.resolve(name + ".txt");
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(jar.forkCommand(one, jmhOptions, json));
        final CommandResult ended = runUnlocked(command, output);
        final String failure;
        if (ended.exitCode() == CommandResult.TIMED_OUT) {
            failure = "took longer than " + limit.toSeconds() + " s";
        } else if (ended.exitCode() != 0 || !Files.isRegularFile(json)) {
            failure = FailureText.of(Files.readAllLines(output));
        } else {
            try {
                final ForkResult result = reader.read(Files.readString(json));
                Files.delete(output);
                Files.delete(json);
                return ForkOutcome.of(result);
            } catch (final JacksonException | IllegalArgumentException e) {
                failure = e.getMessage();
            }
        }
        return ForkOutcome.dead(failure + " (see " + output.getFileName() + ")");
    }

    private CommandResult runUnlocked(final List<String> command, final Path output)
            throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        while (true) {
            Files.writeString(output, "");
            final CommandResult ended = CommandResult.run(command, null, output, limit);
            if (ended.exitCode() == 0 || !Files.readString(output).contains(LOCKED)) {
                return ended;
            }
            if (System.nanoTime() - startNs > limit.toNanos()) {
                throw new IOException("another JMH has been running on this machine for " + limit.toSeconds()
                        + " s, and only one may: try again once it ended (its lock: jmh.lock in "
                        + System.getProperty("java.io.tmpdir") + ")");
            }
            Thread.sleep(BETWEEN_TRIES.toMillis());
        }
    }
}
