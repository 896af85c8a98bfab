package io.ringlane.benchmarks.search;

/**
 * What a search found for one goal. A result is regular if it has both bounds, proven and within the goal's width.
 *
 * @param lower relevant lower bound, packets a second: the highest load the system carries; NaN if there is none
 * @param upper relevant upper bound: the lowest load it does not carry; NaN if there is none
 * @param conditionalThroughput forwarding rate at the lower bound, as the goal's exceed ratio takes it; NaN without one
 * @param shortfall why the result is not regular; null if it is
 */
public record GoalResult(Goal goal, double lower, double upper, double conditionalThroughput, Shortfall shortfall) {

    /** Whether both bounds are proven and near enough. */
    public boolean isRegular() {
        return shortfall == null;
    }
}
