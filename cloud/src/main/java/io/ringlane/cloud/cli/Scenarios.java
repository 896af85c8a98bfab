package io.ringlane.cloud.cli;

import io.ringlane.cloud.run.RunException;
import io.ringlane.cloud.scenario.Scenario;
import java.nio.file.Path;

/** Where {@code run} finds its scenario. */
final class Scenarios {

    private Scenarios() {}

    static Scenario load(Path file) {
        throw new RunException("cannot load " + file);
    }
}
