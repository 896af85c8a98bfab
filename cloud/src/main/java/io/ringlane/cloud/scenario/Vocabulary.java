package io.ringlane.cloud.scenario;

import io.ringlane.placement.catalogue.Catalogue;
import io.ringlane.placement.catalogue.InstanceType;
import io.ringlane.placement.path.PathSettings;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names a scenario may use that are not its own.
 *
 * @param instanceTypes the types that can be launched, in the order in which people would list them
 * @param relations how two instances can stand to each other, as {@code settings.paths} names it; nearest first
 */
public record Vocabulary(Set<String> instanceTypes, List<String> relations) {

    public Vocabulary {
        instanceTypes = Collections.unmodifiableSet(new LinkedHashSet<>(instanceTypes));
        relations = List.copyOf(relations);
    }

    /** What ships with this release. */
    public static Vocabulary builtIn() {
        return of(Catalogue.builtIn());
    }

    /** These names and those of a catalogue's types. */
    Vocabulary with(Catalogue catalogue) {
        final Set<String> types = new LinkedHashSet<>(instanceTypes);
        types.addAll(of(catalogue).instanceTypes);
        return new Vocabulary(types, relations);
    }

    /** Another catalogue, for instance one with types of the user's own. */
    public static Vocabulary of(Catalogue catalogue) {
        final Collection<InstanceType> types = catalogue.types();
        return new Vocabulary(
                new LinkedHashSet<>(types.stream().map(InstanceType::name).toList()), PathSettings.names());
    }
}
