package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import org.openjdk.jmh.annotations.Param;

/**
 * The datapath in every {@link Mode}. {@code io} is the floor; the known alternative is {@code testpmd} in the modes of the same
 * name, which does not stamp. In modes that send back, a frame crosses the plane twice.
 */
public class ModeBenchmark extends TestbedBenchmark {

    @Param({"io", "macswap", "5tswap", "forward", "forward+nat", "forward+securityGroups", "forward+flowLog"})
    public String mode;

    /** A {@link FrameSet}. */
    @Param("64")
    public String frames;

    @Param("1024")
    public int flows;

    @Override
    protected Load load() {
        return Load.of(Mode.named(mode), FrameSet.named(frames), FlowSet.uniform(flows));
    }
}
