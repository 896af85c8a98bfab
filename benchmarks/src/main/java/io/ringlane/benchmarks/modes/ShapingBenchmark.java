package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.CapSet;
import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import org.openjdk.jmh.annotations.Param;

/**
 * The full datapath with half of the flows over their cap, so that every second frame waits or is dropped: nanoseconds a frame
 * sent, whatever became of it. The floor is the same load with caps out of reach, and as many
 * frames.
 */
public class ShapingBenchmark extends TestbedBenchmark {

    /** Whether half of the flows are over their cap. */
    @Param({"false", "true"})
    public boolean shaped;

    @Param({"1024", "65536"})
    public int flows;

    @Override
    protected Load load() {
        return Load.of(Mode.FORWARD, FrameSet.of(64), FlowSet.uniform(flows))
                .withCaps(shaped ? CapSet.HALF : CapSet.ALL)
                .withRoom();
    }

    @Override
    protected long done(final Testbed of) {
        return of.sentFrames();
    }
}
