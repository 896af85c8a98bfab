package io.ringlane.benchmarks.compare.jmh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a process ended.
 *
 * @param exitCode its own; {@link #TIMED_OUT} where it was killed for taking too long
 */
public record CommandResult(int exitCode) {

    /** No process returns this. */
    public static final int TIMED_OUT = -1;

    /**
     * Runs a process to its end, with nothing on its standard input.
     *
     * @param folder where it runs; null for this process's own
     * @param output takes both of its streams
     * @param limit after which it and everything it started are killed
     */
    public static CommandResult run(
            final List<String> command, final Path folder, final Path output, final Duration limit)
            throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .directory(folder == null ? null : folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .start();
        final Thread killer = new Thread(() -> kill(process), "kill-child");
        hook(killer);
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new CommandResult(process.exitValue());
            }
            return new CommandResult(TIMED_OUT);
        } finally {
            kill(process);
            unhook(killer);
        }
    }

    private static void hook(final Thread killer) {
        try {
            Runtime.getRuntime().addShutdownHook(killer);
        } catch (final IllegalStateException e) {
            return; // this JVM is going down, and tidies up
        }
    }

    private static void unhook(final Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (final IllegalStateException e) {
            return; // this JVM is going down, and the hook is running
        }
    }

    /** A JMH process has a fork of its own below it. */
    private static void kill(final Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
