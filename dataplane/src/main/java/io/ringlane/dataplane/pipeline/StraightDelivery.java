package io.ringlane.dataplane.pipeline;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameStack;
import io.ringlane.dataplane.nic.CapPoint;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import java.util.Arrays;

/**
 * The path of packets that come together. Those that need not wait are put into their receive queues at once, which is the
 * common case, and taken out again where it then turns out that an inbound cap makes some of a queue's packets wait, a frame is
 * missing, or the function is down; nobody has seen them there.
 *
 * <p>One a worker, its thread only.
 */
final class StraightDelivery {

    private final Burst burst;
    private final Passage passage;
    private final Delivery delivery;
    private final RouteCache routes;
    private final FlowTable flows;
    private final FrameStack free;
    private final WaitingBursts waiting;
    private final int workerIndex;
    private final int[] touchedBells = new int[Burst.SIZE];

    StraightDelivery(
            final Burst burst,
            final Passage passage,
            final Delivery delivery,
            final RouteCache routes,
            final FlowTable flows,
            final FrameStack free,
            final WaitingBursts waiting,
            final int workerIndex) {
        this.burst = burst;
        this.passage = passage;
        this.delivery = delivery;
        this.routes = routes;
        this.flows = flows;
        this.free = free;
        this.waiting = waiting;
        this.workerIndex = workerIndex;
    }

    /**
     * The path, for packets of the burst that left their card at {@code nowNs}.
     *
     * @param late how many of them are not to be delivered straight
     */
    void depart(
            final int count,
            final int late,
            final VirtualFunction ingress,
            final boolean insideCard,
            final long nowNs) {
        if (late == count) {
            departLate(count, ingress.portIndex(), nowNs);
            return;
        }
        final int delivered = deliver(count, insideCard, false, nowNs);
        ingress.counters().onDelivered(delivered);
        if (passage.isObserved()) {
            observeDelivered(count, ingress.portIndex(), nowNs);
        }
        burst.pushFreed(free, count, delivered);
        if (delivered != count - late) {
            arriveOneByOne(count, ingress.portIndex(), nowNs);
        }
        if (late != 0) {
            departLate(count, ingress.portIndex(), nowNs);
        }
    }

    /**
     * The far end, for packets that waited together.
     *
     * @param leader as {@link WaitingBursts#leader} has it
     * @return how many they are
     */
    int arrive(final int leader, final long nowNs) {
        final Burst burst = this.burst;
        final int count = waiting.take(leader, burst);
        final int port = waiting.takenPort();
        final int phase = waiting.takenPhase();
        final VirtualFunction ingress = passage.port(port);
        final int insideCard = findQueues(count, ingress.card());
        if (insideCard != 0 && insideCard != count) {
            Arrays.fill(burst.freed, 0, count, CardQueue.NONE_POSTED);
            arriveAfterWait(count, port, phase, nowNs);
            return count;
        }
        final int delivered = deliver(count, insideCard != 0, true, nowNs);
        ingress.counters().onDelivered(delivered);
        if (passage.isObserved()) {
            observeDelivered(count, port, nowNs);
        }
        burst.pushFreed(free, count, delivered);
        land(count);
        passage.onLanded(phase, delivered);
        if (delivered != count) {
            arriveAfterWait(count, port, phase, nowNs);
        }
        return count;
    }

    /**
     * Looks up where each packet that waited goes.
     *
     * @return how many stay inside the card; -1 if a port has gone out of use
     */
    private int findQueues(final int count, final PhysicalFunction card) {
        final long[] states = burst.states;
        final int[] bells = burst.bells;
        final RouteCache routes = this.routes;
        int insideCard = 0;
        boolean isUp = true;
        for (int i = 0; i < count; i++) {
            final long state = states[i];
            final Route route = routes.get(FlowRecordLayout.route(state));
            isUp &= route.isEgressUp();
            insideCard += route.egressCard() == card ? 1 : 0;
            bells[i] = route.queue(FlowRecordLayout.rssEntry(state)).bell();
        }
        return isUp ? insideCard : -1;
    }

    private void land(final int count) {
        final int[] records = burst.records;
        final long[] freed = burst.freed;
        final FlowTable flows = this.flows;
        for (int i = 0; i < count; i++) {
            final int record = records[i];
            flows.words(record)[FlowTable.base(record) + FlowRecordLayout.PACKETS] -=
                    freed[i] != CardQueue.NONE_POSTED ? FlowRecordLayout.ONE_IN_FLIGHT : 0;
        }
    }

    /** What waited together and cannot be delivered together. */
    private void arriveAfterWait(final int count, final int port, final int phase, final long nowNs) {
        for (int i = 0; i < count; i++) {
            if (burst.freed[i] == CardQueue.NONE_POSTED) {
                burst.enter(i, port, passage.transit);
                passage.transit.setNext(Transit.INBOUND);
                passage.transit.setWaited(phase);
                passage.arrive(nowNs);
            }
        }
    }

    /** Charges every cap for packets that come together if none of them has to wait anywhere; else none. */
    static boolean chargesAll(
            final CapPoint[] caps, final int count, final long bytes, final int lastBytes, final long nowNs) {
        if (caps.length == 1) {
            return caps[0].chargeIfAllPass(nowNs, count, bytes, lastBytes);
        }
        for (final CapPoint cap : caps) {
            if (!cap.admitsAll(nowNs, count - 1, bytes - lastBytes)) {
                return false;
            }
        }
        for (final CapPoint cap : caps) {
            cap.chargeAll(nowNs, count, bytes);
        }
        return true;
    }

    /** Delivers what has a bell and can be delivered now; returns how many that are. */
    private int deliver(final int count, final boolean insideCard, final boolean haveWaited, final long nowNs) {
        final Burst burst = this.burst; // at hand: fields would be read again for every packet
        final int[] wires = burst.wires;
        final long[] descriptors = burst.descriptors;
        final int[] bells = burst.bells;
        final int[] touchedBells = this.touchedBells;
        final long[] states = burst.states;
        final long[] freed = burst.freed;
        final Delivery delivery = this.delivery;
        int touched = 0;
        for (int i = 0; i < count; i++) {
            final int bell = bells[i];
            if (bell == Burst.NOT_STRAIGHT) {
                freed[i] = CardQueue.NONE_POSTED;
                continue;
            }
            final CardQueue queue = delivery.queue(bell);
            if ((states[i] & FlowRecordLayout.REWRITES_HEADERS) != 0) {
                delivery.rewrite(descriptors[i], routes.get(FlowRecordLayout.route(states[i])));
            }
            touchedBells[touched] = bell;
            touched += queue.tentativePackets() == 0 ? 1 : 0; // whether it is new is anyone's guess
            freed[i] = queue.deliverTentatively(descriptors[i], wires[i]);
        }
        int delivered = 0;
        for (int i = 0; i < touched; i++) {
            delivered += confirm(delivery.queue(touchedBells[i]), count, insideCard, haveWaited, nowNs);
        }
        return delivered;
    }

    /**
     * Inbound caps for what one queue got: all at once, or it is withdrawn where some must wait or find no frame, or the
     * function has been withdrawn.
     */
    private int confirm(
            final CardQueue queue,
            final int count,
            final boolean insideCard,
            final boolean haveWaited,
            final long nowNs) {
        final int delivered = queue.tentativePackets();
        if (queue.isReady()
                && !(haveWaited && mayHaveToldNow(queue.inbound(insideCard), nowNs))
                && chargesAll(
                        queue.inbound(insideCard),
                        delivered,
                        queue.tentativeBytes(),
                        queue.lastTentativeBytes(),
                        nowNs)) {
            queue.confirm();
            delivery.remember(queue); // not shown yet: once it is, a frame is its receiver's
            return delivered;
        }
        withdraw(queue, count);
        return 0;
    }

    private static boolean mayHaveToldNow(final CapPoint[] caps, final long nowNs) {
        for (final CapPoint cap : caps) {
            if (cap.mayHaveToldNow(nowNs)) {
                return true;
            }
        }
        return false;
    }

    private void withdraw(final CardQueue queue, final int count) {
        final long[] freed = burst.freed;
        for (int i = count - 1; i >= 0; i--) {
            if (burst.bells[i] == queue.bell() && freed[i] != CardQueue.NONE_POSTED) {
                queue.withdraw(burst.descriptors[i], freed[i]);
                freed[i] = CardQueue.NONE_POSTED;
            }
        }
        queue.forget();
    }

    /** What was withdrawn goes one by one, once nothing tentative is left: it may come to other queues than before. */
    private void arriveOneByOne(final int count, final int port, final long nowNs) {
        for (int i = 0; i < count; i++) {
            if (burst.bells[i] != Burst.NOT_STRAIGHT && burst.freed[i] == CardQueue.NONE_POSTED) {
                burst.enter(i, port, passage.transit);
                passage.transit.setNext(Transit.INBOUND);
                passage.arrive(nowNs);
            }
        }
    }

    private void observeDelivered(final int count, final int port, final long nowNs) {
        for (int i = 0; i < count; i++) {
            if (burst.freed[i] != CardQueue.NONE_POSTED) {
                passage.observe(
                        Descriptor.frame(burst.descriptors[i]), port, PacketObserver.DELIVERED, burst.wires[i], nowNs);
            }
        }
    }

    /** What has a path with a delay or through a gateway, or waits behind others of its flow. */
    private void departLate(final int count, final int port, final long nowNs) {
        final Burst burst = this.burst;
        final WaitingBursts waiting = this.waiting;
        final Passage passage = this.passage;
        final FlowTable flows = this.flows;
        final RouteCache routes = this.routes;
        final int phase = passage.phase();
        int held = 0;
        for (int i = 0; i < count; i++) {
            if (burst.bells[i] != Burst.NOT_STRAIGHT) {
                continue;
            }
            final Route route = routes.get(FlowRecordLayout.route(burst.states[i]));
            if (route.crossing() != null
                    || burst.states[i] < 0
                    || route.jitterNs() != 0
                    || route.workerIndex() != workerIndex) {
                waiting.close();
                burst.enter(i, port, passage.transit);
                passage.leave(nowNs);
                continue;
            }
            final int record = burst.records[i];
            final long[] words = flows.words(record);
            final int base = FlowTable.base(record);
            final long dueNs = passage.dueNs(route, words[base + FlowRecordLayout.LATEST_DUE], nowNs);
            words[base + FlowRecordLayout.LATEST_DUE] = dueNs;
            if (dueNs == nowNs) {
                waiting.close();
                burst.enter(i, port, passage.transit);
                passage.transit.setNext(Transit.INBOUND);
                passage.arrive(nowNs);
                continue;
            }
            words[base + FlowRecordLayout.PACKETS] += FlowRecordLayout.ONE_IN_FLIGHT;
            held++;
            waiting.add(burst, i, port, phase, nowNs, dueNs);
        }
        waiting.close();
        passage.onHeld(held);
    }
}
