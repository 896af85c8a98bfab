package io.ringlane.cloud.forwarding;

import io.ringlane.cloud.eni.NetworkInterface;
import io.ringlane.cloud.net.Flow;
import io.ringlane.core.packet.IcmpType;
import java.util.List;

/**
 * Where a flow's packets go. Holds until the state it was made from is replaced.
 *
 * @param outcome what becomes of them
 * @param sender the interface they come from; null from the internet or a VPN
 * @param target the interface they reach, or are refused at; null if they are at none
 * @param sent the flow as it was sent
 * @param arriving the flow after every rewrite on the way: the headers that come out at the other end
 * @param path the kind of way
 * @param gateways the gateways on the way
 * @param nat what happens at the interface of a NAT gateway; null if it comes to none
 * @param mtuBytes largest layer-3 packet of the way
 * @param refusal why they are dropped; null unless they are
 * @param service who answers; null unless it goes to a service
 * @param edgeKey the VPN connection that carries them on; 0 unless it goes to a VPN
 * @param tracksAtSender whether the sender's instance has to remember the connection
 * @param tracksAtTarget whether the target's instance has to remember the connection
 * @param isKnownAtSender whether it has passed the sender's groups because the instance remembers its connection
 * @param isKnownAtTarget the same of the target
 * @param looksAtSourcePort whether a flow from another source port might be tracked though this is not, or the other way round
 * @param identifier the one that a gateway gives an ICMP query, or its answer, or the one that an error quotes; {@link
 *     IcmpType#NONE} where it stays
 * @param quoted the packet that an ICMP error quotes, after every rewrite on the way; null for everything else
 * @param steps every decision on the way, in words; empty unless asked for
 */
public record Decision(
        Outcome outcome,
        NetworkInterface sender,
        NetworkInterface target,
        Flow sent,
        Flow arriving,
        Path path,
        Gateways gateways,
        NatCrossing nat,
        int mtuBytes,
        Refusal refusal,
        Service service,
        long edgeKey,
        boolean tracksAtSender,
        boolean tracksAtTarget,
        boolean isKnownAtSender,
        boolean isKnownAtTarget,
        boolean looksAtSourcePort,
        int identifier,
        Flow quoted,
        List<String> steps) {

    /** What becomes of a packet. */
    public enum Outcome {
        /** An interface of the region gets it. */
        DELIVERED,
        /** It leaves for the internet. */
        TO_INTERNET,
        /** It leaves over a VPN connection. */
        TO_VPN,
        /** A service of the host answers it. */
        TO_SERVICE,
        /** It goes nowhere. */
        DROPPED
    }

    /** Whether headers change on the way. */
    public boolean rewrites() {
        return arriving != sent && !arriving.equals(sent); // one object where nothing was rewritten
    }

    /** Whether a gateway gives the packet an identifier, which its flow does not tell: others of the flow may go to somebody else. */
    public boolean setsIdentifier() {
        return identifier != IcmpType.NONE;
    }

    /** The same for another flow that is treated alike. */
    public Decision of(Flow otherSent, Flow otherArriving) {
        return new Decision(
                outcome,
                sender,
                target,
                otherSent,
                otherArriving,
                path,
                gateways,
                nat,
                mtuBytes,
                refusal,
                service,
                edgeKey,
                tracksAtSender,
                tracksAtTarget,
                isKnownAtSender,
                isKnownAtTarget,
                looksAtSourcePort,
                identifier,
                quoted,
                steps);
    }

    /** The same, with nothing to remember. */
    public Decision untracked() {
        return new Decision(
                outcome,
                sender,
                target,
                sent,
                arriving,
                path,
                gateways,
                nat,
                mtuBytes,
                refusal,
                service,
                edgeKey,
                false,
                false,
                isKnownAtSender,
                isKnownAtTarget,
                looksAtSourcePort,
                identifier,
                quoted,
                steps);
    }

    /** The same flow, dropped after all. */
    Decision refused(Refusal why) {
        return new Decision(
                Outcome.DROPPED,
                sender,
                target,
                sent,
                arriving,
                path,
                gateways,
                nat,
                mtuBytes,
                why,
                null,
                0,
                false,
                false,
                isKnownAtSender,
                isKnownAtTarget,
                looksAtSourcePort,
                identifier,
                quoted,
                steps);
    }

    /** In one line, without the steps. */
    @Override
    public String toString() {
        return sent + ": "
                + switch (outcome) {
                    case DELIVERED -> "to " + target.id() + " over " + path.label();
                    case TO_INTERNET -> "to the internet over " + path.label();
                    case TO_VPN -> "to the VPN";
                    case TO_SERVICE -> "to the service " + service;
                    case DROPPED -> "dropped: " + refusal.sentence();
                }
                + (rewrites() ? ", as " + arriving : "");
    }
}
