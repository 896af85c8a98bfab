package io.ringlane.benchmarks.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks at proven bounds once more. A system may change while it is searched: compiled code arrives, a processor heats up, a
 * neighbour wakes. A bound proven a minute ago may then be wrong, and no trial at other loads would tell.
 *
 * <p>Each bound gets {@value #TRIALS} trials made after all bounds were proven. Where they contradict it, more follow, until
 * one agrees, or until {@value #CONTRADICTIONS} in a row have contradicted: then older trials no longer say what the system
 * does.
 */
final class HoldCheck {

    private static final int TRIALS = 2;

    /** At a load that half of all trials carry, 1 of 64 checks would take chance for a change. */
    private static final int CONTRADICTIONS = 6;

    private final TrialLog log;
    private List<Bounds> held = List.of(); // a goal each, or none before they are proven
    private int firstIndex;

    HoldCheck(final TrialLog log) {
        this.log = log;
    }

    /** Index of the first trial made to check the present bounds. */
    int firstIndex() {
        return firstIndex;
    }

    /** Begins anew if the bounds are other ones than at the last call. */
    void begin(final List<Selector> selectors) {
        final List<Bounds> bounds = selectors.stream().map(Selector::proven).toList();
        if (!bounds.equals(held)) {
            held = bounds;
            firstIndex = log.size();
        }
    }

    /** Drops the bounds: they are known to be wrong. */
    void end() {
        held = List.of();
    }

    /** The step to try next, {@link Bounds#NONE} if every bound held. */
    int next(final List<Selector> selectors, final int ceiling) {
        for (int i = 0; i < held.size(); i++) {
            for (final int step : steps(held.get(i))) {
                final List<Trial> fresh = log.at(step, firstIndex);
                final boolean isOpen = fresh.size() < TRIALS
                        || fresh.size() < CONTRADICTIONS
                                && isContradicted(selectors.get(i).goal(), i, step, fresh);
                if (isOpen && step <= ceiling) {
                    return step;
                }
            }
        }
        return Bounds.NONE;
    }

    /** Whether trials since {@link #firstIndex} are against a bound. */
    boolean isOverturned(final List<Selector> selectors) {
        for (int i = 0; i < held.size(); i++) {
            for (final int step : steps(held.get(i))) {
                final List<Trial> fresh = log.at(step, firstIndex);
                if (fresh.size() == CONTRADICTIONS
                        && isContradicted(selectors.get(i).goal(), i, step, fresh)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isContradicted(final Goal goal, final int index, final int step, final List<Trial> trials) {
        final boolean isLower = step == held.get(index).lower();
        return trials.stream().noneMatch(trial -> goal.isMetBy(trial) == isLower);
    }

    private static List<Integer> steps(final Bounds bounds) {
        final List<Integer> steps = new ArrayList<>();
        if (bounds.hasLower()) {
            steps.add(bounds.lower());
        }
        if (bounds.hasUpper()) {
            steps.add(bounds.upper());
        }
        return steps;
    }
}
