package io.ringlane.benchmarks.compare;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.jmh.JmhJar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which benchmarks a session runs.
 *
 * @param entries each a regex with the values to keep of its parameters
 */
record BenchmarkSet(List<Entry> entries) {

    /** One regex, as JMH takes it, and the values to keep of a parameter by its name. */
    record Entry(String regex, Map<String, List<String>> only) {}

    private static final String SUITES = "^io\\.ringlane\\.benchmarks\\.";

    /** The datapath at three flow counts, a ring and the wheel: some 11 minutes with ten forks. */
    static final BenchmarkSet DEFAULT = new BenchmarkSet(List.of(
            datapath("1", "1024", "65536"),
            new Entry(
                    SUITES + "ring\\.FrameRingBenchmark\\.sendThenReceive$",
                    Map.of("ring", List.of("exchange"), "burst", List.of("32"))),
            new Entry(SUITES + "stages\\.WheelBenchmark\\.timingWheel$", Map.of("jitterNs", List.of("5000")))));

    /** The datapath at one flow count and the wheel. */
    static final BenchmarkSet QUICK =
            new BenchmarkSet(List.of(datapath("1024"), DEFAULT.entries.get(DEFAULT.entries.size() - 1)));

    private static Entry datapath(final String... flows) {
        return new Entry(
                SUITES + "datapath\\.FullDatapathBenchmark\\.submissionToCompletion$",
                Map.of("protocol", List.of("udp"), "frameBytes", List.of("64"), "flows", List.of(flows)));
    }

    /** The same with other values for some parameters. */
    BenchmarkSet with(final Map<String, List<String>> only) {
        return new BenchmarkSet(entries.stream()
                .map(entry -> {
                    final Map<String, List<String>> merged = new HashMap<>(entry.only);
                    merged.putAll(only);
                    return new Entry(entry.regex, merged);
                })
                .toList());
    }

    /** What a jar has of it, each case once. */
    List<BenchmarkCase> casesIn(final JmhJar jar) throws IOException, InterruptedException {
        final List<BenchmarkCase> cases = new ArrayList<>();
        for (final Entry entry : entries) {
            for (final BenchmarkCase one : jar.cases(entry.regex, entry.only)) {
                if (!cases.contains(one)) {
                    cases.add(one);
                }
            }
        }
        return cases;
    }
}
