package io.ringlane.dataplane.pipeline;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.core.rate.Cap;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.TimingWheel;
import io.ringlane.dataplane.counter.DropReason;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.WorkerQueues;
import java.util.Objects;

/**
 * The way of a packet through one worker.
 *
 * <p>A burst is classified, then charged at its flows' caps, then at the outbound caps of its port: at once where all of
 * it passes, one by one where some must wait. What need not wait anywhere goes straight into the receive queues; the rest
 * takes the stages of {@link Passage}. So caps are applied at the moment a packet passes each of them, and real and
 * virtual time take the same path.
 *
 * <p>Packets of a flow never overtake each other: each cap's departures never decrease, due times at the far end never
 * decrease within a flow, the wheel is first in first out for equal times, and what is due leaves the wheel before new
 * packets are looked at. A packet that has waited and may go on at once, while another of its flow may be due at a later
 * stage at the same time, goes into the wheel behind that; and packets of a flow take the same stages, see {@link
 * FlowRecordLayout#FOLLOWS}.
 *
 * <p>Frame exchange: every frame taken from a queue is completed with a free one, every delivery takes a posted one, every
 * frame handed to another worker comes back as a free one; the number of frames here changes only by what peers hold.
 *
 * <p>One thread. A packet of a known flow allocates nothing, takes no lock and makes no system call.
 */
public final class Pipeline {

    /** Frames taken from a queue at a time. Bigger bursts bought nothing when measured. */
    public static final int BURST = 32;

    /** {@link io.ringlane.core.frame.FrameLayout#LONGEST_WAIT_OFFSET} code of the flow cap; n + 1 is outbound cap n. */
    public static final int WAIT_FLOW_CAP = 0;

    /** Code of inbound cap 0 in the longest wait, and the stage at which a packet arrives at the far end. */
    public static final int STAGE_INBOUND = 64;

    /** Bits of the longest wait that are nanoseconds. */
    public static final int WAIT_BITS = 48;

    /** So often a route is asked for that is retired before it can be used; a router that gives no other is at fault. */
    private static final int MAX_DECISIONS = 1024;

    private static final int FLOW_CAP = DropReason.FLOW_CAP.ordinal();

    private final FlowTable flows;
    private final FlowSetup setup;
    private final Classifier classifier;
    private final Passage passage;
    private final StraightDelivery straight;
    private final WaitingBursts waiting;
    private final Delivery delivery;
    private final Refusal refusal;
    private final RouteCache routes;
    private final RouteSweep sweep;
    private final TimingWheel wheel;
    private final FrameStack free;
    private final int workerIndex;
    private final int homeFrames;
    private int epoch;
    private FlowAccounts accounts; // null while nobody asks what flows send

    private final Burst burst = new Burst();
    private final long[] replacements = new long[BURST];
    private final HeldAtFlowCap held = new HeldAtFlowCap();
    private long passedBytes;
    private int passedLate; // of those that passed, how many are not delivered straight
    private int passedInsideCard;
    private int longestDecided; // of the route decided last, see decideAgain

    /**
     * @param workerIndex this worker's number
     * @param startNs the present
     */
    public Pipeline(final PipelineConfig config, final int workerIndex, final NanoClock clock) {
        final long routerMacInWireOrder = Long.reverseBytes(config.routerMac()) >>> 16;
        this.workerIndex = workerIndex;
        this.flows = new FlowTable(config.maxFlows(), config.idleFlowNs(), FlowHash.secret());
        this.routes = new RouteCache(config.routes());
        this.delivery = new Delivery(config.region(), routerMacInWireOrder);
        this.setup = new FlowSetup(flows, routes, config, workerIndex, delivery, routerMacInWireOrder);
        this.classifier = new Classifier(
                config.region(),
                flows,
                setup,
                clock,
                routerMacInWireOrder,
                burst,
                config.neighbours().answersIpv6());
        this.wheel = new TimingWheel(config.region(), clock.nanoTime());
        this.homeFrames = config.frames();
        this.free = new FrameStack(homeFrames);
        final int first = config.region().allocate(homeFrames);
        for (int frame = first + homeFrames - 1; frame >= first; frame--) {
            free.push(frame);
        }
        this.passage = new Passage(config, workerIndex, flows, wheel, free, delivery, routes);
        this.waiting = new WaitingBursts(config.region(), wheel);
        this.straight = new StraightDelivery(burst, passage, delivery, routes, flows, free, waiting, workerIndex);
        this.sweep = new RouteSweep(flows, routes, passage);
        this.refusal = new Refusal(config, passage, delivery, free);
    }

    // ---------------------------------------------------------------- control, between bursts

    /** Sets the ports, by index; the array may be filled on behind those of which packets come. */
    public void setPorts(final VirtualFunction[] byIndex) {
        passage.setPorts(byIndex);
    }

    /** Sets this worker's queues; before it runs. */
    public void setQueues(final WorkerQueues queues) {
        delivery.setQueues(queues);
    }

    /** Sets the ways to and from other workers, by worker; null at this worker's own index. */
    public void setLinks(final PeerLink[] outbound, final PeerLink[] inbound) {
        passage.setLinks(outbound, inbound);
    }

    /** Makes every flow ask the router again at its next packet. */
    public void moveEpoch() {
        epoch = epoch + 1 & FlowRecordLayout.EPOCH_MASK;
    }

    /** Has an observer told what flows send from now on; see {@link #reportFlows}. */
    public void observeFlows(final FlowObserver observer) {
        accounts = new FlowAccounts(flows, routes, observer);
        flows.setAccounts(accounts);
    }

    /**
     * Tells the observer what some flows have sent since it was last told; {@link #observeFlows} comes first.
     *
     * @param first where to begin, 1 at first
     * @param limit records to look at, at most
     * @return where to go on, or 0 once all are done
     */
    public int reportFlows(final int first, final int limit) {
        if (accounts == null) {
            return 0; // nobody asked
        }
        final int end = Math.min(flows.recordLimit(), first + limit);
        accounts.settle(first, end);
        return end == flows.recordLimit() ? 0 : end;
    }

    /**
     * Begins this worker's part in a round of {@link Routes}, which goes on in turns; one at a time.
     *
     * @param finished is told on the worker's thread
     */
    public void leaveRetiredRoutes(final Runnable finished) {
        sweep.begin(finished);
    }

    // ---------------------------------------------------------------- a turn

    /**
     * Takes one burst from a queue.
     *
     * @return frames taken; 0 if the queue is empty, or no free frame is left to exchange
     */
    public int transmitBurst(final CardQueue queue, final long nowNs) {
        final long[] descriptors = burst.descriptors;
        final int polled = queue.pollTransmit(descriptors, Math.min(BURST, free.size()));
        if (polled == 0) {
            return 0;
        }
        final VirtualFunction ingress = queue.function();
        ingress.counters().onSent(polled);
        free.pop(replacements, 0, polled);
        final int count = queue.foreignTransmits() == 0 ? polled : sendBack(polled, queue);
        queue.completeTransmit(replacements, polled);
        classifier.classify(count, ingress);
        final int passed = passFlowCaps(count, queue, nowNs);
        if (passed != 0) {
            passOutboundCaps(passed, ingress, nowNs);
        }
        return polled;
    }

    /**
     * Drops the descriptors whose frames are not the instance's, and sees that they go back to it as they came.
     *
     * @return descriptors that are left, from index 0 on
     */
    private int sendBack(final int polled, final CardQueue queue) {
        final long[] descriptors = burst.descriptors;
        int left = 0;
        for (int i = 0; i < polled; i++) {
            if ((queue.foreignTransmits() & 1 << i) == 0) {
                descriptors[left++] = descriptors[i];
            } else {
                free.push(Descriptor.frame(replacements[i]));
                replacements[i] = Descriptor.of(Descriptor.frame(descriptors[i]), 0, Descriptor.REFUSED);
                queue.function().counters().onDropped(DropReason.BAD_DESCRIPTOR.ordinal());
            }
        }
        queue.onTransmitted(polled - left, 0);
        return left;
    }

    /**
     * Lets everything go on that was due by {@code nowNs}, in the order of due times.
     *
     * @return frames that went on
     */
    public int expire(final long nowNs) {
        int count = 0;
        for (int frame = wheel.poll(nowNs); frame != NO_FRAME; frame = wheel.poll(nowNs)) {
            final int leader = waiting.leader(frame);
            if (leader == WaitingBursts.NONE) {
                passage.resume(frame, wheel.presentNs());
                count++;
            } else {
                count += straight.arrive(leader, wheel.presentNs());
            }
        }
        return count;
    }

    /** Takes in what other workers handed over, and the free frames they returned. */
    public int pollPeers(final long nowNs) {
        return passage.pollPeers(nowNs);
    }

    /** Shows instances and peers what this turn did for them. */
    public void publish() {
        delivery.publish();
        passage.publish();
    }

    /** A little upkeep of the flow table; returns what there was to do that does not wait for a packet. */
    public int maintain(final long nowNs) {
        flows.maintain(nowNs, 1);
        return sweep.work();
    }

    // ---------------------------------------------------------------- a burst

    /**
     * Counts each packet at its flow and charges the flow's cap, as {@link Cap#admit} does, on the state in the record.
     *
     * @return packets that pass at once; they lie in the burst's arrays from 0 on
     */
    private int passFlowCaps(final int count, final CardQueue queue, final long nowNs) {
        final int known = passKnownFlows(count, queue.function(), nowNs);
        if (known != count) {
            return passOtherFlows(known, count, queue, nowNs);
        }
        queue.onTransmitted(count, passedBytes);
        return count;
    }

    /**
     * {@link #passFlowCaps} as far as each packet's flow is known, its route open to it and its cap free. This loop calls
     * nothing, or all that it works on would lie on the stack instead of in registers.
     *
     * @return how many packets from the first on have passed; they stay where they are
     */
    private int passKnownFlows(final int count, final VirtualFunction ingress, final long nowNs) {
        final PhysicalFunction card = ingress.card();
        final Classifier classifier = this.classifier;
        final FlowTable flows = this.flows;
        final RouteCache routes = this.routes;
        final int[] wires = burst.wires;
        final long[] states = burst.states;
        final int[] bells = burst.bells;
        final int epoch = this.epoch;
        final int workerIndex = this.workerIndex;
        long bytes = 0;
        int insideCard = 0;
        int late = 0; // how many go the long way
        int i = 0;
        for (; i < count; i++) {
            final int record = classifier.known(i, epoch);
            if (record == FlowTable.NONE) {
                break;
            }
            final long[] words = flows.words(record);
            final int base = FlowTable.base(record);
            final long state = words[base + FlowRecordLayout.STATE];
            final Route route = routes.known(FlowRecordLayout.route(state));
            final int wire = wires[i];
            final long waitNs = words[base + FlowRecordLayout.CAP_NEXT] - nowNs;
            if (route == null
                    || wire > route.maxFrameBytes()
                    || !classifier.isAddressed(i, state, route)
                    || waitNs > 0
                    || state < 0) {
                break;
            }
            final long latestNs = words[base + FlowRecordLayout.LATEST_DUE];
            words[base + FlowRecordLayout.PACKETS] += FlowRecordLayout.ONE_SENT;
            words[base + FlowRecordLayout.BYTES] += wire;
            words[base + FlowRecordLayout.LATEST_DUE] = Math.max(latestNs, nowNs);
            final long cost = route.flowCostOfByte();
            if (cost != 0) {
                final long sum = (waitNs < 0 ? 0 : state & FlowRecordLayout.FRACTION_MASK) + wire * cost;
                words[base + FlowRecordLayout.CAP_NEXT] = nowNs + (sum >>> Cap.FRACTION_BITS);
                words[base + FlowRecordLayout.STATE] =
                        state & ~FlowRecordLayout.FRACTION_MASK | sum & FlowRecordLayout.FRACTION_MASK;
            }
            insideCard += route.egressCard() == card ? 1 : 0;
            bytes += wire;
            states[i] = state;
            if (latestNs > nowNs
                    || route.instantWorkerIndex() != workerIndex) { // others of the flow come first, or it is far
                bells[i] = Burst.NOT_STRAIGHT;
                late++;
            } else {
                bells[i] = route.queue(FlowRecordLayout.rssEntry(state)).bell();
            }
        }
        passedLate = late;
        passedBytes = bytes;
        passedInsideCard = insideCard;
        return i;
    }

    /**
     * {@link #passFlowCaps} for the packets from {@code first} on, whatever they are; those before have passed.
     *
     * @return packets that have passed, those before counted
     */
    private int passOtherFlows(final int first, final int count, final CardQueue queue, final long nowNs) {
        final VirtualFunction ingress = queue.function();
        final PhysicalFunction card = ingress.card();
        final int[] wires = burst.wires;
        final long[] descriptors = burst.descriptors; // at hand: fields would be read again for every packet
        final int[] records = burst.records;
        final long[] states = burst.states;
        final int[] bells = burst.bells;
        final FlowTable flows = this.flows;
        final Classifier classifier = this.classifier;
        final RouteCache routes = this.routes;
        final Passage passage = this.passage;
        final FrameStack free = this.free;
        final HeldAtFlowCap held = this.held;
        final int port = ingress.portIndex();
        final int epoch = this.epoch;
        final int workerIndex = this.workerIndex;
        long sentBytes = passedBytes;
        long bytes = passedBytes;
        int passed = first;
        int insideCard = passedInsideCard;
        int late = passedLate; // of those that passed, how many go the long way
        int heldCount = 0;
        int dropped = 0;
        boolean decidedAgain = false;
        for (int i = first; i < count; i++) {
            final long descriptor = descriptors[i];
            final int wire = wires[i];
            sentBytes += wire;
            final int record = classifier.record(i, ingress, epoch);
            if (record < 0) {
                refusal.refuseUnkeyed(descriptor, ingress, ~record, wire, nowNs);
                continue;
            }
            final long[] words = flows.words(record);
            final int base = FlowTable.base(record);
            words[base + FlowRecordLayout.PACKETS] += FlowRecordLayout.ONE_SENT;
            words[base + FlowRecordLayout.BYTES] += wire;
            final long latestNs = words[base + FlowRecordLayout.LATEST_DUE];
            if (latestNs < nowNs) {
                words[base + FlowRecordLayout.LATEST_DUE] = nowNs; // so that it does not look idle
            }
            long state = words[base + FlowRecordLayout.STATE];
            Route route = routes.get(FlowRecordLayout.route(state));
            int longestBytes = route.maxFrameBytes(); // once: another thread may retire the route
            if (!classifier.isAddressed(i, state, route) || wire > longestBytes && isRetired(route, longestBytes)) {
                route = lookAgain(i, record, ingress, route, longestBytes);
                state = words[base + FlowRecordLayout.STATE];
                longestBytes = longestDecided;
                decidedAgain = true;
            }
            if (state < 0) {
                state = follow(state, words, base, latestNs, nowNs);
            }
            if (wire > longestBytes) {
                route = refusal.widerOrRefuse(descriptor, wire, record, state, route, longestBytes, ingress, nowNs);
                if (route == null) {
                    continue;
                }
                state = withWider(state, words, base, route); // of this packet, not of the flow
                decidedAgain = true; // later ones of the burst must not overtake it
            }
            final long cost = route.flowCostOfByte();
            final long next = words[base + FlowRecordLayout.CAP_NEXT];
            if (cost != 0 || next > nowNs) { // without a cap, behind what still waits at the one the flow had before
                final long waitNs = next - nowNs;
                if (cost != 0 && waitNs > route.flowHorizonNs()) {
                    words[base + FlowRecordLayout.DROPS] += FlowRecordLayout.ONE_DROP;
                    passage.observe(Descriptor.frame(descriptor), port, FLOW_CAP, wire, nowNs);
                    free.push(Descriptor.frame(descriptor));
                    dropped++;
                    continue;
                }
                final long sum = (waitNs < 0 ? 0 : state & FlowRecordLayout.FRACTION_MASK) + wire * cost;
                words[base + FlowRecordLayout.CAP_NEXT] = Math.max(next, nowNs) + (sum >>> Cap.FRACTION_BITS);
                words[base + FlowRecordLayout.STATE] =
                        words[base + FlowRecordLayout.STATE] & ~FlowRecordLayout.FRACTION_MASK
                                | sum & FlowRecordLayout.FRACTION_MASK;
                if (waitNs > 0) {
                    held.put(heldCount++, descriptor, wire, record, state, next);
                    continue;
                }
            }
            insideCard += route.egressCard() == card ? 1 : 0;
            bytes += wire;
            descriptors[passed] = descriptor;
            records[passed] = record;
            wires[passed] = wire;
            states[passed] = state;
            bells[passed] = (nowNs - latestNs | state) < 0 // others of the flow come first
                            || route.instantWorkerIndex() != workerIndex
                            || late != 0 && (decidedAgain |= classifier.hasDecided()) && departsLate(record, passed)
                    ? Burst.NOT_STRAIGHT
                    : route.queue(FlowRecordLayout.rssEntry(state)).bell();
            late += bells[passed] == Burst.NOT_STRAIGHT ? 1 : 0;
            passed++;
        }
        if (heldCount != 0) {
            held.hold(heldCount, port, passage, nowNs);
        }
        if (dropped != 0) {
            ingress.counters().onDropped(FLOW_CAP, dropped);
        }
        queue.onTransmitted(count, sentBytes);
        passedLate = late;
        passedBytes = bytes;
        passedInsideCard = insideCard;
        return passed;
    }

    /**
     * The way of a packet whose flow's route is retired or stale, so that it is decided anew, or that goes to another MAC than those
     * before: that is decided anew only if the MAC is a neighbour's, since a guest could send every packet to another one.
     *
     * @return a route for the flow, or a refusal of this packet; {@link #longestDecided} belongs to it
     */
    private Route lookAgain(
            final int packet,
            final int record,
            final VirtualFunction ingress,
            final Route known,
            final int longestBytes) {
        Route route = known;
        longestDecided = longestBytes;
        final boolean hasEnded = isRetired(known, longestBytes);
        if (hasEnded && !classifier.hasJustRefused(known)
                || !hasEnded && classifier.leadsElsewhere(packet, ingress, known)) {
            int tries = 0;
            do {
                classifier.decideAgain(packet, record, ingress, epoch);
                route = routes.get(
                        FlowRecordLayout.route(flows.words(record)[FlowTable.base(record) + FlowRecordLayout.STATE]));
                longestDecided = route.maxFrameBytes();
            } while (route.isEnded(longestDecided) && !route.isStale() && ++tries < MAX_DECISIONS); // retired meanwhile
        }
        final Route refused = classifier.address(packet, record, route);
        if (refused != null) {
            longestDecided = refused.maxFrameBytes();
            return refused;
        }
        return route;
    }

    /**
     * The state of a packet that takes the route beside its flow's, whose packets may meet caps of other gateways: those behind it follow
     * it, whether or not it has others to {@link #follow} itself.
     */
    private long withWider(final long state, final long[] words, final int base, final Route wider) {
        final int word = base + FlowRecordLayout.STATE;
        long of = state;
        if (!Objects.equals(
                wider.crossing(), routes.get(FlowRecordLayout.route(state)).crossing())) {
            words[word] = FlowRecordLayout.following(words[word]);
            of |= FlowRecordLayout.FOLLOWS;
        }
        return FlowRecordLayout.withRoute(of, wider.index());
    }

    /** The state of a packet that is to follow others of its flow through gateways, if any may still be under way. */
    private static long follow(
            final long state, final long[] words, final int base, final long latestNs, final long nowNs) {
        final int word = base + FlowRecordLayout.STATE;
        final boolean isAlone = latestNs < nowNs // else there may be some in the same burst
                && (words[base + FlowRecordLayout.PACKETS] & FlowRecordLayout.IN_FLIGHT_MASK) == 0;
        if (isAlone) {
            words[word] = FlowRecordLayout.ended(words[word]);
        }
        return words[word] < 0 ? state : FlowRecordLayout.ended(state);
    }

    /** Whether a route that does not fit a packet is stale or retired, of which another thread may have told only half yet. */
    private static boolean isRetired(final Route route, final int longestBytes) {
        return route.isRetired() || route.isEnded(longestBytes);
    }

    /** Whether an earlier packet of the burst and the flow goes the long way, so that this one must follow it. */
    private boolean departsLate(final int record, final int passed) {
        for (int i = 0; i < passed; i++) {
            if (burst.records[i] == record && burst.bells[i] == Burst.NOT_STRAIGHT) {
                return true;
            }
        }
        return false;
    }

    /** Charges the port's outbound caps: at once if nothing has to wait, else packet by packet. */
    private void passOutboundCaps(final int count, final VirtualFunction ingress, final long nowNs) {
        final boolean insideCard = passedInsideCard == count;
        if ((insideCard || passedInsideCard == 0)
                && StraightDelivery.chargesAll(
                        ingress.outbound(insideCard), count, passedBytes, burst.wires[count - 1], nowNs)) {
            straight.depart(count, passedLate, ingress, insideCard, nowNs);
            return;
        }
        for (int i = 0; i < count; i++) {
            burst.enter(i, ingress.portIndex(), passage.transit);
            passage.send(nowNs);
        }
    }

    // ---------------------------------------------------------------- what can be asked

    /** When something is due next, see {@link TimingWheel#nextNs()}. */
    public long nextNs() {
        return wheel.nextNs();
    }

    /** Frames that wait for a time. */
    public int waitingFrames() {
        return wheel.size() + waiting.followers();
    }

    /** Free frames. */
    public int freeFrames() {
        return free.size();
    }

    /** Frames the worker started with. */
    public int homeFrames() {
        return homeFrames;
    }

    /** How long decisions have taken so far, the router's and what goes with them. */
    public long decidingNs() {
        return classifier.decidingNs();
    }

    /** The flow table, for tests that need flows which meet in it. */
    FlowTable flowTable() {
        return flows;
    }

    /** Flows remembered. */
    public int flows() {
        return flows.flows();
    }

    /** Bytes the flow table takes. */
    public long flowTableBytes() {
        return flows.bytes();
    }

    /** Counters of the packets this worker originates itself: ICMP answers. */
    public PortCounters originatedCounters() {
        return refusal.counters();
    }

    /** Shows every flow to {@code visitor}; between turns only. */
    public void forEachFlow(final FlowVisitor visitor) {
        flows.forEach(visitor);
    }
}
