package io.ringlane.cloud.cli;

import io.ringlane.cloud.scenario.Scenario;
import io.ringlane.cloud.scenario.ScenarioException;
import io.ringlane.cloud.scenario.ScenarioLoader;
import io.ringlane.cloud.scenario.Vocabulary;
import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Where commands find their scenario, and the names it may use. */
final class Scenarios {

    private Scenarios() {}

    /** @param file null for the built-in tour */
    static Scenario load(Path file) throws ScenarioException {
        return file == null ? ScenarioLoader.tour() : ScenarioLoader.load(file, vocabulary());
    }

    /** Every instance type of the catalogue, and the relations that ship. */
    static Vocabulary vocabulary() {
        return new Vocabulary(
                Catalogue.builtIn().types().stream().map(InstanceType::name).collect(Collectors.toSet()),
                Vocabulary.builtIn().relations());
    }
}
