package io.ringlane.benchmarks.ruler;

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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Four rulers. Results of two machines, or of one machine on two days, are compared only where these agree.
 *
 * <p>Each is a chain that neither a compiler nor a wide core can shorten, so its floor is known beforehand:
 *
 * <table>
 * <caption>Floors</caption>
 * <tr><th>ruler</th><th>a step is</th><th>floor</th></tr>
 * <tr><td>{@link #integer}</td><td>a multiplication and an addition, each waiting for the last</td>
 *     <td>4 cycles: 1 ns at 4 GHz</td></tr>
 * <tr><td>{@link #memory}</td><td>a load whose address is the last one's value, over 64 MiB</td>
 *     <td>the latency of DRAM, some 80 to 160 ns; with a cache that holds it all, that of the cache</td></tr>
 * <tr><td>{@link #timer}</td><td>one {@code System.nanoTime()}</td>
 *     <td>reading the time-stamp counter, some 20 ns; far above where the clock source is another</td></tr>
 * <tr><td>{@link #allocation}</td><td>an object of 64 bytes, zeroed, soon dead</td>
 *     <td>a pointer moved and a line written: about 4 ns, and exactly 64 B/op</td></tr>
 * </table>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-Xmn128m", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RulerBenchmark {

    static final int STEPS = 1024;
    private static final int WALK_STEPS = 256;
    private static final int READINGS = 64;
    private static final int OBJECTS = 256;
    private static final int OBJECT_BYTES = 64;
    private static final int ARRAY_HEADER_BYTES = 16;

    private long chain = 1;
    private LineWalk walk;
    private long lastNs;

    /** Lays out the walk. */
    @Setup
    public void setUp() {
        walk = new LineWalk(64 << 20, 42);
        lastNs = System.nanoTime();
    }

    /** Steps of a linear congruential generator, checked against the closed form of as many. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long integer() {
        final long start = chain;
        long x = start;
        for (int i = 0; i < STEPS; i++) {
            x = x * IntegerChain.FACTOR + IntegerChain.TERM;
        }
        if (x != IntegerChain.after(start)) {
            throw new IllegalStateException("the integer chain went wrong: " + x);
        }
        chain = x;
        return x;
    }

    /** Dependent loads, one a cache line, in random order; a walk that came back too early would show. */
    @Benchmark
    @OperationsPerInvocation(WALK_STEPS)
    public int memory() {
        return walk.advance(WALK_STEPS);
    }

    /** Readings of the clock; it must not go back. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public long timer() {
        long last = lastNs;
        long sum = 0;
        for (int i = 0; i < READINGS; i++) {
            final long now = System.nanoTime();
            sum |= now - last; // negative as soon as one is
            last = now;
        }
        if (sum < 0) {
            throw new IllegalStateException("System.nanoTime() went back");
        }
        lastNs = last;
        return last;
    }

    /** Arrays of 64 bytes with their header; each must come zeroed. */
    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public void allocation(final Blackhole hole) {
        int dirt = 0;
        for (int i = 0; i < OBJECTS; i++) {
            final byte[] object = new byte[OBJECT_BYTES - ARRAY_HEADER_BYTES];
            hole.consume(object);
            dirt |= object[i & 31];
        }
        if (dirt != 0) {
            throw new IllegalStateException("a new array was not zero");
        }
    }
}
