package io.ringlane.benchmarks.report;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * Latencies to be drawn as lines of one plot: of one benchmark, one line a rival where it has rivals, else one a set of
 * parameters.
 */
final class LatencySeries {

    private static final String ENDING = ".hlog";

    private LatencySeries() {}

    /** Lines by name, by the name of their plot: those of sampled figures, and of the logs in a folder. */
    static SortedMap<String, SortedMap<String, Histogram>> all(final List<Figure> figures, final Path folder)
            throws IOException {
        final SortedMap<String, SortedMap<String, Histogram>> plots = new TreeMap<>();
        for (final Figure figure : figures) {
            if (figure.latency() != null) {
                add(plots, figure.benchmark(), figure.params(), figure.latency());
            }
        }
        for (final Path log : logs(folder)) {
            final String name = log.getFileName().toString();
            final List<String> parts = Arrays.asList(
                    name.substring(0, name.length() - ENDING.length()).split(","));
            final SortedMap<String, String> params = new TreeMap<>();
            for (final String part : parts.subList(1, parts.size())) {
                final int equals = part.indexOf('=');
                if (equals > 0) { // the last part is the fork's number
                    params.put(part.substring(0, equals), part.substring(equals + 1));
                }
            }
            add(plots, parts.get(0), params, read(log.toFile()));
        }
        return plots;
    }

    private static List<Path> logs(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }

    private static Histogram read(final File log) throws FileNotFoundException {
        final Histogram sum = new Histogram(3);
        try (HistogramLogReader reader = new HistogramLogReader(log)) {
            EncodableHistogram next = reader.nextIntervalHistogram();
            while (next != null) {
                sum.add((Histogram) next);
                next = reader.nextIntervalHistogram();
            }
        }
        return sum;
    }

    private static void add(
            final SortedMap<String, SortedMap<String, Histogram>> plots,
            final String benchmark,
            final Map<String, String> params,
            final Histogram latency) {
        final List<String> rest = new ArrayList<>();
        String line = null;
        for (final Map.Entry<String, String> param : params.entrySet()) {
            if (Rivals.isRivalParam(param.getKey())) {
                line = param.getValue();
            } else {
                rest.add(param.toString());
            }
        }
        final String others = String.join(" ", rest);
        final String plot = line == null || others.isEmpty() ? benchmark : benchmark + " " + others;
        final SortedMap<String, Histogram> lines = plots.computeIfAbsent(plot, name -> new TreeMap<>());
        lines.computeIfAbsent(line != null ? line : others.isEmpty() ? benchmark : others, name -> new Histogram(3))
                .add(latency);
    }
}
