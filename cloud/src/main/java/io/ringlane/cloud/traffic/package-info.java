/**
 * Load and its measurement: sources that send at a rate from the instances' side, meters that see what arrives.
 *
 * <p>A source stamps every frame with the time it was meant to leave; a meter takes latency from that stamp, so a source
 * that fell behind does not look fast (coordinated omission).
 */
package io.ringlane.cloud.traffic;
