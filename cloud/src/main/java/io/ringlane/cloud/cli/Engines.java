package io.ringlane.cloud.cli;

import io.ringlane.cloud.replay.ReplayRunner;
import io.ringlane.cloud.replay.Replayer;
import io.ringlane.cloud.run.Runner;
import io.ringlane.cloud.run.ScenarioRunner;

/** What the commands call to get packets moving; the one place that names the classes that do it. */
record Engines(Runner runner, Replayer replayer) {

    static Engines standard() {
        return new Engines(new ScenarioRunner(), new ReplayRunner());
    }
}
