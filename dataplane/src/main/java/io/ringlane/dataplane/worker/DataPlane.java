package io.ringlane.dataplane.worker;

import io.ringlane.core.frame.FrameRegion;
import io.ringlane.core.packet.Toeplitz;
import io.ringlane.core.time.ClockGaps;
import io.ringlane.core.time.NanoClock;
import io.ringlane.core.time.TimingWheel;
import io.ringlane.dataplane.nic.DeviceModel;
import io.ringlane.dataplane.nic.Doorbells;
import io.ringlane.dataplane.nic.PhysicalFunction;
import io.ringlane.dataplane.nic.VirtualFunction;
import io.ringlane.dataplane.nic.VirtualFunctionConfig;
import io.ringlane.dataplane.pipeline.FlowObserver;
import io.ringlane.dataplane.pipeline.Neighbours;
import io.ringlane.dataplane.pipeline.PacketObserver;
import io.ringlane.dataplane.pipeline.PeerLink;
import io.ringlane.dataplane.pipeline.Pipeline;
import io.ringlane.dataplane.pipeline.PipelineConfig;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Cards, workers and routes: a data plane that carries frames between the ports of its cards.
 *
 * <p>Two ways to run it, on any clock. {@link #start} gives every worker a thread; {@link #turn} runs all workers on the
 * caller's thread until none has anything left to do at the present time, which is how a virtual clock drives it, the same
 * way every time.
 *
 * <p>Control methods may be called from any thread, before and while traffic runs; they do not stop traffic. An exception
 * in a worker stops all of them and surfaces in {@link #checkHealth} and {@link #close}.
 */
public final class DataPlane implements AutoCloseable {

    /** MAC of the router, unless another is set: unicast, locally administered. */
    public static final long ROUTER_MAC = 0x0200_0000_0001L;

    private static final long STOP_TIMEOUT_MS = 5_000;
    private static final int BELLS_A_WORKER = 1 << 16;

    /** Flows that a worker looks at between two bursts; ten times as many would show in the latency. */
    private static final int REPORTED_AT_A_TIME = 1024;

    private final NanoClock clock;
    private final FrameRegion region;
    private final Routes routes = new Routes();
    private final Worker[] workers;
    private final int[] bells;
    private final Toeplitz toeplitz;
    private final WorkerIdle idle;
    private final List<PhysicalFunction> cards = new ArrayList<>();
    private VirtualFunction[] ports = new VirtualFunction[0];
    private AgentRunner[] runners;
    private volatile Throwable failure;
    private boolean closed;

    private DataPlane(final Builder builder) {
        this.clock = builder.clock;
        this.region = new FrameRegion(builder.maxFrameBytes);
        this.idle = builder.idle;
        this.workers = new Worker[builder.workers];
        this.bells = new int[builder.workers];
        final byte[] rssKey = new byte[Toeplitz.KEY_BYTES];
        new Random(builder.seed).nextBytes(rssKey);
        this.toeplitz = new Toeplitz(rssKey);
        final PipelineConfig config = new PipelineConfig(
                region,
                builder.framesAWorker,
                builder.flowsAWorker,
                builder.idleFlowNs,
                Objects.requireNonNull(builder.router, "router"),
                builder.neighbours,
                routes,
                builder.routerMac,
                builder.seed,
                builder.observers);
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i, clock, new Pipeline(config, i, clock.nanoTime()), new Doorbells(BELLS_A_WORKER));
        }
        link(builder.framesAWorker);
    }

    private void link(final int framesAWorker) {
        final int count = workers.length;
        final PeerLink[][] links = new PeerLink[count][count];
        for (int from = 0; from < count; from++) {
            for (int to = 0; to < count; to++) {
                links[from][to] = from == to ? null : new PeerLink(framesAWorker);
            }
        }
        for (int i = 0; i < count; i++) {
            final int self = i;
            final PeerLink[] inbound = new PeerLink[count];
            Arrays.setAll(inbound, from -> links[from][self]);
            workers[i].pipeline().setLinks(links[i], inbound);
        }
    }

    /** Starts a description of a data plane. */
    public static Builder builder() {
        return new Builder();
    }

    // ---------------------------------------------------------------- control

    /**
     * Puts a card in.
     *
     * @param worker the worker that owns it, 0 to {@link #workerCount()} - 1
     * @param lineBitsPerSecond line rate each way; 0 is no limit
     * @param lineHorizonNs how long a packet may queue for a line
     * @param virtualFunctionLimit functions it may carry; 0 takes the model's limit
     * @throws IllegalArgumentException if the worker does not exist or the limit is beyond the model's
     */
    public synchronized PhysicalFunction addCard(
            final String name,
            final DeviceModel model,
            final int worker,
            final long lineBitsPerSecond,
            final long lineHorizonNs,
            final int virtualFunctionLimit) {
        if (worker < 0 || worker >= workers.length) {
            throw new IllegalArgumentException("worker " + worker + " of card " + name + " does not exist; there are "
                    + workers.length + ", from 0");
        }
        final PhysicalFunction card = new PhysicalFunction(
                name,
                model,
                region,
                workers[worker].doorbells(),
                worker,
                lineBitsPerSecond,
                lineHorizonNs,
                virtualFunctionLimit,
                toeplitz);
        cards.add(card);
        return card;
    }

    /**
     * Makes a virtual function on a card: a port. Its frames are allocated now, and every worker knows it on return.
     *
     * @throws IllegalStateException if the card has no function left, its worker no doorbells, or the region no room
     * @throws IllegalArgumentException for a setting the card's model does not have
     */
    public synchronized VirtualFunction addFunction(
            final PhysicalFunction card, final String name, final VirtualFunctionConfig config) {
        final int worker = card.workerIndex();
        if (config.queuePairs() > BELLS_A_WORKER - bells[worker]) {
            throw new IllegalStateException("worker " + worker + " has " + BELLS_A_WORKER + " queues already");
        }
        final VirtualFunction function = card.create(ports.length, name, bells[worker], config);
        bells[worker] += config.queuePairs();
        final VirtualFunction[] more = Arrays.copyOf(ports, ports.length + 1);
        more[function.portIndex()] = function;
        ports = more;
        final CountDownLatch known = new CountDownLatch(workers.length);
        for (int i = 0; i < workers.length; i++) {
            final Worker each = workers[i];
            final boolean owns = i == worker;
            onWorker(each, () -> {
                each.pipeline().setPorts(more);
                if (owns) {
                    each.addQueues(function);
                }
                known.countDown();
            });
        }
        awaitWorkers(known); // before anybody can send: a worker must know a port when its bell rings
        return function;
    }

    /** The routes that a router answers with. */
    public Routes routes() {
        return routes;
    }

    /**
     * Makes every flow ask the router again: for packets sent after this returned, what the router says now is in force.
     * Waits for the workers' present turn to end.
     *
     * @throws IllegalStateException if a worker failed, with its cause, or if the wait was interrupted
     */
    public void moveEpoch() {
        final CountDownLatch moved = new CountDownLatch(workers.length);
        for (final Worker worker : workers) {
            onWorker(worker, () -> {
                worker.pipeline().moveEpoch();
                moved.countDown();
            });
        }
        awaitWorkers(moved);
    }

    /**
     * Has an observer told what flows send from now on; it then costs 16 bytes a flow, and nothing a packet. Returns once every
     * worker tells it.
     *
     * @throws IllegalStateException as {@link #moveEpoch}
     */
    public void observeFlows(final FlowObserver observer) {
        final CountDownLatch done = new CountDownLatch(workers.length);
        for (final Worker worker : workers) {
            onWorker(worker, () -> {
                worker.pipeline().observeFlows(observer);
                done.countDown();
            });
        }
        awaitWorkers(done);
    }

    /**
     * Tells the observer of flows what each has sent since it was last told, and returns when all is told. Workers do it in
     * small parts, between bursts.
     *
     * @throws IllegalStateException as {@link #moveEpoch}
     */
    public void reportFlows() {
        final CountDownLatch done = new CountDownLatch(workers.length);
        for (final Worker worker : workers) {
            onWorker(worker, () -> reportFlows(worker, 1, done));
        }
        awaitWorkers(done);
    }

    private void reportFlows(final Worker worker, final int first, final CountDownLatch done) {
        int next = first;
        do {
            next = worker.pipeline().reportFlows(next, REPORTED_AT_A_TIME);
        } while (next != 0 && runners == null); // no thread yet: all at once
        if (next == 0) {
            done.countDown();
        } else {
            final int rest = next;
            // On its own thread, and not through onWorker: whoever waits for this worker may hold the lock there.
            worker.execute(() -> reportFlows(worker, rest, done));
        }
    }

    private void onWorker(final Worker worker, final Runnable command) {
        synchronized (this) {
            if (runners == null) {
                command.run(); // under the lock, so that no thread starts beside it
                return;
            }
            if (closed) {
                return; // its thread may be in its last turn, and there is no other
            }
        }
        worker.execute(command);
    }

    private void awaitWorkers(final CountDownLatch latch) {
        try {
            while (!latch.await(10, TimeUnit.MILLISECONDS)) {
                checkHealth();
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a worker", e);
        }
    }

    // ---------------------------------------------------------------- running

    /**
     * Gives every worker a thread.
     *
     * @throws IllegalStateException if it runs already or is closed
     */
    public synchronized void start() {
        if (closed || runners != null) {
            throw new IllegalStateException(closed ? "the data plane is closed" : "the data plane runs already");
        }
        runners = new AgentRunner[workers.length];
        for (int i = 0; i < workers.length; i++) {
            workers[i].goLive();
            runners[i] = new AgentRunner(strategy(workers[i]), termination -> {}, null, new Guarded(workers[i]));
            AgentRunner.startOnThread(runners[i], task -> {
                final Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    private IdleStrategy strategy(final Worker worker) {
        return switch (idle) {
            case BACK_OFF -> new BackOff(worker);
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
        };
    }

    /** A worker on its thread: the first failure anywhere ends all of them. */
    private final class Guarded implements Agent {

        private final Worker worker;

        Guarded(final Worker worker) {
            this.worker = worker;
        }

        @Override
        public int doWork() {
            if (failure != null) {
                throw new AgentTerminationException(false);
            }
            try {
                return worker.doWork();
            } catch (final RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                }
                throw new AgentTerminationException(false);
            }
        }

        @Override
        public String roleName() {
            return worker.roleName();
        }
    }

    /**
     * Runs all workers on this thread until none has anything left to do at the clock's present time. Not after
     * {@link #start}.
     *
     * @return work done
     */
    public int turn() {
        int total = 0;
        int work;
        do {
            work = 0;
            for (final Worker worker : workers) {
                work += worker.doWork();
            }
            total += work;
        } while (work != 0);
        return total;
    }

    /** When any worker has something to do next; {@link TimingWheel#NOTHING_DUE} if only a sender can tell. */
    public long nextNs() {
        long nextNs = TimingWheel.NOTHING_DUE;
        for (final Worker worker : workers) {
            nextNs = Math.min(nextNs, worker.nextNs());
        }
        return nextNs;
    }

    /** @throws IllegalStateException with the cause, if a worker failed */
    public void checkHealth() {
        final Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("a worker of the data plane failed: " + cause, cause);
        }
    }

    /**
     * Stops the workers. Frames in flight stay where they are, so counters keep saying what is in flight. A second call
     * does nothing.
     *
     * @throws IllegalStateException if a worker had failed, with its cause
     */
    @Override
    public void close() {
        final AgentRunner[] running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = runners;
        }
        if (running != null) {
            for (final AgentRunner runner : running) {
                runner.close((int) STOP_TIMEOUT_MS, thread -> {
                    throw new IllegalStateException(thread + " did not stop within " + STOP_TIMEOUT_MS + " ms");
                });
            }
        }
        checkHealth();
    }

    // ---------------------------------------------------------------- what can be asked

    /** The clock everything here goes by. */
    public NanoClock clock() {
        return clock;
    }

    /** All frames. */
    public FrameRegion region() {
        return region;
    }

    /** How many workers there are. */
    public int workerCount() {
        return workers.length;
    }

    /** A worker's pipeline, to look at while nothing runs. */
    public Pipeline pipeline(final int worker) {
        return workers[worker].pipeline();
    }

    /** A worker, for tests that drive one by hand. */
    Worker worker(final int index) {
        return workers[index];
    }

    /** When a worker was off its core while it had queues to serve, to look at once it has stopped. */
    public ClockGaps clockGaps(final int worker) {
        return workers[worker].gaps();
    }

    /** All ports, by index. */
    public synchronized List<VirtualFunction> ports() {
        return List.of(ports);
    }

    /** All cards, in the order they were put in. */
    public synchronized List<PhysicalFunction> cards() {
        return List.copyOf(cards);
    }

    /** Describes a data plane; every setting has a default but the router. */
    public static final class Builder {

        private NanoClock clock = NanoClock.real();
        private int maxFrameBytes = 9001 + 14;
        private int workers = 1;
        private int framesAWorker = 8192;
        private int flowsAWorker = 1 << 20;
        private long idleFlowNs = 60_000_000_000L;
        private Router router;
        private Neighbours neighbours = Neighbours.NONE;
        private long routerMac = ROUTER_MAC;
        private long seed = 1;
        private IntFunction<PacketObserver> observers;
        private WorkerIdle idle = WorkerIdle.BACK_OFF;

        private Builder() {}

        /** The clock; the machine's by default. */
        public Builder clock(final NanoClock value) {
            clock = value;
            return this;
        }

        /** The longest frame, layer-2 bytes without FCS; 9015 by default, an MTU of 9001. */
        public Builder maxFrameBytes(final int value) {
            maxFrameBytes = value;
            return this;
        }

        /** Workers; 1 by default. */
        public Builder workers(final int value) {
            if (value < 1 || value > 64) {
                throw new IllegalArgumentException(value + " workers; takes 1 to 64");
            }
            workers = value;
            return this;
        }

        /**
         * Frames each worker owns, the most its ports can have in flight, 1 or more; 8192 by default. With all of them in
         * flight it takes nothing more from its queues, and senders see full rings.
         */
        public Builder framesAWorker(final int value) {
            framesAWorker = value;
            return this;
        }

        /**
         * Flows each worker remembers, an IPv6 flow counting twice, 1 to 16,777,214; 1,048,576 by default. Memory is taken as
         * flows come.
         */
        public Builder flowsAWorker(final int value) {
            flowsAWorker = value;
            return this;
        }

        /** How long a silent flow is remembered; a minute by default. */
        public Builder idleFlowNs(final long value) {
            idleFlowNs = value;
            return this;
        }

        /** Decides first packets; must be set. Called by all workers, so it is thread-safe and does not block. */
        public Builder router(final Router value) {
            router = value;
            return this;
        }

        /** Who has which address, for the cards' answers to ARP; nobody by default. Thread-safe, does not block. */
        public Builder neighbours(final Neighbours value) {
            neighbours = value;
            return this;
        }

        /** MAC that hosts send routed frames to; 02:00:00:00:00:01 by default. */
        public Builder routerMac(final long value) {
            routerMac = value;
            return this;
        }

        /** Where jitter and the RSS key come from; 1 by default. */
        public Builder seed(final long value) {
            seed = value;
            return this;
        }

        /** Makes an observer of packets for each worker, by index; none by default. */
        public Builder observers(final IntFunction<PacketObserver> value) {
            observers = value;
            return this;
        }

        /** What workers do with nothing to do; {@link WorkerIdle#BACK_OFF} by default. */
        public Builder idle(final WorkerIdle value) {
            idle = value;
            return this;
        }

        /**
         * Makes the data plane; it stands still until {@link DataPlane#start} or {@link DataPlane#turn}.
         *
         * @throws NullPointerException without a router
         * @throws IllegalArgumentException for a setting out of its range
         */
        public DataPlane build() {
            return new DataPlane(this);
        }
    }
}
