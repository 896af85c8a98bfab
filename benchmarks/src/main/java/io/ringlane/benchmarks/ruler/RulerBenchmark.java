package io.ringlane.benchmarks.ruler;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the machine does with integers, memory, its clock and its allocator: nanoseconds a step. Never change a method
 * here: add another, or figures from before and after stop being comparable.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RulerBenchmark {

    private static final int STEPS = 1024;

    /** 64 MiB of ints: beyond the caches of one core everywhere, so a step is a trip to memory. */
    private static final int CELLS = 1 << 24;

    /** Bytes of an object of the size of a small buffer. */
    private static final int OBJECT_BYTES = 64;

    private long integer = 1;
    private int[] next;
    private int cell;
    private long visited;

    /** Links all cells into one random cycle (Sattolo's algorithm), so that no prefetcher guesses the next. */
    @Setup
    public void setUp() {
        next = new int[CELLS];
        for (int i = 0; i < CELLS; i++) {
            next[i] = i;
        }
        final SplittableRandom random = new SplittableRandom(42);
        for (int i = CELLS - 1; i > 0; i--) {
            final int j = random.nextInt(i);
            final int swapped = next[i];
            next[i] = next[j];
            next[j] = swapped;
        }
    }

    /** A chain of shifts, exclusive ors and a multiplication, each waiting for the one before. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long integer() {
        long x = integer;
        for (int i = 0; i < STEPS; i++) {
            x ^= x >>> 12;
            x ^= x << 25;
            x ^= x >>> 27;
            x = x * 0x2545F4914F6CDD1DL | 1;
        }
        integer = x;
        return x;
    }

    /** A walk through memory in which each address is known only when the line before has arrived. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public int memory() {
        int at = cell;
        for (int i = 0; i < STEPS; i++) {
            at = next[at];
        }
        cell = at;
        visited += STEPS;
        return at;
    }

    /** Reading the clock. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long timer() {
        long sum = 0;
        for (int i = 0; i < STEPS; i++) {
            sum += System.nanoTime();
        }
        return sum;
    }

    /** A small object that escapes and dies young, the collector's share included. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void allocation(final Blackhole blackhole) {
        for (int i = 0; i < STEPS; i++) {
            blackhole.consume(new byte[OBJECT_BYTES]);
        }
    }

    /** The walk is where its number of steps leads: checked by walking the last stretch again. */
    @TearDown
    public void tearDown() {
        if (integer == 0) {
            throw new IllegalStateException("the integer chain reached zero, from where it never moves");
        }
        int at = 0;
        for (long left = visited % CELLS; left > 0; left--) {
            at = next[at];
        }
        if (at != cell) {
            throw new IllegalStateException("after " + visited + " steps the walk is at " + cell + ", not at " + at);
        }
    }
}
