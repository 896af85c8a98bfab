package io.ringlane.benchmarks.datapath;

import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.nic.CardQueue;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.Ipv4Router;
import io.ringlane.dataplane.pipeline.Pipeline;
import io.ringlane.dataplane.pipeline.Route;
import io.ringlane.dataplane.pipeline.RoutePath;
import io.ringlane.dataplane.pipeline.Translation;
import io.ringlane.dataplane.worker.DataPlane;
import io.ringlane.dataplane.worker.WorkerIdle;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;

/**
 * The data plane as it ships between the endpoints of a load: senders on one card, receivers on another, every frame crossing
 * from one to the other. A few lines of its own decide routes; for a region's decisions there is {@code LiveDatapath}.
 *
 * <p>One round with the standard ports is what the C path of {@code benchmarks/c-path} does in its {@code ring_*_d16} programs:
 * free frames are taken from a ring, stamped with the addresses and ports of a random flow, put on the transmit ring; one turn
 * of the worker carries them to the receive rings of 16 ports; these are drained and the frames posted again.
 *
 * <p>The worker's turn is {@link #turn}: the steps of the shipped worker ({@code Worker.doWork}) for the one queue that has
 * something, without its scan of doorbells; {@link #workerTurn} has that as well. With more than one sender or worker, or
 * receivers that answer, it is always the shipped worker's.
 *
 * <p>One thread, until {@link #start}.
 */
public final class Datapath implements Testbed {

    /** Receiving ports, unless the load says otherwise. */
    public static final int RECEIVERS = 16;

    /** Frames the pipeline takes at a time. */
    public static final int MAX_BURST = Pipeline.BURST;

    private static final int MTU_BYTES = 9001;
    private static final int ETHERNET_BYTES = 14;
    private static final long FIRST_MAC = 0x0200_0001_0000L;
    private static final int SENDER_FRAMES = 64; // a burst on its way, a burst coming back
    private static final int RECEIVER_FRAMES = 64; // the card holds 32 of them at hand
    private static final int RING_SLOTS = 256; // the least an ENA card takes
    private static final int WORKER_FRAMES = 64;
    private static final int HANDED_OVER_FRAMES = 1024; // where threads do not take turns
    private static final int WAITING_FRAMES = 2048; // in flight at most, where frames wait

    private final Load load;
    private final DataPlane plane;
    private final NanoClock clock;
    private final Pipeline pipeline;
    private final CardQueue outboxOnCard;
    private final VirtualFunction[] senders;
    private final VirtualFunction[] receivers;
    private final Endpoints endpoints;
    private final RingForwarder ringForwarder; // null but in mode io
    private final boolean takesShortTurns;
    private PhysicalFunction near; // the last card for senders
    private PhysicalFunction far; // and for receivers
    private AgentRunner runner; // of the ring forwarder
    private boolean isStarted;
    private int made;

    /** Sets everything up, for one thread, and sends one packet of every flow, so that each has its record. */
    public Datapath(final Load load) {
        this(load, WorkerIdle.BACK_OFF, false);
    }

    /** As {@link #Datapath(Load)}, to be {@linkplain #start started}: with more frames, and workers that idle as told. */
    public static Datapath threaded(final Load load, final WorkerIdle idle) {
        return new Datapath(load, idle, true);
    }

    private Datapath(final Load load, final WorkerIdle idle, final boolean isThreaded) {
        if (load.mode().isLive()) {
            throw new IllegalArgumentException(load.mode() + " needs a live region: see Testbeds.of");
        }
        this.load = load;
        this.clock = NanoClock.real();
        final Addressing addressing = load.ports().equals(PortSet.STANDARD) && load.mode() != Mode.FORWARD_NAT
                ? new NetworkAddressing()
                : new PortAddressing(load.ports().receivers(), load.mode() == Mode.FORWARD_NAT);
        final Directions directions = new Directions(addressing, load.ports().receivers());
        plane = DataPlane.builder()
                .clock(clock)
                .idle(idle)
                .workers(load.workers())
                .maxFrameBytes(slotBytes(load))
                .framesAWorker(framesAWorker(load, isThreaded))
                .flowsAWorker(2 * load.flows().count() + 1)
                .router(directions)
                .build();
        senders = new VirtualFunction[load.ports().senders()];
        receivers = new VirtualFunction[load.ports().receivers()];
        final int receiverFrames = receiverFrames(load, isThreaded);
        addPorts(isThreaded ? RING_SLOTS : SENDER_FRAMES, receiverFrames);
        for (int i = 0; i < receivers.length; i++) {
            directions.toReceivers[i] = route(receivers[i], i, translation(addressing, i));
        }
        directions.toSender = route(senders[0], 0, null);
        directions.firstReceiver = receivers[0].portIndex();
        pipeline = plane.pipeline(0);
        outboxOnCard = senders[0].cardQueue(0);
        ringForwarder = load.mode() == Mode.IO ? new RingForwarder(plane.region(), senders, receivers) : null;
        takesShortTurns =
                senders.length == 1 && load.workers() == 1 && !load.mode().isRoundTrip();
        endpoints = new Endpoints(
                load, addressing, senders, receivers, DataPlane.ROUTER_MAC, Math.max(receiverFrames, RING_SLOTS));
        learnFlows();
    }

    /** The standard ports have slots as a region has them; any other number, slots that fit, so that ten thousand ports do too. */
    private static int slotBytes(final Load load) {
        return load.ports().equals(PortSet.STANDARD)
                ? MTU_BYTES + ETHERNET_BYTES
                : load.frames().longestBytes();
    }

    private static int framesAWorker(final Load load, final boolean isThreaded) {
        return load.waits()
                ? load.caps().framesInFlight(WAITING_FRAMES)
                : isThreaded || load.workers() > 1 ? HANDED_OVER_FRAMES : WORKER_FRAMES;
    }

    private static int receiverFrames(final Load load, final boolean isThreaded) {
        return load.waits() && load.flows().count() < 2 * RECEIVERS
                ? WAITING_FRAMES
                : load.waits() || isThreaded ? RING_SLOTS : RECEIVER_FRAMES;
    }

    private Route route(final VirtualFunction to, final int number, final Translation translation) {
        return plane.routes()
                .to(
                        to,
                        new RoutePath(
                                load.caps().flowBitsPerSecond(load, number),
                                load.caps().horizonNs(),
                                load.delayNs(),
                                load.delaySpreadNs(),
                                MTU_BYTES,
                                true),
                        translation);
    }

    private static Translation translation(final Addressing addressing, final int receiver) {
        return addressing instanceof PortAddressing ports ? ports.translation(receiver) : null;
    }

    /** Senders on cards of the first worker, receivers on cards of the last; idle ones before each, evenly. */
    private void addPorts(final int senderFrames, final int receiverFrames) {
        final int busy = senders.length + receivers.length;
        final int idle = load.ports().idle();
        int idleMade = 0;
        for (int i = 0; i < busy; i++) {
            final boolean sends = i < senders.length;
            for (; idleMade < (int) ((long) idle * (i + 1) / busy); idleMade++) {
                addPort(sends, 1, 1);
            }
            final boolean answers = load.mode().isRoundTrip();
            if (sends) {
                senders[i] = addPort(true, senderFrames, answers ? RING_SLOTS : MAX_BURST);
            } else {
                receivers[i - senders.length] = addPort(false, answers ? receiverFrames : 1, receiverFrames);
            }
        }
    }

    private VirtualFunction addPort(final boolean sends, final int transmitFrames, final int receiveFrames) {
        final PhysicalFunction card = sends ? near : far;
        return plane.addFunction(
                card != null && card.freeFunctions() > 0 ? card : addCard(sends),
                "port-" + made,
                VirtualFunctionConfig.defaults(
                                DeviceModel.ENA, FIRST_MAC + made++, load.caps().allowances())
                        .withFrames(RING_SLOTS, Math.max(RING_SLOTS, receiveFrames), transmitFrames, receiveFrames)
                        .withLine(load.caps().lineBitsPerSecond())
                        .withChecks(true, false));
    }

    private PhysicalFunction addCard(final boolean sends) {
        final CapSet caps = load.caps();
        final PhysicalFunction card = plane.addCard(
                (sends ? "near-" : "far-") + made,
                DeviceModel.ENA,
                sends ? 0 : load.workers() - 1,
                caps.cardBitsPerSecond(),
                caps.horizonNs(),
                0);
        if (sends) {
            near = card;
        } else {
            far = card;
        }
        return card;
    }

    private void learnFlows() {
        if (ringForwarder != null || !load.flows().isLearned()) {
            return;
        }
        for (int flow = 0; flow < load.flows().count(); flow++) {
            endpoints.learn(flow, this::turn);
        }
        final int known = load.mode().isRoundTrip() ? 2 : 1;
        Endpoints.same("flows in the table", (long) known * load.flows().count(), flows());
    }

    @Override
    public long flows() {
        long flows = 0;
        for (int i = 0; i < plane.workerCount(); i++) {
            flows += plane.pipeline(i).flows();
        }
        return flows;
    }

    // ---------------------------------------------------------------- a round

    @Override
    public Load load() {
        return load;
    }

    @Override
    public int send(final int limit) {
        return endpoints.send(limit);
    }

    /** One turn of the worker's duty; see the class. */
    @Override
    public void turn() {
        if (isStarted) {
            endpoints.answer();
        } else if (ringForwarder != null) {
            ringForwarder.doWork();
        } else if (takesShortTurns) {
            final long nowNs = clock.nanoTime();
            pipeline.expire(nowNs);
            pipeline.pollPeers(nowNs);
            pipeline.transmitBurst(outboxOnCard, nowNs);
            pipeline.publish();
            pipeline.maintain(nowNs);
        } else {
            workerTurn();
        }
    }

    /** One turn of the shipped worker, and one more that finds nothing to do; again where receivers answered. */
    public void workerTurn() {
        plane.turn();
        if (endpoints.answer() != 0) {
            plane.turn();
        }
    }

    @Override
    public int drain() {
        return endpoints.drain();
    }

    /** As {@link #round}, with the turn of the shipped worker: doorbells, commands and active queues as well. */
    public int workerRound() {
        send(load.burst());
        workerTurn();
        return drain();
    }

    @Override
    public void start() {
        isStarted = true;
        if (ringForwarder == null) {
            plane.start();
        } else {
            runner = new AgentRunner(
                    BusySpinIdleStrategy.INSTANCE,
                    e -> {
                        throw new IllegalStateException(e);
                    },
                    null,
                    ringForwarder);
            AgentRunner.startOnThread(runner);
        }
    }

    // ---------------------------------------------------------------- what came of it

    @Override
    public long sentFrames() {
        return endpoints.sentFrames();
    }

    @Override
    public long receivedFrames() {
        return endpoints.receivedFrames();
    }

    @Override
    public long droppedFrames() {
        if (ringForwarder != null) {
            return ringForwarder.droppedFrames();
        }
        long dropped = 0;
        for (final VirtualFunction each : plane.ports()) {
            dropped += each.counters().droppedPackets();
        }
        return dropped;
    }

    /** Bytes the flow tables take. */
    public long flowTableBytes() {
        long bytes = 0;
        for (int i = 0; i < plane.workerCount(); i++) {
            bytes += plane.pipeline(i).flowTableBytes();
        }
        return bytes;
    }

    /** As {@link Testbed#verify}. Under caps that bind, or if receivers may be late, drops are allowed if they are counted. */
    @Override
    public void verify() {
        endpoints.settle(this::turn, this::droppedFrames);
        send(load.burst());
        endpoints.settle(this::turn, this::droppedFrames);
        close();
        if (ringForwarder == null) {
            new Ledger(plane, endpoints, senders, receivers).verify(load.caps().binds() || isStarted);
        } else {
            Endpoints.same("sent, and received or dropped", sentFrames(), receivedFrames() + droppedFrames());
            if (droppedFrames() != 0 && !isStarted) {
                throw new IllegalStateException(
                        droppedFrames() + " frames dropped, though receivers take in each turn's");
            }
        }
    }

    @Override
    public void close() {
        if (runner != null) {
            runner.close();
        }
        plane.close();
    }

    /** Sends flows to the receiver that the destination names; what comes from a receiver, to the first sender. */
    private static final class Directions implements Ipv4Router {

        private final Addressing addressing;
        private final Route[] toReceivers;
        private Route toSender;
        private int firstReceiver; // index of its port; those of senders are below

        Directions(final Addressing addressing, final int receivers) {
            this.addressing = addressing;
            this.toReceivers = new Route[receivers];
        }

        @Override
        public Route routeIpv4(
                final VirtualFunction ingress, final int source, final int destination, final long word1) {
            return ingress.portIndex() < firstReceiver ? toReceivers[addressing.receiverOf(destination)] : toSender;
        }
    }
}
