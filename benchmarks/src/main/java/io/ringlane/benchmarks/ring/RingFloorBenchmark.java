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

/** The floors of this package's benchmarks: the same bytes, the same checks, and no ring. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RingFloorBenchmark {
    private static final int BATCH = 256;
    private static final int CAPACITY = 512;

    @Param({"1", "32", "256"})
    public int burst;

    private final long[] src = new long[BATCH];
    private final long[] between = new long[BATCH];
    private final long[] dst = new long[BATCH];
    private final byte[] memory = new byte[FrameChannel.FRAME_BYTES * CAPACITY];
    private long expectedSum;
    private long next;

    /** Fills the source with every index once. */
    @Setup
    public void setUp() {
        for (int i = 0; i < BATCH; i++) {
            src[i] = i;
            expectedSum += (long) i * i;
        }
    }

    /** {@link RingBenchmark}'s: descriptors through an array. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long copyOnly() {
        if (burst == 1) {
            for (int i = 0; i < BATCH; i++) {
                between[i] = src[i];
                dst[i] = between[i];
            }
        } else {
            for (int i = 0; i < BATCH; i += burst) {
                System.arraycopy(src, i, between, i, burst);
                System.arraycopy(between, i, dst, i, burst);
            }
        }
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += dst[i] * i;
            dst[i] = 0;
        }
        if (sum != expectedSum) {
            throw new IllegalStateException("a copy went wrong: " + sum + ", not " + expectedSum);
        }
        return sum;
    }

    /** {@link FrameRingBenchmark}'s: frames written and read. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long writeAndRead() {
        for (int i = 0; i < BATCH; i += burst) {
            for (int j = 0; j < burst; j++) {
                FrameChannel.write(memory, (int) (next + j & CAPACITY - 1) * FrameChannel.FRAME_BYTES, next + j);
            }
            for (int j = 0; j < burst; j++) {
                FrameChannel.check(
                        memory,
                        (int) (next + j & CAPACITY - 1) * FrameChannel.FRAME_BYTES,
                        FrameChannel.FRAME_BYTES,
                        next + j);
            }
            next += burst;
        }
        return next;
    }

    /** {@link RingRoundTripBenchmark}'s: what a sample of nothing is, one reading of the clock. It computes nothing to check. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public long clockOnly() {
        return next;
    }
}
