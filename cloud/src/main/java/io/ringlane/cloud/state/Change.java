package io.ringlane.cloud.state;

import java.util.Set;

/**
 * What a change did.
 *
 * @param after the state that stands now
 * @param touched {@link Dependency} numbers of everything whose change a decision could notice
 * @param routes those of them that nothing but coming, going or changed routes have touched
 * @param interfaces keys of interfaces that were made, changed, moved or removed
 * @param instances keys of instances that were made or changed
 */
public record Change(
        RegionState after, Set<Long> touched, Set<Long> routes, Set<Long> interfaces, Set<Long> instances) {}
