package io.ringlane.cloud.report;

import io.ringlane.cloud.report.Style.Ink;
import io.ringlane.cloud.run.RunObserver;
import io.ringlane.core.rate.Units;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a run is: one line redrawn in place on a terminal, a plain line every few seconds elsewhere. Writes to
 * standard error, so that the table or the JSON on standard output stays clean.
 *
 * <p>Threads: those of {@link RunObserver}. A call that draws nothing costs one clock reading.
 */
public final class Progress implements RunObserver, AutoCloseable {

    /** Ten a second look alive; more only burn the processor that the run needs. */
    static final long REDRAW_NS = 100_000_000L;

    /** Few enough that a day's log stays readable, often enough that a CI system does not think the job hangs. */
    static final long PLAIN_LINE_NS = 5_000_000_000L;

    private static final int BAR_CELLS = 30;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final Style style;
    private final boolean isTerminal;
    private final LongSupplier nanoClock;
    private final long intervalNs;

    private Phase phase = Phase.PREPARING;
    private long startNs;
    private long nextDrawNs;
    private boolean isDrawn;

    /**
     * @param isTerminal whether {@code err} can go back to the start of its line
     * @param nanoClock the machine's clock, {@code System::nanoTime} outside tests
     */
    public Progress(PrintWriter err, Style style, boolean isTerminal, LongSupplier nanoClock) {
        this.err = err;
        this.style = style;
        this.isTerminal = isTerminal;
        this.nanoClock = nanoClock;
        this.intervalNs = isTerminal ? REDRAW_NS : PLAIN_LINE_NS;
        this.startNs = nanoClock.getAsLong();
        this.nextDrawNs = isTerminal ? startNs : startNs + intervalNs;
    }

    @Override
    public void onPhase(Phase phase) {
        this.phase = phase;
        if (phase == Phase.RUNNING) {
            startNs = nanoClock.getAsLong();
        }
        if (isTerminal) {
            nextDrawNs = nanoClock.getAsLong();
        }
        if (phase != Phase.RUNNING) {
            draw(0, 0);
        }
    }

    @Override
    public void onProgress(long elapsedNs, long durationNs) {
        draw(elapsedNs, durationNs);
    }

    private void draw(long elapsedNs, long durationNs) {
        long nowNs = nanoClock.getAsLong();
        if (nextDrawNs - nowNs > 0) {
            return;
        }
        nextDrawNs = nowNs + intervalNs;
        String name = phase.name().toLowerCase(Locale.ROOT);
        if (isTerminal) {
            err.print(CLEAR_LINE + bar(name, elapsedNs, durationNs, nowNs));
            isDrawn = true;
        } else {
            err.println("ringlane: " + name + text(elapsedNs, durationNs, nowNs));
        }
        err.flush();
    }

    private String bar(String name, long elapsedNs, long durationNs, long nowNs) {
        if (durationNs <= 0) {
            return style.ink(Ink.FAINT, style.text(name + text(elapsedNs, durationNs, nowNs) + " …"));
        }
        int full = (int) Math.min(BAR_CELLS, Math.round((double) BAR_CELLS * elapsedNs / durationNs));
        return name + " "
                + style.ink(Ink.GOOD, style.text("█".repeat(full)))
                + style.ink(Ink.FAINT, style.text("░".repeat(BAR_CELLS - full)))
                + text(elapsedNs, durationNs, nowNs);
    }

    private String text(long elapsedNs, long durationNs, long nowNs) {
        if (durationNs <= 0) {
            return elapsedNs > 0 ? ", " + Units.formatNanos(coarse(elapsedNs)) + " of traffic" : "";
        }
        long percent = Math.min(100, (long) (100.0 * elapsedNs / durationNs));
        String text = String.format(
                Locale.ROOT,
                " %3d%%  %s of %s",
                percent,
                Units.formatNanos(coarse(Math.min(elapsedNs, durationNs))),
                Units.formatNanos(durationNs));
        if (percent < 3 || elapsedNs >= durationNs) {
            return text;
        }
        double leftSeconds = (nowNs - startNs) / 1e9 * (durationNs - elapsedNs) / elapsedNs;
        return text + String.format(Locale.ROOT, ", %.0f s left", leftSeconds);
    }

    /** Ends on whole milliseconds, or the figure would flicker too fast to read. */
    private static long coarse(long ns) {
        return ns < 1_000_000 ? ns : ns / 1_000_000 * 1_000_000;
    }

    /** Takes the bar off the terminal. A second close does nothing. */
    @Override
    public void close() {
        if (isDrawn) {
            err.print(CLEAR_LINE);
            err.flush();
            isDrawn = false;
        }
    }
}
