/**
 * Quantities with units: how people write rates, sizes, durations and shares, and how tables print them.
 *
 * <p>Values are {@code long}s of one base unit (bits a second, packets a second, bytes, nanoseconds, parts per million).
 * No state and no threads; nothing here is meant for the datapath, where values are numbers already.
 */
package io.ringlane.core.rate;
