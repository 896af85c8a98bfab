package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.search.GoalResult;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.Trial;
import io.ringlane.cloud.plot.Svg;
import io.ringlane.cloud.plot.Ticks;
import io.ringlane.core.rate.Units;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Load against loss, a dot a trial, each goal's bounds as lines with a band between them. One of a search has everything on a
 * linear scale from zero, another only the loads around the bounds.
 */
final class LoadLossChart {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 18;
    private static final int TOP = 26;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;

    /** Relative distance to the outermost bounds that a close view shows. */
    private static final double MARGIN = 0.012;

    private static final double LEAST_LOSS_SHOWN = 0.01;

    private final SearchResult result;
    private final double minLoad;
    private final double maxLoad;
    private final double maxLoss;

    private LoadLossChart(final SearchResult result, final double minLoad, final double maxLoad) {
        this.result = result;
        this.minLoad = minLoad;
        this.maxLoad = maxLoad;
        this.maxLoss = Math.max(
                LEAST_LOSS_SHOWN,
                result.trials().stream()
                                .filter(this::isShown)
                                .mapToDouble(trial -> trial.tally().lossRatio())
                                .max()
                                .orElse(0)
                        * 1.05);
    }

    /** Every trial. */
    static LoadLossChart whole(final SearchResult result) {
        final double most =
                result.trials().stream().mapToDouble(Trial::load).max().orElse(1);
        return new LoadLossChart(result, 0, most * 1.02);
    }

    /** The trials around the bounds; all of them where there is no bound. */
    static LoadLossChart close(final SearchResult result) {
        final double[] bounds = result.goals().stream()
                .flatMapToDouble(goal ->
                        DoubleStream.of(goal.likely().lower(), goal.likely().upper()))
                .filter(bound -> !Double.isNaN(bound))
                .sorted()
                .toArray();
        return bounds.length == 0
                ? whole(result)
                : new LoadLossChart(result, bounds[0] * (1 - MARGIN), bounds[bounds.length - 1] * (1 + MARGIN));
    }

    private boolean isShown(final Trial trial) {
        return trial.load() >= minLoad && trial.load() <= maxLoad;
    }

    /** @param id unique in the page */
    String render(final String id, final String title) {
        final Svg svg = new Svg(WIDTH, HEIGHT, id, title, description());
        axes(svg);
        final List<GoalResult> goals = result.goals();
        for (int i = 0; i < goals.size(); i++) {
            bounds(svg, goals.get(i), "c" + i, i);
        }
        for (final Trial trial : result.trials()) {
            if (isShown(trial)) {
                svg.dot(colour(trial) + " dot", x(trial.load()), y(trial.tally().lossRatio()), hint(trial));
            }
        }
        return svg.end();
    }

    private String description() {
        final StringBuilder text = new StringBuilder("One dot a trial.");
        for (final GoalResult goal : result.goals()) {
            text.append(' ')
                    .append(goal.goal().name())
                    .append(": ")
                    .append(Wording.range(goal.bounds()))
                    .append('.');
        }
        return text.toString();
    }

    private void axes(final Svg svg) {
        for (final double tick : Ticks.linear(maxLoss, TICKS)) {
            svg.line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
            svg.text("", LEFT - 8, y(tick) + 4, "end", String.format(Locale.ROOT, "%s%%", number(100 * tick)));
        }
        for (final double offset : Ticks.linear(maxLoad - minLoad, TICKS)) {
            final double load = minLoad + offset;
            svg.text("", x(load), HEIGHT - BOTTOM + 18, "middle", Units.formatPacketsPerSecond(Math.round(load)));
        }
        svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        svg.text("", WIDTH - RIGHT, HEIGHT - 6, "end", "intended load");
        svg.text("", LEFT, 14, "start", "lost of what was offered");
    }

    private void bounds(final Svg svg, final GoalResult goal, final String colour, final int row) {
        final boolean hasLower = !Double.isNaN(goal.bounds().lower());
        final boolean hasUpper = !Double.isNaN(goal.bounds().upper());
        if (hasLower && hasUpper) {
            svg.rect(
                    colour + " band",
                    x(goal.bounds().lower()),
                    TOP,
                    Math.max(1, x(goal.bounds().upper()) - x(goal.bounds().lower())),
                    HEIGHT - BOTTOM - TOP,
                    goal.goal().name() + ": " + Wording.range(goal.bounds()));
        }
        if (hasLower) {
            svg.line(
                    colour + " line",
                    x(goal.bounds().lower()),
                    TOP,
                    x(goal.bounds().lower()),
                    HEIGHT - BOTTOM);
            svg.text(
                    "label",
                    x(goal.bounds().lower()) - 4,
                    TOP + 12 + 14 * row,
                    "end",
                    goal.goal().name());
        }
        if (hasUpper) {
            svg.line(
                    colour + " line",
                    x(goal.bounds().upper()),
                    TOP,
                    x(goal.bounds().upper()),
                    HEIGHT - BOTTOM);
        }
    }

    /** By what the trial counted as: as the first goal that it met, none if it met none or had no say. */
    private String colour(final Trial trial) {
        if (result.isDiscarded(trial)) {
            return "zero";
        }
        final List<GoalResult> goals = result.goals();
        for (int i = 0; i < goals.size(); i++) {
            if (trial.tally().lossRatio() <= goals.get(i).goal().lossRatio()) {
                return "c" + i;
            }
        }
        return "c3";
    }

    private String hint(final Trial trial) {
        return String.format(
                Locale.ROOT,
                "trial %d at %s: lost %s%s",
                trial.index() + 1,
                Wording.rate(trial.load()),
                Wording.share(trial.tally().lossRatio()),
                trial.tally().isVoid() ? ", void" : result.isDiscarded(trial) ? ", outdated" : "");
    }

    private static String number(final double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2g", value);
    }

    private double x(final double load) {
        return LEFT + (load - minLoad) / (maxLoad - minLoad) * (WIDTH - LEFT - RIGHT);
    }

    private double y(final double loss) {
        return HEIGHT - BOTTOM - loss / maxLoss * (HEIGHT - BOTTOM - TOP);
    }
}
