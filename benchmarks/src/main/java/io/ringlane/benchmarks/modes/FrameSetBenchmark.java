package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import org.openjdk.jmh.annotations.Param;

/** The full datapath by length of frame: frames are never copied, so that the figure should not depend on it. */
public class FrameSetBenchmark extends TestbedBenchmark {

    /** A {@link FrameSet}; {@link FrameSet#NAMES} has them all. */
    @Param({"64", "512", "1518", "9001", "imix"})
    public String frames;

    @Param("1024")
    public int flows;

    @Override
    protected Load load() {
        return Load.of(Mode.FORWARD, FrameSet.named(frames), FlowSet.uniform(flows));
    }
}
