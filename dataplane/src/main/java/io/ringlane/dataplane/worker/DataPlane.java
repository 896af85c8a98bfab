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
import io.ringlane.dataplane.nic.WorkerQueues;
import io.ringlane.dataplane.pipeline.FlowObserver;
import io.ringlane.dataplane.pipeline.PeerLink;
import io.ringlane.dataplane.pipeline.Pipeline;
import io.ringlane.dataplane.pipeline.PipelineConfig;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
 * <p>Control methods may be called from any thread, before and while traffic runs; they do not stop traffic. Where workers
 * have threads, a worker carries a change out between two bursts, and the call waits for that; so a worker's own thread, in a
 * router or an observer, must not call them, and is refused. Where they have none, the call does it itself, one call at a
 * time and never in the middle of another thread's turn: it waits for the end of that.
 *
 * <p>An exception in a worker stops all of them and surfaces in {@link #checkHealth} and {@link #close}. A closed data plane
 * can still be asked, but changes are refused.
 */
public final class DataPlane implements AutoCloseable {

    /** MAC of the router, unless another is set: unicast, locally administered. */
    public static final long ROUTER_MAC = 0x0200_0000_0001L;

    private static final long STOP_TIMEOUT_MS = 5_000;
    private static final int BELLS_A_WORKER = 1 << 20; // a bit each
    private static final int FIRST_PORTS = 64;

    /** Flows that a worker looks at between two bursts; ten times as many would show in the latency. */
    private static final int REPORTED_AT_A_TIME = 1024;

    private final NanoClock clock;
    private final FrameRegion region;
    private final Routes routes;
    private final Consumer<VirtualFunction> leaveRoutes; // one for all functions, of which there may be a million
    private final Worker[] workers;
    private final Toeplitz toeplitz;
    private final WorkerIdle idle;
    private final List<PhysicalFunction> cards = new CopyOnWriteArrayList<>();
    private volatile VirtualFunction[] ports = new VirtualFunction[0]; // null behind those there are
    private volatile int portCount; // written last
    private AgentRunner[] runners; // null before the start; what has no thread is this monitor's: see onWorker and turn
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile Throwable failure;
    private boolean closed;

    DataPlane(final DataPlaneBuilder builder) {
        this.clock = builder.clock;
        this.region = new FrameRegion(builder.maxFrameBytes);
        this.routes = new Routes(builder.routes);
        this.leaveRoutes = routes::leave;
        this.idle = builder.idle;
        this.workers = new Worker[builder.workers];
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
            workers[i] = new Worker(
                    i, clock, new Pipeline(config, i, clock), new WorkerQueues(new Doorbells(BELLS_A_WORKER)));
        }
        link(builder.framesAWorker);
        routes.setRound(this::askAllToLeaveRetiredRoutes);
    }

    /** Never on the caller's thread, which may be in the middle of a burst. */
    private void askAllToLeaveRetiredRoutes(final Runnable finished) {
        final AtomicInteger left = new AtomicInteger(workers.length);
        for (final Worker worker : workers) {
            worker.execute(() -> worker.pipeline().leaveRetiredRoutes(() -> {
                if (left.decrementAndGet() == 0) {
                    finished.run();
                }
            }));
        }
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
    public static DataPlaneBuilder builder() {
        return new DataPlaneBuilder();
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
     * @throws IllegalStateException if the data plane is closed
     */
    public PhysicalFunction addCard(
            final String name,
            final DeviceModel model,
            final int worker,
            final long lineBitsPerSecond,
            final long lineHorizonNs,
            final int virtualFunctionLimit) {
        checkThread();
        if (worker < 0 || worker >= workers.length) {
            throw new IllegalArgumentException("worker " + worker + " of card " + name + " does not exist; there are "
                    + workers.length + ", from 0");
        }
        synchronized (this) {
            checkOpen();
            final PhysicalFunction card = new PhysicalFunction(
                    name,
                    model,
                    region,
                    workers[worker].queues(),
                    worker,
                    lineBitsPerSecond,
                    lineHorizonNs,
                    virtualFunctionLimit,
                    toeplitz);
            cards.add(card);
            return card;
        }
    }

    /**
     * Makes a virtual function on a card: a port. Its queues and frames are made when somebody uses it, see {@link
     * VirtualFunction#open}.
     *
     * @throws IllegalStateException if the card has no function left; and as {@link #moveEpoch}
     * @throws IllegalArgumentException for a setting the card's model does not have
     */
    public VirtualFunction addFunction(
            final PhysicalFunction card, final String name, final VirtualFunctionConfig config) {
        checkThread();
        synchronized (this) {
            checkOpen();
            if (portCount == ports.length) {
                growPorts();
            }
            final VirtualFunction function = card.create(portCount, name, config);
            function.whenWithdrawn(leaveRoutes);
            ports[portCount] = function; // seen by whoever sees a packet of it
            portCount++;
            return function;
        }
    }

    private void growPorts() {
        final VirtualFunction[] more = Arrays.copyOf(ports, Math.max(FIRST_PORTS, 2 * portCount));
        onEach(pipeline ->
                pipeline.setPorts(more)); // before anybody can send: a worker must know a port when its bell rings
        ports = more;
    }

    /** The routes that a router answers with. */
    public Routes routes() {
        return routes;
    }

    /**
     * Makes every flow ask the router again: for packets sent after this returned, what the router says now is in force.
     * Waits for the workers' present turn to end.
     *
     * @throws IllegalStateException if a worker failed, with its cause; if the wait was interrupted; if the data plane is
     *     closed, or becomes so meanwhile; or on a worker's thread
     */
    public void moveEpoch() {
        onEach(Pipeline::moveEpoch);
    }

    /**
     * Has an observer told what flows send from now on; it then costs 16 bytes a flow, and nothing a packet. Returns once every
     * worker tells it.
     *
     * @throws IllegalStateException as {@link #moveEpoch}
     */
    public void observeFlows(final FlowObserver observer) {
        onEach(pipeline -> pipeline.observeFlows(observer));
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

    /** Has every worker do something between two bursts, and waits until all have. */
    private void onEach(final Consumer<Pipeline> command) {
        final CountDownLatch done = new CountDownLatch(workers.length);
        for (final Worker worker : workers) {
            onWorker(worker, () -> {
                command.accept(worker.pipeline());
                done.countDown();
            });
        }
        awaitWorkers(done);
    }

    private void onWorker(final Worker worker, final Runnable command) {
        checkThread();
        synchronized (this) {
            checkOpen(); // a closed one's thread may be in its last turn, and there is no other
            if (runners == null) {
                command.run(); // under the lock, so that no thread starts beside it, and no turn is under way
                return;
            }
        }
        worker.execute(command);
    }

    private void awaitWorkers(final CountDownLatch latch) {
        try {
            while (!latch.await(10, TimeUnit.MILLISECONDS)) {
                checkHealth();
                synchronized (this) {
                    checkOpen();
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a worker", e);
        }
    }

    /** Under the lock only. */
    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the data plane is closed");
        }
    }

    /** Before the lock is taken: whoever holds it may wait for this very thread. */
    private void checkThread() {
        if (threads.contains(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a worker's thread cannot change the data plane, as it would wait for itself;"
                            + " hand the change to another thread");
        }
    }

    // ---------------------------------------------------------------- running

    /**
     * Gives every worker a thread.
     *
     * @throws IllegalStateException if it runs already or is closed
     */
    public synchronized void start() {
        checkOpen();
        if (runners != null) {
            throw new IllegalStateException("the data plane runs already");
        }
        runners = new AgentRunner[workers.length];
        for (int i = 0; i < workers.length; i++) {
            workers[i].goLive();
            runners[i] = new AgentRunner(strategy(workers[i]), termination -> {}, null, new Guarded(workers[i]));
            AgentRunner.startOnThread(runners[i], task -> {
                final Thread thread = new Thread(task);
                thread.setDaemon(true);
                threads.add(thread);
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
     * Runs all workers on this thread until none has anything left to do at the clock's present time. One thread at a time;
     * changes that others make wait for its end.
     *
     * @return work done
     * @throws IllegalStateException after {@link #start} or {@link #close}
     */
    public synchronized int turn() {
        checkOpen();
        if (runners != null) {
            throw new IllegalStateException(
                    "the workers run on threads of their own; turn() is for what was not started");
        }
        int total = 0;
        int work;
        do {
            work = cycle();
            total += work;
        } while (work != 0);
        return total;
    }

    /**
     * Runs one duty cycle of every worker on this thread: for a caller whose thread has other work between, and who may meet
     * senders on other threads, beside which {@link #turn} might never end. It takes no lock: whoever calls it is the only one
     * who calls control methods meanwhile.
     *
     * @return work done, 0 for none
     * @throws IllegalStateException after {@link #start} or {@link #close}
     */
    public int doWork() {
        if (closed || runners != null) {
            throw new IllegalStateException(
                    closed ? "the data plane is closed" : "the workers run on threads of their own");
        }
        return cycle();
    }

    private int cycle() {
        int work = 0;
        for (final Worker worker : workers) {
            work += worker.doWork();
        }
        return work;
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

    /**
     * How long the workers have been at what may take long so far: commands, and decisions of the router's. For the thread that drives
     * {@link #turn}.
     */
    public long taskNs() {
        long taskNs = 0;
        for (final Worker worker : workers) {
            taskNs += worker.taskNs();
        }
        return taskNs;
    }

    /** Whether the workers have threads of their own, so that {@link #turn} is not for them. */
    public synchronized boolean isStarted() {
        return runners != null;
    }

    /** All ports, by index. */
    public List<VirtualFunction> ports() {
        final int count = portCount; // before the array, which only grows
        return List.of(Arrays.copyOf(ports, count));
    }

    /** All cards, in the order they were put in. */
    public List<PhysicalFunction> cards() {
        return List.copyOf(cards);
    }
}
