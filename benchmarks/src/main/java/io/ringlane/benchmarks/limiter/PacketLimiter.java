package io.ringlane.benchmarks.limiter;

import com.google.common.util.concurrent.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The libraries' limiters as one question: may a packet go now? Each reads the clock itself.
 *
 * <p>They count packets, not bytes: Bucket4j refuses more than a token a nanosecond, which 10 Gbit/s of bytes are, and
 * Resilience4j loses at the end of each period what a whole packet does not fit into.
 */
final class PacketLimiter {

    /** Packets of 1500 bytes in {@value #PERIOD_NS} ns are a whole number at any multiple of 1 Gbit/s. */
    private static final long PERIOD_NS = 12_000;

    private static final int PERIODS_A_REFRESH = 10;

    /** Tokens a bucket holds: what a sender that is late by some 40 us at 10 Gbit/s catches up with. */
    static final long BURST_PACKETS = 32;

    /** Far above what one thread can ask for, and as much as Bucket4j takes: a token a nanosecond. */
    private static final int OUT_OF_REACH_A_SECOND = 1_000_000_000;

    private PacketLimiter() {}

    /** A limiter that keeps a rate, of packets of {@link WindowMeter#PACKET_BYTES} bytes. */
    static BooleanSupplier keeping(final String library, final long bitsPerSecond) {
        final long packetBits = 8L * WindowMeter.PACKET_BYTES;
        final long packetsAPeriod = Math.multiplyExact(bitsPerSecond / 1_000_000_000, PERIOD_NS) / packetBits;
        if (packetsAPeriod * packetBits * 1_000_000_000 != bitsPerSecond * PERIOD_NS) {
            throw new IllegalArgumentException(bitsPerSecond + " bit/s is no multiple of 1 Gbit/s");
        }
        return switch (library) {
            case "bucket4j" -> bucket4j(BURST_PACKETS, packetsAPeriod, Duration.ofNanos(PERIOD_NS));
            case "guava" -> guava(bitsPerSecond / (double) packetBits);
            case "resilience4j" ->
                resilience4j((int) packetsAPeriod * PERIODS_A_REFRESH, PERIODS_A_REFRESH * PERIOD_NS);
            default -> throw new IllegalArgumentException("no limiter is called " + library);
        };
    }

    /** A limiter that never refuses, for what a decision costs. */
    static BooleanSupplier outOfReach(final String library) {
        return switch (library) {
            case "bucket4j" -> bucket4j(OUT_OF_REACH_A_SECOND, OUT_OF_REACH_A_SECOND, Duration.ofSeconds(1));
            case "guava" -> guava(OUT_OF_REACH_A_SECOND);
            case "resilience4j" -> resilience4j(OUT_OF_REACH_A_SECOND, 1_000_000_000);
            default -> throw new IllegalArgumentException("no limiter is called " + library);
        };
    }

    private static BooleanSupplier bucket4j(final long capacity, final long tokens, final Duration period) {
        final Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(tokens, period))
                .withNanosecondPrecision()
                .build();
        return () -> bucket.tryConsume(1);
    }

    private static BooleanSupplier guava(final double packetsPerSecond) {
        final RateLimiter limiter = RateLimiter.create(packetsPerSecond);
        return limiter::tryAcquire;
    }

    private static BooleanSupplier resilience4j(final int packets, final long periodNs) {
        final io.github.resilience4j.ratelimiter.RateLimiter limiter =
                io.github.resilience4j.ratelimiter.RateLimiter.of(
                        "packets",
                        RateLimiterConfig.custom()
                                .limitForPeriod(packets)
                                .limitRefreshPeriod(Duration.ofNanos(periodNs))
                                .timeoutDuration(Duration.ZERO)
                                .build());
        return limiter::acquirePermission;
    }
}
