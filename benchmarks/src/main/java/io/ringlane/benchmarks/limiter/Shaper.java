package io.ringlane.benchmarks.limiter;

import io.ringlane.core.rate.Cap;
import java.util.function.BooleanSupplier;

/** Sends packets as fast as a rate allows, and tells a meter when each passed. */
interface Shaper extends AutoCloseable {

    /** Makes the one with this name, as in the benchmark's {@code limiter} parameter. */
    static Shaper named(final String limiter, final long bitsPerSecond) throws InterruptedException {
        return switch (limiter) {
            case "ringlane" -> new OfCap(bitsPerSecond);
            case "ringlanePlane" -> new PlaneShaper(bitsPerSecond);
            case "nettyShaper" -> new NettyShaper(bitsPerSecond);
            default -> new Spinning(PacketLimiter.keeping(limiter, bitsPerSecond));
        };
    }

    /** Returns when the last one passed. */
    void send(long packets, WindowMeter meter) throws InterruptedException;

    @Override
    default void close() {}

    /**
     * Our cap says when the packet may go, and the sender spins until then. The cap has a tolerance of as many packets as
     * the bucket beside it holds; without one, what a late sender missed would be lost.
     */
    final class OfCap implements Shaper {

        private static final long HORIZON_NS = 1_000_000_000;

        private final Cap cap;

        OfCap(final long bitsPerSecond) {
            final long toleranceNs =
                    PacketLimiter.BURST_PACKETS * WindowMeter.PACKET_BYTES * 8_000_000_000L / bitsPerSecond;
            cap = Cap.ofBits(bitsPerSecond, toleranceNs, HORIZON_NS);
        }

        @Override
        public void send(final long packets, final WindowMeter meter) {
            long nowNs = System.nanoTime();
            for (long i = 0; i < packets; i++) {
                final long departureNs = cap.admit(nowNs, WindowMeter.PACKET_BYTES);
                if (departureNs == Cap.REFUSED) {
                    throw new IllegalStateException("the cap refused a packet that waited for the one before only");
                }
                nowNs = System.nanoTime();
                meter.look(nowNs);
                while (nowNs - departureNs < 0) {
                    nowNs = System.nanoTime();
                    meter.look(nowNs);
                }
                meter.pass(nowNs);
            }
        }
    }

    /** A limiter that says yes or no, asked until it says yes: the most exact way to use it. */
    record Spinning(BooleanSupplier limiter) implements Shaper {

        @Override
        public void send(final long packets, final WindowMeter meter) {
            for (long i = 0; i < packets; i++) {
                boolean isFree;
                do {
                    isFree = limiter.getAsBoolean();
                    meter.look(System.nanoTime());
                } while (!isFree);
                meter.pass(System.nanoTime());
            }
        }
    }
}
