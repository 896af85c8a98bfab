package io.ringlane.benchmarks.limiter;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.traffic.ChannelTrafficShapingHandler;
import io.ringlane.benchmarks.support.TwoInstances;
import io.ringlane.core.rate.Cap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to decide on a packet that may pass, nanoseconds: every limiter at a rate out of reach, each decision with
 * its own look at the clock, but {@code ringlaneBurst}, where 32 packets share one, as in the pipeline.
 *
 * <p>{@code nettyShaper} is a write through a pipeline; {@code nettyPipeline}, the same without the shaper, is its floor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class LimiterCostBenchmark {

    private static final int PACKETS = 256;
    private static final int BURST = 32;
    private static final long HORIZON_NS = 1_000_000;

    @Param({"clock", "ringlane", "ringlaneBurst", "bucket4j", "guava", "resilience4j", "nettyPipeline", "nettyShaper"})
    public String limiter;

    private BooleanSupplier decision;

    /** Makes the limiter; {@code clock} is the floor. */
    @Setup
    public void setUp() {
        decision = switch (limiter) {
            case "clock" -> () -> System.nanoTime() != Long.MIN_VALUE;
            case "ringlane" -> ownClock(Cap.ofBits(TwoInstances.OUT_OF_REACH, 0, HORIZON_NS));
            case "ringlaneBurst" -> new SharedClock(Cap.ofBits(TwoInstances.OUT_OF_REACH, 0, HORIZON_NS))::pass;
            case "nettyPipeline" -> write(new EmbeddedChannel(new Sink()));
            case "nettyShaper" ->
                write(new EmbeddedChannel(
                        new Sink(), new ChannelTrafficShapingHandler(TwoInstances.OUT_OF_REACH / 8, 0)));
            default -> PacketLimiter.outOfReach(limiter);
        };
    }

    /** Asks for packets; each must pass. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int decide() {
        int passed = 0;
        for (int i = 0; i < PACKETS; i++) {
            passed += decision.getAsBoolean() ? 1 : 0;
        }
        if (passed != PACKETS) {
            throw new IllegalStateException(passed + " packets passed a limiter out of reach, of " + PACKETS);
        }
        return passed;
    }

    private static BooleanSupplier ownClock(final Cap cap) {
        return () -> {
            final long nowNs = System.nanoTime();
            return cap.admit(nowNs, WindowMeter.PACKET_BYTES) == nowNs;
        };
    }

    private static final class SharedClock {

        private final Cap cap;
        private int left;
        private long nowNs;

        private SharedClock(final Cap cap) {
            this.cap = cap;
        }

        private boolean pass() {
            if (left-- == 0) {
                nowNs = System.nanoTime();
                left = BURST - 1;
            }
            return cap.admit(nowNs, WindowMeter.PACKET_BYTES) == nowNs;
        }
    }

    private static BooleanSupplier write(final EmbeddedChannel channel) {
        final ByteBuf packet =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeZero(WindowMeter.PACKET_BYTES));
        final Sink sink = channel.pipeline().get(Sink.class);
        return () -> {
            final long before = sink.packets;
            channel.pipeline().write(packet, channel.voidPromise());
            return sink.packets == before + 1;
        };
    }

    /** Takes what the shaper lets through. */
    private static final class Sink extends ChannelOutboundHandlerAdapter {

        private long packets;

        @Override
        public void write(final ChannelHandlerContext context, final Object message, final ChannelPromise promise) {
            packets++;
        }
    }
}
