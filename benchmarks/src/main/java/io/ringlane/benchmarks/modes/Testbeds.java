package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.Datapath;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.dataplane.worker.WorkerIdle;

/** Makes the test bed of a load, whatever its mode. */
public final class Testbeds {

    private Testbeds() {}

    /**
     * For one thread; every flow of the load has sent a packet.
     *
     * @throws IllegalArgumentException for a load that the mode cannot have
     */
    public static Testbed of(final Load load) {
        return load.mode().isLive() ? new LiveDatapath(load) : new Datapath(load);
    }

    /**
     * Started: the data plane's workers have threads of their own, and spin. The caller sends and drains on one thread, on a
     * core of its own; {@link Testbed#turn} is still due where receivers answer.
     *
     * @throws IllegalArgumentException for a load that the mode cannot have
     */
    public static Testbed started(final Load load) {
        final Testbed bed =
                load.mode().isLive() ? new LiveDatapath(load) : Datapath.threaded(load, WorkerIdle.BUSY_SPIN);
        bed.start();
        return bed;
    }
}
