package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.datapath.FlowSet;
import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.search.Goal;
import io.ringlane.benchmarks.search.SearchSettings;
import java.util.List;

/**
 * What a call searches: every mode with every frame set.
 *
 * @param flows flows the packets are drawn from
 * @param goals in the order of the table
 * @param settings of each search
 */
record SearchPlan(
        List<Mode> modes,
        List<FrameSet> frames,
        FlowSet flows,
        Placement placement,
        List<Goal> goals,
        SearchSettings settings) {

    /** No search takes longer: three, and what is around them, end within ten minutes. */
    static final long LIMIT_NS = 190_000_000_000L;

    /** Lowest load: ten thousand frames a trial, so that a loss ratio means something. */
    static final double MIN_LOAD = 10_000;

    private static final long QUICK_TRIAL_NS = 100_000_000L;
    private static final long QUICK_SUM_NS = 7 * QUICK_TRIAL_NS;
    private static final double QUICK_WIDTH = 0.02;

    /** NDR and PDR as the method has them. */
    static List<Goal> standardGoals() {
        return List.of(Goal.ndr(), Goal.pdr());
    }

    /** The same, rougher: trials of 100 ms, 0.7 s of them, bounds within 2 %. */
    static List<Goal> quickGoals() {
        return standardGoals().stream()
                .map(goal -> goal.with(QUICK_TRIAL_NS, QUICK_SUM_NS, QUICK_WIDTH))
                .toList();
    }
}
