package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.PortSet;
import org.openjdk.jmh.annotations.Param;

/**
 * The full datapath by number of ports, of which at most 100 are busy: half of those send, in turn, to the other half. A silent
 * port should cost nothing: the floor of 10,000 ports is 100. Two are the least: what an instance sends to itself does not leave it.
 */
public class PortsBenchmark extends TestbedBenchmark {

    private static final int MOST_BUSY = 100;

    @Param({"2", "100", "10000"})
    public int ports;

    @Param("1024")
    public int flows;

    @Override
    protected Load load() {
        return Load.of(Mode.FORWARD, FrameSet.of(64), FlowSet.uniform(flows))
                .withPorts(PortSet.busy(Math.min(ports, MOST_BUSY), ports));
    }
}
