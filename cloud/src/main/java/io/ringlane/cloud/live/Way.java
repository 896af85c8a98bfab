package io.ringlane.cloud.live;

import io.ringlane.cloud.security.ConnectionTimeouts;
import io.ringlane.dataplane.pipeline.Translation;

/**
 * What tells a route from others.
 *
 * @param senderTimeouts how long its connections are remembered at the sender; null if they are not, or as long as usual
 * @param targetTimeouts the same at the target
 * @param byRules whether rules alone let the flow pass, so that all flows like it do
 * @param opensNothing whether a connection would have to be remembered that its packet does not open
 */
record Way(
        FlowClass like,
        int egress,
        WayPath path,
        Translation translation,
        boolean tracksAtSender,
        boolean tracksAtTarget,
        boolean looksAtSourcePort,
        ConnectionTimeouts senderTimeouts,
        ConnectionTimeouts targetTimeouts,
        boolean byRules,
        boolean opensNothing) {

    /** Whether frames go to a neighbour's MAC address, whoever has the destination. */
    boolean isDirect() {
        return like.neighbour() != 0;
    }

    /** Whether it goes for the flow of one packet alone: that opens nothing, or has an identifier of its own. */
    boolean isOfOnePacket() {
        return opensNothing || translation != null && translation.identifier() != Translation.KEEP;
    }

    /** The same where nothing is remembered. */
    Way untracked() {
        return new Way(
                like, egress, path, translation, false, false, looksAtSourcePort, null, null, byRules, opensNothing);
    }
}
