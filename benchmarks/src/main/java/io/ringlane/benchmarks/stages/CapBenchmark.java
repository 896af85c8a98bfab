package io.ringlane.benchmarks.stages;

import io.ringlane.core.rate.Cap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Charging a cap: nanoseconds a packet. Time moves 100 ns a packet; a burst shares one reading, as in the pipeline. One
 * cap takes all packets, so this is the latency from one charge to the next, not what independent caps cost side by side.
 */
public class CapBenchmark extends StageBenchmark {

    private static final int BURST = 32;
    private static final int BURSTS = 8;
    private static final long STEP_NS = 100L * BURST;
    private static final int FRAME_BYTES = 60;

    /** 5 Gbit/s: a frame of 60 bytes costs 96 ns, so a burst queues up and the next one finds the cap free. */
    @Param("5000000000")
    public long bitsPerSecond;

    private Cap cap;
    private TokenBucket bucket;
    private long nowNs;
    private long nextNs;
    private long lastNs;

    /** Makes a cap and a bucket of the same rate. */
    @Setup
    public void setUp() {
        cap = Cap.ofBits(bitsPerSecond, 0, 1_000_000);
        bucket = new TokenBucket(bitsPerSecond / 8, 256 * 1024, 0);
    }

    /** The floor: a cap of a nanosecond a byte, with no remainder, no horizon and no tolerance. */
    @Benchmark
    @OperationsPerInvocation(BURST * BURSTS)
    public long baselineMaxAndAdd() {
        for (int burst = 0; burst < BURSTS; burst++) {
            nowNs += STEP_NS;
            for (int i = 0; i < BURST; i++) {
                nextNs = Math.max(nextNs, nowNs) + FRAME_BYTES;
            }
        }
        return nextNs;
    }

    /** A plain token bucket; it polices and does not say when to depart. */
    @Benchmark
    @OperationsPerInvocation(BURST * BURSTS)
    public long tokenBucket() {
        long passed = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            nowNs += STEP_NS;
            for (int i = 0; i < BURST; i++) {
                passed += bucket.take(nowNs, FRAME_BYTES) ? 1 : 0;
            }
        }
        return all(passed);
    }

    /** Ours: when the packet may depart. */
    @Benchmark
    @OperationsPerInvocation(BURST * BURSTS)
    public long admit() {
        long passed = 0;
        for (int burst = 0; burst < BURSTS; burst++) {
            nowNs += STEP_NS;
            for (int i = 0; i < BURST; i++) {
                final long departureNs = cap.admit(nowNs, FRAME_BYTES);
                passed += departureNs >= nowNs ? 1 : 0;
                lastNs = departureNs;
            }
        }
        return all(passed);
    }

    /** The last answers were those of the arithmetic, written down here once more; where a burst ends before the next one comes. */
    @TearDown
    public void tearDown() {
        if (nextNs != 0) {
            same("the floor's next departure", nowNs + BURST * FRAME_BYTES, nextNs);
        }
        if (lastNs == 0) {
            return;
        }
        final double costNs = FRAME_BYTES * 8e9 / bitsPerSecond;
        if (BURST * costNs < STEP_NS) {
            near("the last frame's departure", nowNs + (BURST - 1) * costNs, lastNs);
        }
        nowNs += 1_000_000_000L; // the cap is free again
        for (int i = 0; i < BURST; i++) {
            near("departure of frame " + i, nowNs + i * costNs, cap.admit(nowNs, FRAME_BYTES));
        }
    }

    private static void near(final String what, final double expectedNs, final long actualNs) {
        if (Math.abs(actualNs - expectedNs) > 1) {
            throw new IllegalStateException(what + ": " + actualNs + " ns, not " + expectedNs);
        }
    }

    private static void same(final String what, final long expected, final long actual) {
        if (expected != actual) {
            throw new IllegalStateException(what + ": " + actual + ", not " + expected);
        }
    }

    private static long all(final long passed) {
        if (passed != BURST * BURSTS) {
            throw new IllegalStateException(passed + " packets passed a cap above their rate, of " + BURST * BURSTS);
        }
        return passed;
    }

    private static final class TokenBucket {
        private final long bytesPerSecond;
        private final long burstBytes;
        private long tokenBytes;
        private long carry;
        private long lastNs;

        private TokenBucket(final long bytesPerSecond, final long burstBytes, final long nowNs) {
            this.bytesPerSecond = bytesPerSecond;
            this.burstBytes = burstBytes;
            this.tokenBytes = burstBytes;
            this.lastNs = nowNs;
        }

        private boolean take(final long nowNs, final long bytes) {
            final long elapsedNs = nowNs - lastNs;
            if (elapsedNs != 0) {
                lastNs = nowNs;
                final long credit = elapsedNs * bytesPerSecond + carry; // below 2^63 while calls are seconds apart
                carry = credit % 1_000_000_000L;
                tokenBytes = Math.min(burstBytes, tokenBytes + credit / 1_000_000_000L);
            }
            if (tokenBytes < bytes) {
                return false;
            }
            tokenBytes -= bytes;
            return true;
        }
    }
}
