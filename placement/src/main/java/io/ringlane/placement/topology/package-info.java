/**
 * The region's buildings: zones, data centres, racks and hosts by arithmetic on int ids, and what each host has left.
 *
 * <p>A region costs the same whatever its size; {@link io.ringlane.placement.topology.Hosts} keeps a few bytes a host.
 * {@code Region} is immutable, any thread; {@code Hosts} belongs to one thread at a time. Knows nothing of groups.
 */
package io.ringlane.placement.topology;
