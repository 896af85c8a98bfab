package io.ringlane.benchmarks.datapath;

import static io.ringlane.core.frame.FrameLayout.NO_FRAME;

import io.ringlane.core.frame.Descriptor;
import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.memory.Bytes;
import io.ringlane.core.packet.FrameBuilder;
import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.counter.PortCounters;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.QueuePair;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Pipeline;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.worker.DataPlane;

/**
 * One sender, one worker and {@value #RECEIVERS} receivers on one thread: the data plane as it ships, two cards with every
 * frame crossing from one to the other.
 *
 * <p>One round is what the C path of {@code benchmarks/c-path} does in its {@code ring_*_d16} programs: free frames are
 * taken from a ring, stamped with the addresses and ports of a random flow, put on the transmit ring; one turn of the
 * worker carries them to the receive rings of 16 ports; these are drained and the frames posted again.
 *
 * <p>The worker's turn is {@link #turn}: the steps of the shipped worker ({@code Worker.doWork}) for one queue that has
 * something, without its scan of doorbells; {@link #workerTurn} has that as well.
 *
 * <p>One thread.
 */
public final class Datapath implements AutoCloseable {

    /** Receiving ports. */
    public static final int RECEIVERS = 16;

    /** Frames the pipeline takes at a time. */
    public static final int MAX_BURST = Pipeline.BURST;

    private static final int L3_ADDRESSES = 26; // of an IPv4 header behind an Ethernet header
    private static final int L4_PORTS = 34;
    private static final int MTU_BYTES = 9001;
    private static final long SENDER_MAC = 0x0200_0000_1000L;
    private static final long RECEIVER_MAC = 0x0200_0000_2000L;
    private static final long ROUTER_MAC = 0x0200_0000_0001L;
    private static final int SENDER_FRAMES = 64; // a burst on its way, a burst coming back
    private static final int RECEIVER_FRAMES = 64; // the card holds 32 of them at hand
    private static final int RING_SLOTS = 256; // the least an ENA card takes
    private static final int WORKER_FRAMES = 64;
    private static final int WAITING_FRAMES = 2048; // in flight at most, where frames wait

    private final Load load;
    private final DataPlane plane;
    private final NanoClock clock;
    private final Pipeline pipeline;
    private final VirtualFunction sender;
    private final VirtualFunction[] receivers = new VirtualFunction[RECEIVERS];
    private final QueuePair[] inboxes = new QueuePair[RECEIVERS];
    private final QueuePair outbox;
    private final CardQueue outboxOnCard;
    private final FrameRegion region;
    private final long[] macs = new long[RECEIVERS]; // the first 8 bytes of a frame
    private final long macsTail;
    private final long[] outgoing = new long[MAX_BURST];
    private final CardQueue[] receiveQueues = new CardQueue[RECEIVERS];
    private final long[] bypass = new long[MAX_BURST]; // the floor's free frames
    private final int[] ports = new int[MAX_BURST];
    private final long[] descriptors;
    private final int burst;
    private final int frameBytes;
    private final int flows;
    private final boolean isRouted;
    private long random = 0x2545F4914F6CDD1DL;
    private long sentFrames;
    private long receivedFrames;
    private long bypassedFrames; // by the floor

    /** Sets everything up and sends one packet of every flow, so that each has its record. */
    public Datapath(final Load load) {
        this.load = load;
        this.burst = load.burst();
        this.frameBytes = load.frameBytes();
        this.flows = load.flows();
        this.isRouted = load.isRouted();
        this.clock = NanoClock.real();
        final boolean waits = load.delayNs() != 0 || load.caps().binds();
        final int receiverFrames = !waits ? RECEIVER_FRAMES : flows < 2 * RECEIVERS ? WAITING_FRAMES : RING_SLOTS;
        final int receiverSlots = Math.max(RING_SLOTS, receiverFrames);
        final Route[] routes = new Route[RECEIVERS];
        plane = DataPlane.builder()
                .clock(clock)
                .framesAWorker(waits ? WAITING_FRAMES : WORKER_FRAMES)
                .flowsAWorker(flows + 1)
                .routerMac(ROUTER_MAC)
                .router(new ByNetwork(routes))
                .build();
        final CapSet caps = load.caps();
        final PhysicalFunction near =
                plane.addCard("near", DeviceModel.ENA, 0, caps.cardBitsPerSecond(), caps.horizonNs(), 0);
        final PhysicalFunction far =
                plane.addCard("far", DeviceModel.ENA, 0, caps.cardBitsPerSecond(), caps.horizonNs(), 0);
        sender = plane.addFunction(
                near, "sender", config(SENDER_MAC).withFrames(RING_SLOTS, RING_SLOTS, SENDER_FRAMES, MAX_BURST));
        for (int i = 0; i < RECEIVERS; i++) {
            receivers[i] = plane.addFunction(
                    far,
                    "receiver-" + i,
                    config(RECEIVER_MAC + i).withFrames(RING_SLOTS, receiverSlots, 1, receiverFrames));
            inboxes[i] = receivers[i].queuePair(0);
            receiveQueues[i] = receivers[i].cardQueue(0);
            routes[i] = plane.routes()
                    .to(receivers[i], caps.flowBitsPerSecond(), caps.horizonNs(), load.delayNs(), 0, MTU_BYTES, true);
        }
        outbox = sender.queuePair(0);
        outboxOnCard = sender.cardQueue(0);
        pipeline = plane.pipeline(0);
        region = plane.region();
        descriptors = new long[Math.max(MAX_BURST, receiverFrames)];
        final long senderMac = sender.macInWireOrder();
        final long routerMac = Long.reverseBytes(ROUTER_MAC) >>> 16;
        for (int i = 0; i < RECEIVERS; i++) {
            macs[i] = (isRouted ? routerMac : receivers[i].macInWireOrder()) | senderMac << 48;
        }
        macsTail = senderMac >>> 16;
        takeBypass();
        writeFrames();
        learnFlows();
    }

    private VirtualFunctionConfig config(final long mac) {
        return VirtualFunctionConfig.defaults(DeviceModel.ENA, mac, load.caps().allowances())
                .withLine(load.caps().lineBitsPerSecond())
                .withChecks(true, false);
    }

    /** Every frame there is, wherever it is now, gets the same content; a round then changes only what identifies a flow. */
    private void writeFrames() {
        final FrameBuilder template = load.template(SENDER_MAC, isRouted ? ROUTER_MAC : RECEIVER_MAC);
        for (int frame = 0; frame < region.allocatedFrames(); frame++) {
            template.write(region.memory(frame), region.data(frame), frameBytes);
        }
    }

    /** One packet of each flow; each must arrive at its own port with its own addresses. */
    private void learnFlows() {
        for (int flow = 0; flow < flows; flow++) {
            final int frame = outbox.take();
            stamp(frame, flow);
            outbox.transmit(frame, frameBytes);
            outbox.flush();
            sentFrames++;
            turn();
            final VirtualFunction receiver = receivers[Load.receiver(flow)];
            final long deadlineNs = clock.nanoTime() + 1_000_000_000L;
            int count = 0;
            while (count == 0 && clock.nanoTime() - deadlineNs < 0) {
                count = receiver.queuePair(0).poll(descriptors, 0, 1);
                if (count == 0) {
                    turn();
                }
            }
            final int got = count == 0 ? NO_FRAME : Descriptor.frame(descriptors[0]);
            if (got == NO_FRAME
                    || Bytes.getLong(region.memory(got), region.data(got) + L3_ADDRESSES) != Load.addresses(flow)
                    || Bytes.getInt(region.memory(got), region.data(got) + L4_PORTS) != Load.ports(flow)
                    || Descriptor.lengthBytes(descriptors[0]) != frameBytes) {
                throw new IllegalStateException("the first packet of flow " + flow + " did not arrive at " + receiver);
            }
            receiver.queuePair(0).post(got);
            receiver.queuePair(0).publishPosts();
            receivedFrames++;
        }
        if (pipeline.flows() != flows) {
            throw new IllegalStateException("the flow table has " + pipeline.flows() + " flows, not " + flows);
        }
    }

    /** The floor needs free frames for its first burst; nobody misses the worker's own, as the pipeline does not run. */
    private void takeBypass() {
        final int first = region.allocate(MAX_BURST);
        for (int i = 0; i < MAX_BURST; i++) {
            bypass[i] = Descriptor.of(first + i, 0);
        }
    }

    // ---------------------------------------------------------------- a round

    /**
     * A burst out, one turn of the worker, everything in.
     *
     * @return frames received
     */
    public int round() {
        send();
        turn();
        return drain();
    }

    /** As {@link #round}, with the turn of the shipped worker: doorbells, commands and active queues as well. */
    public int workerRound() {
        send();
        workerTurn();
        return drain();
    }

    /** The floor: the same frames over the same rings to the same ports, but nothing is parsed, looked up or charged. */
    public int ringsOnlyRound() {
        send();
        final int count = outboxOnCard.pollTransmit(descriptors, burst);
        outboxOnCard.completeTransmit(bypass, count);
        bypassedFrames += count;
        int touched = 0;
        for (int i = 0; i < count; i++) {
            final int frame = Descriptor.frame(descriptors[i]);
            final int port =
                    Bytes.getUnsignedByte(region.memory(frame), region.data(frame) + L3_ADDRESSES + 6) & RECEIVERS - 1;
            ports[touched] = port;
            touched += receiveQueues[port].tentativePackets() == 0 ? 1 : 0;
            bypass[i] = receiveQueues[port].deliverTentatively(descriptors[i], frameBytes);
        }
        for (int i = 0; i < touched; i++) {
            receiveQueues[ports[i]].confirm();
            receiveQueues[ports[i]].publishReceived();
        }
        return drain();
    }

    /** Stamps and transmits a burst; fewer, or none, while frames are short because too many wait on their way. */
    private void send() {
        final int count = outbox.take(outgoing, 0, burst);
        long x = random;
        for (int i = 0; i < count; i++) {
            final int frame = Descriptor.frame(outgoing[i]);
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
            stamp(frame, (int) ((x >>> 32) * flows >>> 32));
            outgoing[i] = Descriptor.of(frame, frameBytes);
        }
        random = x;
        sentFrames += count;
        if (outbox.transmit(outgoing, 0, count) != count) {
            throw new IllegalStateException("the transmit ring is full");
        }
    }

    private void stamp(final int frame, final int flow) {
        final byte[] memory = region.memory(frame);
        final int data = region.data(frame);
        final long addresses = Load.addresses(flow);
        Bytes.putLong(memory, data, macs[(int) (addresses >>> 48) & RECEIVERS - 1]);
        if (isRouted) {
            Bytes.putInt(memory, data + 8, (int) macsTail); // the router wrote its own
        }
        Bytes.putLong(memory, data + L3_ADDRESSES, addresses);
        Bytes.putInt(memory, data + L4_PORTS, Load.ports(flow));
    }

    /** One turn of the worker's duty for the one queue that has something. */
    public void turn() {
        final long nowNs = clock.nanoTime();
        pipeline.expire(nowNs);
        pipeline.transmitBurst(outboxOnCard, nowNs);
        pipeline.publish();
        pipeline.maintain(nowNs);
    }

    /** One turn of the shipped worker, and one more that finds nothing to do. */
    public void workerTurn() {
        plane.turn();
    }

    private int drain() {
        int total = 0;
        for (int i = 0; i < RECEIVERS; i++) {
            final QueuePair inbox = inboxes[i];
            final int count = inbox.poll(descriptors, 0, descriptors.length);
            if (count != 0) {
                inbox.repost();
                total += count;
            }
        }
        receivedFrames += total;
        return total;
    }

    // ---------------------------------------------------------------- what came of it

    /** Frames handed over so far, those of the set-up included. */
    public long sentFrames() {
        return sentFrames;
    }

    /** Frames that arrived so far. */
    public long receivedFrames() {
        return receivedFrames;
    }

    /** Bytes the flow table takes. */
    public long flowTableBytes() {
        return pipeline.flowTableBytes();
    }

    /**
     * Waits for what is on its way, then counts: everything sent arrived once, at the port its address names, and the
     * counters agree. Under caps that bind, drops are allowed if they are counted.
     *
     * @throws IllegalStateException with the first difference
     */
    public void verify() {
        final long deadlineNs = clock.nanoTime() + 1_000_000_000L;
        while (sender.counters().inFlightPackets() != 0 || outbox.transmitBacklog() != 0) {
            turn();
            drain();
            if (clock.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("frames still on their way after a second: "
                        + sender.counters().inFlightPackets());
            }
        }
        final PortCounters counters = sender.counters();
        final long dropped = counters.droppedPackets();
        same("sent, as the sender counts and as its port does", sentFrames - bypassedFrames, counters.sentPackets());
        same(
                "received, as the receivers count and as the port does",
                receivedFrames - bypassedFrames,
                counters.deliveredPackets());
        same("sent, and received or dropped", sentFrames, receivedFrames + dropped);
        if (dropped != 0 && !load.caps().binds()) {
            throw new IllegalStateException(dropped + " frames dropped under caps that cannot bind");
        }
        long atPorts = 0;
        for (final VirtualFunction receiver : receivers) {
            atPorts += receiver.receivedPackets();
        }
        same("received, as the ports count", receivedFrames, atPorts);
        final long[] totals = new long[3];
        pipeline.forEachFlow((word0, word1, sent, lost, inFlight, bytes) -> {
            totals[0] += sent;
            totals[1] += lost;
            totals[2] += bytes;
        });
        same("sent, as the flows count", sentFrames - bypassedFrames, totals[0]);
        same("dropped, as the flows count", dropped, totals[1]);
        same("bytes, as the flows count", (sentFrames - bypassedFrames) * frameBytes, totals[2]);
        verifyPorts();
    }

    /** One more burst, with each frame's address held against the port it came to. */
    private void verifyPorts() {
        send();
        final long deadlineNs = clock.nanoTime() + 1_000_000_000L;
        while (sender.counters().inFlightPackets() != 0 || outbox.transmitBacklog() != 0) {
            turn();
            if (clock.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the last burst did not arrive within a second");
            }
        }
        for (int i = 0; i < RECEIVERS; i++) {
            final int count = inboxes[i].poll(descriptors, 0, descriptors.length);
            for (int j = 0; j < count; j++) {
                final int frame = Descriptor.frame(descriptors[j]);
                final int destination = Bytes.getIntBe(region.memory(frame), region.data(frame) + L3_ADDRESSES + 4);
                same("port of a frame, by its address", Load.receiverOf(destination), i);
                inboxes[i].post(frame);
            }
            inboxes[i].publishPosts();
            receivedFrames += count;
        }
    }

    private static void same(final String what, final long expected, final long actual) {
        if (expected != actual) {
            throw new IllegalStateException(what + ": " + expected + " and " + actual);
        }
    }

    @Override
    public void close() {
        plane.close();
    }

    /** Sends a flow to the port that its destination's network names. */
    private record ByNetwork(Route[] routes) implements Router {

        @Override
        public Route routeIpv4(
                final VirtualFunction ingress, final int source, final int destination, final long word1) {
            return routes[Load.receiverOf(destination)];
        }

        @Override
        public Route routeIpv6(
                final VirtualFunction ingress,
                final long sourceHigh,
                final long sourceLow,
                final long destinationHigh,
                final long destinationLow,
                final long word1) {
            throw new UnsupportedOperationException("this load has no IPv6");
        }
    }
}
