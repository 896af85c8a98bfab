package io.ringlane.dataplane.worker;

/** What a worker does when a turn found nothing to do. */
public enum WorkerIdle {
    /** Spins, yields, and after about a millisecond of nothing sleeps until a doorbell rings: the default. */
    BACK_OFF,
    /** Spins always: lowest latency, one whole core. */
    BUSY_SPIN
}
