package io.ringlane.benchmarks.latency;

import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Testbed;

/** A {@link LatencyRun} as the throughput search loads it: what is sent has ended, sooner or later, and nothing is dropped. */
final class PairBed implements Testbed {

    private final LatencyRun run;

    PairBed(final LatencyRun run) {
        this.run = run;
    }

    @Override
    public int send(final int limit) {
        return run.sendNow(limit);
    }

    @Override
    public void turn() {
        run.turn();
    }

    /** Frames are taken in as the layout has it, by its turns. */
    @Override
    public int drain() {
        return 0;
    }

    @Override
    public Load load() {
        throw new UnsupportedOperationException("two instances and one flow; no load of the datapath's suites");
    }

    @Override
    public void start() {}

    @Override
    public long sentFrames() {
        return run.sent();
    }

    @Override
    public long receivedFrames() {
        return run.received();
    }

    @Override
    public long droppedFrames() {
        return 0;
    }

    @Override
    public long flows() {
        return 1;
    }

    /** {@link LatencyRun#close} does. */
    @Override
    public void verify() {}

    @Override
    public void close() {}
}
