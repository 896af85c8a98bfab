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
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread on both sides, with a 64-byte frame behind each descriptor: written, handed over, read to the last byte,
 * and given back. Figures are per frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = Flags.AGRONA)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class FrameRingBenchmark {
    private static final int BATCH = 256;
    private static final int CAPACITY = 512;

    @Param({
        "descriptor",
        "phase",
        "inline64",
        "inline128",
        "jctools",
        "jctoolsVarHandle",
        "agronaQueue",
        "agronaRingBuffer",
        "disruptor"
    })
    public String ring;

    @Param({"1", "32", "256"})
    public int burst;

    private FrameChannel channel;
    private byte[] memory;
    private long next;

    /** Makes the channel and the floor's memory. */
    @Setup
    public void setUp() {
        channel = FrameChannel.named(ring, CAPACITY);
        memory = new byte[64 * CAPACITY];
    }

    /** The floor: the same bytes written and read, without a ring. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long baselineWriteAndRead() {
        for (int i = 0; i < BATCH; i += burst) {
            for (int j = 0; j < burst; j++) {
                FrameChannel.write(memory, (int) (next + j & CAPACITY - 1) * 64, next + j);
            }
            for (int j = 0; j < burst; j++) {
                FrameChannel.check(memory, (int) (next + j & CAPACITY - 1) * 64, 64, next + j);
            }
            next += burst;
        }
        return next;
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
