package io.ringlane.cloud.plan;

import io.ringlane.cloud.forwarding.Decision;
import io.ringlane.cloud.region.BindingCap;
import io.ringlane.cloud.scenario.Scenario.FlowSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a flow of the scenario goes before any event.
 *
 * @param path the way in words, or why there is none
 * @param cap what binds one of its connections; null where it is refused or its ends are not there yet
 */
public record PlannedFlow(String name, String from, String to, String path, BindingCap cap) {

    static List<PlannedFlow> of(Plan plan) {
        List<PlannedFlow> flows = new ArrayList<>();
        Map<String, Way> questions = new HashMap<>();
        for (FlowSpec flow : plan.scenario().flows()) {
            try {
                Way way = flow.answers() == null
                        ? plan.way(FlowQuestion.of(flow))
                        : answer(plan, questions.get(flow.answers()));
                questions.put(flow.name(), way);
                flows.add(of(plan, flow, way));
            } catch (PlanException e) {
                flows.add(new PlannedFlow(flow.name(), flow.from(), flow.to(), e.getMessage(), null));
            }
        }
        return flows;
    }

    private static Way answer(Plan plan, Way question) {
        if (question == null || !isAnswerable(question)) {
            throw new PlanException("the flow that it answers does not arrive");
        }
        return plan.answer(question);
    }

    /** Whether a packet arrives where somebody answers. */
    static boolean isAnswerable(Way way) {
        return !way.isRefused() && way.decision().outcome() != Decision.Outcome.TO_SERVICE;
    }

    private static PlannedFlow of(Plan plan, FlowSpec flow, Way way) {
        return way.isRefused()
                ? new PlannedFlow(
                        flow.name(),
                        flow.from(),
                        flow.to(),
                        "refused: " + way.decision().refusal().label(),
                        null)
                : new PlannedFlow(
                        flow.name(),
                        flow.from(),
                        flow.to(),
                        way.isLost() ? "internet gateway, not to its receiver" : WayCaps.label(plan, way),
                        WayCaps.of(plan, way));
    }
}
