package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.HistogramLogWriter;

/** One HdrHistogram log a flow, for the tools that read those; values in nanoseconds. */
final class LatencyLogs {

    private static final String FOLDER = "latency";
    private static final int LONGEST_NAME = 64;

    private LatencyLogs() {}

    /** @return each flow's file, relative to the directory with {@code /} between; flows without packets have none */
    static Map<FlowResult, String> write(RunResult result, Path directory) throws IOException {
        Map<FlowResult, String> files = new IdentityHashMap<>();
        Set<String> taken = new HashSet<>();
        Files.createDirectories(directory.resolve(FOLDER));
        for (FlowResult flow : result.flows()) {
            if (flow.latency().getTotalCount() == 0) {
                continue;
            }
            String file = FOLDER + "/" + fileName(flow.name(), taken);
            try (PrintStream out =
                    new PrintStream(Files.newOutputStream(directory.resolve(file)), false, StandardCharsets.UTF_8)) {
                HistogramLogWriter log = new HistogramLogWriter(out);
                log.outputComment("[one-way latency in nanoseconds, " + result.clock() + " clock]");
                log.outputLogFormatVersion();
                log.outputLegend();
                log.outputIntervalHistogram(0.0, result.durationNs() / 1e9, flow.latency());
                if (out.checkError()) {
                    throw new IOException(directory.resolve(file) + ": cannot be written");
                }
            }
            files.put(flow, file);
        }
        return files;
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
