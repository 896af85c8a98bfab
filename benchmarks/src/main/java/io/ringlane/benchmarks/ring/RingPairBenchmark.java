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
 * Two threads, an index alone: the most a ring can do between two cores.
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
public class RingPairBenchmark {
    private static final int BATCH = 256; // frames an invocation at most, so that JMH's loop costs little beside them
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
    private final PairWitness cores = new PairWitness();

    /** Makes the ring; it is not emptied between iterations. */
    @Setup(Level.Trial)
    public void setUp() {
        channel = IndexChannel.named(ring, CAPACITY, INDEXES);
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
        private final long[] src = new long[BATCH];
    }

    /** What the consuming thread alone touches. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Consumer {
        public long delivered;
        public long empty;
        private long next;
        private final long[] dst = new long[BATCH];
    }

    /** Offers bursts until a batch is through or the ring is full. */
    @Benchmark
    @Group("indexOnly")
    @GroupThreads(1)
    public long offer(final Producer producer) {
        final IndexChannel channel = this.channel;
        final long[] src = producer.src;
        final int burst = this.burst;
        long next = producer.next;
        for (int sent = 0; sent < BATCH; sent += burst) {
            final int accepted;
            if (burst == 1) {
                accepted = channel.offer(next & INDEXES - 1) ? 1 : 0;
            } else {
                for (int i = 0; i < burst; i++) {
                    src[i] = next + i & INDEXES - 1;
                }
                accepted = channel.offer(src, 0, burst);
            }
            next += accepted;
            if (accepted < burst) {
                producer.refused++;
                break;
            }
        }
        producer.next = next;
        return next;
    }

    /** Polls bursts until a batch is through or the ring is empty; checks the order. */
    @Benchmark
    @Group("indexOnly")
    @GroupThreads(1)
    public long poll(final Consumer consumer) {
        final IndexChannel channel = this.channel;
        final long[] dst = consumer.dst;
        final int burst = this.burst;
        final long start = consumer.next;
        long next = start;
        while (next - start < BATCH) {
            final int taken;
            if (burst == 1) {
                dst[0] = channel.poll();
                taken = dst[0] == IndexChannel.EMPTY ? 0 : 1;
            } else {
                taken = channel.poll(dst, 0, burst);
            }
            if (taken == 0) {
                consumer.empty++;
                break;
            }
            long wrong = 0;
            for (int i = 0; i < taken; i++) {
                wrong |= dst[i] ^ (next + i & INDEXES - 1);
            }
            if (wrong != 0) {
                throw new IllegalStateException("descriptors lost or out of order at " + next);
            }
            next += taken;
        }
        consumer.delivered += next - start;
        consumer.next = next;
        return next;
    }
}
