package io.ringlane.cloud.report;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.PercentileChart;
import io.ringlane.cloud.plot.StyleSheet;
import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.Verdict;
import io.ringlane.core.rate.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A run as one HTML page that opens without a network: style and drawings are inside, there is no script, and it follows
 * the reader's light or dark scheme. Beside it go the JSON file and the latency logs that it links to.
 */
public final class HtmlReport {

    /** Distinct colours; further flows are grey and told apart by pointing at them. */
    private static final int COLOURS = 8;

    /** Charts drawn; a page with a thousand of them would not help anyone. */
    private static final int MOST_CHARTS = 24;

    private final RunResult result;
    private final Map<FlowResult, String> logs;
    private final List<FlowResult> charted;
    /** By identity: comparing two flows by value would compare their histograms. */
    private final Map<FlowResult, String> colours = new IdentityHashMap<>();

    private final StringBuilder out = new StringBuilder(64 * 1024);

    private final Plan plan; // null where there is none to show
    private final ReportFiles files;

    private HtmlReport(RunResult result, Plan plan, Map<FlowResult, String> logs, ReportFiles files) {
        this.files = files;
        this.result = result;
        this.plan = plan;
        this.logs = logs;
        this.charted = largest(result.flows());
        for (int i = 0; i < Math.min(COLOURS, charted.size()); i++) {
            colours.put(charted.get(i), "c" + i);
        }
    }

    /**
     * Writes {@code report.html}, {@code result.json} and {@code latency/*.hlog} into a directory, which is made if it
     * is not there. Files of an earlier report with the same names are replaced.
     *
     * @param target the directory; or the page to write, {@code x.html}, beside which come {@code x.json} and {@code x-latency/*.hlog}
     * @return the page's path
     */
    public static Path write(RunResult result, Path target) throws IOException {
        return write(result, null, target);
    }

    /**
     * As {@link #write(RunResult, Path)}, and with it where the instances were.
     *
     * @param plan the plan of the scenario that ran, or null to leave it out
     */
    public static Path write(RunResult result, Plan plan, Path target) throws IOException {
        ReportFiles files = ReportFiles.of(target, "report.html", "result.json");
        Files.createDirectories(files.directory());
        Map<FlowResult, String> logs = LatencyLogs.write(result, files.directory(), files.latencyFolder());
        OutputFile.write(files.jsonPath(), JsonReport.render(result));
        OutputFile.write(files.pagePath(), new HtmlReport(result, plan, logs, files).page());
        return files.pagePath();
    }

    private static List<FlowResult> largest(List<FlowResult> flows) {
        if (flows.size() <= MOST_CHARTS) {
            return flows;
        }
        long least = flows.stream()
                .mapToLong(flow -> -flow.packetsSent())
                .sorted()
                .skip(MOST_CHARTS - 1)
                .findFirst()
                .orElse(0);
        return flows.stream()
                .filter(flow -> flow.packetsSent() >= -least)
                .limit(MOST_CHARTS)
                .toList();
    }

    private String page() {
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        add("<title>%s: Ringlane report</title>\n", result.scenario());
        out.append("<style>\n")
                .append(StyleSheet.text())
                .append(visibility())
                .append("</style>\n</head>\n<body>\n<main>\n");
        header();
        flowTable();
        out.append(EventHtml.timeline(result.events()));
        rates();
        latencies();
        losses();
        if (plan != null) {
            out.append(PlanReport.sections(plan));
        }
        out.append(EventHtml.flowLogs(result.flowLogs()));
        out.append(CostText.html(result.costs()));
        interfaces();
        footer();
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private void header() {
        String[] badge = switch (result.outcome()) {
            case GOOD ->
                new String[] {"good", result.expectations().isEmpty() ? "✓ Completed" : "✓ All expectations met"};
            case FAILED -> new String[] {"bad", "✗ Expectation missed"};
            case INCONCLUSIVE -> new String[] {"warn", "? Inconclusive"};
            case VOID -> new String[] {"bad", "✗ Void"};
        };
        add(
                "<header>\n<div class=\"top\"><div><p class=\"brand\">Ringlane report</p><h1>%s</h1></div>",
                result.scenario());
        add("<p class=\"badge %s\">%s</p></div>\n", badge[0], badge[1]);
        if (result.voidReason() != null) {
            add("<p class=\"banner bad\">This run proves nothing: %s.</p>\n", result.voidReason());
        }
        add("<dl class=\"facts\">\n");
        fact("Clock", result.clock());
        fact("Seed", Long.toString(result.seed()));
        fact("Traffic", Units.formatNanos(result.durationNs()));
        fact("Took", Figures.duration(result.wallNs()));
        if (!result.digest().isEmpty()) {
            add("<div><dt>Digest</dt><dd class=\"mono\">%s</dd></div>\n", result.digest());
        }
        add("</dl>\n</header>\n");
        if (!result.expectations().isEmpty()) {
            add("<section>\n<h2>Expectations</h2>\n<ul class=\"verdicts card\">\n");
            result.expectations().forEach(this::verdict);
            add("</ul>\n</section>\n");
        }
    }

    private void fact(String name, String value) {
        add("<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
    }

    private void verdict(ExpectationResult expectation) {
        String[] words = switch (expectation.verdict()) {
            case MET -> new String[] {"good", "✓ met"};
            case MISSED -> new String[] {"bad", "✗ missed"};
            case INCONCLUSIVE -> new String[] {"warn", "? inconclusive"};
            case NOT_JUDGED -> new String[] {"soft", "– not judged"};
        };
        add("<li><b class=\"%s\">%s</b> <p><span>%s</span>", words[0], words[1], expectation.text());
        boolean isJudged = expectation.verdict() != Verdict.NOT_JUDGED;
        add(
                " <span class=\"soft\">%s</span></p></li>\n",
                isJudged ? "measured " + expectation.actual() : "the run is void");
    }

    private void flowTable() {
        add("<section>\n<h2>Flows</h2>\n<div class=\"card\">\n<div class=\"scroll\">\n<table>\n<caption>");
        add("Rates are layer 2, without FCS, preamble and gap. Error is delivered against cap, where the cap binds.");
        add("</caption>\n<thead><tr><th class=\"left\" scope=\"col\">Flow</th>");
        for (String column : List.of("Cap", "Offered", "Delivered", "Error", "Lost", "p50", "p99", "p99.9")) {
            add("<th scope=\"col\">%s</th>", column);
        }
        add("</tr></thead>\n<tbody>\n");
        result.flows().forEach(this::flowRow);
        add("</tbody>\n</table>\n</div>\n");
        law();
        add("</div>\n</section>\n");
    }

    private void flowRow(FlowResult flow) {
        boolean isVoid = result.voidReason() != null;
        boolean capped = flow.isHeldAgainstCap() && !isVoid;
        String error = !capped ? "zero" : Math.abs(flow.capErrorPpm()) <= 1_000 ? "good" : "warn";
        add("<tr><th scope=\"row\"><span class=\"swatch %s\"></span>", colour(flow));
        add("<span class=\"name\" title=\"%s\">%s</span>", flow.name(), flow.name());
        add("<small>%s → %s · %s</small>", flow.from(), flow.to(), flow.path());
        if (!flow.ways().isEmpty()) {
            add("<small>%s</small>", WayText.of(flow.ways(), Integer.MAX_VALUE));
        }
        add("<small>%s</small></th>", isNamed(flow.protocol()) ? flow.protocol() + " " + flow.frame() : flow.frame());
        add("<td>%s<small>%s</small></td>", Figures.cap(flow), flow.bindingCap());
        add("<td>%s</td>", Figures.bitRate(flow.offeredBitsPerSecond()));
        add("<td><b>%s</b></td>", Figures.bitRate(flow.deliveredBitsPerSecond()));
        add("<td class=\"%s\">%s</td>", error, capped ? Figures.errorPpm(flow.capErrorPpm()) : Figures.NONE);
        add("<td>%s", isVoid ? Figures.NONE : Figures.share(flow.packetsDropped(), flow.packetsSent()));
        flow.drops().forEach((reason, count) -> {
            if (count > 0) {
                String breakable = Markup.escape(reason).replace("_", "_<wbr>");
                out.append("<small>%s %s</small>".formatted(Figures.count(count), breakable));
            }
        });
        if (ResultTable.lostInBursts(flow)) {
            add("<small>%s</small>", ResultTable.BURSTS);
        }
        add("</td>");
        for (double percentile : new double[] {50, 99, 99.9}) {
            Histogram latency = flow.latency();
            boolean isEmpty = latency.getTotalCount() == 0;
            add("<td>%s</td>", isEmpty ? Figures.NONE : Figures.duration(latency.getValueAtPercentile(percentile)));
        }
        add("</tr>\n");
    }

    /** Whether a protocol has a name; of frames other than IP there is none. */
    private static boolean isNamed(String protocol) {
        return !protocol.equals("-");
    }

    /** The conservation law, with its figures. */
    private void law() {
        PacketTotals packets = result.packets();
        boolean holds = packets.sent() == packets.delivered() + packets.dropped() + packets.inFlight();
        add(
                "<p class=\"law\"><b>Packets</b> <span>sent %s</span> <span>%s</span> ",
                Figures.count(packets.sent()), holds ? "=" : "≠");
        add("<span>delivered %s</span> <span>+</span> ", Figures.count(packets.delivered()));
        add("<span>dropped %s</span> <span>+</span> ", Figures.count(packets.dropped()));
        add("<span>in flight %s</span> ", Figures.count(packets.inFlight()));
        add(
                "<span class=\"%s\">%s</span></p>\n",
                holds ? "good" : "bad", holds ? "✓ every packet accounted for" : "✗ packets lost");
    }

    private void rates() {
        add(
                "<section>\n<h2>Delivered rate against its cap</h2>\n<p class=\"note\">At the receiver, from the first arrival on.");
        add(
                " A flow that meets its cap, or whose windows are judged, has a second plot: how far each window was off, with");
        add(" what an expectation allows shaded.");
        left();
        add("</p>\n<div class=\"charts\">\n");
        for (int i = 0; i < charted.size(); i++) {
            FlowResult flow = charted.get(i);
            RateChart chart = new RateChart(flow, result.durationNs(), result.events());
            add("<figure class=\"card\"><h3><span class=\"swatch %s\"></span>%s</h3>", colour(flow), flow.name());
            String error = chart.windowError();
            String way = flow.ways().isEmpty() ? flow.path() : WayText.of(flow.ways(), Integer.MAX_VALUE);
            String caption =
                    flow.from() + " → " + flow.to() + ", " + way + ". " + (error.isEmpty() ? belowCap(flow) : error);
            add("<figcaption>%s</figcaption>\n", caption);
            out.append(chart.render("rate-" + i, colour(flow)));
            add("</figure>\n");
        }
        add("</div>\n</section>\n");
    }

    private static String belowCap(FlowResult flow) {
        return flow.leastCapBitsPerSecond() > 0 && flow.offeredBitsPerSecond() < flow.leastCapBitsPerSecond()
                ? "Offered less than its cap of " + Figures.cap(flow) + "."
                : "";
    }

    private void left() {
        if (charted.size() < result.flows().size()) {
            add(
                    " Only the %s largest of %s flows are drawn.",
                    charted.size() + "", result.flows().size() + "");
        }
    }

    private void latencies() {
        add(
                "<section>\n<h2>Latency by percentile</h2>\n<p class=\"note\">One way, from the time a packet was meant to leave,");
        add(" so waiting at a cap counts. Both axes are logarithmic; each line ends at its slowest packet.");
        left();
        add("</p>\n<figure class=\"card curves\">\n<div class=\"legend\">\n");
        List<PercentileChart.Curve> curves = new ArrayList<>();
        for (int i = 0; i < charted.size(); i++) {
            String colour = colour(charted.get(i));
            curves.add(new PercentileChart.Curve(
                    charted.get(i).name(), "flow-" + i, colour, charted.get(i).latency()));
            add("<label class=\"%s\"><input type=\"checkbox\" id=\"show-%s\" checked>", colour, i + "");
            add("<span class=\"swatch\"></span>%s</label>\n", charted.get(i).name());
        }
        add("</div>\n");
        out.append(new PercentileChart(curves, Figures::duration).render("latency", "packets"));
        add("</figure>\n</section>\n");
    }

    /** A line goes when its box in the legend is cleared; that takes a style rule, not a script. */
    private String visibility() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < charted.size(); i++) {
            rules.append("figure:has(#show-%d:not(:checked)) .flow-%d { display: none; }\n".formatted(i, i));
        }
        return rules.toString();
    }

    private void losses() {
        LossChart chart = new LossChart(result.flows());
        add("<section>\n<h2>Packets dropped, by reason</h2>\n");
        if (chart.isEmpty()) {
            add("<p class=\"note\">Nothing was dropped.</p>\n");
        } else {
            add("<p class=\"note\">Each packet counts under exactly one reason; colours are the flows'.</p>\n");
            add("<figure class=\"card\">\n");
            out.append(chart.render(result.flows().stream().map(this::colour).toList()));
            add("</figure>\n");
        }
        add("</section>\n");
    }

    private void interfaces() {
        if (result.interfaces().isEmpty()) {
            return;
        }
        add(
                "<details>\n<summary>Counters of %s interfaces</summary>\n",
                result.interfaces().size() + "");
        add("<div class=\"nics\">\n");
        for (InterfaceResult nic : result.interfaces()) {
            add(
                    "<div class=\"card\"><h3>%s <code>%s</code></h3><p class=\"soft\">%s</p>",
                    nic.instance() == null ? "on no instance any more" : nic.instance(), nic.id(), nic.host());
            add("<table><tbody>\n");
            counters(nic.counters());
            add(
                    "</tbody></table>\n<p class=\"soft\">Counted here, under no name of the device's</p>\n<table><tbody>\n");
            counters(nic.ownCounters());
            add("</tbody></table></div>\n");
        }
        add("</div>\n</details>\n");
    }

    private void counters(Map<String, Long> counters) {
        counters.forEach((name, count) -> add(
                "<tr class=\"%s\"><th scope=\"row\" class=\"mono\">%s</th><td>%s</td></tr>\n",
                count == 0 ? "zero" : "", name, Figures.count(count)));
    }

    private void footer() {
        add("<footer>\n<p>Rates count layer-2 bytes from the Ethernet header to the end of the payload,");
        add(" without FCS, preamble and gap.</p>\n");
        add("<p>Files beside this page: <a href=\"%s\">%s</a>", files.json(), files.json());
        List<String> links = new ArrayList<>();
        for (FlowResult flow : charted) {
            String file = logs.get(flow);
            if (file != null) {
                links.add("<a href=\"%s\">%s</a>".formatted(Markup.escape(file), Markup.escape(flow.name())));
            }
        }
        if (!links.isEmpty()) {
            out.append("; latency logs (HdrHistogram): ").append(String.join(", ", links));
        }
        add(".</p>\n</footer>\n");
    }

    private String colour(FlowResult flow) {
        return colours.getOrDefault(flow, "");
    }

    /** Every argument is escaped here, so that no caller can forget it. */
    private void add(String template, String... arguments) {
        Object[] escaped = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            escaped[i] = Markup.escape(arguments[i]);
        }
        out.append(arguments.length == 0 ? template : template.formatted(escaped));
    }
}
