package io.ringlane.benchmarks.modes;

import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Testbed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a frame of a load, whatever the load is: the sender's stamping and the receivers' draining included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseG1GC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class TestbedBenchmark {

    private static final int FRAMES = 512;

    private Testbed bed;
    private long target;

    /** What the parameters ask for. */
    protected abstract Load load();

    /** Makes what carries the load. */
    protected Testbed make() {
        return Testbeds.of(load());
    }

    /** Frames that count as done; those that came to the end of their way. */
    protected long done(final Testbed of) {
        return of.receivedFrames();
    }

    /** Makes the ports and a record for every flow. */
    @Setup(Level.Trial)
    public void setUp() {
        bed = make();
        target = done(bed);
    }

    /** Rounds until so many frames are done; what came beyond counts for the next invocation. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long round() {
        target += FRAMES;
        while (done(bed) - target < 0) {
            bed.round();
        }
        return target;
    }

    /** Every frame arrived once, where it should, and every counter agrees. */
    @TearDown(Level.Trial)
    public void tearDown() {
        bed.verify();
        bed.close();
    }
}
