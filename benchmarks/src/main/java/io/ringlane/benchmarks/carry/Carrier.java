package io.ringlane.benchmarks.carry;

import java.util.function.LongConsumer;

/** A way to carry frames from a to b and back. Both calls come from one thread and return when all is through. */
interface Carrier extends AutoCloseable {

    /**
     * @param way as in the benchmarks' {@code way} parameter
     * @param frameBytes length of every frame
     */
    static Carrier named(final String way, final int frameBytes) throws InterruptedException {
        return switch (way) {
            case "ringlane" -> new RinglaneCarrier(frameBytes, false);
            case "ringlaneTwoCores" -> new RinglaneCarrier(frameBytes, true);
            case "nettyLocal" -> NettyCarrier.local(frameBytes, 1);
            case "nettyLocalTwoLoops" -> NettyCarrier.local(frameBytes, 2);
            case "nettyNio" -> NettyCarrier.nio(frameBytes);
            case "nettyEpoll" -> NettyCarrier.epoll(frameBytes);
            default -> throw new IllegalArgumentException("no way is called " + way);
        };
    }

    /** Whether a way works on two cores at once, so that how near they are matters. */
    static boolean usesTwoCores(final String way) {
        return !way.equals("ringlane") && !way.equals("nettyLocal");
    }

    /** Carries frames from a to b, as fast as it can. */
    void oneWay(int frames) throws InterruptedException;

    /**
     * Carries one frame to b, which sends one back, and so on.
     *
     * @param latencyNs is told how long each took, on whichever thread ran it
     */
    void roundTrips(int count, LongConsumer latencyNs) throws InterruptedException;

    @Override
    void close();
}
