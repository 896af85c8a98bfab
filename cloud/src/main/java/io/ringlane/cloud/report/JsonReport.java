package io.ringlane.cloud.report;

import io.ringlane.cloud.run.RunResult;
import io.ringlane.cloud.run.RunResult.EventResult;
import io.ringlane.cloud.run.RunResult.ExpectationResult;
import io.ringlane.cloud.run.RunResult.Extremes;
import io.ringlane.cloud.run.RunResult.FlowLogResult;
import io.ringlane.cloud.run.RunResult.FlowResult;
import io.ringlane.cloud.run.RunResult.FlowWaySpan;
import io.ringlane.cloud.run.RunResult.InterfaceResult;
import io.ringlane.cloud.run.RunResult.Machine;
import io.ringlane.cloud.run.RunResult.Outside;
import io.ringlane.cloud.run.RunResult.PacketTotals;
import io.ringlane.cloud.run.RunResult.RateSeries;
import io.ringlane.cloud.run.RunResult.Windows;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as JSON. Keys are a promise to scripts: one may be added, none renamed; {@code result.schema.json} beside this
 * class describes them. Rates are layer-2 bits a second without FCS, preamble and gap.
 */
public final class JsonReport {

    private JsonReport() {}

    /** Indented, in a fixed order, ending with a line break: equal results give equal text. */
    public static String render(RunResult result) {
        return JsonText.of(tree(result));
    }

    private static ObjectNode tree(RunResult result) {
        ObjectNode root = JsonText.object();
        root.put("scenario", result.scenario());
        root.put("clock", result.clock());
        root.put("seed", result.seed());
        root.put("digest", result.digest());
        root.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        root.put("voidReason", result.voidReason());
        root.put("durationNs", result.durationNs());
        root.put("wallNs", result.wallNs());
        ArrayNode flows = root.putArray("flows");
        result.flows().forEach(flow -> addFlow(flows.addObject(), flow));
        ArrayNode interfaces = root.putArray("interfaces");
        for (InterfaceResult nic : result.interfaces()) {
            ObjectNode node = interfaces.addObject();
            node.put("id", nic.id());
            node.put("instance", nic.instance());
            node.put("host", nic.host());
            counts(node.putObject("counters"), nic.counters());
            counts(node.putObject("ownCounters"), nic.ownCounters());
        }
        PacketTotals packets = result.packets();
        root.putObject("packets")
                .put("sent", packets.sent())
                .put("delivered", packets.delivered())
                .put("dropped", packets.dropped())
                .put("inFlight", packets.inFlight());
        ArrayNode expectations = root.putArray("expectations");
        for (ExpectationResult expectation : result.expectations()) {
            expectations
                    .addObject()
                    .put("expectation", expectation.text())
                    .put("actual", expectation.actual())
                    .put("verdict", expectation.verdict().name().toLowerCase(Locale.ROOT));
        }
        machine(root, result.machine());
        events(root.putArray("events"), result);
        flowLogs(root.putArray("flowLogs"), result);
        CostText.json(root, result.costs());
        return root;
    }

    private static void events(ArrayNode events, RunResult result) {
        for (EventResult event : result.events()) {
            events.addObject()
                    .put("number", event.number())
                    .put("atNs", event.atNs())
                    .put("happenedNs", event.wasReached() ? event.happenedNs() : null)
                    .put("event", event.text())
                    .put("outcome", event.errorCode() != null ? "refused" : event.wasReached() ? "done" : "not_reached")
                    .put("errorCode", event.errorCode())
                    .put("errorMessage", event.errorMessage());
        }
    }

    private static void flowLogs(ArrayNode logs, RunResult result) {
        for (FlowLogResult log : result.flowLogs()) {
            ObjectNode node = logs.addObject();
            node.put("name", log.name());
            node.put("acceptedPackets", log.acceptedPackets());
            node.put("rejectedPackets", log.rejectedPackets());
            ArrayNode records = node.putArray("records");
            log.lines().forEach(records::add);
        }
    }

    /** Null under the virtual clock; a figure that the machine does not give is null. */
    private static void machine(ObjectNode root, Machine machine) {
        if (machine == null) {
            root.putNull("machine");
            return;
        }
        ObjectNode node = root.putObject("machine");
        counts(node.putObject("longestGapNs"), machine.longestGapNs());
        counts(node.putObject("absentNs"), machine.absentNs());
        node.put("stealNs", machine.stealNs() < 0 ? null : machine.stealNs());
        node.put("runQueueWaitNs", machine.runQueueWaitNs() < 0 ? null : machine.runQueueWaitNs());
        node.put("garbageCollections", machine.garbageCollections());
    }

    private static void addFlow(ObjectNode node, FlowResult flow) {
        node.put("name", flow.name());
        node.put("from", flow.from());
        node.put("to", flow.to());
        node.put("protocol", flow.protocol());
        node.put("frame", flow.frame());
        node.put("path", flow.path());
        node.put("capBitsPerSecond", flow.capBitsPerSecond());
        node.put("highestCapBitsPerSecond", flow.mostCapBitsPerSecond());
        node.put("bindingCap", flow.bindingCap());
        node.put("offeredBitsPerSecond", flow.offeredBitsPerSecond());
        node.put("deliveredBitsPerSecond", flow.deliveredBitsPerSecond());
        node.put("capErrorPpm", flow.capErrorPpm());
        node.put("packetsSent", flow.packetsSent());
        node.put("packetsDelivered", flow.packetsDelivered());
        node.put("packetsInFlight", flow.packetsInFlight());
        counts(node.putObject("drops"), flow.drops());
        latency(node.putObject("latencyNs"), flow.latency());
        RateSeries series = flow.delivered();
        ObjectNode delivered = node.putObject("deliveredOverTime");
        delivered.put("windowNs", series.windowNs());
        ArrayNode bytes = delivered.putArray("bytes");
        for (long window : series.bytes()) {
            bytes.add(window);
        }
        windows(node, flow.windows());
        node.put("isSteady", flow.isSteady());
        ArrayNode ways = node.putArray("ways");
        for (FlowWaySpan way : flow.ways()) {
            ways.addObject()
                    .put("fromNs", way.fromNs())
                    .put("path", way.path())
                    .put("capBitsPerSecond", way.capBitsPerSecond());
        }
    }

    private static void windows(ObjectNode flow, Windows windows) {
        if (windows == null) {
            flow.putNull("windows");
            return;
        }
        ObjectNode node = flow.putObject("windows");
        node.put("widthNs", windows.widthNs());
        extremes(node.putObject("offered"), windows.offered());
        extremes(node.putObject("delivered"), windows.delivered());
        extremes(node.putObject("deliveredAnywhere"), windows.deliveredAnywhere());
        extremes(node.putObject("dueAnywhere"), windows.dueAnywhere());
        if (windows.target() == null) {
            node.putNull("target");
        } else {
            node.putObject("target")
                    .put("bitsPerSecond", windows.target().bitsPerSecond())
                    .put("withinPpm", windows.target().withinPpm());
        }
        outside(node, windows.outside());
    }

    private static void outside(ObjectNode windows, Outside outside) {
        if (outside == null) {
            windows.putNull("outside");
            return;
        }
        ObjectNode node = windows.putObject("outside");
        node.put("windows", outside.windows());
        node.put("count", outside.count());
        ArrayNode first = node.putArray("first");
        outside.first()
                .forEach(each -> first.addObject()
                        .put("atNs", each.atNs())
                        .put("bitsPerSecond", each.bitsPerSecond())
                        .put("absence", each.absence()));
    }

    private static void extremes(ObjectNode node, Extremes extremes) {
        node.put("leastBitsPerSecond", extremes.leastBitsPerSecond());
        node.put("leastAtNs", extremes.leastAtNs());
        node.put("mostBitsPerSecond", extremes.mostBitsPerSecond());
        node.put("mostAtNs", extremes.mostAtNs());
    }

    /** Percentiles of nothing are null, not zero: zero would be the best latency there is. */
    private static void latency(ObjectNode node, Histogram latency) {
        boolean isEmpty = latency.getTotalCount() == 0;
        node.put("p50", isEmpty ? null : latency.getValueAtPercentile(50));
        node.put("p90", isEmpty ? null : latency.getValueAtPercentile(90));
        node.put("p99", isEmpty ? null : latency.getValueAtPercentile(99));
        node.put("p99_9", isEmpty ? null : latency.getValueAtPercentile(99.9));
        node.put("max", isEmpty ? null : latency.getMaxValue());
    }

    private static void counts(ObjectNode node, Map<String, Long> counts) {
        counts.forEach((name, count) -> node.put(name, count));
    }
}
