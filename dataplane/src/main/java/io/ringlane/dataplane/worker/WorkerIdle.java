package io.ringlane.dataplane.worker;

/** What a worker does when a turn found nothing to do. */
public enum WorkerIdle {
    /** Spins, yields, and after about a millisecond of nothing sleeps until a doorbell rings: the default. */
    BACK_OFF,
    /** Yields always: other threads of the core get their turn, and without any it costs the whole core as well. */
    YIELD,
    /** Spins always: lowest latency, one whole core. */
    BUSY_SPIN
}
