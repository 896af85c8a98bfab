package io.ringlane.cloud.security;

import io.ringlane.cloud.net.Cidr;
import io.ringlane.cloud.net.Flow;

/**
 * An entry of a network ACL.
 *
 * @param number 1 to 32766; lower ones are asked first
 * @param selector protocol and ports
 * @param allow whether it allows or denies
 * @param cidr the other side's addresses: the source of ingress, the destination of egress
 */
public record AclEntry(int number, Selector selector, boolean allow, Cidr cidr) {

    /** The highest number; the one after it is the entry, shown as {@code *}, that denies what none has matched. */
    public static final int LAST_NUMBER = 32766;

    boolean matches(Flow flow, Direction direction) {
        return selector.matches(flow)
                && cidr.contains(direction == Direction.INGRESS ? flow.source() : flow.destination());
    }

    @Override
    public String toString() {
        return number + " " + (allow ? "allow " : "deny ") + selector + " " + cidr;
    }
}
