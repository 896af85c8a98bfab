package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import org.openjdk.jmh.annotations.Param;

/**
 * The full datapath on one worker or two, between which every frame is handed over: all on one thread, which tells what the
 * hand-over costs, or each worker on its own, which needs a core for each and one for the instances.
 */
public class WorkersBenchmark extends TestbedBenchmark {

    @Param({"1", "2"})
    public int workers;

    @Param({"false", "true"})
    public boolean threaded;

    @Param("1024")
    public int flows;

    @Override
    protected Load load() {
        return Load.of(Mode.FORWARD, FrameSet.of(64), FlowSet.uniform(flows)).withWorkers(workers);
    }

    @Override
    protected Testbed make() {
        return threaded ? Testbeds.started(load()) : Testbeds.of(load());
    }
}
