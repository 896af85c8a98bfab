package io.ringlane.benchmarks.datapath;

/**
 * A data plane between the instances that load it. One thread sends, has the plane turn, and drains; after {@link #start} the
 * plane's workers have threads of their own, and that one thread only sends and drains.
 *
 * <pre>{@code
 * try (Testbed bed = Testbeds.of(Load.of(Mode.named("forward"), FrameSet.named("imix"), FlowSet.uniform(1024)))) {
 *     long received = 0;
 *     while (received < 1_000_000) {
 *         bed.send(32);
 *         bed.turn();
 *         received += bed.drain();
 *     }
 *     bed.verify();
 * }
 * }</pre>
 */
public interface Testbed extends AutoCloseable {

    /**
     * Stamps a burst of frames with random flows and hands it to the data plane, from the next sender.
     *
     * @param limit at most so many, up to {@link Datapath#MAX_BURST}
     * @return frames handed over; fewer, or none, while the sender's frames are still on their way
     */
    int send(int limit);

    /** Has the data plane carry what there is, and receivers answer in a mode that has them do so. */
    void turn();

    /**
     * Takes in what arrived at the end of its way.
     *
     * @return frames received
     */
    int drain();

    /** What is sent, and on what way. */
    Load load();

    /**
     * A burst out, one turn, everything in.
     *
     * @return frames received; not those just sent where frames wait on their way
     */
    default int round() {
        send(load().burst());
        turn();
        return drain();
    }

    /** Gives the data plane's workers threads of their own. Once; {@link #turn} then only has receivers answer. */
    void start();

    /** Frames handed over so far, those of the set-up included. */
    long sentFrames();

    /** Frames that came to the end of their way so far. */
    long receivedFrames();

    /** Frames that the data plane dropped and counted so far; recent, not exact, after {@link #start}. */
    long droppedFrames();

    /** Flows that the data plane remembers; while it stands still. */
    long flows();

    /**
     * Waits for what is on its way, then counts: every frame sent was received or dropped, at the place that its address names,
     * and all counters agree. The last call before {@link #close}.
     *
     * @throws IllegalStateException with the first difference
     */
    void verify();

    @Override
    void close();
}
