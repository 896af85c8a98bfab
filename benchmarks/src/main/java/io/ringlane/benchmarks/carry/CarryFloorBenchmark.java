package io.ringlane.benchmarks.carry;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The floor of {@link CarryBenchmark}: the sender's copy and the receiver's, and nothing between them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class CarryFloorBenchmark {

    @Param({"64", "1500", "9001"})
    public int frameBytes;

    private Message sent;
    private Message received;
    private byte[] between;
    private long number;

    /** Makes the arrays. */
    @Setup
    public void setUp() {
        sent = Message.fromAToB(frameBytes);
        received = new Message(frameBytes);
        between = new byte[frameBytes];
    }

    /** A frame from array to array to array. */
    @Benchmark
    public byte[] copyTwice() {
        sent.number(number);
        System.arraycopy(sent.bytes, 0, between, 0, frameBytes);
        System.arraycopy(between, 0, received.bytes, 0, frameBytes);
        received.check(number++);
        return received.bytes;
    }

    /** There and back: the same twice. */
    @Benchmark
    public byte[] copyFourTimes() {
        copyTwice();
        return copyTwice();
    }
}
