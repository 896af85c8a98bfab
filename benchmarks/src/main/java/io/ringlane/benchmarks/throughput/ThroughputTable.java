package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.cloud.report.Style;
import io.ringlane.cloud.report.TextGrid;
import java.util.List;

/** The findings for a reader at a terminal. */
final class ThroughputTable {

    private final Style style;

    ThroughputTable(final Style style) {
        this.style = style;
    }

    String render(final ThroughputResult result) {
        final TextGrid grid = new TextGrid(style, 2)
                .column("mode", false)
                .column("frames", false)
                .column("goal", false)
                .column("throughput", true)
                .column("layer 2", true)
                .column("bounds", false)
                .column("", false);
        int rows = 0;
        for (final Finding finding : result.findings()) {
            for (final GoalResult goal : finding.result().goals()) {
                start(grid, finding, goal.goal().name())
                        .strong(Wording.rate(goal.conditionalThroughput()))
                        .cell(Wording.bits(finding, goal.conditionalThroughput()))
                        .cell(Wording.range(goal.bounds()))
                        .cell(Wording.standing(finding, goal));
                rows++;
            }
            final double mrr = finding.result().maxReceiveRate();
            start(grid, finding, "MRR")
                    .strong(Wording.rate(mrr))
                    .cell(Wording.bits(finding, mrr))
                    .cell(
                            Double.isNaN(mrr)
                                    ? "–"
                                    : "at " + Wording.rate(finding.result().maxOfferedLoad()))
                    .cell(Wording.course(finding.result()));
            rows++;
        }
        final StringBuilder out = new StringBuilder(grid.header()).append('\n');
        for (int i = 0; i < rows; i++) {
            out.append(grid.row(i)).append('\n');
        }
        notes(result).forEach(note -> out.append(note).append('\n'));
        return out.toString();
    }

    private static TextGrid start(final TextGrid grid, final Finding finding, final String goal) {
        return grid.add()
                .cell(finding.mode().toString())
                .cell(finding.frames().toString())
                .cell(goal);
    }

    private static List<String> notes(final ThroughputResult result) {
        return List.of(
                "",
                result.worth() == Finding.Worth.VOID
                        ? "Void, so no figure counts: the generator could not keep its schedule, as something else took the cores."
                                + " Leave the machine to the search."
                        : "Loads are offered open loop; a trial in which the generator fell behind is void and repeated.",
                result.plan().flows().count() + " flows, "
                        + Wording.placement(result.plan().placement()) + ".",
                "Throughput is the rate that came through at the lower bound; bits are layer 2 without FCS.",
                "cores: " + result.machine().get("cores"));
    }
}
