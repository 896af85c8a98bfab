package io.ringlane.benchmarks.compare.jmh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps benchmarks of one thread on one core, so that the scheduler's choices are no part of the figure. Benchmarks of
 * several threads run free: on one core they would wait for each other.
 *
 * @param core the core's number; {@link #NONE} leaves everything unpinned
 */
public record Pinning(int core) {

    /** No pinning. */
    public static final int NONE = -1;

    /** The highest core this process may use: interrupts tend to the lowest. None where there is no taskset, or one core. */
    public static Pinning automatic() {
        final int[] allowed = allowedCores();
        return new Pinning(isTasksetThere() && allowed.length > 1 ? allowed[allowed.length - 1] : NONE);
    }

    /** What to put before a command that runs on so many threads. */
    List<String> prefix(final int threads) {
        return core == NONE || threads != 1 ? List.of() : List.of("taskset", "-c", Integer.toString(core));
    }

    /** For people. */
    public String description() {
        return core == NONE ? "not pinned" : "benchmarks of one thread on core " + core;
    }

    /** Why a core cannot be had; null if it can, or where the system does not say. */
    public static String refusal(final int core) {
        final int[] allowed = allowedCores();
        if (allowed.length > 0 && Arrays.stream(allowed).noneMatch(one -> one == core)) {
            return "this process may use "
                    + Arrays.stream(allowed).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        }
        return isTasksetThere() ? null : "there is no taskset on the PATH to pin with";
    }

    private static boolean isTasksetThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    }

    private static int[] allowedCores() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .flatMapToInt(line ->
                            coresOf(line.substring(line.indexOf(':') + 1).strip()))
                    .toArray();
        } catch (final IOException e) {
            return new int[0]; // not Linux
        }
    }

    /** From the kernel's list, such as {@code 0-3,8}. */
    static IntStream coresOf(final String list) {
        return Arrays.stream(list.split(",")).flatMapToInt(range -> {
            final String[] ends = range.split("-");
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        });
    }
}
