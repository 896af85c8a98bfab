package io.ringlane.benchmarks.search;

/**
 * What a search found for one goal. A result is regular if it has both bounds, proven and within the goal's width.
 *
 * @param bounds the relevant bounds, as far as they are proven
 * @param likely the bounds as they look by what most trials of each load say; the same as {@code bounds} if the result is regular
 * @param conditionalThroughput forwarding rate at the lower bound, as the goal's exceed ratio takes it; NaN without one
 * @param shortfall why the result is not regular; null if it is
 */
public record GoalResult(
        Goal goal, LoadRange bounds, LoadRange likely, double conditionalThroughput, Shortfall shortfall) {

    /** Whether both bounds are proven and near enough. */
    public boolean isRegular() {
        return shortfall == null;
    }
}
