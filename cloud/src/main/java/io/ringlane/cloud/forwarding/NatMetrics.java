package io.ringlane.cloud.forwarding;

/**
 * What a NAT gateway has done so far, under CloudWatch's names, each a total since the gateway was made. Packets that its bandwidth or
 * packet rate had no room for are counted where they come from, as {@code nat_allowance_exceeded}.
 *
 * <p>Source: Amazon VPC User Guide, "NAT gateway metrics and dimensions".
 *
 * @param activeConnectionCount flows that have a port now
 * @param connectionAttemptCount packets that asked for one, of flows that had none: one a flow that got it, all of one that did not
 * @param errorPortAllocation packets of those that got none, because all towards their destination were taken
 * @param idleTimeoutCount flows that lost theirs, because they were idle for {@code nat-idle-seconds}; TCP connections that were closed
 *     among them, as gateways are not told of FIN and RST here and keep their ports until then
 */
public record NatMetrics(
        int activeConnectionCount, long connectionAttemptCount, long errorPortAllocation, long idleTimeoutCount) {}
