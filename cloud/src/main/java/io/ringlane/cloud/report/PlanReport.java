package io.ringlane.cloud.report;

import io.ringlane.cloud.network.EventSpec;
import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Group;
import io.ringlane.cloud.plan.Plan.PathClass;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.plan.PlannedFlow;
import io.ringlane.cloud.plan.PlannedInterface;
import io.ringlane.cloud.plot.Markup;
import io.ringlane.cloud.plot.StyleSheet;
import io.ringlane.core.rate.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A plan as an HTML page like {@link HtmlReport}'s: no network, no script, light and dark. */
public final class PlanReport {

    /** Instances that are listed one by one, and whose reasons are open from the start. */
    private static final int MOST_OPEN = 20;

    private final Plan plan;
    private final PlanPicture picture;
    private final String json; // its file's name
    private final StringBuilder out = new StringBuilder(16 * 1024);

    private PlanReport(Plan plan, String json) {
        this.plan = plan;
        this.json = json;
        this.picture = new PlanPicture(plan);
    }

    /**
     * Writes {@code plan.html} and {@code plan.json} into a directory, which is made if it is not there.
     *
     * @param target the directory; or the page to write, {@code x.html}, beside which comes {@code x.json}
     * @param isAll whether the JSON lists every pair, however many there are
     * @return the page's path
     */
    public static Path write(Plan plan, Path target, boolean isAll) throws IOException {
        ReportFiles files = ReportFiles.of(target, "plan.html", "plan.json");
        Files.createDirectories(files.directory());
        OutputFile.write(files.jsonPath(), PlanJson.render(plan, isAll));
        OutputFile.write(files.pagePath(), new PlanReport(plan, files.json()).page());
        return files.pagePath();
    }

    /** The sections alone, for a page of another's, which has the events. */
    static String sections(Plan plan) {
        PlanReport report = new PlanReport(plan, "");
        report.picture();
        report.tables();
        return report.out.toString();
    }

    private void tables() {
        groups();
        seats();
        interfaces();
        flows();
        paths();
        instances();
    }

    private String page() {
        picture();
        events();
        tables();
        String name = Markup.escape(plan.scenario().name());
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + name
                + ": Ringlane plan</title>\n<style>\n" + StyleSheet.text()
                + "</style>\n</head>\n<body>\n<main>\n<header><p class=\"brand\">Ringlane plan</p><h1>" + name
                + "</h1></header>\n" + out
                + "<footer><p>Caps count layer-2 bytes without FCS, preamble and gap, for one 5-tuple that has both"
                + " instances to itself.</p>\n<p>Beside this page: <a href=\"" + Markup.escape(json) + "\">"
                + Markup.escape(json) + "</a>.</p></footer>\n"
                + "</main>\n</body>\n</html>\n";
    }

    private void picture() {
        out.append("<section>\n<h2>%s</h2>"
                                .formatted(
                                        plan.scenario().events().isEmpty()
                                                ? "Where instances are"
                                                : "Where instances are before the first event")
                        + "\n<p class=\"note\">Zones, their racks and hosts; a dot is an")
                .append(" instance, in the colour of its group")
                .append(
                        picture.isNamed()
                                ? ", with its name and group. Point at one for its type and interface."
                                : ". Point at one for its name.")
                .append(picture.leftOut())
                .append("</p>\n<figure class=\"card\">\n<div class=\"legend\">\n");
        for (Group group : plan.groups()) {
            out.append("<span class=\"%s\"><span class=\"swatch\"></span>%s, %s</span>\n"
                    .formatted(
                            picture.colour(group.spec().name()),
                            Markup.escape(group.spec().name()),
                            Markup.escape(group.spec().strategy())));
        }
        if (plan.seats().stream().anyMatch(seat -> seat.group() == null)) {
            out.append("<span><span class=\"swatch\"></span>no group</span>\n");
        }
        out.append("</div>\n").append(picture.render()).append("</figure>\n</section>\n");
    }

    /** What will happen to all this; the plan shows how it is before. */
    private void events() {
        if (plan.scenario().events().isEmpty()) {
            return;
        }
        out.append(
                "<section>\n<h2>Events</h2>\n<p class=\"note\">What a run does while traffic goes on; this page shows what is"
                        + " there before the first.</p>\n<div class=\"card\"><div class=\"scroll\"><table class=\"words\">\n"
                        + "<thead><tr><th scope=\"col\">#</th><th scope=\"col\">At</th><th scope=\"col\">Event</th></tr></thead>\n"
                        + "<tbody>\n");
        int number = 0;
        for (EventSpec event : plan.scenario().events()) {
            out.append("<tr><td>%d</td><td>%s</td><td class=\"wrap\">%s</td></tr>\n"
                    .formatted(++number, Units.formatNanos(event.atNs()), Markup.escape(event.text())));
        }
        out.append("</tbody></table></div></div>\n</section>\n");
    }

    private void groups() {
        if (plan.groups().isEmpty()) {
            return;
        }
        open("Placement groups", "Group", "Strategy", "Partitions", "Members", "Racks");
        for (Group group : plan.groups()) {
            long racks = group.members().stream()
                    .map(seat -> seat.host().rack())
                    .distinct()
                    .count();
            row(
                    group.spec().name(),
                    String.join("; ", group.warnings()),
                    group.spec().strategy(),
                    group.spec().partitions() == 0
                            ? Figures.NONE
                            : Integer.toString(group.spec().partitions()),
                    Figures.count(group.members().size()),
                    Figures.count(racks));
        }
        out.append("</tbody></table></div></div>\n</section>\n");
    }

    /** Who is where, one by one; of more than fit a screen the picture shows it, and each has its reasons below. */
    private void seats() {
        if (plan.seats().size() > MOST_OPEN) {
            return;
        }
        open("Instances", "Instance", "Type", "Group", "Zone", "Data centre", "Rack", "Host", "Interface");
        for (Seat seat : plan.seats()) {
            row(
                    seat.name(),
                    "",
                    seat.spec().type(),
                    PlanTable.groupText(seat),
                    seat.host().zone(),
                    PlanTable.last(seat.host().dataCentre()),
                    PlanTable.last(seat.host().rack()),
                    PlanTable.last(seat.host().name()),
                    seat.interfaceLabel());
        }
        out.append("</tbody></table></div></div>\n</section>\n");
    }

    private void interfaces() {
        List<PlannedInterface> interfaces = plan.interfaces();
        if (interfaces.isEmpty()) {
            return;
        }
        boolean hasIpv6 = PlanTable.hasIpv6(interfaces);
        List<String> columns = new ArrayList<>(List.of("Instance", "Subnet", "Zone", "Address", "Public address"));
        columns.addAll(hasIpv6 ? List.of("IPv6 address", "Security groups") : List.of("Security groups"));
        open("Interfaces", "Interface", columns.toArray(String[]::new));
        for (PlannedInterface each : interfaces) {
            List<String> cells = new ArrayList<>(List.of(
                    PlanTable.orNone(each.instance()),
                    each.subnet(),
                    each.zone(),
                    each.address(),
                    PlanTable.orNone(each.publicAddress())));
            if (hasIpv6) {
                cells.add(PlanTable.ipv6Text(each));
            }
            cells.add(String.join(", ", each.securityGroups()));
            row(each.name(), "", cells.toArray(String[]::new));
        }
        out.append("</tbody></table></div></div>\n</section>\n");
    }

    private void flows() {
        List<PlannedFlow> flows = plan.flows();
        if (flows.isEmpty()) {
            return;
        }
        open("Flows before any event", "Flow", "Path", "Cap", "Bound by");
        for (PlannedFlow each : flows) {
            row(
                    each.name(),
                    each.from() + " → " + each.to(),
                    each.path(),
                    PlanTable.capText(each),
                    each.cap() == null ? Figures.NONE : each.cap().label());
        }
        out.append("</tbody></table></div></div>\n</section>\n");
    }

    private void paths() {
        List<PathClass> classes = plan.pathClasses();
        if (classes.isEmpty()) {
            return;
        }
        open("Paths", "Path", "Pairs", "Hops", "MTU", "Delay", "Cap", "Bound by");
        for (PathClass each : classes) {
            row(
                    each.kind().path().label(),
                    each.example().from().name() + " → " + each.example().to().name(),
                    Figures.count(each.pairs()),
                    Integer.toString(each.kind().path().hops()),
                    each.kind().mtuBytes() + "B",
                    PlanTable.delay(each.kind()),
                    Units.formatBitsPerSecond(each.kind().cap().bitsPerSecond()),
                    each.kind().cap().label());
        }
        out.append("</tbody></table></div></div>\n</section>\n");
    }

    private void instances() {
        out.append("<details%s>\n<summary>Why each instance is where it is</summary>\n"
                .formatted(plan.seats().size() <= MOST_OPEN ? " open" : ""));
        out.append("<div class=\"nics\">\n");
        for (Seat seat : plan.seats()) {
            out.append("<div class=\"card\"><h3>%s</h3><p class=\"soft\">%s · %s · %s</p><ul class=\"why\">"
                    .formatted(
                            Markup.escape(seat.name()),
                            Markup.escape(seat.spec().type()),
                            Markup.escape(PlanTable.groupText(seat)),
                            Markup.escape(seat.host().name())));
            plan.whyHere(seat)
                    .reasons()
                    .forEach(reason ->
                            out.append("<li>").append(Markup.escape(reason)).append("</li>"));
            out.append("</ul></div>\n");
        }
        out.append("</div>\n</details>\n");
    }

    private void open(String title, String first, String... columns) {
        out.append(
                "<section>\n<h2>%s</h2>\n<div class=\"card\"><div class=\"scroll\"><table class=\"words\">\n<thead><tr>"
                        .formatted(title));
        out.append("<th scope=\"col\">%s</th>".formatted(first));
        for (String column : columns) {
            out.append("<th scope=\"col\">%s</th>".formatted(column));
        }
        out.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String name, String note, String... cells) {
        out.append(
                "<tr><th scope=\"row\">%s<small>%s</small></th>".formatted(Markup.escape(name), Markup.escape(note)));
        for (String cell : cells) {
            out.append("<td>").append(Markup.escape(cell)).append("</td>");
        }
        out.append("</tr>\n");
    }
}
