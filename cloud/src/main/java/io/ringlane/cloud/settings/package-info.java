/**
 * Quotas, times, prices and address pools, from a documented file that a user can overlay.
 *
 * <p>Immutable; any thread. Knows nothing of what the values are for.
 */
package io.ringlane.cloud.settings;
