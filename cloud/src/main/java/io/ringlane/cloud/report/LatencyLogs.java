package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One HdrHistogram log a flow, for the tools that read those; values in nanoseconds. */
final class LatencyLogs {

    private static final int LONGEST_NAME = 64;

    /** Names the logs of the report that is there, so that the next one can tell them from what others put beside them. */
    private static final String INDEX = "index.txt";

    private static final Pattern LOG_NAME = Pattern.compile("[A-Za-z0-9._-]*\\.hlog");

    private LatencyLogs() {}

    /**
     * Writes the logs, and removes those of an earlier report in the directory that this one does not replace.
     *
     * @param folderName the folder in it that they go into
     * @return each flow's file, relative to the directory with {@code /} between; flows without packets have none
     */
    static Map<FlowResult, String> write(RunResult result, Path directory, String folderName) throws IOException {
        Map<FlowResult, String> files = new IdentityHashMap<>();
        Set<String> taken = new HashSet<>();
        Path folder = Files.createDirectories(directory.resolve(folderName));
        for (FlowResult flow : result.flows()) {
            if (flow.latency().getTotalCount() == 0) {
                continue;
            }
            String file = folderName + "/" + fileName(flow.name(), taken);
            LatencyLog.write(
                    directory.resolve(file),
                    "one-way latency in nanoseconds, " + result.clock() + " clock",
                    result.durationNs() / 1e9,
                    flow.latency());
            files.put(flow, file);
        }
        List<String> names = files.values().stream()
                .map(file -> file.substring(folderName.length() + 1))
                .sorted()
                .toList();
        removeStale(folder, names);
        OutputFile.write(folder.resolve(INDEX), String.join("\n", names) + "\n");
        return files;
    }

    /** What the index names and is not there any more; a line that is no name of a log, whoever wrote it, names nothing. */
    private static void removeStale(Path folder, List<String> current) throws IOException {
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            return;
        }
        for (String name : Files.readAllLines(index)) {
            if (LOG_NAME.matcher(name).matches() && !current.contains(name)) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    /** Letters, digits, dot, dash and underscore only, and never the same twice even where case does not count. */
    private static String fileName(String flow, Set<String> taken) {
        String safe = flow.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^\\.+", "_");
        String stem = safe.substring(0, Math.min(LONGEST_NAME, safe.length()));
        String name = stem + ".hlog";
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = stem + "-" + i + ".hlog";
        }
        return name;
    }
}
