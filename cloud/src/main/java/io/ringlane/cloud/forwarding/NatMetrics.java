package io.ringlane.cloud.forwarding;

/**
 * What a NAT gateway has done so far, under CloudWatch's names, each a total since the gateway was made. Packets that its bandwidth or
 * packet rate had no room for are counted where they come from, as {@code nat_allowance_exceeded}.
 *
 * <p>Source: Amazon VPC User Guide, "NAT gateway metrics and dimensions".
 *
 * @param activeConnectionCount flows that have a port now
 * @param connectionAttemptCount flows that asked for one
 * @param errorPortAllocation flows that got none, because all towards their destination were taken
 * @param idleTimeoutCount flows that lost theirs, because they were idle for {@code nat-idle-seconds}
 */
public record NatMetrics(
        int activeConnectionCount, long connectionAttemptCount, long errorPortAllocation, long idleTimeoutCount) {}
