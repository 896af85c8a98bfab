package io.ringlane.cloud.traffic;

/**
 * How many windows are outside a range of rates, and which were the first. Constant memory; allocates nothing after it is made.
 * One thread.
 */
public final class WindowTally {

    /** As many are worth naming; more than these say nothing new. */
    public static final int MOST_REMEMBERED = 64;

    private final double leastBitsPerSecond;
    private final double mostBitsPerSecond;
    private final long[] atNs = new long[MOST_REMEMBERED];
    private final long[] bitsPerSecond = new long[MOST_REMEMBERED];
    private long windows;
    private long outside;

    /**
     * @param leastBitsPerSecond a window of less is outside
     * @param mostBitsPerSecond a window of more is outside
     */
    public WindowTally(final double leastBitsPerSecond, final double mostBitsPerSecond) {
        this.leastBitsPerSecond = leastBitsPerSecond;
        this.mostBitsPerSecond = mostBitsPerSecond;
    }

    /** A window has ended. */
    void add(final long startNs, final long rate) {
        windows++;
        if (rate < leastBitsPerSecond || rate > mostBitsPerSecond) {
            if (outside < MOST_REMEMBERED) {
                atNs[(int) outside] = startNs;
                bitsPerSecond[(int) outside] = rate;
            }
            outside++;
        }
    }

    /** Windows there were. */
    public long windows() {
        return windows;
    }

    /** Those outside. */
    public long outside() {
        return outside;
    }

    /** Of how many of them the rest is known, the first ones; up to {@value #MOST_REMEMBERED}. */
    public int remembered() {
        return (int) Math.min(outside, MOST_REMEMBERED);
    }

    /** Where one of them starts, from 0, the first. */
    public long atNs(final int index) {
        return atNs[index];
    }

    /** Its rate. */
    public long bitsPerSecond(final int index) {
        return bitsPerSecond[index];
    }
}
