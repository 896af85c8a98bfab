package io.ringlane.benchmarks.ring;

import io.ringlane.benchmarks.support.PairWitness;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two threads, with a 64-byte frame behind each descriptor: written by one, read to the last byte by the other, given
 * back through a second ring where frames come from a pool.
 * <p>
 * The figure is {@code delivered}, a second; JMH's own score counts calls and says nothing. {@code refused} counts
 * offers that found the ring full, {@code empty} polls that found nothing. Only iterations that were near, see {@link
 * PairWitness}, are worth a comparison.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.AGRONA, Flags.AERON})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class FrameRingPairBenchmark {
    private static final int BATCH = 256; // frames an invocation at most, so that JMH's loop costs little beside them
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
    private final PairWitness cores = new PairWitness();

    /** Makes the ring; it is not emptied between iterations. */
    @Setup(Level.Trial)
    public void setUp() {
        channel = FrameChannel.named(ring, CAPACITY);
    }

    /** Takes the witness ahead of an iteration. */
    @Setup(Level.Iteration)
    public void measureBefore() {
        cores.before();
    }

    /** Takes the witness again and prints both. */
    @TearDown(Level.Iteration)
    public void measureAfter() {
        cores.after();
    }

    /** Lets the ring go. */
    @TearDown(Level.Trial)
    public void tearDown() {
        channel.close();
    }

    /** What the producing thread alone touches. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Producer {
        public long refused;
        private long next;
    }

    /** What the consuming thread alone touches. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Consumer {
        public long delivered;
        public long empty;
        private long next;
    }

    /** Sends bursts until a batch is through or the ring is full. */
    @Benchmark
    @Group("withFrame")
    @GroupThreads(1)
    public long send(final Producer producer) {
        final FrameChannel channel = this.channel;
        final int burst = this.burst;
        long next = producer.next;
        for (int sent = 0; sent < BATCH; sent += burst) {
            final int accepted = channel.send(next, burst);
            next += accepted;
            if (accepted < burst) {
                producer.refused++;
                break;
            }
        }
        producer.next = next;
        return next;
    }

    /** Receives bursts until a batch is through or the ring is empty; the channel checks each frame. */
    @Benchmark
    @Group("withFrame")
    @GroupThreads(1)
    public long receive(final Consumer consumer) {
        final FrameChannel channel = this.channel;
        final int burst = this.burst;
        final long start = consumer.next;
        long next = start;
        while (next - start < BATCH) {
            final int taken = channel.receive(next, burst);
            if (taken == 0) {
                consumer.empty++;
                break;
            }
            next += taken;
        }
        consumer.delivered += next - start;
        consumer.next = next;
        return next;
    }
}
