package io.ringlane.cloud.live;

import io.ringlane.dataplane.pipeline.Crossing;

/**
 * What lies on a way, in the units of the data plane.
 *
 * @param flowCapBitsPerSecond what one flow may carry; 0 for no cap
 * @param horizonNs how long a packet may queue at that cap
 * @param delayNs least one-way delay
 * @param jitterNs most that is added to it
 * @param mtuBytes longest layer-3 packet
 * @param crossing the gateways whose caps packets meet, or null
 * @param wider the way of packets that are longer than {@code mtuBytes}, or null
 */
record WayPath(
        long flowCapBitsPerSecond,
        long horizonNs,
        long delayNs,
        long jitterNs,
        int mtuBytes,
        Crossing crossing,
        WayPath wider) {}
