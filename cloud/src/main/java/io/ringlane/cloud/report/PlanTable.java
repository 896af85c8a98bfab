package io.ringlane.cloud.report;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Group;
import io.ringlane.cloud.plan.Plan.Pair;
import io.ringlane.cloud.plan.Plan.PathClass;
import io.ringlane.cloud.plan.Plan.PathKind;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.plan.PlannedFlow;
import io.ringlane.cloud.plan.PlannedInterface;
import io.ringlane.core.rate.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan as text: groups, instances, paths. Beyond {@value #MOST_LISTED} instances they are folded by rack and the pairs
 * by path, unless all are asked for.
 */
public final class PlanTable {

    /** Instances listed one by one; their pairs are the square of it, and must still fit a screen or two. */
    static final int MOST_LISTED = 8;

    private static final int MOST_NAMED = 4;

    private final Plan plan;
    private final Style style;
    private final boolean isListed;
    private final StringBuilder out = new StringBuilder();

    private PlanTable(Plan plan, Style style, boolean isAll) {
        this.plan = plan;
        this.style = style;
        this.isListed = isAll || plan.seats().size() <= MOST_LISTED;
    }

    /** @param isAll whether every instance and pair is listed, however many there are */
    public static String render(Plan plan, Style style, boolean isAll) {
        return new PlanTable(plan, style, isAll).text();
    }

    private String text() {
        long hosts = plan.seats().stream()
                .mapToInt(seat -> seat.placement().hostId())
                .distinct()
                .count();
        line(style.text(plan.scenario().name() + ": " + plan.seats().size()
                + (plan.seats().size() == 1 ? " instance on " : " instances on ") + hosts + " of "
                + plan.region().hostCount() + " hosts, seed "
                + plan.scenario().run().seed()));
        groups();
        if (isListed) {
            instances();
            interfaces();
            flows();
            pairs();
        } else {
            flows();
            racks();
            paths();
            line("");
            line("Folded; --all lists every instance and pair.");
        }
        return out.toString();
    }

    private void groups() {
        if (plan.groups().isEmpty()) {
            return;
        }
        TextGrid grid = new TextGrid(style, 2)
                .column("group", false)
                .column("strategy", false)
                .column("partitions", true)
                .column("members", true)
                .column("racks", true)
                .column("who", false);
        for (Group group : plan.groups()) {
            long racks = group.members().stream()
                    .map(seat -> seat.host().rack())
                    .distinct()
                    .count();
            grid.add()
                    .strong(group.spec().name())
                    .cell(group.spec().strategy())
                    .cell(
                            group.spec().partitions() == 0
                                    ? Figures.NONE
                                    : Integer.toString(group.spec().partitions()))
                    .cell(Integer.toString(group.members().size()))
                    .cell(Long.toString(racks))
                    .cell(names(group.members()));
        }
        print("Groups", grid, plan.groups().size());
        for (Group group : plan.groups()) {
            group.warnings().forEach(warning -> line(style.text("  warning: " + warning)));
        }
    }

    private String names(List<Seat> seats) {
        List<String> names = seats.stream().map(Seat::name).toList();
        return names.size() <= MOST_NAMED || isListed
                ? String.join(" ", names)
                : String.join(" ", names.subList(0, MOST_NAMED)) + " and " + (names.size() - MOST_NAMED) + " more";
    }

    private void instances() {
        TextGrid grid = new TextGrid(style, 2)
                .column("instance", false)
                .column("type", false)
                .column("group", false)
                .column("zone", false)
                .column("data centre", false)
                .column("rack", false)
                .column("host", false)
                .column("interface", false);
        for (Seat seat : plan.seats()) {
            grid.add()
                    .strong(seat.name())
                    .cell(seat.spec().type())
                    .cell(groupText(seat))
                    .cell(seat.host().zone())
                    .cell(last(seat.host().dataCentre()))
                    .cell(last(seat.host().rack()))
                    .cell(last(seat.host().name()))
                    .cell(seat.interfaceLabel());
        }
        print("Instances", grid, plan.seats().size());
        line("");
        line("Why here");
        for (Seat seat : plan.seats()) {
            line("  " + style.text(seat.name()));
            plan.whyHere(seat).reasons().forEach(reason -> line("    " + style.text(reason)));
        }
    }

    private void interfaces() {
        List<PlannedInterface> interfaces = plan.interfaces();
        if (interfaces.isEmpty()) {
            return;
        }
        boolean hasIpv6 = hasIpv6(interfaces);
        TextGrid grid = new TextGrid(style, 2)
                .column("interface", false)
                .column("instance", false)
                .column("subnet", false)
                .column("zone", false)
                .column("address", false)
                .column("public address", false);
        if (hasIpv6) {
            grid.column("IPv6 address", false);
        }
        grid.column("security groups", false);
        for (PlannedInterface each : interfaces) {
            grid.add()
                    .strong(each.name())
                    .cell(orNone(each.instance()))
                    .cell(each.subnet())
                    .cell(each.zone())
                    .cell(each.address())
                    .cell(orNone(each.publicAddress()));
            if (hasIpv6) {
                grid.cell(ipv6Text(each));
            }
            grid.cell(String.join(", ", each.securityGroups()));
        }
        print("Interfaces", grid, interfaces.size());
    }

    /** Whether IPv6 addresses are worth a column. */
    static boolean hasIpv6(List<PlannedInterface> interfaces) {
        return interfaces.stream().anyMatch(each -> !each.ipv6Addresses().isEmpty());
    }

    static String ipv6Text(PlannedInterface each) {
        return each.ipv6Addresses().isEmpty() ? Figures.NONE : String.join(", ", each.ipv6Addresses());
    }

    static String orNone(String text) {
        return text == null ? Figures.NONE : text;
    }

    private void flows() {
        List<PlannedFlow> flows = plan.flows();
        if (flows.isEmpty()) {
            return;
        }
        TextGrid grid = new TextGrid(style, 2)
                .column("flow", false)
                .column("from", false)
                .column("to", false)
                .column("path", false)
                .column("cap", true)
                .column("bound by", false);
        for (PlannedFlow each : flows) {
            grid.add()
                    .strong(each.name())
                    .cell(each.from())
                    .cell(each.to())
                    .cell(each.path())
                    .cell(capText(each))
                    .cell(each.cap() == null ? Figures.NONE : each.cap().label());
        }
        print("Flows before any event, one connection of each", grid, flows.size());
    }

    static String capText(PlannedFlow flow) {
        return flow.cap() == null
                ? Figures.NONE
                : Units.formatBitsPerSecond(flow.cap().bitsPerSecond());
    }

    /** The last part of a host's, rack's or data centre's name; what comes before stands in the columns before. */
    static String last(String name) {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    static String groupText(Seat seat) {
        if (seat.group() == null) {
            return Figures.NONE;
        }
        int partition = seat.placement().partition();
        return partition == 0 ? seat.group() : seat.group() + " / " + partition;
    }

    private record Shelf(String rack, String group, String type) {}

    private void racks() {
        Map<Shelf, List<Seat>> shelves = new LinkedHashMap<>();
        for (Seat seat : plan.seats()) {
            Shelf shelf =
                    new Shelf(seat.host().rack(), groupText(seat), seat.spec().type());
            shelves.computeIfAbsent(shelf, key -> new ArrayList<>()).add(seat);
        }
        TextGrid grid = new TextGrid(style, 2)
                .column("rack", false)
                .column("group", false)
                .column("type", false)
                .column("instances", true)
                .column("hosts", true)
                .column("who", false);
        shelves.forEach((shelf, seats) -> {
            Set<String> hosts = new LinkedHashSet<>();
            seats.forEach(seat -> hosts.add(seat.host().name()));
            grid.add()
                    .strong(shelf.rack())
                    .cell(shelf.group())
                    .cell(shelf.type())
                    .cell(Integer.toString(seats.size()))
                    .cell(Integer.toString(hosts.size()))
                    .cell(names(seats));
        });
        print("Racks", grid, shelves.size());
    }

    private void pairs() {
        List<Pair> pairs = new ArrayList<>();
        plan.forEachPair(pairs::add);
        if (pairs.isEmpty()) {
            return;
        }
        TextGrid grid = pathColumns(
                new TextGrid(style, 2).column("from", false).column("to", false).column("path", false));
        for (Pair pair : pairs) {
            grid.add()
                    .strong(pair.from().name())
                    .strong(pair.to().name())
                    .cell(pair.path().label());
            pathCells(grid, pair.kind());
        }
        print(pathsTitle(), grid, pairs.size());
    }

    private void paths() {
        List<PathClass> classes = plan.pathClasses();
        TextGrid grid = pathColumns(new TextGrid(style, 2)
                .column("path", false)
                .column("pairs", true)
                .column("for instance", false));
        for (PathClass each : classes) {
            grid.add()
                    .strong(each.kind().path().label())
                    .cell(Figures.count(each.pairs()))
                    .cell(each.example().from().name() + " → "
                            + each.example().to().name());
            pathCells(grid, each.kind());
        }
        print(pathsTitle(), grid, classes.size());
    }

    private String pathsTitle() {
        return plan.interfaces().isEmpty()
                ? "Paths, for one 5-tuple alone"
                : "Paths between hosts, for one 5-tuple alone, if the network lets it pass";
    }

    private static TextGrid pathColumns(TextGrid grid) {
        return grid.column("hops", true)
                .column("MTU", true)
                .column("delay", true)
                .column("cap", true)
                .column("bound by", false);
    }

    private static void pathCells(TextGrid grid, PathKind kind) {
        grid.cell(Integer.toString(kind.path().hops()))
                .cell(kind.mtuBytes() + "B")
                .cell(delay(kind))
                .cell(Units.formatBitsPerSecond(kind.cap().bitsPerSecond()))
                .cell(kind.cap().label());
    }

    static String delay(PathKind kind) {
        String least = Figures.duration(kind.path().delayNs());
        return kind.path().jitterNs() == 0
                ? least
                : least + "–" + Figures.duration(kind.path().delayNs(1000));
    }

    private void print(String title, TextGrid grid, int rows) {
        line("");
        line(title);
        line("  " + grid.header());
        for (int i = 0; i < rows; i++) {
            line("  " + grid.row(i));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
