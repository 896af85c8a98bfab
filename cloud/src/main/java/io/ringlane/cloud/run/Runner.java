package io.ringlane.cloud.run;

import io.ringlane.cloud.scenario.Scenario;

/** Runs a scenario to its end and measures it. */
public interface Runner {

    /**
     * Builds the region, offers the traffic, lets what is in flight arrive, and takes everything down again.
     *
     * <p>Threads: blocks the caller until the run is over; {@code observer} is called on the caller's thread.
     *
     * @throws RunException if the scenario cannot be run as it stands; its message is for the user
     */
    RunResult run(Scenario scenario, RunObserver observer);
}
