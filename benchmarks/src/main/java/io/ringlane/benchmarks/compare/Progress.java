package io.ringlane.benchmarks.compare;

import io.ringlane.benchmarks.compare.jmh.BenchmarkCase;
import io.ringlane.benchmarks.compare.session.Schedule;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Says how far a comparison is, on standard error: a bar redrawn for every fork on a terminal, a plain line every half
 * minute elsewhere.
 */
final class Progress implements Schedule.Listener, AutoCloseable {

    private static final int CELLS = 24;
    private static final long PLAIN_LINE_NS = 30_000_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean isTerminal;
    private final boolean isQuiet;
    private final LongSupplier nanoClock;
    private long startNs;
    private long nextLineNs;

    /** @param nanoClock {@code System::nanoTime} outside tests */
    Progress(final PrintStream err, final boolean isTerminal, final boolean isQuiet, final LongSupplier nanoClock) {
        this.err = err;
        this.isTerminal = isTerminal;
        this.isQuiet = isQuiet;
        this.nanoClock = nanoClock;
    }

    /** A line that stays. */
    void say(final String line) {
        if (!isQuiet) {
            err.println((isTerminal ? CLEAR_LINE : "") + "compare: " + line);
        }
    }

    @Override
    public void onFork(final int number, final int planned, final String what) {
        final long nowNs = nanoClock.getAsLong();
        if (number == 1) {
            startNs = nowNs;
            nextLineNs = nowNs;
        }
        if (isQuiet || !isTerminal && nextLineNs - nowNs > 0) {
            return;
        }
        nextLineNs = nowNs + PLAIN_LINE_NS;
        final String text = text(number, planned, what, nowNs);
        if (isTerminal) {
            final int full = CELLS * (number - 1) / Math.max(1, planned);
            err.print(CLEAR_LINE + "[" + "#".repeat(full) + ".".repeat(CELLS - full) + "] " + text);
            err.flush();
        } else {
            err.println("compare: " + text);
        }
    }

    @Override
    public void onMore(final List<BenchmarkCase> undecided, final int forksASide) {
        say("undecided, so up to " + forksASide + " forks a side: "
                + undecided.stream().map(BenchmarkCase::toString).collect(Collectors.joining("; ")));
    }

    private String text(final int number, final int planned, final String what, final long nowNs) {
        final String left = number == 1
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %s left",
                        minutes((nowNs - startNs) / 1e9 / (number - 1) * (planned - number + 1)));
        return "fork " + number + " of " + planned + left + ": " + what;
    }

    private static String minutes(final double seconds) {
        return seconds < 90
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    /** Takes the bar off the terminal. */
    @Override
    public void close() {
        if (isTerminal && !isQuiet) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
