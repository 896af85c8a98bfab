package io.ringlane.benchmarks.datapath;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The floor of {@link FullDatapathBenchmark}: mode {@code io}, in which bursts go from ring to ring and nobody looks into a frame.
 * Flows and caps make no difference to it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DatapathFloorBenchmark {

    private static final int BURST = 32;
    private static final int ROUNDS = 16;

    /** Layer-2 bytes without FCS. */
    @Param("64")
    public int frameBytes;

    private Datapath datapath;

    /** Makes the ports. */
    @Setup(Level.Trial)
    public void setUp() {
        datapath = new Datapath(
                Load.of(io.ringlane.benchmarks.datapath.Mode.IO, FrameSet.of(frameBytes), FlowSet.uniform(1024)));
    }

    /** Transmit ring to receive ring. */
    @Benchmark
    @OperationsPerInvocation(BURST * ROUNDS)
    public int io() {
        int received = 0;
        for (int i = 0; i < ROUNDS; i++) {
            received += datapath.round();
        }
        if (received != BURST * ROUNDS) {
            throw new IllegalStateException(received + " frames came of " + BURST * ROUNDS);
        }
        return received;
    }

    /** Every frame arrived. */
    @TearDown(Level.Trial)
    public void tearDown() {
        datapath.verify();
        datapath.close();
    }
}
