package io.ringlane.benchmarks.support;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long one cache line takes from one core to the other and back, as a witness beside every two-core figure.
 * <p>
 * On a virtual machine the two cores may sit on one physical core complex ("near", 50 to 110 ns) or on two ("far", 310
 * to 510 ns), and the host may move them during a run. Two-core figures of a far run are 3 to 5 times worse and say
 * nothing about the code, so only near runs are judged.
 * <p>
 * Threads: {@link #measure()} starts one thread of its own and ends it; call it while no benchmark thread runs.
 *
 * @param roundTripNs median over windows of {@value #WINDOW_ROUND_TRIPS} round trips, in nanoseconds
 * @param bestNs the fastest window
 * @param worstNs the slowest window; far above the median means that the cores moved or that a neighbour stole time
 */
public record CoreDistance(long roundTripNs, long bestNs, long worstNs) {
    /** Between the two clusters of figures seen: 110 near, 310 far. */
    public static final long FAR_NS = 200;

    /** Twice the slowest far figure: beyond it no line travelled, the two threads waited for their turns on a core. */
    private static final long SHARED_NS = 1_000;

    private static final int WINDOWS = 200;
    private static final int WINDOW_ROUND_TRIPS =
            100; // some 10 us: long beside the clock's 24 ns, short beside a time slice
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(2);

    /** On a line of its own: 128 bytes of padding on either side. */
    private static final class Line {
        private static final int INDEX = 16;
        private static final VarHandle ELEMENT =
                MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

        private final long[] padded = new long[2 * INDEX + 1];

        private long getAcquire() {
            return (long) ELEMENT.getAcquire(padded, INDEX);
        }

        private void setRelease(final long value) {
            ELEMENT.setRelease(padded, INDEX, value);
        }
    }

    /** Takes about 10 ms on an idle machine; after 2 s on a busy one it makes do with the windows it has. */
    public static CoreDistance measure() {
        final Line line = new Line();
        final long rounds = (long) WINDOWS * WINDOW_ROUND_TRIPS;
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        final Thread echo = new Thread(() -> echo(line, rounds), "core-distance");
        echo.setDaemon(true);
        echo.start();

        final long[] windowsNs = new long[WINDOWS];
        int windows = 0;
        long value = 0;
        try {
            while (windows == 0 || windows < WINDOWS && System.nanoTime() - deadlineNs < 0) {
                final long startNs = System.nanoTime();
                for (int i = 0; i < WINDOW_ROUND_TRIPS; i++) {
                    line.setRelease(value + 1);
                    value += 2;
                    while (line.getAcquire() != value) { // no spin hint: it alone takes 25 ns
                        continue;
                    }
                }
                windowsNs[windows++] = (System.nanoTime() - startNs) / WINDOW_ROUND_TRIPS;
            }
        } finally {
            line.setRelease(Long.MAX_VALUE); // lets the echo end, whatever it waits for
            join(echo);
        }
        Arrays.sort(windowsNs, 0, windows); // one at least: the first is measured whatever it takes
        return new CoreDistance(windowsNs[windows / 2], windowsNs[0], windowsNs[windows - 1]);
    }

    private static void echo(final Line line, final long rounds) {
        long value = 0;
        for (long i = 0; i < rounds; i++) {
            long seen;
            do {
                seen = line.getAcquire();
            } while (seen < value + 1);
            if (seen == Long.MAX_VALUE) {
                return;
            }
            value += 2;
            line.setRelease(value);
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(LIMIT_NS));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the two cores share a cache, so that a two-core figure taken now means something. */
    public boolean isNear() {
        return roundTripNs < FAR_NS;
    }

    /** Whether other work left the two threads less than a core each; a two-core figure taken now is void. */
    public boolean isShared() {
        return roundTripNs > SHARED_NS;
    }

    /** For instance {@code near: a cache line's round trip takes 78 ns (63 to 1204)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: a cache line's round trip takes %d ns (%d to %d)",
                isNear() ? "near" : isShared() ? "not two cores" : "far",
                roundTripNs,
                bestNs,
                worstNs);
    }
}
