package io.ringlane.benchmarks.ring;

import io.ringlane.benchmarks.support.PairWitness;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * There and back: one frame to a thread that reads it and sends one back, both written and read to the last byte. The
 * percentiles are JMH's samples of single round trips, so every figure holds one reading of the clock, which {@link
 * RingFloorBenchmark#clockOnly} shows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.AGRONA, Flags.AERON})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RingRoundTripBenchmark {
    private static final int CAPACITY = 64;

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

    private FrameChannel there;
    private FrameChannel back;
    private Thread echo;
    private volatile boolean isStopped;
    private volatile Throwable failure;
    private final PairWitness cores = new PairWitness();

    /** Takes the witness ahead of an iteration, while no echo runs, then starts the echo. */
    @Setup(Level.Iteration)
    public void start() {
        cores.before();
        there = FrameChannel.named(ring, CAPACITY);
        back = FrameChannel.named(ring, CAPACITY);
        isStopped = false;
        final FrameChannel in = there;
        final FrameChannel out = back;
        echo = new Thread(() -> echo(in, out), "echo");
        echo.setDaemon(true);
        echo.setUncaughtExceptionHandler((thread, thrown) -> failure = thrown);
        echo.start();
    }

    /** Stops the echo, takes the witness again and prints both. */
    @TearDown(Level.Iteration)
    public void stop() throws InterruptedException {
        isStopped = true;
        echo.join();
        there.close();
        back.close();
        cores.after();
    }

    private void echo(final FrameChannel in, final FrameChannel out) {
        long expected = 0;
        while (!isStopped) {
            if (in.receive(expected, 1) != 0) {
                while (out.send(expected, 1) == 0) {
                    continue; // never full: one frame is under way
                }
                expected++;
            }
        }
    }

    /** What the sending thread alone writes, away from the flags that the echo reads. */
    @State(Scope.Thread)
    public static class Sender {
        private long next;

        /** The channels are new in each iteration, and so is the count. */
        @Setup(Level.Iteration)
        public void restart() {
            next = 0;
        }
    }

    /** One frame there, one frame back. */
    @Benchmark
    public long roundTrip(final Sender sender) {
        final long frame = sender.next;
        there.send(frame, 1);
        while (back.receive(frame, 1) == 0) {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
        sender.next = frame + 1;
        return frame;
    }
}
