package io.ringlane.cloud.traffic;

/** Sends frames when they are due. One thread. */
public interface Source {

    /** What it sends, for messages: {@code flow inside}. */
    String label();

    /** Whether it only warms up for one that is measured. */
    boolean isWarmUp();

    /** When the next frame is due; {@code Long.MAX_VALUE} when the source is done. */
    long nextNs();

    /**
     * Sends what is due, up to a burst.
     *
     * @return frames sent; 0 if none is due or the card takes none
     */
    int send(long nowNs);

    /** Whether it makes calls instead of sending frames: they take as long as they take, and the thread is not away meanwhile. */
    default boolean makesCalls() {
        return false;
    }

    /** Frames that were due before {@code nowNs} and could not be sent yet. */
    long backlog(long nowNs);

    /** Frames handed to the card. */
    long sentPackets();

    /** Layer-2 bytes without FCS handed to the card. */
    long sentBytes();
}
