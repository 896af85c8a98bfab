/**
 * Rates: how people write and read them, and how they are enforced.
 *
 * <p>{@link io.ringlane.core.rate.Quantity} and {@link io.ringlane.core.rate.Units} turn rates, sizes, durations and shares
 * with their units into {@code long}s of one base unit and back; they are not meant for the datapath.
 * {@link io.ringlane.core.rate.Cap} is. No threads of its own, no clock.
 */
package io.ringlane.core.rate;
