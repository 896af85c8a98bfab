/**
 * Clocks and the timing wheel.
 *
 * <p>Code above takes time as an argument or from a {@link io.ringlane.core.time.NanoClock} and cannot tell the machine's
 * time from simulated time.
 */
package io.ringlane.core.time;
