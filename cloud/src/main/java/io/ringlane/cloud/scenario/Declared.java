package io.ringlane.cloud.scenario;

import io.ringlane.cloud.scenario.YamlNode.Mapping;
import io.ringlane.cloud.scenario.YamlNode.Scalar;
import io.ringlane.cloud.scenario.YamlNode.Sequence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The names that each list of a document gives, known before anything of it is read: networks refer back and forth. */
final class Declared {

    private final Map<String, Set<String>> names = new LinkedHashMap<>();

    Declared(Mapping root) {
        root.entries().forEach((section, entry) -> {
            if (entry.value() instanceof Sequence sequence) {
                for (final YamlNode item : sequence.items()) {
                    if (item instanceof Mapping mapping && mapping.get("name") instanceof Scalar name) {
                        add(section, name.text());
                    }
                }
            }
        });
    }

    /** One more name. */
    void add(String section, String name) {
        names.computeIfAbsent(section, key -> new LinkedHashSet<>()).add(name);
    }

    /** The names of some lists together, in their order. */
    Collection<String> of(String... sections) {
        final Set<String> all = new LinkedHashSet<>();
        for (final String section : sections) {
            all.addAll(names.getOrDefault(section, Set.of()));
        }
        return all;
    }
}
