package io.ringlane.cloud.run;

/**
 * Watches a run go by, for a progress bar.
 *
 * <p>Threads: one caller at a time, the thread that called {@link Runner#run}. A runner may call as often as once a
 * turn; an observer that draws limits itself.
 */
public interface RunObserver {

    /** Watches nothing. */
    RunObserver NONE = new RunObserver() {};

    /** What a run is busy with. */
    enum Phase {
        /** The region is built; no traffic yet. */
        PREPARING,
        /** Traffic is offered. */
        RUNNING,
        /** Traffic has ended; packets in flight are still arriving. */
        DRAINING,
        /** What arrived is written to files. */
        WRITING
    }

    /** A phase begins; it lasts until the next one does. */
    default void onPhase(Phase phase) {}

    /**
     * Time has passed inside the current phase.
     *
     * @param elapsedNs nanoseconds of the run's clock since traffic started, never less than the last call said
     * @param durationNs nanoseconds of traffic in all, 0 when nobody can know yet
     */
    default void onProgress(long elapsedNs, long durationNs) {}

    /**
     * Something about the input that the user should know, though the run goes on.
     *
     * @param message one line, without a full stop
     */
    default void onWarning(String message) {}
}
