package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import org.openjdk.jmh.annotations.Param;

/** The full datapath by number of flows, drawn alike or as real traffic has them, few of them most of the time. */
public class FlowsBenchmark extends TestbedBenchmark {

    @Param({"1", "1024", "65536", "1048576", "4194304"})
    public int flows;

    /** A {@link FlowSet.Draw}. */
    @Param({"uniform", "zipf"})
    public String draw;

    @Override
    protected Load load() {
        return Load.of(Mode.FORWARD, FrameSet.of(64), FlowSet.named(flows, draw));
    }
}
