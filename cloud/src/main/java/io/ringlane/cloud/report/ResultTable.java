package io.ringlane.cloud.report;

import io.ringlane.cloud.report.Style.Ink;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A run as a table for people: a line of figures a flow, below it how the flow went and what it lost, then the totals,
 * the expectations and the layer the rates are counted at.
 *
 * <p>With many flows the largest {@value #MOST_FLOWS} are shown and the rest are counted in one line; the JSON file
 * holds all of them.
 */
public final class ResultTable {

    /** What fits a few screens; a replayed capture may hold thousands of flows. */
    static final int MOST_FLOWS = 40;

    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_ROUTE = 28;
    private static final long CLOSE_PPM = 1_000;

    private static final String LAYER =
            "Rates are counted at layer 2: Ethernet header to the end of the payload, without FCS, preamble and gap.";
    private static final String LATENCY = "Latency is one way, from the time a packet was meant to leave.";

    private final Style style;

    public ResultTable(Style style) {
        this.style = style;
    }

    /** The whole table; every line ends with {@code \n}. */
    public String render(RunResult result) {
        List<FlowResult> shown = largest(result.flows());
        TextGrid grid = new TextGrid(style, 2)
                .column("flow", false)
                .column("from → to", false)
                .column("cap", true)
                .column("offered", true)
                .column("delivered", true)
                .column("error", true)
                .column("lost", true)
                .column("p50", true)
                .column("p99", true)
                .column("p99.9", true);
        shown.forEach(flow -> addFlow(grid, flow));
        int indent = grid.width(0) + 2;
        int width = Math.max(grid.width(), 72);

        StringBuilder out = new StringBuilder();
        title(out, result);
        out.append('\n').append(grid.header()).append('\n');
        rule(out, width);
        for (int i = 0; i < shown.size(); i++) {
            out.append(grid.row(i)).append('\n');
            details(out, shown.get(i), indent, width);
        }
        if (shown.size() < result.flows().size()) {
            int more = result.flows().size() - shown.size();
            line(out, Ink.FAINT, "… and " + Figures.count(more) + " smaller flows; --json has every one");
        }
        rule(out, width);
        totals(out, result.packets());
        expectations(out, result.expectations());
        if (!result.digest().isEmpty()) {
            line(out, Ink.FAINT, "digest " + result.digest());
        }
        line(out, Ink.FAINT, LAYER);
        line(out, Ink.FAINT, LATENCY);
        if (result.voidReason() != null) {
            line(out, Ink.BAD, "✗ void: " + result.voidReason());
        }
        return out.toString();
    }

    private static List<FlowResult> largest(List<FlowResult> flows) {
        if (flows.size() <= MOST_FLOWS) {
            return flows;
        }
        return flows.stream()
                .sorted(Comparator.comparingLong(FlowResult::packetsSent).reversed())
                .limit(MOST_FLOWS)
                .toList();
    }

    private void title(StringBuilder out, RunResult result) {
        String facts = "  " + result.clock() + " clock · seed " + result.seed() + " · "
                + Units.formatNanos(result.durationNs()) + " of traffic in " + Figures.duration(result.wallNs());
        out.append(style.ink(Ink.STRONG, style.text(result.scenario())))
                .append(style.text(facts))
                .append('\n');
    }

    private void addFlow(TextGrid grid, FlowResult flow) {
        boolean capped = flow.offeredBitsPerSecond() >= flow.capBitsPerSecond() && flow.capBitsPerSecond() > 0;
        Ink errorInk = !capped ? Ink.FAINT : Math.abs(flow.capErrorPpm()) <= CLOSE_PPM ? Ink.GOOD : Ink.WARN;
        Histogram latency = flow.latency();
        grid.add()
                .cell(cut(flow.name(), LONGEST_NAME), Ink.STRONG)
                .cell(cut(flow.from() + " → " + flow.to(), LONGEST_ROUTE), Ink.PLAIN)
                .cell(flow.capBitsPerSecond() > 0 ? Figures.bitRate(flow.capBitsPerSecond()) : Figures.NONE, Ink.PLAIN)
                .cell(Figures.bitRate(flow.offeredBitsPerSecond()), Ink.PLAIN)
                .cell(Figures.bitRate(flow.deliveredBitsPerSecond()), Ink.STRONG)
                .cell(capped ? Figures.errorPpm(flow.capErrorPpm()) : Figures.NONE, errorInk)
                .cell(Figures.share(flow.packetsDropped(), flow.packetsSent()), Ink.PLAIN)
                .cell(percentile(latency, 50), Ink.PLAIN)
                .cell(percentile(latency, 99), Ink.PLAIN)
                .cell(percentile(latency, 99.9), Ink.PLAIN);
    }

    private static String percentile(Histogram latency, double percentile) {
        return latency.getTotalCount() == 0
                ? Figures.NONE
                : Figures.duration(latency.getValueAtPercentile(percentile));
    }

    /** How the flow went, and what it lost: on one line when that fits, else the losses wrap below. */
    private void details(StringBuilder out, FlowResult flow, int indent, int width) {
        List<String> parts = new ArrayList<>();
        parts.add(flow.path() + " · " + flow.protocol() + " " + flow.frame() + " · cap: " + flow.bindingCap());
        for (Map.Entry<String, Long> drop : flow.drops().entrySet()) {
            if (drop.getValue() > 0) {
                parts.add((parts.size() == 1 ? "lost: " : "") + drop.getKey() + " " + Figures.count(drop.getValue()));
            }
        }
        String pad = " ".repeat(indent);
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String separator = i == 0 ? "" : i == 1 ? " · " : ", ";
            String part = style.text(parts.get(i));
            if (i > 0 && indent + row.length() + 3 + part.length() > width) {
                out.append(pad).append(style.ink(Ink.FAINT, row.toString())).append('\n');
                row.setLength(0);
                separator = "";
            }
            row.append(style.text(separator)).append(part);
        }
        out.append(pad).append(style.ink(Ink.FAINT, row.toString())).append('\n');
    }

    private void totals(StringBuilder out, PacketTotals packets) {
        boolean holds = packets.sent() == packets.delivered() + packets.dropped() + packets.inFlight();
        out.append(style.ink(Ink.STRONG, "packets"))
                .append("  sent ")
                .append(Figures.count(packets.sent()))
                .append(holds ? " = " : " <> ")
                .append("delivered ")
                .append(Figures.count(packets.delivered()))
                .append(" + dropped ")
                .append(Figures.count(packets.dropped()))
                .append(" + in flight ")
                .append(Figures.count(packets.inFlight()))
                .append("  ")
                .append(holds ? style.ink(Ink.GOOD, style.text("✓")) : style.ink(Ink.BAD, style.text("✗ packets lost")))
                .append("\n\n");
    }

    private void expectations(StringBuilder out, List<ExpectationResult> expectations) {
        int widest = expectations.stream()
                .mapToInt(e -> style.text(e.text()).length())
                .max()
                .orElse(0);
        for (ExpectationResult expectation : expectations) {
            Ink ink =
                    switch (expectation.verdict()) {
                        case MET -> Ink.GOOD;
                        case MISSED -> Ink.BAD;
                        case INCONCLUSIVE -> Ink.WARN;
                    };
            String sign =
                    switch (expectation.verdict()) {
                        case MET -> "✓";
                        case MISSED -> "✗";
                        case INCONCLUSIVE -> "?";
                    };
            String text = style.text(expectation.text());
            String shownSign = style.text(sign);
            out.append(style.ink(ink, shownSign))
                    .append(" ".repeat((style.unicode() ? 1 : 6) - shownSign.length() + 1))
                    .append(text)
                    .append(" ".repeat(widest - text.length() + 2))
                    .append(style.ink(Ink.FAINT, style.text("measured " + expectation.actual())))
                    .append('\n');
        }
        if (!expectations.isEmpty()) {
            out.append('\n');
        }
    }

    private void rule(StringBuilder out, int width) {
        line(out, Ink.FAINT, "─".repeat(width));
    }

    private void line(StringBuilder out, Ink ink, String text) {
        out.append(style.ink(ink, style.text(text))).append('\n');
    }

    private String cut(String text, int longest) {
        int length = text.codePointCount(0, text.length());
        return length <= longest ? text : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
