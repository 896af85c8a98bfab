package io.ringlane.cloud.live;

/**
 * What lies on a way, in the units of the data plane.
 *
 * @param flowCapBitsPerSecond what one flow may carry; 0 for no cap
 * @param horizonNs how long a packet may queue at that cap
 * @param delayNs least one-way delay
 * @param jitterNs most that is added to it
 * @param mtuBytes longest layer-3 packet
 * @param passesGateway whether the instances' caps on what goes through a gateway hold
 * @param wider the way of packets that are longer than {@code mtuBytes}, or null
 */
record WayPath(
        long flowCapBitsPerSecond,
        long horizonNs,
        long delayNs,
        long jitterNs,
        int mtuBytes,
        boolean passesGateway,
        WayPath wider) {}
