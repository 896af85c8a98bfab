package io.ringlane.benchmarks.carry;

import io.ringlane.benchmarks.support.LatencyRecorder;
import io.ringlane.benchmarks.support.PairWitness;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Frames from one party to another, and there and back: nanoseconds a frame, or a round trip. {@code ringlane} and {@code
 * nettyLocal} have both parties on one thread; the others use two cores, and mean something only where they were near.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class CarryBenchmark {

    private static final int FRAMES = 1024;
    private static final int ROUND_TRIPS = 64;

    @Param({"ringlane", "ringlaneTwoCores", "nettyLocal", "nettyLocalTwoLoops", "nettyNio", "nettyEpoll"})
    public String way;

    /** Layer-2 bytes; the sockets carry as many as payload. */
    @Param({"64", "1500", "9001"})
    public int frameBytes;

    private final PairWitness cores = new PairWitness();
    private final LatencyRecorder latency = new LatencyRecorder();
    private Carrier carrier;

    /** Takes the witness, then connects the parties: a worker or a loop that spins would be in its way. */
    @Setup(Level.Iteration)
    public void connect() throws InterruptedException {
        if (Carrier.usesTwoCores(way)) {
            cores.before();
        }
        carrier = Carrier.named(way, frameBytes);
    }

    /** Disconnects them and takes the witness again. */
    @TearDown(Level.Iteration)
    public void disconnect(final IterationParams params) throws InterruptedException {
        carrier.close();
        if (Carrier.usesTwoCores(way)) {
            cores.after();
        }
        latency.endIteration(params);
    }

    /** Keeps the latencies. */
    @TearDown(Level.Trial)
    public void tearDown(final BenchmarkParams params) {
        latency.endTrial(params);
    }

    /** As many frames as fast as it goes; the last one's arrival ends it. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void oneWay() throws InterruptedException {
        carrier.oneWay(FRAMES);
    }

    /** One frame there, one back, one after the other. */
    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public void roundTrip() throws InterruptedException {
        carrier.roundTrips(ROUND_TRIPS, latency::record);
    }
}
