package io.ringlane.benchmarks.memory;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.benchmarks.modes.Testbeds;
import io.ringlane.benchmarks.support.Gauges;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.AggregationPolicy;

/**
 * Bytes that a flow keeps: the figure is the gauge {@code retained}, live heap and buffers of a data plane that remembers many flows
 * over one that remembers few, a flow more. What is garbage at once does not count. {@code forward} is the floor, {@code
 * forward+securityGroups} tracks a connection at both ends. The score is how long it took, and says nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseG1GC"})
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1) // for the estimate
public class FlowFootprintBenchmark {

    private static final int FEW = 1 << 10;
    private static final int MANY = 1 << 17;

    @Param({"forward", "forward+nat", "forward+securityGroups"})
    public String mode;

    /** Both data planes, one after the other. */
    @Benchmark
    public double retained() {
        final double bytes = (double) (bytes(MANY) - bytes(FEW)) / (MANY - FEW);
        Gauges.record("retained", bytes, "B/flow", AggregationPolicy.AVG);
        if (!(bytes > Long.BYTES)) {
            throw new IllegalStateException("a flow keeps " + bytes + " bytes, less than its key");
        }
        return bytes;
    }

    /** Of a data plane that remembers so many flows, with all there is to it. */
    private long bytes(final int count) {
        final MemoryUse before = MemoryUse.now();
        try (Testbed bed = Testbeds.of(Load.of(Mode.named(mode), FrameSet.of(64), FlowSet.uniform(count)))) {
            final long bytes = MemoryUse.now().bytes() - before.bytes();
            if (bed.flows() != count) {
                throw new IllegalStateException(bed.flows() + " flows in the table, not " + count);
            }
            bed.verify();
            return bytes;
        }
    }
}
