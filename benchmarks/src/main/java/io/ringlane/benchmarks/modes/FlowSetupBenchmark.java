package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * New flows: every packet is the first of its flow, takes the slow path and makes a record. Nanoseconds a flow; the
 * bytes that one keeps are those of {@code FlowFootprintBenchmark}. {@code forward} decides in a few lines, and is the floor; {@code forward+securityGroups}
 * asks the region, which tracks a connection at both ends.
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseG1GC"})
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class FlowSetupBenchmark {

    private static final int FLOWS = 1 << 17;

    @Param({"forward", "forward+nat", "forward+securityGroups"})
    public String mode;

    private Testbed bed;

    /** An empty flow table. */
    @Setup(Level.Iteration)
    public void setUp() {
        bed = Testbeds.of(Load.of(Mode.named(mode), FrameSet.of(64), new FlowSet(FLOWS, FlowSet.Draw.NEW)));
    }

    /** A packet of each. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long firstPackets() {
        while (bed.receivedFrames() < FLOWS) {
            bed.round();
        }
        return bed.receivedFrames();
    }

    /** Every frame arrived once, where it should, and there is a record for each. */
    @TearDown(Level.Iteration)
    public void tearDown() {
        bed.verify();
        if (bed.flows() != FLOWS) {
            throw new IllegalStateException(bed.flows() + " flows in the table, not " + FLOWS);
        }
        bed.close();
    }
}
