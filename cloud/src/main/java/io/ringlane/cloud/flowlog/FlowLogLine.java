package io.ringlane.cloud.flowlog;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.resource.ResourceKind;

/**
 * One record of a flow log, in the default format of version 2.
 *
 * <p>Source: Amazon VPC User Guide, "Flow log records".
 *
 * @param flowLogKey the log it belongs to
 * @param accountId the account, 12 digits
 * @param interfaceKey the interface it was seen at
 * @param flow the flow, with the interface's primary address on its own side; null without data
 * @param packets how many
 * @param bytes of how many bytes in all
 * @param startSeconds Unix time of the first packet, or when the window began
 * @param endSeconds Unix time of the last packet, or when the window ended
 * @param accepted whether security groups and network ACLs let it pass
 * @param status whether there is data
 */
public record FlowLogLine(
        long flowLogKey,
        String accountId,
        long interfaceKey,
        Flow flow,
        long packets,
        long bytes,
        long startSeconds,
        long endSeconds,
        boolean accepted,
        Status status) {

    /** Whether a record holds data. */
    public enum Status {
        OK,
        /** There was no traffic in the window. */
        NODATA,
        /** There was more traffic than could be kept. */
        SKIPDATA
    }

    private static final int VERSION = 2;

    /** {@code fl-...}. */
    public String flowLogId() {
        return ResourceKind.FLOW_LOG.id(flowLogKey);
    }

    /**
     * The record's line: {@code version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start
     * end action log-status}.
     */
    @Override
    public String toString() {
        String head = VERSION + " " + accountId + " " + ResourceKind.INTERFACE.id(interfaceKey) + " ";
        String times = startSeconds + " " + endSeconds + " ";
        if (flow == null) {
            return head + "- - - - - - - " + times + "- " + status;
        }
        boolean ports = flow.hasPorts();
        return head + flow.source() + " " + flow.destination() + " " + (ports ? flow.sourcePort() : 0) + " "
                + (ports ? flow.destinationPort() : 0) + " " + flow.protocol() + " " + packets + " " + bytes + " "
                + times
                + (accepted ? "ACCEPT " : "REJECT ") + status;
    }
}
