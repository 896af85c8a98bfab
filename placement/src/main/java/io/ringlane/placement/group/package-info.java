/**
 * Placement groups, and the placer that puts instances on hosts under their rules.
 *
 * <p>Immutable but for {@link io.ringlane.placement.group.Placer}, which belongs to one thread at a time. Knows nothing
 * of what a placement means for traffic; that is {@code path}'s business.
 */
package io.ringlane.placement.group;
