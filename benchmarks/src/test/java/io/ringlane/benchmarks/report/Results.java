package io.ringlane.benchmarks.report;

import java.util.List;
import tools.jackson.databind.ObjectMapper;

/** Results in JMH's form. */
final class Results {

    private Results() {}

    static List<Figure> of(final String... results) {
        return Figure.all(new ObjectMapper().readTree("[" + String.join(",", results) + "]"));
    }

    static String averageTime(final String benchmark, final String params, final String rawData) {
        return result(
                benchmark,
                "avgt",
                params,
                "{\"score\": 1.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"ns/op\"," + " \"rawData\": " + rawData
                        + "}",
                "{}");
    }

    static String result(
            final String benchmark,
            final String mode,
            final String params,
            final String primary,
            final String secondary) {
        return """
                {"benchmark": "io.ringlane.benchmarks.%s", "mode": "%s", "params": %s, "jvmArgs": ["-Xmx1g"],
                 "primaryMetric": %s, "secondaryMetrics": %s}""".formatted(benchmark, mode, params, primary, secondary);
    }
}
