/**
 * The lowest layer: frames, rings, packet formats, rates, clocks and the timing wheel.
 *
 * <p>No I/O and no threads of its own; knows nothing of network cards, routes or EC2.
 */
package io.ringlane.core;
