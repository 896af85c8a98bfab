package io.ringlane.benchmarks.latency;

import io.ringlane.dataplane.worker.WorkerIdle;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** What a thread does that has nothing to do. */
enum Idle {
    /** Spins. */
    SPIN(WorkerIdle.BUSY_SPIN),
    /** Yields. */
    YIELD(WorkerIdle.YIELD),
    /** Spins, yields, then sleeps: a worker until a doorbell rings, an instance for at most 50 µs. */
    PARK(WorkerIdle.BACK_OFF);

    private static final long LONGEST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final WorkerIdle worker;

    Idle(final WorkerIdle worker) {
        this.worker = worker;
    }

    WorkerIdle worker() {
        return worker;
    }

    /** A new one for an instance's thread. */
    IdleStrategy instance() {
        return switch (this) {
            case SPIN -> BusySpinIdleStrategy.INSTANCE;
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case PARK -> new BackoffIdleStrategy(100, 1000, 1_000, LONGEST_PARK_NS);
        };
    }
}
