package io.ringlane.cloud.report;

import io.ringlane.cloud.plot.Svg;
import io.ringlane.cloud.run.RunResult.FlowResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Packets that did not arrive, a bar a reason, each split by flow. Largest first. */
final class LossChart {

    private static final int WIDTH = 1120;
    private static final int ROW = 34;
    private static final int LEFT = 220;
    private static final int RIGHT = 130;

    private final List<FlowResult> flows;
    private final List<Map.Entry<String, Long>> reasons;

    LossChart(List<FlowResult> flows) {
        this.flows = flows;
        Map<String, Long> sums = new TreeMap<>();
        for (FlowResult flow : flows) {
            flow.drops().forEach((reason, count) -> {
                if (count > 0) {
                    sums.merge(reason, count, Long::sum);
                }
            });
        }
        this.reasons = new ArrayList<>(sums.entrySet());
        this.reasons.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    String render(List<String> colours) {
        long most = reasons.get(0).getValue();
        StringBuilder description = new StringBuilder();
        for (Map.Entry<String, Long> reason : reasons) {
            description
                    .append(reason.getKey())
                    .append(' ')
                    .append(Figures.count(reason.getValue()))
                    .append(". ");
        }
        Svg svg = new Svg(
                WIDTH,
                reasons.size() * ROW + 8,
                "loss",
                "Packets dropped by reason",
                description.toString().strip());
        for (int row = 0; row < reasons.size(); row++) {
            Map.Entry<String, Long> reason = reasons.get(row);
            double y = 4 + row * ROW;
            double x = LEFT;
            svg.text("label", LEFT - 12, y + 20, "end", reason.getKey());
            for (int i = 0; i < flows.size(); i++) {
                long count = flows.get(i).drops().getOrDefault(reason.getKey(), 0L);
                if (count > 0) {
                    double width = (double) count / most * (WIDTH - LEFT - RIGHT);
                    String hint = flows.get(i).name() + ": " + Figures.count(count) + " " + reason.getKey();
                    svg.rect(colours.get(i) + " bar", x, y + 5, Math.max(0.5, width), ROW - 12, hint);
                    x += width;
                }
            }
            svg.text("label", Math.max(x, LEFT + 1) + 10, y + 20, "start", Figures.count(reason.getValue()));
        }
        return svg.end();
    }
}
