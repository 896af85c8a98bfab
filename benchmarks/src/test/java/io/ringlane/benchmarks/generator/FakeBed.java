package io.ringlane.benchmarks.generator;

import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Testbed;
import java.util.function.LongSupplier;

/**
 * A bed with a ring of 64 frames and the clock that everything goes by: a look at the clock takes 20 ns, a frame forwarded as
 * long as told. A worker beside the generator forwards while the clock goes on; one in turn with it makes the clock go on.
 */
final class FakeBed implements Testbed, LongSupplier {

    private static final int RING_FRAMES = 64;
    private static final int BURST = 32;
    private static final long LOOK_NS = 20;

    private final boolean isBeside;
    private final long frameNs;
    private long sendNs; // a frame, of the generator's own time
    private long nowNs;
    private long workerNs; // until when the worker is busy
    private long awayAtNs = Long.MAX_VALUE;
    private long awayNs;
    private long sent;
    private long forwarded;
    private long received;
    private long dropped;
    private long vanished;
    private int dropEvery = Integer.MAX_VALUE;

    FakeBed(final boolean isBeside, final long frameNs) {
        this.isBeside = isBeside;
        this.frameNs = frameNs;
    }

    FakeBed withSlowSender(final long frameCostNs) {
        sendNs = frameCostNs;
        return this;
    }

    /** At that time the thread loses its core for so long. */
    FakeBed awayAt(final long atNs, final long forNs) {
        awayAtNs = atNs;
        awayNs = forNs;
        return this;
    }

    FakeBed droppingEvery(final int frames) {
        dropEvery = frames;
        return this;
    }

    FakeBed losing(final long frames) {
        vanished = frames;
        return this;
    }

    @Override
    public long getAsLong() {
        nowNs += LOOK_NS;
        if (nowNs >= awayAtNs) {
            nowNs += awayNs;
            awayAtNs = Long.MAX_VALUE;
        }
        return nowNs;
    }

    @Override
    public int send(final int limit) {
        work();
        final int count = (int) Math.min(limit, RING_FRAMES - (sent - forwarded));
        sent += count;
        nowNs += count * sendNs;
        return count;
    }

    @Override
    public void turn() {
        if (!isBeside) {
            final long count = Math.min(BURST, sent - forwarded);
            nowNs += count * frameNs;
            forwarded += count;
        }
        work();
    }

    /** What the worker beside did until now. */
    private void work() {
        while (isBeside && forwarded < sent && workerNs + frameNs <= nowNs) {
            workerNs += frameNs;
            forwarded++;
        }
        if (forwarded == sent) {
            workerNs = nowNs;
        }
    }

    @Override
    public int drain() {
        final long before = received;
        dropped = forwarded / dropEvery;
        received = Math.max(0, forwarded - dropped - vanished);
        return (int) (received - before);
    }

    @Override
    public Load load() {
        return Load.of(1);
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException("whether there is a worker beside is told at the start");
    }

    @Override
    public long sentFrames() {
        return sent;
    }

    @Override
    public long receivedFrames() {
        return received;
    }

    @Override
    public long droppedFrames() {
        return dropped;
    }

    @Override
    public void verify() {
        throw new UnsupportedOperationException("nothing here to verify");
    }

    @Override
    public void close() {
        // holds nothing
    }
}
