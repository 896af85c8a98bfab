package io.ringlane.cloud.report;

import io.ringlane.cloud.address.CostReport;
import io.ringlane.cloud.address.CostReport.Line;
import io.ringlane.cloud.plot.Markup;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What public addresses cost, by both billing rules: as text, as JSON and as HTML. */
final class CostText {

    private static final BigDecimal NONE = BigDecimal.ZERO.setScale(6);

    /** One line of the table. */
    private record Row(String what, BigDecimal before2024, BigDecimal since2024, String use) {}

    private CostText() {}

    /** A table; nothing where there are none, and one line where they cost less than a millionth of a dollar. */
    static String render(CostReport costs, Style style) {
        if (costs == null) {
            return "";
        }
        if (costs.totalBefore2024().signum() == 0 && costs.totalSince2024().signum() == 0) {
            return style.ink(Style.Ink.FAINT, style.text("public addresses cost less than a millionth of a dollar"))
                    + "\n\n";
        }
        TextGrid grid = new TextGrid(style, 2)
                .column("public addresses cost", false)
                .column("until Jan 2024", true)
                .column("since Feb 2024", true)
                .column("for", false);
        List<Row> rows = rows(costs);
        for (Row row : rows) {
            grid.add()
                    .cell(row.what(), Style.Ink.PLAIN)
                    .cell(dollars(row.before2024()), Style.Ink.PLAIN)
                    .cell(dollars(row.since2024()), Style.Ink.PLAIN)
                    .cell(row.use(), Style.Ink.FAINT);
        }
        StringBuilder out = new StringBuilder(grid.header()).append('\n');
        for (int i = 0; i < rows.size(); i++) {
            out.append(grid.row(i)).append('\n');
        }
        return out.append('\n').toString();
    }

    /** A section; nothing where there are none. */
    static String html(CostReport costs) {
        if (costs == null) {
            return "";
        }
        StringBuilder out = new StringBuilder("<section>\n<h2>What public addresses cost</h2>\n")
                .append("<p class=\"note\">US dollars, by the rule until 31 January 2024 and the one since; charged in")
                .append(" proportion to the time.</p>\n<div class=\"card\"><div class=\"scroll\">")
                .append("<table>\n<thead><tr><th class=\"left\" scope=\"col\">Address</th>")
                .append(
                        "<th scope=\"col\">Until Jan 2024</th><th scope=\"col\">Since Feb 2024</th></tr></thead>\n<tbody>\n");
        for (Row row : rows(costs)) {
            out.append("<tr><th scope=\"row\">%s<small>%s</small></th><td>%s</td><td>%s</td></tr>\n"
                    .formatted(
                            Markup.escape(row.what()),
                            Markup.escape(row.use()),
                            dollars(row.before2024()),
                            dollars(row.since2024())));
        }
        return out.append("</tbody></table></div></div>\n</section>\n").toString();
    }

    /** Amounts as text, since they are exact to a millionth; null where there are none. */
    static void json(ObjectNode root, CostReport costs) {
        if (costs == null) {
            root.putNull("costs");
            return;
        }
        ObjectNode node = root.putObject("costs");
        node.put("usdBefore2024", costs.totalBefore2024().toPlainString());
        node.put("usdSince2024", costs.totalSince2024().toPlainString());
        ArrayNode lines = node.putArray("lines");
        rows(costs).stream()
                .limit(rows(costs).size() - 1L) // the last is the total
                .forEach(row -> lines.addObject()
                        .put("what", row.what())
                        .put("usdBefore2024", row.before2024().toPlainString())
                        .put("usdSince2024", row.since2024().toPlainString())
                        .put("use", row.use()));
    }

    private static List<Row> rows(CostReport costs) {
        List<Row> rows = new ArrayList<>();
        for (Line line : costs.lines()) {
            rows.add(new Row(
                    line.address(),
                    line.before2024(),
                    line.since2024(),
                    line.hours().entrySet().stream()
                            .map(each ->
                                    hours(each.getValue()) + " " + each.getKey().label())
                            .collect(Collectors.joining(", "))));
        }
        if (costs.autoAssignedHours().signum() != 0) {
            rows.add(new Row(
                    "lent to instances",
                    NONE,
                    costs.autoAssignedSince2024(),
                    hours(costs.autoAssignedHours()) + " in use"));
        }
        if (costs.chargedRemaps() != 0) {
            rows.add(new Row(
                    "moves beyond the free ones", costs.remapsBefore2024(), NONE, costs.chargedRemaps() + " charged"));
        }
        rows.add(new Row("all", costs.totalBefore2024(), costs.totalSince2024(), ""));
        return rows;
    }

    private static String hours(BigDecimal hours) {
        return hours.setScale(2, RoundingMode.HALF_UP).toPlainString() + " h";
    }

    private static String dollars(BigDecimal amount) {
        return "$" + amount.toPlainString();
    }
}
