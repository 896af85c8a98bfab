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
 * The datapath in every {@link Mode}: nanoseconds a frame that came to the end of its way, the sender's stamping and the
 * receivers' draining included. {@code io} is the floor; the known alternative is {@code testpmd} in the modes of the same
 * name, which does not stamp.
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseG1GC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ModeBenchmark {

    private static final int PACKETS = 512;

    @Param({"io", "macswap", "5tswap", "forward", "forward+nat", "forward+securityGroups", "forward+flowLog"})
    public String mode;

    /** A {@link FrameSet}. */
    @Param("64")
    public String frames;

    @Param({"1024", "65536"})
    public int flows;

    /** A {@link FlowSet.Draw}. */
    @Param("uniform")
    public String draw;

    private Testbed bed;
    private int ahead;

    /** Makes the ports and a record for every flow. */
    @Setup(Level.Trial)
    public void setUp() {
        bed = Testbeds.of(Load.of(Mode.named(mode), FrameSet.named(frames), FlowSet.named(flows, draw)));
    }

    /** Rounds until so many frames arrived; what came beyond counts for the next invocation. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int round() {
        int received = ahead;
        while (received < PACKETS) {
            received += bed.round();
        }
        ahead = received - PACKETS;
        return received;
    }

    /** Every frame arrived once, where it should, and every counter agrees. */
    @TearDown(Level.Trial)
    public void tearDown() {
        bed.verify();
        bed.close();
    }
}
