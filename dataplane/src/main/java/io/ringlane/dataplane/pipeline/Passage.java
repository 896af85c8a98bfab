package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.DUE_OFFSET;
import static io.ringlane.core.frame.FrameLayout.NO_FRAME;
import static io.ringlane.core.frame.FrameLayout.PORT_OFFSET;
import static io.ringlane.core.frame.FrameLayout.RECORD_OFFSET;
import static io.ringlane.core.frame.FrameLayout.TAG_OFFSET;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.rate.Cap;
import io.ringlane.core.time.TimingWheel;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.nic.CapPoint;
import io.ringlane.dataplane.nic.SharedCap;
import io.ringlane.dataplane.nic.VirtualFunction;

/**
 * The stages behind the flow cap: outbound caps, path, inbound caps, receive queue. A packet that has to wait goes into the
 * timing wheel and comes back at the next stage when its time has come, at exactly that time, however late the worker is.
 *
 * <p>One packet at a time, in {@link #transit}. One a worker, its thread only.
 */
final class Passage {

    private static final int DELIVERED = PacketObserver.DELIVERED;

    // In place of a length, a frame on its way back has its packet's outcome plus 1, and its phase.
    private static final int BACK_OUTCOME_MASK = 0xFF;
    private static final int BACK_PHASE_SHIFT = 8;

    /** The packet being passed; whoever starts a passage fills it. */
    final Transit transit;

    private final FrameRegion region;
    private final int workerIndex;
    private final FlowTable flows;
    private final TimingWheel wheel;
    private final FrameStack free;
    private final Delivery delivery;
    private final RouteCache routes;
    private final PacketObserver observer;
    private VirtualFunction[] ports = new VirtualFunction[0];
    private PeerLink[] outboundLinks = new PeerLink[0]; // by worker; null for this one
    private PeerLink[] inboundLinks = new PeerLink[0];
    private final int[] inFlight = new int[2]; // packets that wait anywhere, by the phase in which they began to
    private int phase;
    private long random;

    Passage(
            final PipelineConfig config,
            final int workerIndex,
            final FlowTable flows,
            final TimingWheel wheel,
            final FrameStack free,
            final Delivery delivery,
            final RouteCache routes) {
        this.region = config.region();
        this.workerIndex = workerIndex;
        this.flows = flows;
        this.wheel = wheel;
        this.free = free;
        this.delivery = delivery;
        this.routes = routes;
        this.transit = new Transit(region);
        this.random = (config.seed() ^ workerIndex * 0x9E3779B97F4A7C15L) | 1;
        this.observer = config.observers() == null ? null : config.observers().apply(workerIndex);
    }

    void setPorts(final VirtualFunction[] byIndex) {
        ports = byIndex;
    }

    void setLinks(final PeerLink[] outbound, final PeerLink[] inbound) {
        outboundLinks = outbound;
        inboundLinks = inbound;
    }

    // ---------------------------------------------------------------- phases

    /** Counts packets on their way apart from now on; only once those of the phase before the present one have ended. */
    void beginPhase() {
        phase ^= 1;
    }

    /** Whether every packet has ended that was on its way when the phase began. */
    boolean isPhaseOver() {
        return inFlight[phase ^ 1] == 0;
    }

    /** The present phase, 0 or 1. */
    int phase() {
        return phase;
    }

    /** Counts packets that begin to wait, of which each flow's record has its own. */
    void onHeld(final int packets) {
        inFlight[phase] += packets;
    }

    /** Counts packets that have been delivered and waited, of which each flow's record has its own. */
    void onLanded(final int ofPhase, final int packets) {
        inFlight[ofPhase] -= packets;
    }

    /** The port with an index. */
    VirtualFunction port(final int index) {
        return ports[index];
    }

    // ---------------------------------------------------------------- stages

    /**
     * Outbound caps from the packet's stage on, then the path.
     *
     * <p>Whether the card's line is among them depends on the two functions alone, and a function never changes its card: so
     * packets of a flow to one receiver all take the same caps, but for a gateway's. A route that moves into the card has another
     * receiver, and packets on it must not arrive before those that went to the old one either.
     */
    void send(final long timeNs) {
        final Transit packet = transit;
        final VirtualFunction ingress = ports[packet.port];
        final Route route = routes.get(packet.route);
        final boolean insideCard = route.egressCard() == ingress.card();
        final CapPoint[] caps = ingress.outbound(insideCard);
        for (int i = packet.next(); i < caps.length; i++) {
            final boolean isBehind = isBehind(caps[i], timeNs);
            final long departureNs = caps[i].admit(timeNs, packet.wire);
            if (departureNs != timeNs || isBehind) {
                if (isQueued(caps[i].reason(), caps[i].countedWaitNs(), ingress, departureNs, timeNs)) {
                    // One wait for the cap and the path, if nothing but the path is behind it. Not inside a card:
                    // there,
                    // packets of the flow on a route from before may wait, and have the card's line still to pass.
                    if (i == caps.length - 1 && !insideCard && route.crossing() == null && !packet.follows()) {
                        packet.setNext(Transit.INBOUND);
                        depart(route, timeNs, departureNs, i + 1);
                    } else {
                        packet.setNext(i + 1);
                        hold(timeNs, departureNs, departureNs - timeNs, i + 1);
                    }
                }
                return;
            }
        }
        leave(route, timeNs);
    }

    /** The caps of gateways, for packets that have passed the outbound caps and lead through some; then the path. */
    void leave(final long timeNs) {
        leave(routes.get(transit.route), timeNs);
    }

    private void leave(final Route route, final long timeNs) {
        final Crossing crossing = route.crossing();
        if (crossing == null && !transit.follows()) {
            transit.setNext(Transit.INBOUND);
            depart(route, timeNs, timeNs, 0);
            return;
        }
        final boolean isCharged = crossing != null && crossing.chargesSender();
        final CapPoint own = (isCharged || transit.follows()) && transit.next() != Transit.GATEWAY
                ? ports[transit.port].gatewayOut()
                : null;
        final boolean isBehind = own != null && isBehindAtGateway(own, timeNs);
        final long departureNs = own == null ? timeNs : admit(own, isCharged, timeNs);
        if (isCharged
                && departureNs != timeNs
                && !isQueued(own.reason(), own.countedWaitNs(), ports[transit.port], departureNs, timeNs)) {
            return;
        }
        if (!transit.follows() && crossing.gateway() == null) {
            departThrough(crossing, route, timeNs, departureNs, Transit.WAIT_GATEWAY_OUT);
        } else if (departureNs == timeNs && !isBehind) {
            pass(crossing, route, timeNs);
        } else {
            transit.setNext(Transit.GATEWAY);
            hold(timeNs, departureNs, departureNs - timeNs, Transit.WAIT_GATEWAY_OUT);
        }
    }

    /** The cap of a gateway itself, then the path. */
    private void pass(final Crossing crossing, final Route route, final long timeNs) {
        final SharedCap cap = crossing == null ? null : crossing.gateway();
        if (cap == null) { // it has followed others to here
            departThrough(crossing, route, timeNs, timeNs, 0);
            return;
        }
        final long departureNs = cap.admit(timeNs, transit.wire);
        if (departureNs == timeNs
                || isQueued(cap.reason(), cap.countedWaitNs(), ports[transit.port], departureNs, timeNs)) {
            departThrough(crossing, route, timeNs, departureNs, Transit.GATEWAY);
        }
    }

    /** When the packet departs that a gateway's cap charges, or that follows those whom it charges. */
    private long admit(final CapPoint gateway, final boolean isCharged, final long timeNs) {
        return isCharged ? gateway.admit(timeNs, transit.wire) : Math.max(timeNs, gateway.nextNs());
    }

    /** Whether one of the packet's flow may be in the wheel, due at the present and behind a cap that the packet comes to. */
    private boolean isBehind(final CapPoint cap, final long timeNs) {
        return !transit.isFresh() && cap.mayHaveToldNow(timeNs); // a fresh one finds nothing in the wheel that is due
    }

    /** As {@link #isBehind}, where those that follow others wait uncharged, so that several get the same time. */
    private boolean isBehindAtGateway(final CapPoint gateway, final long timeNs) {
        return transit.follows() ? !transit.isFresh() && gateway.nextNs() == timeNs : isBehind(gateway, timeNs);
    }

    /** One wait for a cap and the path: nothing but that is behind it. */
    private void departThrough(
            final Crossing crossing, final Route route, final long timeNs, final long departureNs, final int cap) {
        final boolean hasFarGateway = transit.follows() || crossing.chargesReceiver();
        transit.setNext(hasFarGateway ? Transit.FAR_GATEWAY : Transit.INBOUND);
        depart(route, timeNs, departureNs, departureNs == timeNs ? 0 : cap);
    }

    /**
     * The path: a delay that keeps a flow's packets in order, then the far end, here or at another worker; the packet's next stage is
     * one of there.
     *
     * @param departureNs when the packet leaves the last cap before the path, {@code timeNs} or later
     * @param cap code of that cap, if it makes the packet wait
     */
    private void depart(final Route route, final long timeNs, final long departureNs, final int cap) {
        final Transit packet = transit;
        final long[] words = flows.words(packet.record);
        final int latest = FlowTable.base(packet.record) + FlowRecordLayout.LATEST_DUE;
        final long latestNs = words[latest];
        final long dueNs = dueNs(route, latestNs, departureNs);
        words[latest] = dueNs;
        final int peer = route.egress().workerIndex();
        if (peer != workerIndex) {
            handOver(peer, timeNs, dueNs, departureNs - timeNs, cap);
        } else if (dueNs != timeNs || latestNs == timeNs && !packet.isFresh()) { // behind one that is due now
            hold(timeNs, dueNs, departureNs - timeNs, cap);
        } else {
            arrive(timeNs);
        }
    }

    /**
     * When a packet arrives at the far end; draws the jitter.
     *
     * @param latestNs when the packet of the flow before it does
     */
    long dueNs(final Route route, final long latestNs, final long departureNs) {
        final long dueNs = departureNs + route.delayNs();
        return Math.max(route.jitterNs() == 0 ? dueNs : dueNs + jitter(route.jitterNs()), latestNs);
    }

    /** The cap of a gateway and inbound caps, from the packet's stage on, then the receive queue. */
    void arrive(final long timeNs) {
        final Transit packet = transit;
        final VirtualFunction ingress = ports[packet.port];
        final Route route = routes.get(packet.route);
        final VirtualFunction egress = route.egress();
        if (!route.isEgressUp()) {
            drop(DropReason.TARGET_NOT_RUNNING.ordinal(), timeNs);
            return;
        }
        final CapPoint[] caps = egress.inbound(route.egressCard() == ingress.card());
        if (packet.next() == Transit.FAR_GATEWAY && isStoppedAtGateway(route.crossing(), egress, timeNs)) {
            return;
        }
        for (int i = packet.next() - Transit.INBOUND; i < caps.length; i++) {
            final boolean isBehind = isBehind(caps[i], timeNs);
            final long departureNs = caps[i].admit(timeNs, packet.wire);
            if (departureNs != timeNs || isBehind) {
                stopInbound(i, caps[i], egress, departureNs, timeNs);
                return;
            }
        }
        final int freed = delivery.deliver(
                packet.descriptor(), packet.wire, egress, packet.rssEntry(), packet.rewrites() ? route : null);
        if (freed == NO_FRAME) {
            drop(DropReason.RX_OVERRUNS.ordinal(), timeNs);
        } else {
            settle(freed, DELIVERED, timeNs);
        }
    }

    /** Deals with the packet at an inbound cap, number {@code index}, that does not let it pass at once. */
    private void stopInbound(
            final int index,
            final CapPoint cap,
            final VirtualFunction egress,
            final long departureNs,
            final long timeNs) {
        if (isQueued(cap.reason(), cap.countedWaitNs(), egress, departureNs, timeNs)) {
            transit.setNext(Transit.INBOUND + index + 1);
            hold(timeNs, departureNs, departureNs - timeNs, Transit.INBOUND + index);
        }
    }

    private boolean isStoppedAtGateway(final Crossing crossing, final VirtualFunction egress, final long timeNs) {
        final CapPoint gateway = egress.gatewayIn();
        transit.setNext(Transit.INBOUND);
        if (gateway == null) {
            return false;
        }
        final boolean isCharged = crossing != null && crossing.chargesReceiver();
        final boolean isBehind = isBehindAtGateway(gateway, timeNs);
        final long departureNs = admit(gateway, isCharged, timeNs);
        if (departureNs == timeNs && !isBehind) {
            return false;
        }
        if (!isCharged) {
            hold(timeNs, departureNs, departureNs - timeNs, Transit.WAIT_GATEWAY_IN);
        } else if (isQueued(gateway.reason(), gateway.countedWaitNs(), egress, departureNs, timeNs)) {
            hold(timeNs, departureNs, departureNs - timeNs, Transit.WAIT_GATEWAY_IN);
        }
        return true;
    }

    private boolean isQueued(
            final DropReason why,
            final long countedWaitNs,
            final VirtualFunction owner,
            final long departureNs,
            final long timeNs) {
        final int reason = why.ordinal();
        final boolean isRefused = departureNs == Cap.REFUSED;
        if (isRefused || departureNs - timeNs > countedWaitNs) {
            owner.counters().onCap(reason);
        }
        if (isRefused) {
            drop(reason, timeNs);
            return false;
        }
        return true;
    }

    /**
     * Puts the packet into the wheel.
     *
     * @param dueNs when it goes on
     * @param waitNs how much of that is a cap's doing; the rest is the path
     * @param cap code of that cap, see {@link Pipeline#WAIT_FLOW_CAP}
     */
    void hold(final long timeNs, final long dueNs, final long waitNs, final int cap) {
        countInFlight();
        transit.save(timeNs, dueNs, waitNs, cap);
        wheel.schedule(transit.frame, dueNs);
    }

    /** Goes on with a frame whose time has come. */
    void resume(final int frame, final long timeNs) {
        transit.resume(frame);
        if (transit.next() < Transit.FAR_GATEWAY) {
            send(timeNs);
        } else {
            arrive(timeNs);
        }
    }

    // ---------------------------------------------------------------- other workers

    private void handOver(final int peer, final long timeNs, final long dueNs, final long waitNs, final int cap) {
        countInFlight();
        transit.save(timeNs, dueNs, waitNs, cap);
        if (!outboundLinks[peer].forward.stage(Descriptor.of(transit.frame, 0))) {
            throw new IllegalStateException("frame doubled: more frames on the way to worker " + peer + " than exist");
        }
    }

    /** Takes in what other workers handed over, and the free frames they returned. */
    int pollPeers(final long nowNs) {
        int count = 0;
        for (int peer = 0; peer < inboundLinks.length; peer++) {
            if (inboundLinks[peer] != null) {
                count += takeIn(inboundLinks[peer], nowNs) + takeBack(outboundLinks[peer]);
            }
        }
        return count;
    }

    private int takeIn(final PeerLink link, final long nowNs) {
        int count = 0;
        long descriptor = link.forward.pollOr(-1);
        while (descriptor != -1) {
            final int frame = Descriptor.frame(descriptor);
            final long dueNs = Bytes.getLong(region.memory(frame), region.metadata(frame) + DUE_OFFSET);
            if (dueNs > nowNs) {
                wheel.schedule(frame, dueNs);
            } else {
                resume(frame, nowNs);
            }
            count++;
            descriptor = link.forward.pollOr(-1);
        }
        return count;
    }

    private int takeBack(final PeerLink link) {
        int count = 0;
        long descriptor = link.back.pollOr(-1);
        while (descriptor != -1) {
            final int frame = Descriptor.frame(descriptor);
            final byte[] memory = region.memory(frame);
            final int metadata = region.metadata(frame);
            final int word = Descriptor.lengthBytes(descriptor);
            inFlight[word >>> BACK_PHASE_SHIFT]--;
            account(
                    Bytes.getInt(memory, metadata + RECORD_OFFSET),
                    ports[Bytes.getInt(memory, metadata + PORT_OFFSET)],
                    (word & BACK_OUTCOME_MASK) - 1,
                    FlowRecordLayout.ONE_IN_FLIGHT);
            free.push(frame);
            count++;
            descriptor = link.back.pollOr(-1);
        }
        return count;
    }

    /** Shows other workers what this turn handed them. */
    void publish() {
        for (int peer = 0; peer < outboundLinks.length; peer++) {
            if (outboundLinks[peer] != null) {
                outboundLinks[peer].forward.publish();
                inboundLinks[peer].back.publish();
            }
        }
    }

    // ---------------------------------------------------------------- ends

    /** Ends the packet's way without delivery; {@code reason} is a {@link DropReason}'s ordinal. */
    void drop(final int reason, final long timeNs) {
        settle(transit.frame, reason, timeNs);
    }

    /** Ends the way of a packet that has no flow. */
    void dropUnkeyed(
            final int frame, final VirtualFunction ingress, final int reason, final int wire, final long timeNs) {
        observe(frame, ingress.portIndex(), reason, wire, timeNs);
        ingress.counters().onDropped(reason);
        free.push(frame);
    }

    /** Ends the packet's way; {@code freed} is the frame that is free now. */
    private void settle(final int freed, final int outcome, final long timeNs) {
        final Transit packet = transit;
        observe(packet.frame, packet.port, outcome, packet.wire, timeNs);
        final VirtualFunction ingress = ports[packet.port];
        final int home = ingress.workerIndex();
        if (home == workerIndex) {
            if (packet.isFresh()) {
                account(packet.record, ingress, outcome, 0);
            } else {
                inFlight[packet.phase()]--;
                account(packet.record, ingress, outcome, FlowRecordLayout.ONE_IN_FLIGHT);
            }
            free.push(freed);
            return;
        }
        final byte[] memory = region.memory(freed);
        final int metadata = region.metadata(freed);
        Bytes.putInt(memory, metadata + RECORD_OFFSET, packet.record);
        Bytes.putInt(memory, metadata + PORT_OFFSET, packet.port);
        if (!inboundLinks[home].back.stage(Descriptor.of(freed, outcome + 1 | packet.phase() << BACK_PHASE_SHIFT))) {
            throw new IllegalStateException("frame doubled: more frames on the way back than exist");
        }
    }

    private void account(final int record, final VirtualFunction ingress, final int outcome, final long landedPackets) {
        final long[] words = flows.words(record);
        final int base = FlowTable.base(record);
        words[base + FlowRecordLayout.PACKETS] -= landedPackets;
        if (outcome == DELIVERED) {
            ingress.counters().onDelivered();
        } else {
            words[base + FlowRecordLayout.DROPS] += FlowRecordLayout.ONE_DROP;
            ingress.counters().onDropped(outcome);
        }
    }

    private void countInFlight() {
        if (transit.isFresh()) {
            final int record = transit.record;
            transit.setPhase(phase);
            inFlight[phase]++;
            flows.words(record)[FlowTable.base(record) + FlowRecordLayout.PACKETS] += FlowRecordLayout.ONE_IN_FLIGHT;
        }
    }

    /** Whether there is an observer. */
    boolean isObserved() {
        return observer != null;
    }

    /** Tells the observer, if there is one, how a packet ended. */
    void observe(final int frame, final int port, final int outcome, final int wire, final long timeNs) {
        if (observer != null) {
            final long tag = Bytes.getLong(region.memory(frame), region.metadata(frame) + TAG_OFFSET);
            observer.onPacket(timeNs, port, tag, wire, outcome);
        }
    }

    private long jitter(final long jitterNs) {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return (x >>> 33) * jitterNs >>> 31; // jitter below 2^30 ns: no overflow
    }
}
