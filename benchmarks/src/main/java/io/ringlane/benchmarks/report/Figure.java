package io.ringlane.benchmarks.report;

import io.ringlane.benchmarks.support.CoreDistance;
import io.ringlane.benchmarks.support.LatencyRecorder;
import io.ringlane.benchmarks.support.PairWitness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/**
 * What one benchmark gave with one set of parameters.
 *
 * @param benchmark class and method, without package: {@code RingBenchmark.offerThenPoll}
 * @param params by name
 * @param unit of the value
 * @param isHigherBetter whether more of it is good, as JMH's mode says
 * @param forks a value each
 * @param value mean of the forks; for benchmarks of two cores, of those that were near while any was
 * @param error half of JMH's 99.9 % interval; NaN where it has none
 * @param gauges secondary results by name
 * @param jvmArgs flags of its forks
 * @param latency all samples in nanoseconds, where the benchmark took samples; else null
 */
record Figure(
        String benchmark,
        SortedMap<String, String> params,
        String unit,
        boolean isHigherBetter,
        List<Fork> forks,
        double value,
        double error,
        SortedMap<String, Gauge> gauges,
        String jvmArgs,
        Histogram latency) {

    /** Counters that are the figure, where there is one: the score counts calls then, and says nothing. */
    private static final List<String> HEADLINES = List.of("delivered", "packets");

    private static final long HIGHEST_NS = 100_000_000_000L;

    /**
     * One fork.
     *
     * @param value mean over its iterations; of the near ones, if the benchmark has that witness and any was
     * @param isJudged false if the witness said far in all of them
     */
    record Fork(double value, boolean isJudged) {}

    /** A secondary result. */
    record Gauge(double value, String unit) {}

    /** All figures of a file of JMH's, in its order. */
    static List<Figure> all(final JsonNode results) {
        final List<Figure> figures = new ArrayList<>();
        results.forEach(result -> figures.add(of(result)));
        return figures;
    }

    private static Figure of(final JsonNode result) {
        final String name = result.get("benchmark").asString();
        final SortedMap<String, String> params = new TreeMap<>();
        result.path("params")
                .properties()
                .forEach(e -> params.put(e.getKey(), e.getValue().asString()));
        final JsonNode secondary = result.path("secondaryMetrics");
        final SortedMap<String, Gauge> gauges = new TreeMap<>();
        secondary
                .properties()
                .forEach(e -> gauges.put(
                        e.getKey(),
                        new Gauge(
                                e.getValue().get("score").asDouble(Double.NaN),
                                e.getValue().get("scoreUnit").asString())));
        final String headline =
                HEADLINES.stream().filter(secondary::has).findFirst().orElse(null);
        final JsonNode metric = headline == null ? result.get("primaryMetric") : secondary.get(headline);
        final boolean isSampled = metric.has("rawDataHistogram");
        final List<Histogram> samples = isSampled ? histograms(metric) : List.of();
        final List<Fork> forks = isSampled
                ? samples.stream()
                        .map(h -> new Fork(h.getValueAtPercentile(50), true))
                        .toList()
                : forks(
                        metric.path("rawData"),
                        secondary.path(PairWitness.GAUGE).path("rawData"));
        final boolean isAnyJudged = forks.stream().anyMatch(Fork::isJudged);
        final String unit = metric.get("scoreUnit").asString();
        return new Figure(
                shortName(name),
                params,
                headline != null ? headline + "/s" : isSampled ? "ns (p50)" : unit,
                result.get("mode").asString().equals("thrpt"),
                forks,
                forks.stream()
                        .filter(fork -> fork.isJudged() || !isAnyJudged)
                        .mapToDouble(Fork::value)
                        .average()
                        .orElse(metric.get("score").asDouble(Double.NaN)),
                isSampled || headline != null
                        ? Double.NaN
                        : metric.path("scoreError").asDouble(Double.NaN),
                gauges,
                jvmArgs(result),
                isSampled ? sum(samples) : null);
    }

    /** Class and method of a benchmark, as JMH names it, without the package. */
    static String shortName(final String name) {
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    private static String jvmArgs(final JsonNode result) {
        final List<String> args = new ArrayList<>();
        result.path("jvmArgs").forEach(arg -> {
            if (!arg.asString().startsWith("-D" + LatencyRecorder.FOLDER_PROPERTY)) {
                args.add(arg.asString());
            }
        });
        return String.join(" ", args);
    }

    private static List<Fork> forks(final JsonNode raw, final JsonNode roundTripsNs) {
        final List<Fork> forks = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            double all = 0;
            double near = 0;
            int nearCount = 0;
            for (int j = 0; j < raw.get(i).size(); j++) {
                final double value = raw.get(i).get(j).asDouble();
                all += value;
                final JsonNode roundTripNs = roundTripsNs.path(i).path(j);
                if (roundTripNs.isMissingNode() || roundTripNs.asDouble() < CoreDistance.FAR_NS) {
                    near += value;
                    nearCount++;
                }
            }
            forks.add(
                    nearCount > 0
                            ? new Fork(near / nearCount, true)
                            : new Fork(all / raw.get(i).size(), false));
        }
        return forks;
    }

    private static List<Histogram> histograms(final JsonNode metric) {
        final double nanos = metric.get("scoreUnit").asString().startsWith("us/") ? 1e3 : 1;
        final List<Histogram> forks = new ArrayList<>();
        for (final JsonNode fork : metric.get("rawDataHistogram")) {
            final Histogram histogram = new Histogram(HIGHEST_NS, 3);
            for (final JsonNode iteration : fork) {
                for (final JsonNode bucket : iteration) {
                    histogram.recordValueWithCount(
                            Math.round(bucket.get(0).asDouble() * nanos),
                            bucket.get(1).asLong());
                }
            }
            forks.add(histogram);
        }
        return forks;
    }

    private static Histogram sum(final List<Histogram> parts) {
        final Histogram sum = new Histogram(HIGHEST_NS, 3);
        parts.forEach(sum::add);
        return sum;
    }

    /** The same of a figure in {@code ns/op}, counted a second: so that a time can stand beside rates. */
    Figure perSecond(final String newUnit) {
        return new Figure(
                benchmark,
                params,
                newUnit,
                true,
                forks.stream()
                        .map(fork -> new Fork(1e9 / fork.value(), fork.isJudged()))
                        .toList(),
                1e9 / value,
                Double.NaN,
                gauges,
                jvmArgs,
                latency);
    }

    /** {@code RingBenchmark}. */
    String className() {
        return benchmark.substring(0, benchmark.indexOf('.'));
    }

    /** {@code offerThenPoll}. */
    String method() {
        return benchmark.substring(benchmark.indexOf('.') + 1);
    }

    /** Whether its cores were near in every fork, or did not matter. */
    boolean isJudged() {
        return forks.stream().allMatch(Fork::isJudged);
    }

    /** {@code burst=32 ring=exchange}, without the parameters named. */
    String paramsWithout(final String... names) {
        final List<String> left = List.of(names);
        return params.entrySet().stream()
                .filter(e -> !left.contains(e.getKey()))
                .map(Map.Entry::toString)
                .collect(Collectors.joining(" "));
    }
}
