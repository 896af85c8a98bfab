package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.core.rate.Cap;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.nic.CapPoint;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * Drops packets whose route refuses them or is too narrow, and those without a flow; answers where there is an answer.
 *
 * <p>One a worker, its thread only.
 */
final class Refusal {

    private static final int RESET = -1;

    private final Passage passage;
    private final Delivery delivery;
    private final FrameStack free;
    private final MtuReplies replies;
    private final ArpReplies arp;
    private final NeighbourReplies solicitations;
    private final RouterReplies routers;

    Refusal(final PipelineConfig config, final Passage passage, final Delivery delivery, final FrameStack free) {
        this.passage = passage;
        this.delivery = delivery;
        this.free = free;
        this.replies = new MtuReplies(config.region(), config.routerMac());
        this.arp = new ArpReplies(config.region(), config.neighbours());
        this.solicitations = new NeighbourReplies(config.region(), config.neighbours(), config.routerMac());
        this.routers = new RouterReplies(config.region(), config.neighbours(), config.routerMac());
    }

    /** Counters of the answers. */
    PortCounters counters() {
        return replies.counters();
    }

    /**
     * Ends the way of a frame that has no flow; an ARP request, a neighbour and a router solicitation are answered by the card.
     *
     * @param reason ordinal of the {@link DropReason} why it has none
     */
    void refuseUnkeyed(
            final long descriptor, final VirtualFunction ingress, final int reason, final int wire, final long nowNs) {
        final int frame = Descriptor.frame(descriptor);
        final int length = Descriptor.lengthBytes(descriptor);
        final boolean isArp = reason == DropReason.NOT_IP.ordinal() && arp.isArp(frame, length);
        if (!isArp && reason != DropReason.GROUP_ADDRESS.ordinal()) { // as which the classifier has solicitations
            passage.dropUnkeyed(frame, ingress, reason, wire, nowNs);
            return;
        }
        final boolean isRouters = !isArp && routers.isSolicitation(frame, length);
        final RouterAdvertisement router = isRouters ? routers.wanted(frame, length, ingress) : null;
        final long mac = isRouters
                ? Neighbours.NOBODY
                : isArp ? arp.wanted(frame, length, ingress) : solicitations.wanted(frame, length, ingress);
        final boolean hasAnswer = router != null || mac != Neighbours.NOBODY;
        final DropReason outcome = hasAnswer ? DropReason.TAKEN_BY_HOST : DropReason.GROUP_ADDRESS;
        passage.dropUnkeyed(frame, ingress, outcome.ordinal(), wire, nowNs);
        if (hasAnswer) {
            final int request = free.pop();
            final int reply = free.pop();
            if (reply != NO_FRAME) {
                final int replyLength = isRouters
                        ? routers.build(request, reply, ingress, router)
                        : isArp
                                ? arp.build(request, reply, ingress, mac)
                                : solicitations.build(request, reply, ingress, mac);
                final int freed = deliver(reply, replyLength, ingress);
                free.push(freed == NO_FRAME ? reply : freed);
            }
            free.push(request);
        }
    }

    /**
     * The route beside its flow's for a packet that is too long for that; null if it fits none, and has been refused.
     *
     * @param longestBytes of the flow's route, as it was when the packet was held against it
     */
    Route widerOrRefuse(
            final long descriptor,
            final int wire,
            final int record,
            final long state,
            final Route route,
            final int longestBytes,
            final VirtualFunction ingress,
            final long nowNs) {
        final Route wider = longestBytes < 0 ? null : route.wider();
        final int widerBytes = wider == null ? longestBytes : wider.maxFrameBytes(); // once, as of the route
        if (wider != null && wire <= widerBytes) {
            return wider;
        }
        passage.transit.enter(descriptor, wire, record, state, ingress.portIndex());
        final DropReason refusal = route.refusal(longestBytes);
        if (refusal != null && route.refusal() == null) { // for the present
            passage.drop(refusal.ordinal(), nowNs);
        } else if (Math.min(longestBytes, widerBytes) < 0
                && refusal == null) { // stale, or retired as fast as it was decided
            final DropReason reason = route.isStale() ? DropReason.TARGET_NOT_RUNNING : DropReason.NO_ROUTE;
            passage.drop(reason.ordinal(), nowNs);
        } else {
            refuse(wider == null ? route : wider, ingress, nowNs);
        }
        return null;
    }

    /** Ends the way of the packet in {@link Passage#transit}. */
    void refuse(final Route route, final VirtualFunction ingress, final long nowNs) {
        final Transit packet = passage.transit;
        DropReason reason = route.refusal() != null ? route.refusal() : DropReason.MTU_EXCEEDED;
        if (reason == DropReason.TAKEN_BY_HOST && isBeyond(ingress.linkLocal(), packet.wire, nowNs)) {
            reason = DropReason.LINKLOCAL_ALLOWANCE_EXCEEDED;
            ingress.counters().onCap(reason.ordinal());
        }
        passage.drop(reason.ordinal(), nowNs);
        if (reason == DropReason.MTU_EXCEEDED && route.announcesMtu()) {
            answer(packet.frame, Descriptor.lengthBytes(packet.descriptor()), ingress, route.mtuBytes());
        } else if (reason == DropReason.NAT_IDLE_TIMEOUT) {
            answer(packet.frame, Descriptor.lengthBytes(packet.descriptor()), ingress, RESET);
        }
    }

    private static boolean isBeyond(final CapPoint cap, final int wire, final long nowNs) {
        return cap != null && cap.admit(nowNs, wire) == Cap.REFUSED;
    }

    /**
     * Builds the answer in a second free frame, beside the refused packet that lies on top of the stack.
     *
     * @param mtuBytes for an ICMP error, or {@link #RESET} for a TCP reset
     */
    private void answer(final int frame, final int length, final VirtualFunction ingress, final int mtuBytes) {
        final int refused = free.pop();
        final int reply = free.pop();
        if (reply != NO_FRAME) {
            final int replyLength = mtuBytes == RESET
                    ? replies.buildReset(frame, length, reply, ingress.mac())
                    : replies.build(frame, length, reply, ingress.mac(), mtuBytes);
            final int freed = replyLength == 0 ? NO_FRAME : deliver(reply, replyLength, ingress);
            free.push(freed == NO_FRAME ? reply : freed);
        }
        free.push(refused);
    }

    private int deliver(final int reply, final int length, final VirtualFunction to) {
        final PortCounters counters = replies.counters();
        counters.onSent(1);
        if (!to.isUp()) {
            counters.onDropped(DropReason.TARGET_NOT_RUNNING.ordinal());
            return NO_FRAME;
        }
        final int freed = delivery.deliver(Descriptor.of(reply, length), length, to, 0, null);
        if (freed == NO_FRAME) {
            counters.onDropped(DropReason.RX_OVERRUNS.ordinal());
        } else {
            counters.onDelivered();
        }
        return freed;
    }
}
