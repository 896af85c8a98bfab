package io.ringlane.core.time;

/**
 * The absences of a spinning thread, by its own looks at the clock.
 *
 * <p>A thread that never waits looks at the clock every few microseconds. Where two looks lie far apart it was not running:
 * another thread had its core, or the machine's host had. The gap, less what it did in it, is the evidence, whatever the
 * operating system admits.
 *
 * <p>Remembers the latest {@value #REMEMBERED} gaps; what was forgotten counts as no absence. One thread looks; others may
 * ask once it has ended. Allocates nothing after construction.
 */
public final class ClockGaps {

    /** Above this two looks count as a gap: some twenty times a busy turn, a fifth of the shortest queue at a cap. */
    public static final long THRESHOLD_NS = 100_000;

    /** What a frame may cost, with its bytes in main memory: a program that is slower than this is not away but slow. */
    private static final long NANOS_A_FRAME = 1_500;

    private static final int REMEMBERED = 1 << 12;

    private final long[] endsNs = new long[REMEMBERED];
    private final long[] lengthsNs = new long[REMEMBERED];
    private long lastNs;
    private long gaps;

    /** @param nowNs the first look */
    public ClockGaps(final long nowNs) {
        lastNs = nowNs;
    }

    /** Looks at the clock after time spent waiting on purpose, which is no absence. */
    public void resume(final long nowNs) {
        lastNs = nowNs;
    }

    /** As {@link #look(long, int, long)} after nothing but frames. */
    public long look(final long nowNs, final int frames) {
        return look(nowNs, frames, 0);
    }

    /**
     * Looks at the clock.
     *
     * @param nowNs the present, not before an earlier look
     * @param frames frames handled since the last look, whose time is no absence
     * @param ownNs what else is known to have taken its time since then
     * @return the absence in nanoseconds; 0 if there was none
     */
    public long look(final long nowNs, final int frames, final long ownNs) {
        final long awayNs = nowNs - lastNs - frames * NANOS_A_FRAME - ownNs;
        lastNs = nowNs;
        if (awayNs < THRESHOLD_NS) {
            return 0;
        }
        final int slot = (int) gaps++ & REMEMBERED - 1;
        endsNs[slot] = nowNs;
        lengthsNs[slot] = awayNs;
        return awayNs;
    }

    /** Nanoseconds of the span from {@code fromNs} to {@code toNs} that lie in remembered gaps. */
    public long absentNs(final long fromNs, final long toNs) {
        long sum = 0;
        for (int i = remembered() - 1; i >= 0; i--) {
            sum += Math.max(0, Math.min(toNs, endsNs[i]) - Math.max(fromNs, endsNs[i] - lengthsNs[i]));
        }
        return sum;
    }

    /** The longest remembered gap that reaches into the span, whole; 0 if there is none. */
    public long longestNs(final long fromNs, final long toNs) {
        long longest = 0;
        for (int i = remembered() - 1; i >= 0; i--) {
            if (endsNs[i] > fromNs && endsNs[i] - lengthsNs[i] < toNs) {
                longest = Math.max(longest, lengthsNs[i]);
            }
        }
        return longest;
    }

    private int remembered() {
        return (int) Math.min(gaps, REMEMBERED);
    }
}
