package io.ringlane.benchmarks.report;

import io.ringlane.benchmarks.support.CoreDistance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What figures were taken on, as lines of {@code name: value}. */
public final class MachineFacts {

    /** The fact that a run was too short to be quoted. */
    static final String QUICK = "quick";

    private MachineFacts() {}

    /** This machine, its JDK, and whether two cores are near just now. */
    public static String ofThisMachine() {
        final int cores = Runtime.getRuntime().availableProcessors();
        return String.format(
                Locale.ROOT,
                "machine: %s, %d cores seen%nsystem:  %s %s%nJDK:     %s %s%ncores:   %s%n",
                processor(),
                cores,
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                cores < 2 ? "one: no distance to measure" : CoreDistance.measure());
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (final IOException e) {
            return System.getProperty("os.arch"); // not Linux
        }
    }

    /** Facts by name, in their order. */
    static Map<String, String> parse(final String text) {
        final Map<String, String> facts = new LinkedHashMap<>();
        text.lines()
                .filter(line -> line.indexOf(':') > 0)
                .forEach(line -> facts.put(
                        line.substring(0, line.indexOf(':')).strip(),
                        line.substring(line.indexOf(':') + 1).strip()));
        return facts;
    }
}
