package io.ringlane.benchmarks.datapath;

import io.ringlane.core.packet.IpProtocol;

/**
 * What is sent and what the way is like.
 *
 * @param mode what lies between sender and receiver
 * @param protocol {@link IpProtocol#UDP} or {@link IpProtocol#TCP}
 * @param frames lengths in layer-2 bytes without FCS; the C path's "64 bytes" are 60 here and 4 of FCS
 * @param flows flows the packets are drawn from
 * @param burst frames a transmit burst, 1 to 32
 * @param delayNs one-way delay of every path; above 0 each frame waits in the timing wheel
 * @param delaySpreadNs most that is added to it at random, another time for every frame
 * @param caps what is charged
 * @param isRouted whether frames are addressed to the router, which rewrites their MACs, or to the receiver
 * @param ports who sends and who receives
 * @param workers workers of the data plane; with two, every frame is handed from one to the other
 * @param hasRoom whether there are as many frames as where some wait, even if none does: then two loads differ in the wait alone
 */
public record Load(
        Mode mode,
        int protocol,
        FrameSet frames,
        FlowSet flows,
        int burst,
        long delayNs,
        long delaySpreadNs,
        CapSet caps,
        boolean isRouted,
        PortSet ports,
        int workers,
        boolean hasRoom) {

    private static final int MOST_WORKERS = 2; // one for each of the two cards

    /** The full datapath between one sender and 16 receivers, flows that come up alike, one worker. */
    public Load(
            final int protocol,
            final int frameBytes,
            final int flows,
            final int burst,
            final long delayNs,
            final CapSet caps,
            final boolean isRouted) {
        this(
                Mode.FORWARD,
                protocol,
                FrameSet.of(frameBytes),
                FlowSet.uniform(flows),
                burst,
                delayNs,
                0,
                caps,
                isRouted,
                PortSet.STANDARD,
                1,
                false);
    }

    /** A load as the C path's: UDP, shortest frames, no delay, every cap. */
    public static Load of(final int flows) {
        return new Load(IpProtocol.UDP, 60, flows, 32, 0, CapSet.ALL, false);
    }

    /** A load of a mode: UDP, bursts of 32, no delay, every cap. */
    public static Load of(final Mode mode, final FrameSet frames, final FlowSet flows) {
        return of(1).withMode(mode).withFrames(frames).withFlows(flows);
    }

    /** Checks what the records of a benchmark's parameters cannot. */
    public Load {
        if (protocol != IpProtocol.UDP && protocol != IpProtocol.TCP) {
            throw new IllegalArgumentException("protocol " + protocol + " is neither UDP (17) nor TCP (6)");
        }
        if (burst < 1 || burst > Datapath.MAX_BURST) {
            throw new IllegalArgumentException("burst " + burst + "; takes 1 to " + Datapath.MAX_BURST);
        }
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException(workers + " workers; takes 1 to " + MOST_WORKERS);
        }
        if (mode.isRoundTrip() && isRouted) {
            throw new IllegalArgumentException(mode + " answers to the MAC it was sent from, which a router hides");
        }
        if (mode.isRoundTrip() && ports.senders() != 1) {
            throw new IllegalArgumentException(mode + " answers one sender, not " + ports.senders());
        }
        if (mode == Mode.IO && workers != 1) {
            throw new IllegalArgumentException(mode + " has no workers that could hand frames over");
        }
    }

    /** The same in another mode; translation goes through the router. */
    public Load withMode(final Mode value) {
        final boolean routed = value == Mode.FORWARD_NAT || !value.isRoundTrip() && isRouted;
        return new Load(
                value, protocol, frames, flows, burst, delayNs, delaySpreadNs, caps, routed, ports, workers, hasRoom);
    }

    /** The same with other frames. */
    public Load withFrames(final FrameSet value) {
        return new Load(
                mode, protocol, value, flows, burst, delayNs, delaySpreadNs, caps, isRouted, ports, workers, hasRoom);
    }

    /** The same with other flows. */
    public Load withFlows(final FlowSet value) {
        return new Load(
                mode, protocol, frames, value, burst, delayNs, delaySpreadNs, caps, isRouted, ports, workers, hasRoom);
    }

    /** The same with other caps. */
    public Load withCaps(final CapSet value) {
        return new Load(
                mode, protocol, frames, flows, burst, delayNs, delaySpreadNs, value, isRouted, ports, workers, hasRoom);
    }

    /** The same between other ports. */
    public Load withPorts(final PortSet value) {
        return new Load(
                mode, protocol, frames, flows, burst, delayNs, delaySpreadNs, caps, isRouted, value, workers, hasRoom);
    }

    /** The same on another number of workers. */
    public Load withWorkers(final int value) {
        return new Load(
                mode, protocol, frames, flows, burst, delayNs, delaySpreadNs, caps, isRouted, ports, value, hasRoom);
    }

    /** The same with delays that differ a frame. */
    public Load withDelaySpread(final long valueNs) {
        return new Load(
                mode, protocol, frames, flows, burst, delayNs, valueNs, caps, isRouted, ports, workers, hasRoom);
    }

    /** The same with as many frames as where some wait. */
    public Load withRoom() {
        return new Load(
                mode, protocol, frames, flows, burst, delayNs, delaySpreadNs, caps, isRouted, ports, workers, true);
    }

    /** Whether a frame may wait on its way, or there shall be as many frames as if one might. */
    boolean waits() {
        return hasRoom || delayNs != 0 || delaySpreadNs != 0 || caps.binds();
    }
}
