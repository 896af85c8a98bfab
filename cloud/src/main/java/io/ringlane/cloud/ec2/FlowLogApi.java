package io.ringlane.cloud.ec2;

import io.ringlane.cloud.resource.Ec2Exception;
import io.ringlane.cloud.resource.Required;
import io.ringlane.cloud.resource.ResourceKind;
import io.ringlane.cloud.state.Table;
import io.ringlane.cloud.vpc.FlowLog;

/** Flow logs. */
public final class FlowLogApi {

    private final Control control;

    FlowLogApi(Control control) {
        this.control = control;
    }

    /**
     * Begins to write traffic down.
     *
     * @param resourceId an interface, a subnet or a VPC
     * @param intervalSeconds longest time one record covers, 60 or 600
     * @throws Ec2Exception {@code InvalidParameterValue}, {@code MissingParameter}, {@code FlowLogAlreadyExists}, or the resource's {@code
     *     NotFound} code
     */
    public FlowLog create(String resourceId, FlowLog.Traffic traffic, int intervalSeconds) {
        Required.value(traffic, "trafficType");
        return control.change(draft -> {
            ResourceKind kind = ResourceKind.of(resourceId, "resourceId");
            switch (kind) {
                case INTERFACE -> draft.require(Table.INTERFACES, resourceId);
                case SUBNET -> draft.require(Table.SUBNETS, resourceId);
                case VPC -> draft.require(Table.VPCS, resourceId);
                default ->
                    throw Ec2Exception.invalidValue(
                            resourceId, "resourceId", "A flow log is for an eni-, a subnet- or a vpc-.");
            }
            if (intervalSeconds != 60 && intervalSeconds != 600) {
                throw Ec2Exception.invalidValue(
                        Integer.toString(intervalSeconds), "maxAggregationInterval", "It is 60 or 600 seconds.");
            }
            long resourceKey = kind.key(resourceId);
            for (FlowLog each : draft.all(Table.FLOW_LOGS)) {
                if (each.resourceKey() == resourceKey && each.traffic() == traffic) {
                    throw new Ec2Exception(
                            "FlowLogAlreadyExists",
                            "There is an existing Flow Log with the same configuration: " + each.id() + ".");
                }
            }
            long key = draft.newKey();
            return draft.put(
                    Table.FLOW_LOGS, key, new FlowLog(key, kind, resourceKey, traffic, intervalSeconds, draft.nowNs()));
        });
    }

    /** Ends a flow log; {@code InvalidFlowLogId.NotFound} if there is none. */
    public void delete(String flowLogId) {
        control.change(draft -> {
            draft.remove(
                    Table.FLOW_LOGS, draft.require(Table.FLOW_LOGS, flowLogId).key());
            return null;
        });
    }

    /** A flow log as it stands. */
    public FlowLog describe(String flowLogId) {
        return control.settled().require(Table.FLOW_LOGS, flowLogId);
    }
}
