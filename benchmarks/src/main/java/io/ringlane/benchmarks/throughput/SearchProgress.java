package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.SearchListener;
import io.ringlane.benchmarks.search.Trial;
import io.ringlane.cloud.report.Style;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a search is: one line redrawn in place on a terminal, a plain line every few seconds elsewhere. A line is drawn
 * between two trials, so that it takes no time from them.
 */
final class SearchProgress implements SearchListener {

    private static final long PLAIN_LINE_NS = 5_000_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final String subject;
    private final PrintWriter err;
    private final Style style;
    private final boolean isTerminal;
    private final LongSupplier nanoClock;
    private final long startNs;
    private long nextNs;

    /**
     * @param subject what is searched, for instance {@code forward, 64 bytes}
     * @param isTerminal whether {@code err} can go back to the start of its line
     */
    SearchProgress(
            final String subject,
            final PrintWriter err,
            final Style style,
            final boolean isTerminal,
            final LongSupplier nanoClock) {
        this.subject = subject;
        this.err = err;
        this.style = style;
        this.isTerminal = isTerminal;
        this.nanoClock = nanoClock;
        this.startNs = nanoClock.getAsLong();
        this.nextNs = startNs;
    }

    @Override
    public void onTrial(final Trial trial, final List<GoalResult> results) {
        final long nowNs = nanoClock.getAsLong();
        final String line = style.text(line(trial, results, nowNs));
        if (isTerminal) {
            err.print(CLEAR_LINE + line);
        } else if (nowNs - nextNs >= 0) {
            err.println("search: " + line);
            nextNs = nowNs + PLAIN_LINE_NS;
        }
        err.flush();
    }

    private String line(final Trial trial, final List<GoalResult> results, final long nowNs) {
        final StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %.0f s, trial %d at %s %s",
                subject,
                (nowNs - startNs) / 1e9,
                trial.index() + 1,
                Wording.rate(trial.load()),
                trial.tally().isVoid()
                        ? "void"
                        : "lost " + Wording.share(trial.tally().lossRatio())));
        for (final GoalResult goal : results) {
            line.append("; ").append(goal.goal().name()).append(' ').append(Wording.range(goal.likely()));
        }
        return line.toString();
    }

    /** Takes the line off the terminal. */
    void end() {
        if (isTerminal) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
