package io.ringlane.cloud.run;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine says it took from this process, at one moment. A figure that the machine does not give is
 * {@link #UNKNOWN}; a guest whose host reports no steal shows 0 whatever the host did.
 *
 * @param stealNs processor time the host gave to others ({@code /proc/stat}, in ticks of 10 ms)
 * @param runQueueWaitNs time this process's threads were ready to run and had no core ({@code /proc/self/task}, schedstat)
 * @param collections garbage collections so far
 */
record MachineCounters(long stealNs, long runQueueWaitNs, long collections) {

    static final long UNKNOWN = -1;

    private static final long NANOS_A_TICK = 10_000_000; // USER_HZ is 100 on every Linux that Java runs on
    private static final int STEAL_FIELD = 8;

    static MachineCounters now() {
        return read(Path.of("/proc"));
    }

    static MachineCounters read(final Path proc) {
        long collections = 0;
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
        }
        return new MachineCounters(steal(proc), runQueueWait(proc), collections);
    }

    /** What happened from an earlier moment to this one. */
    MachineCounters since(final MachineCounters earlier) {
        return new MachineCounters(
                stealNs == UNKNOWN || earlier.stealNs == UNKNOWN ? UNKNOWN : stealNs - earlier.stealNs,
                runQueueWaitNs == UNKNOWN || earlier.runQueueWaitNs == UNKNOWN
                        ? UNKNOWN
                        : Math.max(0, runQueueWaitNs - earlier.runQueueWaitNs), // a thread may have ended
                collections - earlier.collections);
    }

    private static long steal(final Path proc) {
        try (var lines = Files.lines(proc.resolve("stat"))) {
            final String[] fields = lines.findFirst().orElse("").split(" +");
            return fields.length > STEAL_FIELD ? Long.parseLong(fields[STEAL_FIELD]) * NANOS_A_TICK : UNKNOWN;
        } catch (final IOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    private static long runQueueWait(final Path proc) {
        long sum = UNKNOWN;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc.resolve("self/task"))) {
            for (final Path task : tasks) {
                final Path file = task.resolve("schedstat"); // "on a core, waiting for one, turns", the first two in ns
                if (Files.isReadable(file)) {
                    sum = Math.max(0, sum)
                            + Long.parseLong(Files.readString(file).trim().split(" ")[1]);
                }
            }
        } catch (final IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return UNKNOWN;
        }
        return sum;
    }
}
