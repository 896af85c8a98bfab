package io.ringlane.benchmarks.generator;

/** Who shares a core with the generator, and therefore whose fault it is that frames wait. */
public enum Placement {
    /**
     * Sender, worker and receiver take turns on one thread. They are late together, and the system under test is all three:
     * frames that find the queue full are lost to it.
     */
    ONE_THREAD(1),

    /**
     * Sender and receiver on one thread, the worker on another. Frames that find the queue full are lost to the system only
     * if the worker had not emptied its ring; else the generator was too slow to send them.
     */
    TWO_THREADS(8);

    private final int burstsAVisit;

    Placement(final int burstsAVisit) {
        this.burstsAVisit = burstsAVisit;
    }

    /** Bursts sent before the receivers' turn: one where the worker's turn takes one. */
    int burstsAVisit() {
        return burstsAVisit;
    }
}
