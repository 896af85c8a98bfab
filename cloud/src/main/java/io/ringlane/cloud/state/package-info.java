/**
 * Everything a region's control plane knows, at one moment.
 *
 * <p>A {@link io.ringlane.cloud.state.RegionState} never changes, so any number of threads may decide from it without a
 * lock; a {@link io.ringlane.cloud.state.RegionDraft} gathers one change and becomes the next state, or is thrown away.
 * Knows the resources, but no call that changes them.
 */
package io.ringlane.cloud.state;
