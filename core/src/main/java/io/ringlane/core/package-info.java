/**
 * The lowest layer: frames, rings, packet formats, captures, rates, clocks and the timing wheel.
 *
 * <p>No threads of its own, and no I/O but capture files; knows nothing of network cards, routes or EC2.
 */
package io.ringlane.core;
