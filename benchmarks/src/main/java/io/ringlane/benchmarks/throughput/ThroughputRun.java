package io.ringlane.benchmarks.throughput;

import io.ringlane.benchmarks.datapath.FrameSet;
import io.ringlane.benchmarks.datapath.Load;
import io.ringlane.benchmarks.datapath.Mode;
import io.ringlane.benchmarks.datapath.Testbed;
import io.ringlane.benchmarks.generator.OpenLoop;
import io.ringlane.benchmarks.generator.Placement;
import io.ringlane.benchmarks.modes.Testbeds;
import io.ringlane.benchmarks.report.RunFacts;
import io.ringlane.benchmarks.search.SearchListener;
import io.ringlane.benchmarks.search.SearchResult;
import io.ringlane.benchmarks.search.ThroughputSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Runs the searches of a plan, one after the other, each on a test bed of its own. */
final class ThroughputRun {

    private final SearchPlan plan;
    private final BiFunction<Mode, FrameSet, SearchListener> listeners;

    /** @param listeners hear of each search's trials */
    ThroughputRun(final SearchPlan plan, final BiFunction<Mode, FrameSet, SearchListener> listeners) {
        this.plan = plan;
        this.listeners = listeners;
    }

    /** @throws IllegalStateException if a test bed's own check fails: frames vanished, or counters disagree */
    ThroughputResult run() {
        final Map<String, String> machine = facts();
        final List<Finding> findings = new ArrayList<>();
        for (final Mode mode : plan.modes()) {
            for (final FrameSet frames : plan.frames()) {
                findings.add(new Finding(mode, frames, search(mode, frames)));
            }
        }
        if (plan.placement() == Placement.TWO_THREADS) {
            machine.put("cores after", facts().get("cores"));
        }
        return new ThroughputResult(plan, machine, findings);
    }

    private SearchResult search(final Mode mode, final FrameSet frames) {
        final Load load = Load.of(mode, frames, plan.flows());
        final Testbed bed = plan.placement() == Placement.ONE_THREAD ? Testbeds.of(load) : Testbeds.started(load);
        try (bed) {
            final SearchResult result = new ThroughputSearch(
                            plan.goals(),
                            plan.settings(),
                            new OpenLoop(bed, plan.placement(), System::nanoTime),
                            System::nanoTime,
                            listeners.apply(mode, frames))
                    .run();
            bed.verify();
            return result;
        }
    }

    private static Map<String, String> facts() {
        return RunFacts.parse(RunFacts.ofThisMachine());
    }
}
