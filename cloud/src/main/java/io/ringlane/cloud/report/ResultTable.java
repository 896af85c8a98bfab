package io.ringlane.cloud.report;

import io.ringlane.cloud.report.Style.Ink;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.Machine;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.cloud.run.RunResult.Windows;
import io.ringlane.core.rate.Units;
import io.ringlane.dataplane.counter.DropReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A run as a table for people: a line of figures a flow, below it how the flow went and what it lost, then the totals,
 * the expectations and the layer the rates are counted at.
 *
 * <p>Unless all are asked for, the {@value #MOST_FLOWS} largest flows are shown, the rest folded into one row, and a row for
 * the whole below them; the JSON file holds every one. Flows of a replay all go the same way, which is then said once. A void
 * run is not judged, neither against caps nor expectations.
 */
public final class ResultTable {

    /** What fits a screen or two; a replayed capture may hold thousands of flows. */
    static final int MOST_FLOWS = 20;

    /** Two IPv4 addresses with ports of five digits, as replayed flows are called, in most networks. */
    private static final int LONGEST_NAME = 34;

    /** Room for what stands below a flow's figures, and for the closing lines. */
    private static final int LEAST_WIDTH = 100;

    /** Ways of a flow that are listed; the report has all. */
    private static final int MOST_WAYS = 5;

    private static final long CLOSE_PPM = 1_000;

    private static final String LAYER =
            "Rates are counted at layer 2: Ethernet header to the end of the payload, without FCS, preamble and gap.";
    static final String BURSTS = "in bursts: on average it is below its cap, for moments more than may wait there";
    private static final String LATENCY = "Latency is one way, from the time a packet was meant to leave.";

    private final Style style;
    private final int mostFlows;
    private final boolean isBrief;

    /** A table of the largest flows. */
    public ResultTable(Style style) {
        this(style, MOST_FLOWS, false);
    }

    private ResultTable(Style style, int mostFlows, boolean isBrief) {
        this.style = style;
        this.mostFlows = mostFlows;
        this.isBrief = isBrief;
    }

    /** A table of every flow. */
    public static ResultTable ofAll(Style style) {
        return new ResultTable(style, Integer.MAX_VALUE, false);
    }

    /** A table of the largest flows of a replay, a line each; how they went is said once, since they all go between two. */
    public static ResultTable ofReplay(Style style) {
        return new ResultTable(style, MOST_FLOWS, true);
    }

    /** The whole table; every line ends with {@code \n}. */
    public String render(RunResult result) {
        boolean isVoid = result.voidReason() != null;
        List<FlowResult> flows = bySize(result.flows());
        List<FlowResult> shown = flows.subList(0, Math.min(mostFlows, flows.size()));
        List<FlowResult> folded = flows.subList(shown.size(), flows.size());
        TextGrid grid = new TextGrid(style, 2)
                .column("flow", false)
                .column(isBrief ? "carries" : "cap", !isBrief)
                .column("offered", true)
                .column("delivered", true)
                .column(isBrief ? "packets" : "error", true)
                .column("lost", true)
                .column("p50", true)
                .column("p99", true)
                .column("p99.9", true);
        shown.forEach(flow -> addFlow(grid, flow, isVoid));
        if (!folded.isEmpty()) {
            addSum(grid, "… and " + Figures.count(folded.size()) + " more", folded, isVoid);
            addSum(grid, "all " + Figures.count(flows.size()), flows, isVoid);
        }
        int indent = grid.width(0) + 2;
        int width = Math.max(grid.width(), LEAST_WIDTH);

        StringBuilder out = new StringBuilder();
        title(out, result);
        out.append('\n').append(grid.header()).append('\n');
        rule(out, width);
        if (flows.isEmpty()) {
            line(out, Ink.FAINT, "no flows: nothing was sent");
        }
        for (int i = 0; i < shown.size(); i++) {
            out.append(grid.row(i)).append('\n');
            details(out, shown.get(i), indent, width);
        }
        if (!folded.isEmpty()) {
            out.append(grid.row(shown.size())).append('\n');
            rule(out, width);
            out.append(grid.row(shown.size() + 1)).append('\n');
        }
        if (isBrief && !flows.isEmpty()) {
            line(out, Ink.FAINT, "largest first; every flow: " + wayBetweenTwo(flows.get(0)));
        }
        if (!folded.isEmpty()) {
            line(out, Ink.FAINT, "--all shows every flow, --json has it");
        }
        rule(out, width);
        totals(out, result.packets());
        out.append(EventText.render(result.events(), style));
        out.append(CostText.render(result.costs(), style));
        expectations(out, result.expectations());
        if (!result.digest().isEmpty()) {
            line(out, Ink.FAINT, "digest " + result.digest());
        }
        line(out, Ink.FAINT, LAYER);
        line(out, Ink.FAINT, LATENCY);
        machine(out, result.machine());
        if (isVoid) {
            line(out, Ink.BAD, "✗ void, so nothing above is judged: " + result.voidReason());
        }
        return out.toString();
    }

    /** The largest first where not all will be shown, else as the result lists them. */
    private List<FlowResult> bySize(List<FlowResult> flows) {
        if (flows.size() <= mostFlows) {
            return flows;
        }
        return flows.stream()
                .sorted(Comparator.comparingLong(FlowResult::packetsSent).reversed())
                .toList();
    }

    private void title(StringBuilder out, RunResult result) {
        String facts = "  " + result.clock() + " clock · seed " + result.seed() + " · "
                + Units.formatNanos(result.durationNs()) + " of traffic in " + Figures.duration(result.wallNs());
        out.append(style.ink(Ink.STRONG, style.text(result.scenario())))
                .append(style.text(facts))
                .append('\n');
    }

    private void addFlow(TextGrid grid, FlowResult flow, boolean isVoid) {
        boolean isJudged = flow.isHeldAgainstCap() && !isVoid;
        Ink errorInk = !isJudged ? Ink.FAINT : Math.abs(flow.capErrorPpm()) <= CLOSE_PPM ? Ink.GOOD : Ink.WARN;
        grid.add()
                .cell(cut(flow.name(), LONGEST_NAME), Ink.STRONG)
                .cell(isBrief ? flow.protocol() : Figures.cap(flow), Ink.PLAIN)
                .cell(Figures.bitRate(flow.offeredBitsPerSecond()), Ink.PLAIN)
                .cell(Figures.bitRate(flow.deliveredBitsPerSecond()), Ink.STRONG);
        if (isBrief) {
            grid.cell(Figures.count(flow.packetsSent()), Ink.PLAIN);
        } else {
            grid.cell(isJudged ? Figures.errorPpm(flow.capErrorPpm()) : Figures.NONE, errorInk);
        }
        outcome(grid, isVoid, flow.packetsDropped(), flow.packetsSent(), flow.latency());
    }

    /** A row for several flows together; percentiles are those of all their packets. */
    private void addSum(TextGrid grid, String title, List<FlowResult> flows, boolean isVoid) {
        Histogram latency = new Histogram(3);
        flows.forEach(flow -> latency.add(flow.latency()));
        grid.add()
                .cell(title, Ink.STRONG)
                .cell(Figures.NONE, Ink.PLAIN)
                .cell(Figures.bitRate(sum(flows, FlowResult::offeredBitsPerSecond)), Ink.PLAIN)
                .cell(Figures.bitRate(sum(flows, FlowResult::deliveredBitsPerSecond)), Ink.STRONG)
                .cell(isBrief ? Figures.count(sum(flows, FlowResult::packetsSent)) : Figures.NONE, Ink.FAINT);
        outcome(grid, isVoid, sum(flows, FlowResult::packetsDropped), sum(flows, FlowResult::packetsSent), latency);
    }

    private static long sum(List<FlowResult> flows, ToLongFunction<FlowResult> figure) {
        return flows.stream().mapToLong(figure).sum();
    }

    private static void outcome(TextGrid grid, boolean isVoid, long dropped, long sent, Histogram latency) {
        grid.cell(isVoid ? Figures.NONE : Figures.share(dropped, sent), Ink.PLAIN)
                .cell(percentile(latency, 50), Ink.PLAIN)
                .cell(percentile(latency, 99), Ink.PLAIN)
                .cell(percentile(latency, 99.9), Ink.PLAIN);
    }

    private static String percentile(Histogram latency, double percentile) {
        return latency.getTotalCount() == 0 ? Figures.NONE : Figures.duration(latency.getValueAtPercentile(percentile));
    }

    /** How the flow went, and on lines of their own what it lost. */
    private void details(StringBuilder out, FlowResult flow, int indent, int width) {
        int room = width - indent;
        if (!isBrief) {
            String way = style.text(
                    cut(flow.from(), LONGEST_NAME) + " → " + cut(flow.to(), LONGEST_NAME) + ", " + flow.path() + " · "
                            + flow.protocol() + " " + flow.frame() + " · lowest cap: " + flow.bindingCap());
            detail(out, indent, way);
            if (!flow.ways().isEmpty()) {
                detail(out, indent, style.text(WayText.of(flow.ways(), MOST_WAYS)));
            }
        }
        List<String> losses = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        for (Map.Entry<String, Long> drop : flow.drops().entrySet()) {
            if (drop.getValue() > 0) {
                String loss = style.text(Figures.count(drop.getValue()) + " " + drop.getKey());
                if (row.length() > 0 && row.length() + 2 + loss.length() > room) {
                    losses.add(row.append(',').toString());
                    row.setLength(0);
                }
                row.append(row.length() > 0 ? ", " : losses.isEmpty() ? "lost: " : "")
                        .append(loss);
            }
        }
        if (flow.windows() != null && flow.isHeldAgainstCap()) {
            detail(out, indent, style.text(windows(flow)));
        }
        losses.forEach(line -> detail(out, indent, line));
        if (row.length() > 0) {
            detail(out, indent, row.toString());
        }
        if (lostInBursts(flow)) {
            detail(out, indent, isBrief ? BURSTS : BURSTS + " (settings.flowHorizon)");
        }
    }

    /** Whether the flow cap dropped something of a flow that on average offers less: it did not come evenly. */
    static boolean lostInBursts(FlowResult flow) {
        return flow.isSteady()
                && flow.drops().getOrDefault(DropReason.FLOW_CAP.label(), 0L) > 0
                && !flow.isHeldAgainstCap();
    }

    private String wayBetweenTwo(FlowResult flow) {
        String cap = flow.capBitsPerSecond() > 0 ? " of " + Figures.bitRate(flow.capBitsPerSecond()) : "";
        return flow.path() + " · lowest cap: " + flow.bindingCap() + cap;
    }

    /** The worst windows against the cap: as the receiver saw them, then by the times the data plane kept. */
    private static String windows(FlowResult flow) {
        Windows windows = flow.windows();
        return "in every " + Units.formatNanos(windows.widthNs()) + " off the cap by "
                + range(windows.delivered(), flow)
                + "; as the region let them go, wherever the "
                + Units.formatNanos(windows.widthNs()) + " begin, by " + range(windows.dueAnywhere(), flow);
    }

    private static String range(Extremes extremes, FlowResult flow) {
        return againstCap(extremes.leastBitsPerSecond(), flow) + " to "
                + againstCap(extremes.mostBitsPerSecond(), flow);
    }

    private static String againstCap(long bitsPerSecond, FlowResult flow) {
        double cap = flow.capBitsPerSecond();
        return Figures.errorPpm(Math.round((bitsPerSecond - cap) * 1e6 / cap));
    }

    private void machine(StringBuilder out, Machine machine) {
        if (machine == null) {
            return;
        }
        String gaps = machine.longestGapNs().entrySet().stream()
                .map(gap -> gap.getKey() + " " + Figures.duration(gap.getValue()))
                .collect(Collectors.joining(", "));
        String known = machine.stealNs() < 0 ? "" : "; steal reported: " + Figures.duration(machine.stealNs());
        line(out, Ink.FAINT, "Longest absence from a core: " + gaps + known + ".");
    }

    private void detail(StringBuilder out, int indent, String text) {
        out.append(" ".repeat(indent)).append(style.ink(Ink.FAINT, text)).append('\n');
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
            Ink ink = switch (expectation.verdict()) {
                case MET -> Ink.GOOD;
                case MISSED -> Ink.BAD;
                case INCONCLUSIVE -> Ink.WARN;
                case NOT_JUDGED -> Ink.FAINT;
            };
            String sign = switch (expectation.verdict()) {
                case MET -> "✓";
                case MISSED -> "✗";
                case INCONCLUSIVE -> "?";
                case NOT_JUDGED -> "–";
            };
            String text = style.text(expectation.text());
            String shownSign = style.text(sign);
            out.append(style.ink(ink, shownSign))
                    .append(" ".repeat((style.unicode() ? 1 : 6) - shownSign.length() + 1))
                    .append(text)
                    .append(" ".repeat(widest - text.length() + 2))
                    .append(style.ink(Ink.FAINT, style.text(measured(expectation))))
                    .append('\n');
        }
        if (!expectations.isEmpty()) {
            out.append('\n');
        }
    }

    private static String measured(ExpectationResult expectation) {
        return expectation.verdict() == Verdict.NOT_JUDGED
                ? "not judged: the run is void"
                : "measured " + expectation.actual();
    }

    private void rule(StringBuilder out, int width) {
        line(out, Ink.FAINT, "─".repeat(width));
    }

    private void line(StringBuilder out, Ink ink, String text) {
        out.append(style.ink(ink, style.text(text))).append('\n');
    }

    /** Leaves out the middle, since both ends of an address tell flows apart. */
    private static String cut(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        int tail = longest / 2;
        int head = longest - tail - 1;
        return text.substring(0, text.offsetByCodePoints(0, head))
                + "…"
                + text.substring(text.offsetByCodePoints(text.length(), -tail));
    }
}
