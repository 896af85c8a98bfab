package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Flow;
import io.ringlane.cloud.net.IpAddress;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What the security groups of an interface say of a flow.
 *
 * <p>A TCP or UDP flow is not tracked if a rule for every address admits it and a rule for all ports of every address
 * admits any answer: then nothing has to be remembered, of the answers neither. Everything else is tracked.
 *
 * <p>Source: Amazon EC2 User Guide, "Security group connection tracking".
 */
public enum Admission {
    /** No rule allows it. */
    DENIED("no rule allows it"),
    /** Allowed, and so are the answers, whatever the rules say of them. */
    TRACKED("allowed and tracked: the connection is remembered, and its answers pass whatever the rules say"),
    /** As {@link #TRACKED}, and known by its source port: of another one it might be an {@link #UNTRACKED_ANSWER}. */
    TRACKED_BY_PORT(TRACKED.sentence),
    /** Allowed; the answers need a rule of their own, which there is for as long as the rules stay. */
    UNTRACKED("allowed and not tracked: rules for every address let it and all answers pass, so nothing is remembered"),
    /** As {@link #UNTRACKED}, and known by its source port: it looks like an answer of flows that are not tracked. */
    UNTRACKED_ANSWER(
            "allowed and not tracked: by its source port it is an answer, and rules for every address let such flows pass, so"
                    + " nothing is remembered");

    /** What it means that a connection is tracked already. */
    public static final String KNOWN = "part of a connection that is tracked already, so no rule is asked";

    private final String sentence;

    Admission(String sentence) {
        this.sentence = sentence;
    }

    /** Whether the connection is to be remembered. */
    public boolean isTracked() {
        return this == TRACKED || this == TRACKED_BY_PORT;
    }

    /** Whether a flow that differs in its source port alone might be something else. */
    public boolean looksAtSourcePort() {
        return this == TRACKED_BY_PORT || this == UNTRACKED_ANSWER;
    }

    /** What it means, for a reader. */
    public String sentence() {
        return sentence;
    }

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
        if (!flow.hasPorts()) {
            return TRACKED;
        }
        if (allowedForAll && allowsEveryAnswer(groups, finder, direction.opposite(), flow, remote)) {
            return UNTRACKED;
        }
        return allowsEveryAnswer(groups, finder, direction, flow, remote)
                ? asAnswer(groups, finder, direction.opposite(), flow.reversed(), remote)
                : TRACKED;
    }

    /** By whether a rule for every address admits the flow that this one would answer, or would if it came from another port. */
    private static Admission asAnswer(
            long[] groups, LongFunction<SecurityGroup> finder, Direction direction, Flow question, IpAddress remote) {
        Admission admission = TRACKED;
        for (long group : groups) {
            for (SecurityRule rule : finder.apply(group).rules(direction)) {
                if (rule.isForAllAddressesOf(remote)) {
                    if (rule.allows(question, remote, null)) {
                        return UNTRACKED_ANSWER;
                    }
                    admission = rule.selector().protocol() == question.protocol() ? TRACKED_BY_PORT : admission;
                }
            }
        }
        return admission;
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
