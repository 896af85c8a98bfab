package io.ringlane.cloud.report;

import io.ringlane.cloud.plan.FlowExplanation;
import io.ringlane.cloud.plan.FlowExplanation.Decision;
import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.core.rate.Units;
import io.ringlane.placement.group.Explanation;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explanations of a flow and of an instance, as text and as JSON ({@code explain.schema.json}). */
public final class ExplainText {

    private ExplainText() {}

    /** A flow's way for a reader. */
    public static String render(FlowExplanation flow, Style style) {
        StringBuilder out = new StringBuilder();
        line(out, style, flow.from() + " → " + flow.to() + (flow.flow() == null ? "" : ": " + flow.flow()));
        TextGrid grid = new TextGrid(style, 2)
                .column("decision", false)
                .column("value", false)
                .column("why", false);
        for (Decision decision : flow.decisions()) {
            grid.add().strong(decision.what()).cell(decision.value()).cell(decision.why());
        }
        for (int i = 0; i < flow.decisions().size(); i++) {
            out.append("  ").append(grid.row(i)).append('\n');
        }
        if (flow.refusal() != null) {
            line(
                    out,
                    style,
                    "Refused (" + flow.refusal().reason() + "): "
                            + flow.refusal().by());
            flow.remedies().forEach(remedy -> line(out, style, "  to let it through: " + remedy));
            return out.toString();
        }
        String packets = flow.packetsPerSecond() == 0
                ? ""
                : Units.formatPacketsPerSecond(flow.packetsPerSecond()) + " or, with such frames, ";
        line(
                out,
                style,
                "Bound by: " + flow.cap().label() + ", " + packets
                        + Units.formatBitsPerSecond(flow.cap().bitsPerSecond()));
        flow.remedies()
                .forEach(
                        remedy -> line(out, style, (remedy.startsWith("for the ") ? "  " : "  to lift it: ") + remedy));
        return out.toString();
    }

    /** A flow's way for a script. */
    public static String json(FlowExplanation flow) {
        ObjectNode root = JsonText.object();
        root.put("from", flow.from());
        root.put("to", flow.to());
        root.put("flow", flow.flow());
        ArrayNode decisions = root.putArray("decisions");
        flow.decisions()
                .forEach(decision -> decisions
                        .addObject()
                        .put("what", decision.what().strip())
                        .put("value", decision.value())
                        .put("why", decision.why()));
        root.put("capBitsPerSecond", flow.cap() == null ? 0 : flow.cap().bitsPerSecond());
        root.put("bindingCap", flow.cap() == null ? "none" : flow.cap().label());
        root.put("packetsPerSecond", flow.packetsPerSecond() == 0 ? null : flow.packetsPerSecond());
        if (flow.refusal() == null) {
            root.putNull("refused");
        } else {
            root.putObject("refused")
                    .put("reason", flow.refusal().reason())
                    .put("by", flow.refusal().by());
        }
        ArrayNode remedies = root.putArray("remedies");
        flow.remedies().forEach(remedies::add);
        return JsonText.of(root);
    }

    /** Where an instance is and why, and what stands against the other hosts, for a reader. */
    public static String render(Plan plan, Seat seat, Style style) {
        StringBuilder out = new StringBuilder();
        Explanation here = plan.whyHere(seat);
        line(out, style, seat.name() + " runs on " + seat.host().name());
        here.reasons().forEach(reason -> line(out, style, "  " + reason));
        here.warnings().forEach(warning -> line(out, style, "  warning: " + warning));
        line(out, style, "Why not elsewhere");
        refusals(plan, seat).forEach((reason, hosts) -> line(out, style, "  " + counted(hosts) + ": " + reason));
        return out.toString();
    }

    /** The same for a script. */
    public static String json(Plan plan, Seat seat) {
        ObjectNode root = JsonText.object();
        Explanation here = plan.whyHere(seat);
        root.put("instance", seat.name());
        root.put("host", seat.host().name());
        ArrayNode reasons = root.putArray("whyHere");
        here.reasons().forEach(reasons::add);
        ArrayNode warnings = root.putArray("warnings");
        here.warnings().forEach(warnings::add);
        ArrayNode others = root.putArray("whyNot");
        refusals(plan, seat)
                .forEach((reason, hosts) ->
                        others.addObject().put("hosts", hosts).put("reason", reason));
        return JsonText.of(root);
    }

    private static String counted(long hosts) {
        return Figures.count(hosts) + (hosts == 1 ? " host" : " hosts");
    }

    /** Hosts by what stands against them; a reason that names its host or rack says "it" instead, so that alike ones fold. */
    private static TreeMap<String, Long> refusals(Plan plan, Seat seat) {
        TreeMap<String, Long> refusals = new TreeMap<>();
        for (int host = 0; host < plan.region().hostCount(); host++) {
            if (host != seat.placement().hostId()) {
                String name = plan.region().hostName(host);
                String rack = plan.region().rackName(plan.region().rackOf(host));
                List<String> reasons = plan.whyNot(seat, host);
                String reason =
                        String.join("; ", reasons).replace(name, "it").replace("before " + rack, "before its own");
                refusals.merge(reason, 1L, Long::sum);
            }
        }
        return refusals;
    }

    private static void line(StringBuilder out, Style style, String text) {
        out.append(style.text(text)).append('\n');
    }
}
