package io.ringlane.benchmarks.compare.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the JSON that JMH writes of one fork of one benchmark, in one mode or several. */
public final class ResultReader {

    /** JMH's allocation profiler, by operation. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /**
     * What the harness may allocate in an iteration: up to 36 KiB were seen with JMH 1.37. One object a burst of 32
     * packets is a hundred times more.
     */
    private static final double HARNESS_BYTES_AN_ITERATION = 64 * 1024;

    private static final Map<String, Double> NANOS = Map.of(
            "ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 6e10, "m", 6e10, "hr", 3.6e12, "h", 3.6e12, "day",
            8.64e13);

    private final ForkScore forkScore;

    /** @param forkScore how iterations become one figure */
    public ResultReader(final ForkScore forkScore) {
        this.forkScore = forkScore;
    }

    /**
     * @param json the whole file
     * @throws IllegalArgumentException if it is not JMH's JSON of at least one result
     */
    public ForkResult read(final String json) {
        final JsonNode results = new ObjectMapper().readTree(json);
        if (!results.isArray() || results.isEmpty()) {
            throw new IllegalArgumentException("JMH wrote no result");
        }
        final List<Metric> metrics = new ArrayList<>();
        double allocated = Double.NaN;
        for (final JsonNode result : results) {
            final String mode = result.path("mode").asString();
            metrics.add(metric(mode, "", result.path("primaryMetric")));
            for (final Map.Entry<String, JsonNode> counter :
                    result.path("secondaryMetrics").properties()) {
                if (counter.getKey().endsWith(ALLOCATED)) {
                    allocated = allocated(result, counter.getValue());
                } else if (!isOfProfiler(counter.getKey())) {
                    metrics.add(metric(mode, counter.getKey(), counter.getValue()));
                }
            }
        }
        return new ForkResult(metrics, results.get(0).path("threads").asInt(1), allocated);
    }

    private Metric metric(final String mode, final String name, final JsonNode node) {
        return new Metric(mode, name, node.path("scoreUnit").asString(), score(node));
    }

    /** From the iterations where they are listed; samples come as a histogram, whose mean is the score. */
    private double score(final JsonNode node) {
        final JsonNode iterations = node.path("rawData").path(0);
        final double[] values = new double[iterations.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = iterations.get(i).asDouble(Double.NaN);
        }
        return values.length == 0 ? node.path("score").asDouble(Double.NaN) : forkScore.of(values);
    }

    /** The middle iteration, because the last one pays for the harness's own reports. */
    private static double allocated(final JsonNode result, final JsonNode node) {
        final JsonNode iterations = node.path("rawData").path(0);
        final double[] bytes = new double[iterations.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = iterations.get(i).asDouble(Double.NaN);
        }
        final double middle = bytes.length == 0 ? node.path("score").asDouble(Double.NaN) : ForkScore.MEDIAN.of(bytes);
        return middle <= harnessBytes(result) ? 0 : middle;
    }

    /** The harness's share of an operation. */
    private static double harnessBytes(final JsonNode result) {
        return HARNESS_BYTES_AN_ITERATION / Math.max(1, operations(result));
    }

    /** Operations in an iteration, from its length and the score. */
    private static double operations(final JsonNode result) {
        if (result.path("mode").asString().equals("ss")) {
            return 1;
        }
        final double iterationNs = nanos(result.path("measurementTime").asString());
        final JsonNode primary = result.path("primaryMetric");
        final String[] unit = primary.path("scoreUnit").asString().split("/");
        final double score = primary.path("score").asDouble();
        if (unit.length != 2 || !(score > 0)) {
            return 1;
        }
        return unit[0].equals("ops")
                ? score * iterationNs / NANOS.getOrDefault(unit[1], Double.POSITIVE_INFINITY)
                : result.path("threads").asInt(1)
                        * iterationNs
                        / (score * NANOS.getOrDefault(unit[0], Double.POSITIVE_INFINITY));
    }

    /** JMH writes a time as {@code 300 ms}. */
    private static double nanos(final String time) {
        final String[] parts = time.strip().split(" ");
        return parts.length == 2 ? Double.parseDouble(parts[0]) * NANOS.getOrDefault(parts[1], 0.0) : 0;
    }

    /** Profilers tell of the machine; older versions of JMH mark them with a dot. */
    private static boolean isOfProfiler(final String name) {
        return name.startsWith("gc.") || name.startsWith("·");
    }
}
