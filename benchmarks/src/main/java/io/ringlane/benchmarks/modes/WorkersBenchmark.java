package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.benchmarks.support.Gauges;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.results.AggregationPolicy;

/**
 * The full datapath on one worker or two, between which every frame is handed over: all on one thread, which tells what the
 * hand-over costs, or each worker on its own, which needs a core for each and one for the instances.
 */
public class WorkersBenchmark extends TestbedBenchmark {

    @Param({"1", "2"})
    public int workers;

    /** With true there should be a core more than workers; the gauge {@code cores.missing} says how many are not there. */
    @Param({"false", "true"})
    public boolean threaded;

    @Param("1024")
    public int flows;

    @Override
    protected Load load() {
        return Load.of(Mode.FORWARD, FrameSet.of(64), FlowSet.uniform(flows)).withWorkers(workers);
    }

    /** Says with each figure whether its threads had a core each. */
    @Setup(Level.Iteration)
    public void countCores() {
        final int missing =
                threaded ? Math.max(0, workers + 1 - Runtime.getRuntime().availableProcessors()) : 0;
        Gauges.record("cores.missing", missing, "cores", AggregationPolicy.MAX);
    }

    @Override
    protected Testbed make() {
        return threaded ? Testbeds.started(load()) : Testbeds.of(load());
    }
}
