package io.ringlane.cloud.run;

import io.ringlane.cloud.scenario.Scenario;

/** Runs scenarios: places the instances, brings the region up, offers the traffic, and measures what arrives. */
public final class ScenarioRunner implements Runner {

    /**
     * What goes ahead of a run against the wall clock, so that the JVM has seen and compiled all of its code: a run in
     * virtual time, a short one like itself, and traffic of its own that is not measured. Until both loops are compiled for
     * good (about a second), a worker cannot keep 10 Gbit/s; and what the compiler has not seen happen, the end of a
     * source say, it leaves out, and compiles everything around it anew when it happens.
     */
    private static final long VIRTUAL_WARM_UP_NS = 60_000_000;

    private static final long REAL_WARM_UP_NS = 250_000_000;

    @Override
    public RunResult run(final Scenario scenario, final RunObserver observer) {
        observer.onPhase(RunObserver.Phase.PREPARING);
        final boolean virtual = "virtual".equals(scenario.run().clock());
        if (!virtual) {
            run(scenario, true, VIRTUAL_WARM_UP_NS, RunObserver.NONE);
            run(scenario, false, REAL_WARM_UP_NS, RunObserver.NONE);
        }
        return run(scenario, virtual, scenario.run().durationNs(), observer);
    }

    private static RunResult run(
            final Scenario scenario, final boolean isVirtual, final long durationNs, final RunObserver observer) {
        return scenario.network() == null
                ? new DeploymentSession(scenario, isVirtual, durationNs).run(observer)
                : new LiveSession(scenario, isVirtual, durationNs).run(observer);
    }
}
