package io.ringlane.dataplane.pipeline;

/** Is told what flows have sent, a little late; see {@link FlowAccounts}. */
@FunctionalInterface
public interface FlowObserver {

    /**
     * A flow has sent packets since the last call for it, or since the observer came, all of them on one route.
     *
     * <p>Threads: the worker that owns the flow; several workers may call at once.
     *
     * @param route the route that they took, or that refused them
     * @param keys the flow's two key words, six for IPv6, as {@link io.ringlane.core.packet.PacketParser} writes them; to be
     *     read during the call only
     * @param packets how many, 1 or more
     * @param bytes their layer-2 bytes without FCS
     * @return whether the flow's next packet is to be decided anew, for what its route was decided by has ended
     */
    boolean onSent(Route route, long[] keys, long packets, long bytes);
}
