package io.ringlane.benchmarks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a figure depends on besides the code.
 *
 * @param processor as the system names it
 * @param cores that this process may use
 * @param memoryMebibytes of the machine; 0 where it does not say
 */
public record MachineFacts(String processor, int cores, long memoryMebibytes, String system, String jdk) {

    /** Of this machine and JVM. */
    public static MachineFacts here() {
        return new MachineFacts(
                valueIn("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(valueIn("/proc/meminfo", "MemTotal", "0").replaceAll("\\D", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** Processor, cores and memory in one line. */
    public String hardware() {
        return "%s, %d core%s%s"
                .formatted(
                        processor,
                        cores,
                        cores == 1 ? "" : "s",
                        memoryMebibytes == 0 ? "" : ", %d MiB".formatted(memoryMebibytes));
    }

    /** Everything in one line. */
    @Override
    public String toString() {
        return hardware() + ", " + system + ", " + jdk;
    }

    private static String valueIn(final String file, final String key, final String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (final IOException e) {
            return otherwise; // not Linux
        }
    }
}
