package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.machine.Rulers;
import io.ringlane.benchmarks.compare.session.MetricResult;
import io.ringlane.benchmarks.compare.stats.Direction;
import io.ringlane.benchmarks.compare.stats.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * HEAD's figures beside those of an earlier verdict's HEAD. Two sessions are not a pair, so this is shown and never judged;
 * and where the rulers say that the machine was another one, it is refused.
 *
 * @param refusal why nothing is compared; null if something is
 */
public record Trend(String file, String headThen, List<Row> rows, String refusal) {

    /**
     * One figure then and now.
     *
     * @param logSlowdown above zero is worse now
     */
    public record Row(String name, String unit, double then, double now, double logSlowdown) {}

    /** Copies the rows. */
    public Trend {
        rows = List.copyOf(rows);
    }

    /**
     * An earlier verdict, read before the session begins so that a wrong file costs no quarter of an hour.
     *
     * @param rulers of then
     * @param figures of its HEAD, by {@link MetricResult#id}
     */
    public record Earlier(String file, String head, Rulers rulers, Map<String, Double> figures) {

        /** From {@code verdict.json}. */
        public static Earlier read(final Path file) throws IOException {
            final Map<String, Double> rulers = new HashMap<>();
            final Map<String, Double> figures = new HashMap<>();
            if (!Files.isRegularFile(file)) {
                throw new IOException("--baseline " + file + ": there is no such file");
            }
            final JsonNode root;
            try {
                root = new ObjectMapper().readTree(Files.readString(file));
            } catch (final JacksonException e) {
                throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
            }
            if (!root.path("ringlaneVerdict").isInt()) {
                throw new IOException(file + " is no verdict.json of scripts/compare");
            }
            root.path("rulers")
                    .path("bestNs")
                    .properties()
                    .forEach(
                            ruler -> rulers.put(ruler.getKey(), ruler.getValue().asDouble()));
            root.path("metrics")
                    .forEach(metric -> figures.put(
                            metric.path("id").asString(),
                            metric.path("headFigure").asDouble(Double.NaN)));
            return new Earlier(
                    file.toString(), root.path("head").path("label").asString(), new Rulers(rulers), figures);
        }

        /** Why this machine's figures must not be set beside it; null if they may. */
        public String refusal(final Rulers now) {
            return now.refusal(rulers);
        }

        /** Sets figures beside each other. */
        public Trend against(final Rulers now, final List<MetricResult> metrics) {
            final String refusal = refusal(now);
            final List<Row> rows = new ArrayList<>();
            if (refusal == null) {
                for (final MetricResult metric : metrics) {
                    final double then = figures.getOrDefault(metric.id(), Double.NaN);
                    final double figure = metric.figure(Side.HEAD);
                    if (then > 0 && figure > 0) {
                        final double ratio = Math.log(figure / then);
                        rows.add(new Row(
                                metric.name(),
                                metric.key().unit(),
                                then,
                                figure,
                                metric.key().direction() == Direction.HIGHER_IS_BETTER ? -ratio : ratio));
                    }
                }
            }
            return new Trend(file, head, rows, refusal);
        }
    }
}
