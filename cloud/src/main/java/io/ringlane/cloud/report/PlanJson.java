package io.ringlane.cloud.report;

import io.ringlane.cloud.plan.Plan;
import io.ringlane.cloud.plan.Plan.Group;
import io.ringlane.cloud.plan.Plan.Pair;
import io.ringlane.cloud.plan.Plan.PathClass;
import io.ringlane.cloud.plan.Plan.PathKind;
import io.ringlane.cloud.plan.Plan.Seat;
import io.ringlane.cloud.plan.PlannedFlow;
import io.ringlane.cloud.plan.PlannedInterface;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan as JSON; {@code plan.schema.json} beside this class describes the keys, of which none is ever renamed. Pairs are
 * listed where {@link PlanTable} would list them, and by kind always.
 */
public final class PlanJson {

    private PlanJson() {}

    /** Indented, in a fixed order, ending with a line break. */
    public static String render(Plan plan, boolean isAll) {
        ObjectNode root = JsonText.object();
        root.put("scenario", plan.scenario().name());
        root.put("seed", plan.scenario().run().seed());
        root.put("hosts", plan.region().hostCount());
        ArrayNode groups = root.putArray("groups");
        plan.groups().forEach(group -> addGroup(groups.addObject(), group));
        ArrayNode instances = root.putArray("instances");
        plan.seats().forEach(seat -> addSeat(instances.addObject(), plan, seat));
        ArrayNode paths = root.putArray("paths");
        for (PathClass each : plan.pathClasses()) {
            ObjectNode node = paths.addObject();
            node.put("pairs", each.pairs());
            addKind(node, each.kind());
        }
        if (isAll || plan.seats().size() <= PlanTable.MOST_LISTED) {
            ArrayNode pairs = root.putArray("pairs");
            plan.forEachPair(pair -> addPair(pairs.addObject(), pair));
        } else {
            root.putNull("pairs");
        }
        ArrayNode interfaces = root.putArray("interfaces");
        plan.interfaces().forEach(each -> addInterface(interfaces.addObject(), each));
        ArrayNode flows = root.putArray("flows");
        plan.flows().forEach(each -> addFlow(flows.addObject(), each));
        return JsonText.of(root);
    }

    private static void addInterface(ObjectNode node, PlannedInterface each) {
        node.put("name", each.name());
        node.put("instance", each.instance());
        node.put("subnet", each.subnet());
        node.put("zone", each.zone());
        node.put("address", each.address());
        node.put("publicAddress", each.publicAddress());
        ArrayNode ipv6 = node.putArray("ipv6Addresses");
        each.ipv6Addresses().forEach(ipv6::add);
        ArrayNode groups = node.putArray("securityGroups");
        each.securityGroups().forEach(groups::add);
    }

    private static void addFlow(ObjectNode node, PlannedFlow flow) {
        node.put("name", flow.name());
        node.put("from", flow.from());
        node.put("to", flow.to());
        node.put("path", flow.path());
        node.put("capBitsPerSecond", flow.cap() == null ? null : flow.cap().bitsPerSecond());
        node.put("bindingCap", flow.cap() == null ? null : flow.cap().label());
    }

    private static void addGroup(ObjectNode node, Group group) {
        node.put("name", group.spec().name());
        node.put("strategy", group.spec().strategy());
        node.put("partitions", group.spec().partitions());
        ArrayNode members = node.putArray("members");
        group.members().forEach(seat -> members.add(seat.name()));
        ArrayNode warnings = node.putArray("warnings");
        group.warnings().forEach(warnings::add);
    }

    private static void addSeat(ObjectNode node, Plan plan, Seat seat) {
        node.put("name", seat.name());
        node.put("type", seat.spec().type());
        node.put("group", seat.group());
        node.put("partition", seat.placement().partition());
        node.put("zone", seat.host().zone());
        node.put("dataCentre", seat.host().dataCentre());
        node.put("rack", seat.host().rack());
        node.put("host", seat.host().name());
        node.put("card", seat.placement().card().label());
        node.put("interface", seat.placement().slot());
        ArrayNode reasons = node.putArray("whyHere");
        plan.whyHere(seat).reasons().forEach(reasons::add);
    }

    private static void addPair(ObjectNode node, Pair pair) {
        node.put("from", pair.from().name());
        node.put("to", pair.to().name());
        addKind(node, pair.kind());
    }

    private static void addKind(ObjectNode node, PathKind kind) {
        node.put("path", kind.path().label());
        node.put("relation", kind.path().relation().key());
        node.put("hops", kind.path().hops());
        node.put("mtuBytes", kind.mtuBytes());
        node.put("delayNs", kind.path().delayNs());
        node.put("jitterNs", kind.path().jitterNs());
        node.put("capBitsPerSecond", kind.cap().bitsPerSecond());
        node.put("bindingCap", kind.cap().label());
    }
}
