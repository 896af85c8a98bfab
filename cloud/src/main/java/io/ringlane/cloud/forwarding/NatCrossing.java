package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;

/**
 * What flow logs see of a packet at the interface of a NAT gateway: it comes in at one side and leaves at the other.
 *
 * <p>On the gateway's own side, records have the interface's private address, the real one only in fields that the default
 * format lacks. Source: Amazon VPC User Guide, "Flow log record examples", traffic through a NAT gateway.
 *
 * @param at the gateway's interface
 * @param isAnswer whether it goes to the one behind the gateway, else it comes from there
 * @param extent how far it comes
 */
public record NatCrossing(NetworkInterface at, boolean isAnswer, Extent extent) {

    /** How far a packet comes at a NAT gateway. */
    public enum Extent {
        /** The ACL of the gateway's subnet does not let it in. */
        DENIED_IN,
        /** The gateway keeps it: nobody has asked for it, it cannot be translated. */
        KEPT,
        /** The ACL of the gateway's subnet does not let it out. */
        DENIED_OUT,
        /** It leaves the gateway, whatever becomes of it then. */
        PASSED
    }

    NatCrossing to(Extent other) {
        return new NatCrossing(at, isAnswer, other);
    }

    /** Whether the ACL of the gateway's subnet lets it in. */
    public boolean comesIn() {
        return extent != Extent.DENIED_IN;
    }

    /** Whether it comes to the gateway's other side, where an ACL may deny it still. */
    public boolean isTranslated() {
        return extent == Extent.DENIED_OUT || extent == Extent.PASSED;
    }

    /** Whether it leaves the gateway. */
    public boolean leaves() {
        return extent == Extent.PASSED;
    }

    /** The flow as it comes to the gateway; arguments are those of its {@link Decision}. */
    public Flow in(Flow sent, Flow arriving) {
        Flow there =
                isAnswer ? sent.from(arriving.source()) : sent; // of an answer, an internet gateway translates before
        return there.to(at.primaryAddress());
    }

    /** The flow as it leaves the gateway, or would. */
    public Flow out(Flow sent, Flow arriving) {
        Flow there = isAnswer
                ? arriving
                : sent.hasPorts() ? sent.withPorts(arriving.sourcePort(), sent.destinationPort()) : sent;
        return there.from(at.primaryAddress());
    }
}
