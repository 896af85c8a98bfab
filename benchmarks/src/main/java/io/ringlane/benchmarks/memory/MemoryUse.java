package io.ringlane.benchmarks.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this JVM at one moment.
 *
 * @param heapBytes live objects, after a full collection
 * @param directBytes direct and mapped buffers
 * @param residentBytes what the kernel has given to the process, or 0 where it does not say
 */
record MemoryUse(long heapBytes, long directBytes, long residentBytes) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int COLLECTIONS = 2; // the second finds what the first one's references let go

    /** Collects garbage and looks. */
    static MemoryUse now() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new MemoryUse(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct, resident());
    }

    private static long resident() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    /** Heap and buffers. */
    long bytes() {
        return heapBytes + directBytes;
    }

    /** What came on top of an earlier moment, a thing. */
    double since(MemoryUse before, int things) {
        return things == 0 ? 0 : (double) (bytes() - before.bytes()) / things;
    }
}
