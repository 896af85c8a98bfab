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
 * One thread on both sides: what a ring costs when no line crosses between cores. Figures are per descriptor: a burst
 * in, the same burst out, {@value #BATCH} descriptors an invocation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {Flags.AGRONA, Flags.AERON})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RingBenchmark {
    private static final int BATCH = 256;
    private static final int CAPACITY = 1024;
    private static final int INDEXES = 256;

    @Param({
        "exchange",
        "descriptor",
        "phase",
        "inline64",
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

    private IndexChannel channel;
    private long[] src;
    private long[] dst;
    private long expectedSum;

    /** Fills the source with every index once. */
    @Setup
    public void setUp() {
        channel = IndexChannel.named(ring, CAPACITY, INDEXES);
        src = new long[BATCH];
        dst = new long[BATCH];
        for (int i = 0; i < BATCH; i++) {
            src[i] = i;
            expectedSum += (long) i * i;
        }
    }

    /** Lets the ring go. */
    @TearDown
    public void tearDown() {
        channel.close();
    }

    /** Burst in, burst out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long offerThenPoll() {
        if (burst == 1) {
            for (int i = 0; i < BATCH; i++) {
                channel.offer(src[i]);
                dst[i] = channel.poll();
            }
        } else {
            for (int i = 0; i < BATCH; i += burst) {
                channel.offer(src, i, burst);
                channel.poll(dst, i, burst);
            }
        }
        return checked();
    }

    /**
     * A burst in one by one, published once where the ring can do that, and out one by one: as a card delivers and an
     * instance receives.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long stageEachThenPollEach() {
        for (int i = 0; i < BATCH; i += burst) {
            for (int j = i; j < i + burst; j++) {
                channel.stage(src[j]);
            }
            channel.publish();
            for (int j = i; j < i + burst; j++) {
                dst[j] = channel.poll();
            }
        }
        return checked();
    }

    /** Weighs each with its place, so a wrong order shows too; the check is part of all figures. */
    private long checked() {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += dst[i] * i;
            dst[i] = 0;
        }
        if (sum != expectedSum) {
            throw new IllegalStateException("descriptors lost or out of order: " + sum + ", not " + expectedSum);
        }
        return sum;
    }
}
