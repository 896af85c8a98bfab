package io.ringlane.benchmarks.compare.report;

import io.ringlane.benchmarks.compare.jmh.Metric;
import io.ringlane.benchmarks.compare.machine.Rulers;
import io.ringlane.benchmarks.compare.outcome.ExactRow;
import io.ringlane.benchmarks.compare.revision.Candidate;
import io.ringlane.benchmarks.compare.session.BlockLog;
import io.ringlane.benchmarks.compare.session.ForkLog;
import io.ringlane.benchmarks.compare.session.MetricResult;
import io.ringlane.benchmarks.compare.session.SessionResult;
import io.ringlane.benchmarks.compare.stats.Block;
import io.ringlane.benchmarks.compare.stats.ControlJudgement;
import io.ringlane.benchmarks.compare.stats.Judgement;
import io.ringlane.benchmarks.compare.stats.Side;
import io.ringlane.benchmarks.compare.stats.SlowForks;
import io.ringlane.benchmarks.support.MachineFacts;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A verdict as JSON. Keys are a promise to scripts: one may be added, none renamed without a new number in {@code
 * ringlaneVerdict}. A {@code logSlowdown} above zero is worse, whatever the unit; what is not known is null.
 */
public final class VerdictJson {

    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictJson() {}

    /** Indented, with a line break at the end. */
    public static String render(final Report report) {
        final SessionResult result = report.result();
        final ObjectNode root = MAPPER.createObjectNode();
        root.put("ringlaneVerdict", FORMAT);
        root.put("verdict", result.verdict().name());
        root.put("exitCode", result.verdict().exitCode());
        root.put("headline", Headline.of(report));
        side(root.putObject("base"), report.base());
        side(root.putObject("head"), report.head());
        root.put("margin", report.margin());
        root.put("forks", report.forks());
        root.put("mostForks", report.mostForks());
        root.put("method", report.method());
        root.put("started", report.started().toString());
        root.put("seconds", report.seconds());
        machine(root.putObject("machine"), report.machine());
        final ObjectNode rulers = root.putObject("rulers");
        rulers(rulers.putObject("beforeNs"), report.rulersBefore());
        rulers(rulers.putObject("afterNs"), report.rulersAfter());
        rulers(rulers.putObject("bestNs"), report.rulersBefore().best(report.rulersAfter()));
        control(root, result);
        final ArrayNode exact = root.putArray("exact");
        for (final ExactRow row : result.exact()) {
            exact.addObject()
                    .put("name", row.name())
                    .put("kind", row.kind().name())
                    .put("state", row.state().name())
                    .put("detail", row.detail());
        }
        final ArrayNode metrics = root.putArray("metrics");
        result.metrics().forEach(metric -> metric(metrics.addObject(), metric));
        trend(root, report.trend());
        final ArrayNode remarks = root.putArray("remarks");
        report.remarks().forEach(remarks::add);
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static void side(final ObjectNode node, final Candidate candidate) {
        node.put("label", candidate.label());
        node.put("commit", candidate.commit().isEmpty() ? null : candidate.commit());
        node.put("jar", candidate.jar().getFileName().toString());
    }

    private static void machine(final ObjectNode node, final MachineFacts machine) {
        node.put("processor", machine.processor());
        node.put("cores", machine.cores());
        node.put("memoryMebibytes", machine.memoryMebibytes());
        node.put("system", machine.system());
        node.put("jdk", machine.jdk());
    }

    private static void rulers(final ObjectNode node, final Rulers rulers) {
        for (final Map.Entry<String, Double> ruler : rulers.stepNs().entrySet()) {
            node.put(ruler.getKey(), ruler.getValue());
        }
    }

    private static void control(final ObjectNode root, final SessionResult result) {
        final ControlJudgement control = result.control();
        if (control == null) {
            root.putNull("control");
            return;
        }
        final ObjectNode node = root.putObject("control");
        node.put("benchmark", result.controlMetric().log().benchmark().toString());
        node.put("state", control.state().name());
        number(
                node,
                "logDifference",
                control.estimate() == null ? Double.NaN : control.estimate().logSlowdown());
        number(node, "low", control.low());
        number(node, "high", control.high());
        blocks(node, result.controlMetric());
    }

    private static void metric(final ObjectNode node, final MetricResult metric) {
        final Judgement judgement = metric.judgement();
        final Metric.Key key = metric.key();
        node.put("id", metric.id());
        node.put("benchmark", metric.log().benchmark().benchmark());
        final ObjectNode params = node.putObject("params");
        metric.log().benchmark().params().forEach(params::put);
        node.put("mode", key == null ? null : key.mode());
        node.put("counter", key == null || key.name().isEmpty() ? null : key.name());
        node.put("unit", key == null ? null : key.unit());
        node.put("direction", key == null ? null : key.direction().name());
        node.put("verdict", judgement.verdict().name());
        number(
                node,
                "logSlowdown",
                judgement.estimate() == null ? Double.NaN : judgement.estimate().logSlowdown());
        number(node, "low", judgement.low());
        number(node, "high", judgement.high());
        number(
                node,
                "standardError",
                judgement.estimate() == null ? Double.NaN : judgement.estimate().standardError());
        number(
                node,
                "degreesOfFreedom",
                judgement.estimate() == null ? Double.NaN : judgement.estimate().degreesOfFreedom());
        number(node, "pRegressed", judgement.pRegressed());
        number(node, "pImproved", judgement.pImproved());
        node.put("noWorse", judgement.isNoWorse());
        slowForks(node, judgement.slowForks());
        node.put("countedForks", metric.forks());
        number(node, "baseFigure", metric.figure(Side.BASE));
        number(node, "headFigure", metric.figure(Side.HEAD));
        node.put("failure", metric.log().failure());
        blocks(node, metric);
    }

    private static void slowForks(final ObjectNode node, final SlowForks slow) {
        if (slow == null) {
            node.putNull("slowForks");
            return;
        }
        node.putObject("slowForks")
                .put("base", slow.base())
                .put("baseForks", slow.baseForks())
                .put("head", slow.head())
                .put("headForks", slow.headForks());
    }

    private static void blocks(final ObjectNode node, final MetricResult metric) {
        final ArrayNode blocks = node.putArray("blocks");
        metric.log().blocks().forEach(block -> block(blocks.addObject(), block, metric.key(), true));
        metric.log().setAside().forEach(block -> block(blocks.addObject(), block, metric.key(), false));
    }

    private static void block(
            final ObjectNode node, final BlockLog log, final Metric.Key key, final boolean isCounted) {
        if (key == null) {
            node.put("counts", false);
        } else {
            final Block block = log.block(key);
            node.put("order", block.order());
            node.put("counts", isCounted && block.isWhole());
            number(node, "logSlowdown", block.isWhole() ? block.logSlowdown(key.direction()) : Double.NaN);
        }
        final ArrayNode forks = node.putArray("forks");
        for (final ForkLog fork : log.forks()) {
            final ObjectNode one = forks.addObject();
            one.put("number", fork.number());
            one.put("side", fork.side().name());
            number(one, "score", key == null ? Double.NaN : fork.fork(key).score());
            one.put("failure", fork.outcome().failure());
        }
    }

    private static void trend(final ObjectNode root, final Trend trend) {
        if (trend == null) {
            root.putNull("trend");
            return;
        }
        final ObjectNode node = root.putObject("trend");
        node.put("file", trend.file());
        node.put("headThen", trend.headThen());
        node.put("refusal", trend.refusal());
        final ArrayNode rows = node.putArray("rows");
        for (final Trend.Row row : trend.rows()) {
            rows.addObject()
                    .put("name", row.name())
                    .put("unit", row.unit())
                    .put("then", row.then())
                    .put("now", row.now())
                    .put("logSlowdown", row.logSlowdown());
        }
    }

    /** JSON knows no NaN. */
    private static void number(final ObjectNode node, final String name, final double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
