package io.ringlane.benchmarks.limiter;

import io.ringlane.core.time.ClockGaps;

/**
 * When packets passed, in windows of a millisecond, and how far windows of 1, 10 or 100 ms were from a rate.
 *
 * <p>Windows in which the measuring thread was off its core, and the millisecond after, say nothing about who keeps the
 * rate: they are left out, and counted.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class WindowMeter {

    /** Length of every packet, layer 2. */
    static final int PACKET_BYTES = 1500;

    private static final long WINDOW_NS = 1_000_000;

    private final int[] packets;
    private final ClockGaps gaps;
    private final long firstNs;
    private long lastNs;
    private long count;

    /**
     * @param windows milliseconds that are kept; what comes later is counted and not judged
     * @param nowNs when the first window begins
     */
    WindowMeter(final int windows, final long nowNs) {
        packets = new int[windows];
        firstNs = nowNs;
        lastNs = nowNs;
        gaps = new ClockGaps(nowNs);
    }

    /** A look at the clock without a packet, from a thread that does not wait. */
    void look(final long nowNs) {
        gaps.look(nowNs, 0);
    }

    /** A packet passed. */
    void pass(final long nowNs) {
        final long window = (nowNs - firstNs) / WINDOW_NS;
        if (window < packets.length) {
            packets[(int) window]++;
        }
        lastNs = nowNs;
        count++;
    }

    long count() {
        return count;
    }

    /** Of all packets, in bits a second. */
    double rate() {
        return count * 8e9 * PACKET_BYTES / (lastNs - firstNs);
    }

    /**
     * How far consecutive windows were from a rate.
     *
     * @param widthMs of a window
     * @param skippedMs at the start, while a limiter finds its rate
     */
    Error error(final long bitsPerSecond, final int widthMs, final int skippedMs) {
        final int end = (int) Math.min(packets.length, (lastNs - firstNs) / WINDOW_NS);
        final double expected = bitsPerSecond / 8e3 / PACKET_BYTES * widthMs;
        double worst = 0;
        double squares = 0;
        int judged = 0;
        int leftOut = 0;
        for (int from = skippedMs; from + widthMs <= end; from += widthMs) {
            final long fromNs = firstNs + (from - 1) * WINDOW_NS;
            if (gaps.absentNs(fromNs, fromNs + (widthMs + 1) * WINDOW_NS) != 0) {
                leftOut++;
                continue;
            }
            long passed = 0;
            for (int i = from; i < from + widthMs; i++) {
                passed += packets[i];
            }
            final double error = (passed - expected) / expected;
            worst = Math.max(worst, Math.abs(error));
            squares += error * error;
            judged++;
        }
        return new Error(worst, judged == 0 ? 0 : Math.sqrt(squares / judged), judged, leftOut);
    }

    /**
     * @param worst of the windows judged, as a share of the rate
     * @param rms root of the mean square
     * @param judged windows
     * @param leftOut windows
     */
    record Error(double worst, double rms, int judged, int leftOut) {}
}
