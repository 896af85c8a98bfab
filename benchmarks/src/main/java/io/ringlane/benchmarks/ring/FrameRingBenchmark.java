package io.ringlane.benchmarks.ring;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * One thread on both sides, with a 64-byte frame behind each descriptor: written, handed over, read to the last byte,
 * and given back. Figures are per frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {Flags.AGRONA, Flags.AERON})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class FrameRingBenchmark {
    private static final int BATCH = 256;
    private static final int CAPACITY = 512;

    @Param({
        "exchange",
        "descriptor",
        "phase",
        "inline64",
        "inline128",
        "jctools",
        "jctoolsVarHandle",
        "agronaQueue",
        "agronaRingBuffer",
        "disruptor",
        "aeron"
    })
    public String ring;

    @Param({"1", "32", "256"})
    public int burst;

    private FrameChannel channel;
    private long next;

    /** Makes the channel. */
    @Setup
    public void setUp() {
        channel = FrameChannel.named(ring, CAPACITY);
    }

    /** Lets the ring go. */
    @TearDown
    public void tearDown() {
        channel.close();
    }

    /** Burst in, burst out; the channel checks each frame. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long sendThenReceive() {
        for (int i = 0; i < BATCH; i += burst) {
            if (channel.send(next, burst) != burst || channel.receive(next, burst) != burst) {
                throw new IllegalStateException("a burst got stuck");
            }
            next += burst;
        }
        return next;
    }
}
