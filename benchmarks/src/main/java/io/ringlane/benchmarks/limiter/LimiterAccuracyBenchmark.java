package io.ringlane.benchmarks.limiter;

import io.ringlane.benchmarks.support.Gauges;
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
import org.openjdk.jmh.results.AggregationPolicy;

/**
 * How well a rate is kept: as many 1500-byte packets as the rate carries in {@code millis} and a fifth more, as fast as the
 * limiter allows. The floor of the score is the time they take at exactly that rate, 1.2 {@code millis}; below it the
 * limiter let too much through.
 *
 * <p>The figures are the gauges: {@code error.1ms.worst} and {@code .rms} and so on, percent of the rate, over windows that
 * begin after the first fifth; {@code windows.leftOut} counts those in which this thread was off its core, for limiters
 * that spin.
 *
 * <p>{@code ringlane} is a cap and a spinning sender, {@code ringlanePlane} two instances with a flow cap between them. The
 * others are asked until they say yes, which keeps the rate better than their calls that sleep; the cap tolerates
 * and Bucket4j holds 32 packets, Resilience4j refreshes every 120 us, Guava is as it comes, and Netty's shaper looks every
 * 100 ms and holds 50 ms of packets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class LimiterAccuracyBenchmark {

    private static final int[] WIDTHS_MS = {1, 10, 100};

    @Param({"ringlane", "ringlanePlane", "bucket4j", "guava", "resilience4j", "nettyShaper"})
    public String limiter;

    @Param({"5000000000", "10000000000"})
    public long bitsPerSecond;

    /** How long is judged. */
    @Param("1000")
    public int millis;

    private Shaper shaper;
    private WindowMeter meter;
    private long packets;

    /** Makes a limiter that has not run. */
    @Setup(Level.Iteration)
    public void setUp() throws InterruptedException {
        shaper = Shaper.named(limiter, bitsPerSecond);
        packets = bitsPerSecond / 8 / WindowMeter.PACKET_BYTES * (millis + millis / 5) / 1_000;
        meter = new WindowMeter(4 * millis, System.nanoTime());
    }

    /** All packets. */
    @Benchmark
    public long send() throws InterruptedException {
        shaper.send(packets, meter);
        return meter.count();
    }

    /** Every packet passed; then judges when. */
    @TearDown(Level.Iteration)
    public void tearDown() throws InterruptedException {
        shaper.close();
        if (meter.count() != packets) {
            throw new IllegalStateException(meter.count() + " packets passed, of " + packets);
        }
        Gauges.record("error.mean", 100 * Math.abs(meter.rate() / bitsPerSecond - 1), "%", AggregationPolicy.AVG);
        int leftOut = 0;
        for (final int widthMs : WIDTHS_MS) {
            final WindowMeter.Error error = meter.error(bitsPerSecond, widthMs, millis / 5);
            if (error.judged() != 0) {
                Gauges.record("error." + widthMs + "ms.worst", 100 * error.worst(), "%", AggregationPolicy.MAX);
                Gauges.record("error." + widthMs + "ms.rms", 100 * error.rms(), "%", AggregationPolicy.AVG);
            }
            leftOut += error.leftOut();
        }
        Gauges.record("windows.leftOut", leftOut, "windows", AggregationPolicy.SUM);
    }
}
