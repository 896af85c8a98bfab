package io.ringlane.cloud.traffic;

/**
 * The leanest and the fullest window of a stream of bytes: of consecutive windows of one width, or of windows that overlap,
 * each starting a {@value #FINE_STEPS}th of the width later, so that no grid hides a dent on its border.
 *
 * <p>Only whole windows inside the measured duration count. Constant time a packet and constant memory. One thread.
 */
public final class WindowExtremes {

    /** Steps in a window of {@link #overlapping}. */
    public static final int FINE_STEPS = 100;

    private final long stepNs;
    private final long stepLimit;
    private final long[] ring; // bytes of the last closed steps
    private long closedSteps;
    private long edgeNs; // where the open step ends
    private long openBytes;
    private long sumBytes;
    private long leastBytes = Long.MAX_VALUE;
    private long leastAtNs;
    private long mostBytes = -1;
    private long mostAtNs;
    private WindowTally tally; // null where nothing is wanted of the windows

    private WindowExtremes(final long widthNs, final int steps, final long durationNs) {
        if (widthNs < steps) {
            throw new IllegalArgumentException(
                    "a window of " + widthNs + " ns is too short; take " + steps + " or more");
        }
        this.ring = new long[steps];
        this.stepNs = widthNs / steps;
        this.stepLimit = durationNs / stepNs;
        this.edgeNs = stepNs;
    }

    /**
     * Windows side by side from the start on.
     *
     * @param widthNs a window's width, 1 ns or more
     * @param durationNs what is measured; shorter than a window, and there is none
     */
    public static WindowExtremes consecutive(final long widthNs, final long durationNs) {
        return new WindowExtremes(widthNs, 1, durationNs);
    }

    /**
     * Windows that overlap.
     *
     * @param widthNs a window's width, {@value #FINE_STEPS} ns or more, cut to a multiple of it
     * @param durationNs as for {@link #consecutive}
     */
    public static WindowExtremes overlapping(final long widthNs, final long durationNs) {
        return new WindowExtremes(widthNs, FINE_STEPS, durationNs);
    }

    /** Also counts the windows that are outside a range, of consecutive ones. Before traffic. */
    public void tally(final WindowTally wanted) {
        if (ring.length != 1) {
            throw new IllegalStateException("only windows side by side can be counted");
        }
        tally = wanted;
    }

    /** The windows outside a range; null unless {@link #tally(WindowTally) counted}. */
    public WindowTally tally() {
        return tally;
    }

    /**
     * Counts bytes.
     *
     * @param atNs when, from the start of the measurement; a time before an earlier call's counts as that call's step
     */
    public void add(final long atNs, final long bytes) {
        if (atNs >= edgeNs) {
            closeTo(Math.min(atNs / stepNs, stepLimit));
        }
        if (closedSteps < stepLimit) {
            openBytes += bytes;
        }
    }

    /** Ends the measurement: what is left of the duration stayed empty. */
    public void finish() {
        closeTo(stepLimit);
    }

    private void closeTo(final long step) {
        while (closedSteps < step) {
            if (sumBytes == 0 && openBytes == 0 && leastBytes == 0) {
                for (long empty = closedSteps; tally != null && empty < step; empty++) {
                    tally.add(empty * stepNs, 0);
                }
                closedSteps = step; // nothing but empty windows up to there, and the leanest is empty already
                break;
            }
            final int slot = (int) (closedSteps % ring.length);
            sumBytes += openBytes - ring[slot];
            ring[slot] = openBytes;
            openBytes = 0;
            closedSteps++;
            if (closedSteps >= ring.length) {
                judge((closedSteps - ring.length) * stepNs);
            }
        }
        edgeNs = (closedSteps + 1) * stepNs;
    }

    private void judge(final long startNs) {
        if (tally != null) {
            tally.add(startNs, bitsPerSecond(sumBytes, widthNs()));
        }
        if (sumBytes < leastBytes) {
            leastBytes = sumBytes;
            leastAtNs = startNs;
        }
        if (sumBytes > mostBytes) {
            mostBytes = sumBytes;
            mostAtNs = startNs;
        }
    }

    /** Whether a whole window fit. */
    public boolean isEmpty() {
        return mostBytes < 0;
    }

    /** A window's width. */
    public long widthNs() {
        return stepNs * ring.length;
    }

    /** Rate of the leanest window. */
    public long leastBitsPerSecond() {
        return bitsPerSecond(leastBytes);
    }

    /** Where the leanest window starts. */
    public long leastAtNs() {
        return leastAtNs;
    }

    /** Rate of the fullest window. */
    public long mostBitsPerSecond() {
        return bitsPerSecond(mostBytes);
    }

    /** Where the fullest window starts. */
    public long mostAtNs() {
        return mostAtNs;
    }

    private long bitsPerSecond(final long bytes) {
        return isEmpty() ? 0 : bitsPerSecond(bytes, widthNs());
    }

    private static long bitsPerSecond(final long bytes, final long widthNs) {
        return Math.round(bytes * 8e9 / widthNs);
    }
}
