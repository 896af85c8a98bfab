package io.ringlane.cloud.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The names a scenario may use that are not its own.
 *
 * @param instanceTypes the types that can be launched; empty when any may be
 * @param relations how two hosts can stand to each other, nearest first
 */
public record Vocabulary(Set<String> instanceTypes, Collection<String> relations) {

    /** Path relations, from sharing a host to different zones. */
    static final List<String> RELATIONS =
            List.of("same-host", "same-rack", "same-data-centre", "same-zone", "cross-zone");

    public Vocabulary {
        instanceTypes = Set.copyOf(instanceTypes);
        relations = List.copyOf(relations);
    }

    /** What ships with this release. */
    public static Vocabulary builtIn() {
        return new Vocabulary(Set.of(), RELATIONS);
    }
}
