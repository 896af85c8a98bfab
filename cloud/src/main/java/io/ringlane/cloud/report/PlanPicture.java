package io.ringlane.cloud.report;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Group;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.plot.Svg;
import io.ringlane.placement.topology.Region;
import io.ringlane.placement.topology.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Zones, racks and hosts, with a dot an instance in the colour of its group. Racks in use are drawn, and those beside
 * them while the region is small; a host's dots wrap inside it, and a rack's empty hosts are one line that counts them. While there
 * are few instances, each has a line with its name and group, so that the picture can be read on paper.
 */
final class PlanPicture {

    private static final int WIDTH = 1100;
    private static final int COLOURS = 8;

    /** Racks up to here are all drawn, in use or not; more would bury those that are. */
    private static final int MOST_EMPTY_RACKS = 64;

    /** Racks drawn at all: beyond it the picture is longer than anyone scrolls. */
    private static final int MOST_RACKS = 400;

    /** Instances that are named in the picture; more names than these nobody looks for in it. */
    private static final int MOST_NAMED = 64;

    /** Of a name and its group; what is longer is cut, and whole in the hint. */
    private static final int MOST_LETTERS = 28;

    private static final int DOTS_A_ROW = 8;
    private static final double DOT_STEP = 10;
    private static final double LINE_STEP = 15;
    private static final double LETTER_WIDTH = 6.6; // of 12 pixels, rather too much than too little
    private static final double HOST_WIDTH = DOTS_A_ROW * DOT_STEP + 8;
    private static final double HOST_GAP = 4;
    private static final double RACK_GAP = 10;
    private static final double HEAD = 18;
    private static final double EMPTY_LINE = 15;

    private final Plan plan;
    private final Region region;
    private final Map<String, String> colours = new HashMap<>();
    private final Map<Integer, List<Seat>> byHost = new TreeMap<>();
    private final Map<Integer, List<Integer>> racks = new TreeMap<>(); // hosts drawn, by rack
    private final boolean isNamed;
    private final double hostWidth;
    private final double rackWidth;
    private int racksLeftOut;

    PlanPicture(Plan plan) {
        this.plan = plan;
        this.region = plan.region();
        this.isNamed = plan.seats().size() <= MOST_NAMED;
        int letters = isNamed
                ? plan.seats().stream()
                        .mapToInt(seat -> label(seat).length())
                        .max()
                        .orElse(0)
                : 0;
        this.hostWidth = Math.max(HOST_WIDTH, 18 + letters * LETTER_WIDTH);
        this.rackWidth = hostWidth + 12;
        for (Group group : plan.groups()) {
            if (colours.size() < COLOURS) {
                colours.put(group.spec().name(), "c" + colours.size());
            }
        }
        for (Seat seat : plan.seats()) {
            byHost.computeIfAbsent(seat.placement().hostId(), host -> new ArrayList<>())
                    .add(seat);
        }
        collectRacks();
    }

    private void collectRacks() {
        boolean isSmall = region.rackCount() <= MOST_EMPTY_RACKS;
        int hostsARack = region.hostCount() / region.rackCount();
        for (int rack = 0; rack < region.rackCount(); rack++) {
            List<Integer> hosts = new ArrayList<>();
            boolean isUsed = false;
            for (int i = 0; i < hostsARack; i++) {
                int host = region.firstHostOfRack(rack) + i;
                isUsed |= byHost.containsKey(host);
                if (byHost.containsKey(host)) {
                    hosts.add(host);
                }
            }
            if (isUsed && racks.size() >= MOST_RACKS) {
                racksLeftOut++;
            } else if (isUsed || isSmall) {
                racks.put(rack, hosts);
            }
        }
    }

    /** Whether each instance's name is written beside its dot. */
    boolean isNamed() {
        return isNamed;
    }

    private static String label(Seat seat) {
        String whole = seat.group() == null ? seat.name() : seat.name() + " · " + PlanTable.groupText(seat);
        return whole.length() <= MOST_LETTERS ? whole : whole.substring(0, MOST_LETTERS - 1) + "…";
    }

    /** What is not drawn, in a sentence; empty if all is. */
    String leftOut() {
        int idle = region.rackCount() - racks.size() - racksLeftOut;
        return (idle > 0 ? " " + Figures.count(idle) + " racks without instances are left out." : "")
                + (racksLeftOut > 0 ? " So are " + Figures.count(racksLeftOut) + " with some." : "");
    }

    /** The class that colours a group, or nothing for grey. */
    String colour(String group) {
        return colours.getOrDefault(group, "");
    }

    /** The drawing as an {@code svg} element. */
    String render() {
        Map<Integer, List<Integer>> byZone = new LinkedHashMap<>();
        racks.keySet()
                .forEach(rack -> byZone.computeIfAbsent(zoneOf(rack), zone -> new ArrayList<>())
                        .add(rack));
        double height = 0;
        for (List<Integer> zoneRacks : byZone.values()) {
            height += zoneHeight(zoneRacks) + RACK_GAP;
        }
        Svg svg = new Svg(
                WIDTH,
                (int) Math.ceil(height),
                "places",
                "Zones, racks and hosts",
                plan.seats().size()
                        + (plan.seats().size() == 1 ? " instance on " : " instances on ")
                        + byHost.size()
                        + (byHost.size() == 1 ? " host." : " hosts."));
        double y = 0;
        for (Map.Entry<Integer, List<Integer>> zone : byZone.entrySet()) {
            double zoneHeight = zoneHeight(zone.getValue());
            String name = region.zoneName(zone.getKey());
            svg.rect("place-zone", 0.5, y + 0.5, WIDTH - 1, zoneHeight, name);
            svg.text("place-name", 10, y + 16, "start", name);
            racks(svg, zone.getValue(), y + HEAD + 8);
            y += zoneHeight + RACK_GAP;
        }
        return svg.end();
    }

    private int zoneOf(int rack) {
        return region.zoneOf(region.firstHostOfRack(rack));
    }

    private int racksARow() {
        return (int) ((WIDTH - RACK_GAP) / (rackWidth + RACK_GAP));
    }

    private double zoneHeight(List<Integer> zoneRacks) {
        double height = HEAD + 8;
        for (List<Integer> row : rows(zoneRacks)) {
            height += rowHeight(row) + RACK_GAP;
        }
        return height;
    }

    /** A row holds racks of one data centre only, so that the drawing shows where one ends. */
    private List<List<Integer>> rows(List<Integer> zoneRacks) {
        List<List<Integer>> rows = new ArrayList<>();
        int dataCentre = -1;
        for (int rack : zoneRacks) {
            int own = region.firstRackOfSegment(rack, Segment.DATA_CENTRE);
            if (rows.isEmpty() || own != dataCentre || rows.get(rows.size() - 1).size() == racksARow()) {
                rows.add(new ArrayList<>());
            }
            dataCentre = own;
            rows.get(rows.size() - 1).add(rack);
        }
        return rows;
    }

    private double rowHeight(List<Integer> row) {
        return row.stream().mapToDouble(this::rackHeight).max().orElse(0);
    }

    private double rackHeight(int rack) {
        double height = HEAD + HOST_GAP;
        for (int host : racks.get(rack)) {
            height += hostHeight(host) + HOST_GAP;
        }
        return emptyHosts(rack) == 0 ? height : height + EMPTY_LINE;
    }

    private int emptyHosts(int rack) {
        return region.hostCount() / region.rackCount() - racks.get(rack).size();
    }

    private double hostHeight(int host) {
        int dots = byHost.getOrDefault(host, List.of()).size();
        return isNamed
                ? LINE_STEP * Math.max(1, dots)
                : 4 + DOT_STEP * Math.max(1, (dots + DOTS_A_ROW - 1) / DOTS_A_ROW);
    }

    private void racks(Svg svg, List<Integer> zoneRacks, double top) {
        double y = top;
        for (List<Integer> row : rows(zoneRacks)) {
            double x = RACK_GAP;
            for (int rack : row) {
                rack(svg, rack, x, y);
                x += rackWidth + RACK_GAP;
            }
            y += rowHeight(row) + RACK_GAP;
        }
    }

    private void rack(Svg svg, int rack, double x, double top) {
        String name = region.rackName(rack);
        svg.rect("place-rack", x, top, rackWidth, rackHeight(rack), name);
        String[] parts = name.split("-");
        svg.text("", x + 6, top + 13, "start", parts[parts.length - 2] + " " + parts[parts.length - 1]);
        double y = top + HEAD;
        for (int host : racks.get(rack)) {
            host(svg, host, x + 6, y);
            y += hostHeight(host) + HOST_GAP;
        }
        int empty = emptyHosts(rack);
        if (empty > 0) {
            svg.text("", x + 6, y + 11, "start", Figures.count(empty) + (empty == 1 ? " empty host" : " empty hosts"));
        }
    }

    private void host(Svg svg, int host, double x, double y) {
        List<Seat> seats = byHost.getOrDefault(host, List.of());
        svg.rect("place-host", x, y, hostWidth, hostHeight(host), region.hostName(host));
        for (int i = 0; i < seats.size(); i++) {
            Seat seat = seats.get(i);
            String hint = seat.name() + ", " + seat.spec().type()
                    + (seat.group() == null ? "" : ", group " + PlanTable.groupText(seat)) + ", "
                    + seat.interfaceLabel() + ", on " + seat.host().name();
            svg.dot(
                    ("place-dot " + colour(seat.group())).strip(),
                    isNamed ? x + 9 : x + 9 + i % DOTS_A_ROW * DOT_STEP,
                    isNamed ? y + LINE_STEP / 2 + i * LINE_STEP : y + 7 + i / DOTS_A_ROW * DOT_STEP,
                    hint);
            if (isNamed) {
                svg.text("", x + 16, y + LINE_STEP / 2 + 4 + i * LINE_STEP, "start", label(seat));
            }
        }
    }
}
