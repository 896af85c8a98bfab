package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What the security groups of an interface say of a flow.
 *
 * <p>A TCP or UDP flow is not tracked if a rule for every address admits it and a rule for all ports of every address
 * admits any answer: then nothing has to be remembered. Everything else is tracked.
 *
 * <p>Source: Amazon EC2 User Guide, "Security group connection tracking".
 */
public enum Admission {
    /** No rule allows it. */
    DENIED,
    /** Allowed, and so are the answers, whatever the rules say of them. */
    TRACKED,
    /** Allowed; the answers need a rule of their own, which there is for as long as the rules stay. */
    UNTRACKED;

    /**
     * Asks the groups.
     *
     * @param groups the interface's groups
     * @param finder finds a group by key
     * @param direction which way the flow passes the interface
     * @param flow as the interface sees it
     * @param remoteGroups groups of the interface with the other side's private address, or null if there is none
     */
    public static Admission of(
            long[] groups, LongFunction<SecurityGroup> finder, Direction direction, Flow flow, long[] remoteGroups) {
        IpAddress remote = direction == Direction.INGRESS ? flow.source() : flow.destination();
        boolean allowed = false;
        boolean allowedForAll = false;
        for (long group : groups) {
            List<SecurityRule> rules = finder.apply(group).rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                SecurityRule rule = rules.get(i);
                if (rule.allows(flow, remote, remoteGroups)) {
                    allowed = true;
                    allowedForAll |= rule.isForAllAddressesOf(remote);
                }
            }
        }
        if (!allowed) {
            return DENIED;
        }
        boolean untracked = allowedForAll
                && flow.hasPorts()
                && allowsEveryAnswer(groups, finder, direction.opposite(), flow, remote);
        return untracked ? UNTRACKED : TRACKED;
    }

    private static boolean allowsEveryAnswer(
            long[] groups, LongFunction<SecurityGroup> finder, Direction direction, Flow flow, IpAddress remote) {
        for (long group : groups) {
            for (SecurityRule rule : finder.apply(group).rules(direction)) {
                if (rule.isForAllAddressesOf(remote) && rule.selector().isForAllPortsOf(flow.protocol())) {
                    return true;
                }
            }
        }
        return false;
    }
}
