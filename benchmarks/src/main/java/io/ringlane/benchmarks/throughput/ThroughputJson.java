package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.search.Goal;
import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.Trial;
import io.ringlane.cloud.report.JsonText;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The findings for a script, every trial included. What there is none of is null. */
final class ThroughputJson {

    private ThroughputJson() {}

    static String render(final ThroughputResult result) {
        final ObjectNode root = JsonText.object();
        root.put("worth", lower(result.worth()));
        final ObjectNode machine = root.putObject("machine");
        result.machine().forEach(machine::put);
        final SearchPlan plan = result.plan();
        root.put("flows", plan.flows().count());
        root.put("threads", lower(plan.placement()));
        root.put("minLoadPps", plan.settings().minLoad());
        root.put("maxLoadPps", plan.settings().maxLoad());
        final ArrayNode searches = root.putArray("searches");
        result.findings().forEach(finding -> add(searches.addObject(), finding));
        return JsonText.of(root);
    }

    private static void add(final ObjectNode node, final Finding finding) {
        final SearchResult result = finding.result();
        node.put("mode", finding.mode().toString());
        node.put("frames", finding.frames().toString());
        node.put("meanFrameBytes", finding.frames().meanBytes());
        node.put("worth", lower(finding.worth()));
        put(node, "maxReceiveRatePps", result.maxReceiveRate());
        put(node, "maxOfferedLoadPps", result.maxOfferedLoad());
        final ArrayNode goals = node.putArray("goals");
        result.goals().forEach(goal -> add(goals.addObject(), finding, goal));
        node.put("elapsedNs", result.elapsedNs());
        node.put("voidTrials", result.voidTrials());
        node.put("restarts", result.restarts());
        node.put("overturned", result.isOverturned());
        final ArrayNode trials = node.putArray("trials");
        result.trials().forEach(trial -> add(trials.addObject(), trial, result.isDiscarded(trial)));
    }

    private static void add(final ObjectNode node, final Finding finding, final GoalResult result) {
        final Goal goal = result.goal();
        node.put("name", goal.name());
        node.put("lossRatio", goal.lossRatio());
        node.put("finalTrialNs", goal.trialNs());
        node.put("durationSumNs", goal.durationSumNs());
        node.put("exceedRatio", goal.exceedRatio());
        node.put("width", goal.width());
        put(node, "conditionalThroughputPps", result.conditionalThroughput());
        put(node, "lowerBoundPps", result.bounds().lower());
        put(node, "upperBoundPps", result.bounds().upper());
        put(node, "likelyLowerBoundPps", result.likely().lower());
        put(node, "likelyUpperBoundPps", result.likely().upper());
        final boolean hasRate = !Double.isNaN(result.conditionalThroughput());
        node.put("bitsPerSecond", hasRate ? finding.bitsPerSecond(result.conditionalThroughput()) : null);
        node.put("shortfall", result.isRegular() ? null : lower(result.shortfall()));
    }

    private static void add(final ObjectNode node, final Trial trial, final boolean isDiscarded) {
        node.put("loadPps", trial.load());
        node.put("durationNs", trial.durationNs());
        node.put("intendedFrames", trial.tally().intendedFrames());
        node.put("offeredFrames", trial.tally().offeredFrames());
        node.put("refusedFrames", trial.tally().refusedFrames());
        node.put("forwardedFrames", trial.tally().forwardedFrames());
        node.put("lossRatio", trial.tally().lossRatio());
        node.put("longestHoleNs", trial.tally().longestHoleNs());
        node.put("schedule", lower(trial.tally().schedule()));
        node.put("discarded", isDiscarded);
    }

    private static void put(final ObjectNode node, final String name, final double value) {
        node.put(name, Double.isNaN(value) ? null : value);
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
