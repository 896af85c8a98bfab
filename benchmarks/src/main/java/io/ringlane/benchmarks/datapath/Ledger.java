package io.ringlane.benchmarks.datapath;

import static io.ringlane.benchmarks.datapath.Endpoints.same;

import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.worker.DataPlane;

/** Holds what endpoints count against what a data plane that stands still counts: by port, by queue and by flow. */
public final class Ledger {

    private final DataPlane plane;
    private final Endpoints endpoints;
    private final VirtualFunction[] senders;
    private final VirtualFunction[] receivers;

    /** Of a data plane that has carried nothing but what these endpoints sent. */
    public Ledger(
            final DataPlane plane,
            final Endpoints endpoints,
            final VirtualFunction[] senders,
            final VirtualFunction[] receivers) {
        this.plane = plane;
        this.endpoints = endpoints;
        this.senders = senders;
        this.receivers = receivers;
    }

    /**
     * Compares.
     *
     * @param mayDrop whether drops are allowed, if they are counted
     * @throws IllegalStateException with the first difference
     */
    public void verify(final boolean mayDrop) {
        long sent = 0;
        long delivered = 0;
        long dropped = 0;
        long inFlight = 0;
        for (final VirtualFunction port : plane.ports()) {
            sent += port.counters().sentPackets();
            delivered += port.counters().deliveredPackets();
            dropped += port.counters().droppedPackets();
            inFlight += port.counters().inFlightPackets();
        }
        final long answered = endpoints.answeredFrames();
        final long crossings = endpoints.sentFrames() + answered;
        same("frames in flight, as ports count", 0, inFlight);
        same("sent or answered, and sent as ports count", crossings, sent);
        same("received or answered, and delivered as ports count", endpoints.receivedFrames() + answered, delivered);
        same("sent, and received or dropped", endpoints.sentFrames(), endpoints.receivedFrames() + dropped);
        if (dropped != 0 && !mayDrop) {
            throw new IllegalStateException(dropped + " frames dropped, under caps that cannot bind");
        }
        same("answered, and received by receivers that answer", answered == 0 ? 0 : received(receivers), answered);
        same("received, as queues count", endpoints.receivedFrames(), received(answered == 0 ? receivers : senders));
        final long[] totals = new long[3];
        for (int i = 0; i < plane.workerCount(); i++) {
            plane.pipeline(i).forEachFlow((word0, word1, packets, lost, waiting, bytes) -> {
                totals[0] += packets;
                totals[1] += lost;
                totals[2] += bytes;
            });
        }
        same("sent, as flows count", crossings, totals[0]);
        same("dropped, as flows count", dropped, totals[1]);
        same("bytes, as flows count", endpoints.sentBytes() + endpoints.answeredBytes(), totals[2]);
    }

    private static long received(final VirtualFunction[] ports) {
        long packets = 0;
        for (final VirtualFunction port : ports) {
            packets += port.receivedPackets();
        }
        return packets;
    }
}
