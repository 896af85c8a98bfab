package io.ringlane.benchmarks.latency;

/** Which thread does what: two instances and one worker between them. */
enum Layout {
    /** Everything on one thread: one core, no cache line travels. */
    ONE(1),

    /** Each instance on a thread; the second's runs the worker as well, so that a frame crosses to another core once each way. */
    PAIR(2),

    /** The worker on its own thread, both instances on another: a frame crosses twice each way. */
    WORKER(2);

    private final int threads;

    Layout(final int threads) {
        this.threads = threads;
    }

    /** Threads, each of which needs a core. */
    int threads() {
        return threads;
    }
}
