package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.Scenario.ExpectSpec;
import io.ringlane.core.rate.Units;

/** Warns of a queue at the caps that is too short for what the wall clock and other programs do to threads. */
final class RealClockLint {

    /** So long a shared machine takes a core from a thread every few seconds; {@code scenarios/real} has it in its settings. */
    private static final long LEAST_HORIZON_NS = 5_000_000;

    private RealClockLint() {}

    /** Says nothing where nobody expects a rate. */
    static void check(SoundPart sound, Problems problems) {
        final Scenario scenario = sound.scenario();
        final long given = scenario.settings().flowHorizonNs();
        if ("real".equals(scenario.run().clock())
                && given < LEAST_HORIZON_NS // as the default is
                && scenario.expect().stream().anyMatch(RealClockLint::isOfRate)) {
            problems.warning(
                    sound.node(given < 0 ? "run" : "settings"),
                    "under the real clock a sender that loses its core for longer than the "
                            + (given < 0 ? "default flow horizon" : "flow horizon, " + Units.formatNanos(given))
                            + ", leaves its cap idle, and the expected rate is missed: write settings: {flowHorizon: "
                            + Units.formatNanos(LEAST_HORIZON_NS).replace(" ", "") + "} or more");
        }
    }

    private static boolean isOfRate(ExpectSpec expect) {
        return expect.flow() != null && expect.deliveredBitsPerSecond() > 0;
    }
}
