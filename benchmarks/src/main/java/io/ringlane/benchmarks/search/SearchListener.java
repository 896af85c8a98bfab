package io.ringlane.benchmarks.search;

import java.util.List;

/** Hears of a search while it runs. */
@FunctionalInterface
public interface SearchListener {

    /**
     * A trial ended.
     *
     * @param results what would be the result if the search ended now
     */
    void onTrial(Trial trial, List<GoalResult> results);
}
