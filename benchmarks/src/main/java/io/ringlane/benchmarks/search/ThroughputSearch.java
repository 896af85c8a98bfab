package io.ringlane.benchmarks.search;

import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Searches for several goals at once, each trial counting for all of them.
 *
 * <p>It starts at the maximum load and stays there until the rate that comes through is steady: compiled code, clocks and
 * caches need a while. That rate is the result's maximum receive rate, and says roughly where to look. Then the goal whose
 * bounds are farthest apart has the next trial ({@link Selector}), unless one is proving a load, until each has both its bounds
 * proven, one grid step apart: half a goal's width, which leaves the other half to the noise of the decisions. Then the bounds
 * are looked at once more ({@link HoldCheck}); if the system has changed, what was measured before is forgotten and the search
 * goes on from there, while there is time.
 *
 * <p>A void trial is repeated. A load that is out of the generator's reach {@value #OUT_OF_REACH_TRIALS} times is given up, and
 * only loads below what it did offer are tried from then on. A disturbance is sat out, unless it lasts for 20 trials and 20 s.
 */
public final class ThroughputSearch {

    /** Void trials in a row after which the search gives up, if they took as long as below: the machine is too busy for any load. */
    private static final int VOIDS_IN_A_ROW = 20;

    private static final long VOID_LIMIT_NS = 20_000_000_000L;

    /** Trials out of the generator's reach before a load is given up; one may be chance. */
    private static final int OUT_OF_REACH_TRIALS = 3;

    /** Trials at the maximum load whose mean rate is held against that of as many before. */
    private static final int STEADY_TRIALS = 5;

    /** Share of the narrowest goal's width by which those two means may differ. */
    private static final double STEADY_SHARE = 0.25;

    /** Share of the time that is spent on getting steady at most. */
    private static final int STEADY_LIMIT_DIVISOR = 4;

    /** Share of the time after which a search does not begin anew: what was proven then is worth more than nothing. */
    private static final int LAST_RESTART_PERCENT = 60;

    private final SearchSettings settings;
    private final Measurer measurer;
    private final LongSupplier nanoClock;
    private final SearchListener listener;
    private final LoadGrid grid;
    private final TrialLog log = new TrialLog();
    private final HoldCheck hold = new HoldCheck(log);
    private final List<Selector> selectors;
    private final long trialNs;
    private final double width; // of the narrowest goal
    private int ceiling;
    private int voids; // since the last trial that was not void
    private int restarts;
    private boolean isOverturned;
    private long startNs;
    private long lastGoodNs; // when the last trial ended that was not void
    private double maxReceiveRate = Double.NaN;
    private double maxOfferedLoad = Double.NaN;
    private Selector latest;

    /**
     * Describes a search for one use.
     *
     * @param goals at least one; their results come in this order
     * @param nanoClock the measurer's time
     */
    public ThroughputSearch(
            final List<Goal> goals,
            final SearchSettings settings,
            final Measurer measurer,
            final LongSupplier nanoClock,
            final SearchListener listener) {
        this.width = goals.stream().mapToDouble(Goal::width).min().orElseThrow();
        this.settings = settings;
        this.measurer = measurer;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.grid = new LoadGrid(settings.minLoad(), settings.maxLoad(), halfOf(width));
        this.trialNs = goals.stream().mapToLong(Goal::trialNs).max().orElseThrow();
        this.ceiling = grid.top();
        this.selectors =
                goals.stream().map(goal -> new Selector(goal, grid, log)).toList();
    }

    /** Two steps of this make one of the whole. */
    private static double halfOf(final double width) {
        return Math.sqrt(1 + width) - 1;
    }

    /** Runs it, once. */
    public SearchResult run() {
        startNs = nanoClock.getAsLong();
        lastGoodNs = startNs;
        becomeSteady();
        int step = next();
        while (step != Bounds.NONE && mayTry(settings.limitNs())) {
            measure(step);
            isOverturned = hold.isOverturned(selectors);
            if (isOverturned && !mayTry(settings.limitNs() * LAST_RESTART_PERCENT / 100)) {
                break; // too late to find new bounds: these are proven, and the result says that they did not hold
            }
            if (isOverturned) {
                isOverturned = false;
                log.forgetBefore(hold.firstIndex());
                hold.end();
                selectors.forEach(Selector::startAnew);
                restarts++;
            }
            step = next();
        }
        return new SearchResult(
                results(),
                maxReceiveRate,
                maxOfferedLoad,
                log.all(),
                log.firstFresh(),
                restarts,
                isOverturned,
                nanoClock.getAsLong() - startNs);
    }

    private boolean isDisturbed() {
        return voids >= VOIDS_IN_A_ROW && nanoClock.getAsLong() - lastGoodNs >= VOID_LIMIT_NS;
    }

    private boolean mayTry(final long limitNs) {
        return !isDisturbed() && nanoClock.getAsLong() - startNs + trialNs <= limitNs;
    }

    private void becomeSteady() {
        boolean isSteady = false;
        while (!isSteady && mayTry(settings.limitNs() / STEADY_LIMIT_DIVISOR)) {
            measure(ceiling);
            final List<Trial> trials = log.at(ceiling);
            if (!trials.isEmpty()) {
                maxOfferedLoad = grid.load(ceiling);
                maxReceiveRate = meanRate(trials, Math.max(0, trials.size() - STEADY_TRIALS));
                isSteady = trials.size() >= 2 * STEADY_TRIALS && isSteady(trials);
            }
        }
    }

    /** Whether the latest trials' mean differs from that of as many before by little, or by no more than their noise explains. */
    private boolean isSteady(final List<Trial> trials) {
        final int middle = trials.size() - STEADY_TRIALS;
        final double before = meanRate(trials, middle - STEADY_TRIALS);
        final double noise =
                Math.sqrt((variance(trials, middle - STEADY_TRIALS, before) + variance(trials, middle, maxReceiveRate))
                        / STEADY_TRIALS);
        return Math.abs(maxReceiveRate - before) <= Math.max(STEADY_SHARE * width * maxReceiveRate, noise);
    }

    private static double variance(final List<Trial> trials, final int from, final double mean) {
        return trials.stream()
                        .skip(from)
                        .limit(STEADY_TRIALS)
                        .mapToDouble(trial -> (trial.forwardingRate() - mean) * (trial.forwardingRate() - mean))
                        .sum()
                / (STEADY_TRIALS - 1);
    }

    private static double meanRate(final List<Trial> trials, final int from) {
        return trials.stream()
                .skip(from)
                .limit(STEADY_TRIALS)
                .mapToDouble(Trial::forwardingRate)
                .average()
                .orElseThrow();
    }

    /** The step to try next: one being proven, or of the goal whose bounds are farthest apart, else one to look at again. */
    private int next() {
        final List<Selector> byNeed = selectors.stream()
                .sorted(Comparator.comparing((Selector selector) -> !selector.isProving())
                        .thenComparing(selector -> -selector.leaning().gap())
                        .thenComparing(
                                selector -> selector == latest)) // in turn, so that what they go by is of one age
                .toList();
        for (final Selector selector : byNeed) {
            final int step = selector.next(ceiling);
            if (step != Bounds.NONE) {
                latest = selector;
                return step;
            }
        }
        hold.begin(selectors);
        return hold.next(selectors, ceiling);
    }

    /** One trial, or as many as it takes to get one that is not void. */
    private void measure(final int step) {
        double offered = 0;
        int outOfReach = 0;
        do {
            final Tally tally = measurer.measure(grid.load(step), trialNs);
            final Trial trial = log.add(step, grid.load(step), trialNs, tally);
            voids = tally.isVoid() ? voids + 1 : 0;
            lastGoodNs = tally.isVoid() ? lastGoodNs : nanoClock.getAsLong();
            if (tally.schedule() == Schedule.OUT_OF_REACH) {
                outOfReach++;
                offered = Math.max(offered, trial.load() * tally.offeredFrames() / tally.intendedFrames());
            }
            listener.onTrial(trial, results());
        } while (voids > 0 && outOfReach < OUT_OF_REACH_TRIALS && mayTry(settings.limitNs()));
        if (outOfReach == OUT_OF_REACH_TRIALS) {
            ceiling = Math.max(0, Math.min(step - 1, grid.floor(offered)));
        }
    }

    private List<GoalResult> results() {
        final Shortfall unfinished = isDisturbed() ? Shortfall.DISTURBED : Shortfall.OUT_OF_TIME;
        return selectors.stream()
                .map(selector -> selector.result(ceiling, unfinished))
                .toList();
    }
}
