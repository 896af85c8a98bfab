package io.ringlane.benchmarks.search;

import java.util.List;

/**
 * Says which load one goal wants to see next.
 *
 * <p>It first leans: every load tried is taken for what most of its trials say, and the interval between the two bounds that
 * follow is narrowed, on one trial a load while it is wide, on three once it is not. Only the last two loads are then proven,
 * by as many trials as the goal asks for. A load whose proof has begun is tried until it is decided, whatever it looks like
 * meanwhile: where capacity wanders, looks change with every few trials, and a search that followed them would decide nothing. A
 * lean that was wrong shows when it is proven: the load changes sides, and the interval with it.
 */
final class Selector {

    /** Steps; in a wider interval one trial at each end is enough to go on. */
    private static final int WIDE = 8;

    /** Trials that have to agree about the ends of an interval that is neither wide nor final. */
    private static final int TRIALS_WHEN_NARROW = 3;

    /** Of a load that loses more, the forwarding rate says where to look; of one that loses less, it says next to nothing. */
    private static final double TELLING_LOSS = 0.01;

    private static final int FIRST_REACH = 2;

    private final Goal goal;
    private final LoadGrid grid;
    private final TrialLog log;
    private int contested = Bounds.NONE; // the step being proven, whatever its trials look like meanwhile
    private int reach = FIRST_REACH; // steps to the next load outside of what is known; doubles

    Selector(final Goal goal, final LoadGrid grid, final TrialLog log) {
        this.goal = goal;
        this.grid = grid;
        this.log = log;
    }

    Goal goal() {
        return goal;
    }

    /** The bounds that are proven. */
    Bounds proven() {
        return Bounds.of(log, step -> evidence(step).verdict());
    }

    /** The bounds as they look. */
    Bounds leaning() {
        final Bounds proven = proven();
        return Bounds.of(log, step -> leaning(step, proven));
    }

    /** What is proven has the say about loads that are not, on its far side: more load never loses less. */
    private Verdict leaning(final int step, final Bounds proven) {
        final Verdict verdict = evidence(step).verdict();
        if (verdict != Verdict.UNDECIDED) {
            return verdict;
        }
        if (step < proven.lower()) {
            return Verdict.LOWER;
        }
        return evidence(step).leansUpper() ? Verdict.UPPER : Verdict.LOWER;
    }

    /** Whether a load is under way to its verdict; its trials should be of one time. */
    boolean isProving() {
        return contested != Bounds.NONE && !isProven(contested);
    }

    private Evidence evidence(final int step) {
        return Evidence.of(goal, log.at(step));
    }

    private boolean isProven(final int step) {
        return evidence(step).verdict() != Verdict.UNDECIDED;
    }

    /** After the log was cleared: what is known is near. */
    void startAnew() {
        reach = FIRST_REACH;
        contested = Bounds.NONE;
    }

    /**
     * The step to try next.
     *
     * @param ceiling highest step that can be offered
     * @return {@link Bounds#NONE} if nothing is left to find out
     */
    int next(final int ceiling) {
        final Bounds bounds = leaning();
        final int wanted = wanted(bounds);
        if (wanted <= ceiling) {
            return wanted;
        }
        // Beyond what can be offered: the most that can be is all there is to learn.
        return bounds.lower() < ceiling ? ceiling : isProven(bounds.lower()) ? Bounds.NONE : bounds.lower();
    }

    private int wanted(final Bounds bounds) {
        if (isProving()) {
            return contested;
        }
        contested = Bounds.NONE;
        if (!bounds.hasUpper()) {
            return bounds.hasLower() ? above(bounds.lower()) : grid.top();
        }
        if (!bounds.hasLower()) {
            return below(bounds.upper());
        }
        if (bounds.gap() == 1) {
            final int early = unproven(bounds, (double) TRIALS_WHEN_NARROW * goal.trialNs());
            contested = early != Bounds.NONE ? Bounds.NONE : unproven(bounds, goal.durationSumNs());
            return early != Bounds.NONE ? early : contested;
        }
        final boolean isWide = bounds.gap() > WIDE;
        final int doubtful = isWide ? Bounds.NONE : unproven(bounds, (double) TRIALS_WHEN_NARROW * goal.trialNs());
        return doubtful != Bounds.NONE ? doubtful : between(bounds);
    }

    /** The bound that this much time of trials leaves undecided; of two, the one with fewer trials. */
    private int unproven(final Bounds bounds, final double durationSumNs) {
        final boolean isLowerOpen = evidence(bounds.lower()).verdict(durationSumNs) == Verdict.UNDECIDED;
        final boolean isUpperOpen = evidence(bounds.upper()).verdict(durationSumNs) == Verdict.UNDECIDED;
        if (isLowerOpen && isUpperOpen) {
            final boolean isLowerBehind =
                    log.at(bounds.lower()).size() <= log.at(bounds.upper()).size();
            return isLowerBehind ? bounds.lower() : bounds.upper();
        }
        return isLowerOpen ? bounds.lower() : isUpperOpen ? bounds.upper() : Bounds.NONE;
    }

    private int above(final int lower) {
        if (lower == grid.top()) {
            return isProven(lower) ? Bounds.NONE : lower;
        }
        return Math.min(grid.top(), lower + stride());
    }

    private int below(final int upper) {
        if (upper == 0) {
            return isProven(upper) ? Bounds.NONE : upper;
        }
        final int told = told(upper);
        return told != Bounds.NONE ? told : Math.max(0, upper - stride());
    }

    private int between(final Bounds bounds) {
        final int middle = (bounds.lower() + bounds.upper()) / 2;
        if (bounds.gap() <= WIDE) {
            reach = FIRST_REACH;
            return middle;
        }
        final int told = told(bounds.upper());
        return told > bounds.lower() ? told : Math.min(middle, bounds.lower() + stride());
    }

    private int stride() {
        final int stride = reach;
        reach = Math.min(2 * reach, grid.top());
        return stride;
    }

    /** The step that what came through at an overload points to; {@link Bounds#NONE} if it points nowhere lower. */
    private int told(final int upper) {
        final List<Trial> trials = log.at(upper);
        final Trial last = trials.get(trials.size() - 1);
        if (last.tally().lossRatio() < goal.lossRatio() + TELLING_LOSS) {
            return Bounds.NONE;
        }
        final int told = grid.floor(last.forwardingRate() / (1 - goal.lossRatio()));
        return told < upper ? told : Bounds.NONE;
    }

    /**
     * The result if the search ended now.
     *
     * @param unfinished what to call it if more could still be found out
     */
    GoalResult result(final int ceiling, final Shortfall unfinished) {
        final Bounds bounds = proven();
        final Shortfall shortfall = shortfall(bounds, ceiling, unfinished);
        return new GoalResult(
                goal,
                loads(bounds),
                loads(shortfall == null ? bounds : leaning()),
                bounds.hasLower() ? Evidence.conditionalThroughput(goal, log.at(bounds.lower())) : Double.NaN,
                shortfall);
    }

    private LoadRange loads(final Bounds bounds) {
        return new LoadRange(
                bounds.hasLower() ? grid.load(bounds.lower()) : Double.NaN,
                bounds.hasUpper() ? grid.load(bounds.upper()) : Double.NaN);
    }

    private Shortfall shortfall(final Bounds bounds, final int ceiling, final Shortfall unfinished) {
        if (bounds.hasLower() && bounds.hasUpper() && grid.width(bounds.lower(), bounds.upper()) <= goal.width()) {
            return null;
        }
        if (bounds.lower() == grid.top()) {
            return Shortfall.MAX_LOAD_CARRIED;
        }
        if (bounds.upper() == 0) {
            return Shortfall.MIN_LOAD_LOSSY;
        }
        final int likelyUpper = leaning().upper();
        final boolean isOutOfReach = likelyUpper == Bounds.NONE || likelyUpper > ceiling;
        return ceiling < grid.top() && isOutOfReach ? Shortfall.GENERATOR_LIMIT : unfinished;
    }
}
