package io.ringlane.dataplane.worker;

import io.ringlane.core.time.NanoClock;
import io.ringlane.dataplane.pipeline.Neighbours;
import io.ringlane.dataplane.pipeline.PacketObserver;
import io.ringlane.dataplane.pipeline.Router;
import io.ringlane.dataplane.pipeline.Routes;
import java.util.function.IntFunction;

/** Describes a data plane; every setting has a default but the router. */
public final class DataPlaneBuilder {

    NanoClock clock = NanoClock.real();
    int maxFrameBytes = 9001 + 14;
    int workers = 1;
    int framesAWorker = 8192;
    int flowsAWorker = 1 << 20;
    int routes = Routes.MOST;
    long idleFlowNs = 60_000_000_000L;
    Router router;
    Neighbours neighbours = Neighbours.NONE;
    long routerMac = DataPlane.ROUTER_MAC;
    long seed = 1;
    IntFunction<PacketObserver> observers;
    WorkerIdle idle = WorkerIdle.BACK_OFF;

    DataPlaneBuilder() {}

    /** The clock; the machine's by default. */
    public DataPlaneBuilder clock(final NanoClock value) {
        clock = value;
        return this;
    }

    /** The longest frame, layer-2 bytes without FCS; 9015 by default, an MTU of 9001. */
    public DataPlaneBuilder maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /** Workers; 1 by default. */
    public DataPlaneBuilder workers(final int value) {
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
    public DataPlaneBuilder framesAWorker(final int value) {
        framesAWorker = value;
        return this;
    }

    /**
     * Flows each worker remembers, an IPv6 flow counting twice, 1 to 16,777,214; 1,048,576 by default. Memory is taken as
     * flows come.
     */
    public DataPlaneBuilder flowsAWorker(final int value) {
        flowsAWorker = value;
        return this;
    }

    /**
     * Routes at a time, {@value Routes#MOST} by default and at most: those in force and those that are retired and not quite
     * left yet. Flows beyond are dropped as {@code flow_table_full}.
     */
    public DataPlaneBuilder routes(final int value) {
        routes = value;
        return this;
    }

    /** How long a silent flow is remembered; a minute by default. */
    public DataPlaneBuilder idleFlowNs(final long value) {
        idleFlowNs = value;
        return this;
    }

    /** Decides first packets; must be set. Called by all workers, so it is thread-safe and does not block. */
    public DataPlaneBuilder router(final Router value) {
        router = value;
        return this;
    }

    /** Who has which address, for the cards' answers to ARP; nobody by default. Thread-safe, does not block. */
    public DataPlaneBuilder neighbours(final Neighbours value) {
        neighbours = value;
        return this;
    }

    /** MAC that hosts send routed frames to; 02:00:00:00:00:01 by default. */
    public DataPlaneBuilder routerMac(final long value) {
        routerMac = value;
        return this;
    }

    /** Where jitter and the RSS key come from; 1 by default. */
    public DataPlaneBuilder seed(final long value) {
        seed = value;
        return this;
    }

    /** Makes an observer of packets for each worker, by index; none by default. */
    public DataPlaneBuilder observers(final IntFunction<PacketObserver> value) {
        observers = value;
        return this;
    }

    /** What workers do with nothing to do; {@link WorkerIdle#BACK_OFF} by default. */
    public DataPlaneBuilder idle(final WorkerIdle value) {
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
